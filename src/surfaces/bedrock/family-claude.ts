import { messagesCodec } from '../../formats/anthropic/index.ts'
import { bodyParser, type FinishReason } from '../../index.ts'
import { bareFraming } from './invoke.ts'
import { limitsOf } from './limits.ts'
import { promptRequest } from './prompt.ts'
import { type Said, textCodec } from './text-codec.ts'

/** Claude's messages. */
export const claude = messagesCodec({ framing: bareFraming })

const parse = bodyParser({
  type: 'object',
  required: ['prompt', 'max_tokens_to_sample'],
  properties: {
    prompt: { type: 'string' },
    max_tokens_to_sample: { type: 'integer', minimum: 1 },
    temperature: { type: ['number', 'null'], minimum: 0, maximum: 1 },
    top_p: { type: ['number', 'null'], minimum: 0, maximum: 1 },
    top_k: { type: ['integer', 'null'] },
    stop_sequences: { type: ['array', 'null'], items: { type: 'string' } },
  },
})

/** Every answer that was not cut stopped before somebody else's turn. */
const reasons: Record<FinishReason, 'stop_sequence' | 'max_tokens'> = {
  stop: 'stop_sequence',
  length: 'max_tokens',
  'tool-calls': 'stop_sequence',
  refusal: 'stop_sequence',
  'input-required': 'stop_sequence',
  'auth-required': 'stop_sequence',
}

/** Claude's older text completions. */
export const claudeText = textCodec({
  decode({ body }) {
    const { prompt, max_tokens_to_sample: maxTokens, temperature, ...rest } = parse(body)
    const { top_p: topP, top_k: topK, stop_sequences: given } = rest
    const stop = given?.filter((sequence) => sequence !== nextTurn)
    return [promptRequest(prompt, limitsOf({ maxTokens, temperature, topP, topK, stop }))]
  },
  body: ([said], _turn, { id }) => ({ id: `compl_${id}`, ...completion(said) }),
  piece: completion,
})

/** Clients send it as a stop sequence, and hear of it where an answer came to its own end. */
const nextTurn = '\n\nHuman:'

function completion({ text, finish }: Said): object {
  const reason = finish ? reasons[finish.reason] : null
  const stop = reason === 'stop_sequence' ? (finish?.stopSequence ?? nextTurn) : null
  return { type: 'completion', completion: text, stop_reason: reason, stop }
}
