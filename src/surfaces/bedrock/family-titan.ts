import { bodyParser, type FinishReason } from '../../index.ts'
import { limitsOf } from './limits.ts'
import type { FinishEvent } from './metrics.ts'
import { titanRequest } from './prompt.ts'
import { type Said, textCodec } from './text-codec.ts'

const parse = bodyParser({
  type: 'object',
  required: ['inputText'],
  properties: {
    inputText: { type: 'string' },
    textGenerationConfig: {
      type: ['object', 'null'],
      properties: {
        temperature: { type: ['number', 'null'], minimum: 0, maximum: 1 },
        topP: { type: ['number', 'null'], minimum: 0, maximum: 1 },
        maxTokenCount: { type: ['integer', 'null'], minimum: 1 },
        stopSequences: { type: ['array', 'null'], items: { type: 'string', minLength: 1 } },
      },
    },
  },
})

const reasons: Record<FinishReason, 'FINISH' | 'LENGTH' | 'CONTENT_FILTERED'> = {
  stop: 'FINISH',
  length: 'LENGTH',
  'tool-calls': 'FINISH',
  refusal: 'CONTENT_FILTERED',
  'input-required': 'FINISH',
  'auth-required': 'FINISH',
}

/** Amazon Titan Text. */
export const titan = textCodec({
  decode({ body }) {
    const { inputText, textGenerationConfig } = parse(body)
    const { temperature, topP, maxTokenCount: maxTokens, stopSequences: stop } = textGenerationConfig ?? {}
    return [titanRequest(inputText, limitsOf({ maxTokens, stop, temperature, topP }))]
  },
  body([{ text, finish }]) {
    const completionReason = finish ? reasonOf(finish) : null
    const results = [{ tokenCount: finish?.usage?.outputTokens ?? 0, outputText: text, completionReason }]
    return { inputTextTokenCount: finish?.usage?.inputTokens ?? 0, results }
  },
  piece: ({ text, finish }: Said) => ({
    outputText: text,
    index: 0,
    totalOutputTextTokenCount: finish?.usage?.outputTokens ?? null,
    completionReason: finish ? reasonOf(finish) : null,
    inputTextTokenCount: finish?.usage?.inputTokens ?? null,
  }),
})

function reasonOf({ reason, stopSequence }: FinishEvent): string {
  return reason === 'stop' && stopSequence !== undefined ? 'STOP_CRITERIA_MET' : reasons[reason]
}
