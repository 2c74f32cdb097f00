import { bodyParser, type ChatRequest } from '../../index.ts'
import { limitsOf } from './limits.ts'
import { promptRequest } from './prompt.ts'

const count = { type: ['integer', 'null'], minimum: 1 } as const
const stops = { type: ['string', 'array', 'null'], items: { type: 'string' } } as const

/** A prompt and its limits, in the spellings of the families that have little else. */
const parse = bodyParser({
  type: 'object',
  required: ['prompt'],
  properties: {
    prompt: { type: 'string' },
    max_tokens: count,
    maxTokens: count,
    stop: stops,
    stop_sequences: stops,
    temperature: { type: ['number', 'null'], minimum: 0 },
    top_p: { type: ['number', 'null'], minimum: 0, maximum: 1 },
    top_k: { type: ['integer', 'null'] },
  },
})

export function decodePrompt(body: unknown): readonly [ChatRequest] {
  const { prompt, temperature, top_p: topP, top_k: topK, ...rest } = parse(body)
  const stop = rest.stop ?? rest.stop_sequences
  const limits = limitsOf({
    maxTokens: rest.max_tokens ?? rest.maxTokens,
    stop: typeof stop === 'string' ? [stop] : stop,
    temperature,
    topP,
    topK,
  })
  return [promptRequest(prompt, limits)]
}
