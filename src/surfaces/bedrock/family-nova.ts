import type { Codec, Framing } from '../../http/index.ts'
import { bodyParser } from '../../index.ts'
import { encodeOutput, encodeUsage, stopReason } from './converse-answer.ts'
import { ConverseEvents } from './converse-events.ts'
import { decodeConversation } from './converse-request.ts'
import { conversation } from './converse-wire.ts'
import { bareFraming } from './invoke.ts'
import { limitsOf } from './limits.ts'

const share = { type: ['number', 'null'], minimum: 0, maximum: 1 } as const
const count = { type: ['integer', 'null'], minimum: 1 } as const
const stops = { type: ['array', 'null'], items: { type: 'string', minLength: 1 } } as const

/** The words of Converse, with limits in either of two spellings. */
const parse = bodyParser({
  type: 'object',
  required: ['messages'],
  properties: {
    ...conversation,
    inferenceConfig: {
      type: ['object', 'null'],
      properties: {
        maxTokens: count,
        max_new_tokens: count,
        temperature: share,
        topP: share,
        top_p: share,
        topK: { type: ['integer', 'null'] },
        top_k: { type: ['integer', 'null'] },
        stopSequences: stops,
        stop_sequences: stops,
      },
    },
    reasoningConfig: {
      type: ['object', 'null'],
      properties: { type: { type: ['string', 'null'] }, maxReasoningEffort: { type: ['string', 'null'] } },
    },
  },
})

/** The pieces of its stream are the events of Converse, each under its name. */
const framing: Framing = { ...bareFraming, frame: (json, event) => `{"${event}":${json}}` }

/** Amazon Nova. */
export const nova: Codec = {
  contentType: framing.contentType,
  decode({ body }) {
    const { messages, system, toolConfig, inferenceConfig, reasoningConfig } = parse(body)
    const asked = { messages, system, toolConfig, additionalModelRequestFields: { reasoningConfig } }
    const { temperature, ...given } = inferenceConfig ?? {}
    const limits = limitsOf({
      maxTokens: given.maxTokens ?? given.max_new_tokens,
      temperature,
      topP: given.topP ?? given.top_p,
      topK: given.topK ?? given.top_k,
      stop: given.stopSequences ?? given.stop_sequences,
    })
    return { model: '', requests: [{ ...decodeConversation(asked), limits }], stream: false } // they stand in the path
  },
  body(events) {
    const { output, finish } = encodeOutput(events)
    return { output, stopReason: stopReason(finish), usage: encodeUsage(finish.usage) }
  },
  frames: (events, _turn, answering) => new ConverseEvents(framing, answering, () => ({})).frames(events),
}
