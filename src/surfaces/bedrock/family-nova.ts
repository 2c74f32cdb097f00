import type { Codec, Finish, Framing, Turn } from '../../http/index.ts'
import { bodyParser, type Source } from '../../index.ts'
import { asksForCitations } from './citations.ts'
import { encodeOutput, encodeSources, encodeUsage, stopReason } from './converse-answer.ts'
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

interface NovaTurn extends Turn {
  readonly cites: boolean
}

/** Amazon Nova. */
export const nova: Codec<NovaTurn> = {
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
    const requests = [{ ...decodeConversation(asked), limits }]
    return { model: '', requests, stream: false, cites: asksForCitations(messages) } // the others stand in the path
  },
  body(events, { cites }) {
    const { output, finish, sources } = encodeOutput(events, cites)
    return { output, stopReason: stopReason(finish), usage: encodeUsage(finish.usage), ...ownFields(sources) }
  },
  frames(events, { cites }, answering) {
    const closing = (_finish: Finish, sources: readonly Source[]) => ownFields(sources)
    return new ConverseEvents(framing, answering, { cites, closing }).frames(events)
  },
}

function ownFields(sources: readonly Source[]): object {
  return sources.length === 0 ? {} : { additionalModelResponseFields: encodeSources(sources) }
}
