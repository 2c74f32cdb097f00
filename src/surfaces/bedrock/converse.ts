import type { Codec, Finish, Framing, Turn } from '../../http/index.ts'
import type { Source } from '../../index.ts'
import { asksForCitations } from './citations.ts'
import { encodeOutput, encodeSources, encodeUsage, latency, stopReason } from './converse-answer.ts'
import { ConverseEvents } from './converse-events.ts'
import { decodeConverse } from './converse-request.ts'
import { parseConverse } from './converse-wire.ts'
import { converseException } from './errors.ts'
import { contentType, eventEncoder, type MessageEncoder } from './event-stream.ts'
import { modelOf } from './model.ts'

interface ConverseTurn extends Turn {
  /** Fields of a model's own answer that the client wants to see, as JSON pointers. */
  readonly wanted: readonly string[]
  readonly cites: boolean
}

const encoders = {
  messageStart: eventEncoder('messageStart'),
  contentBlockStart: eventEncoder('contentBlockStart'),
  contentBlockDelta: eventEncoder('contentBlockDelta'),
  contentBlockStop: eventEncoder('contentBlockStop'),
  messageStop: eventEncoder('messageStop'),
  metadata: eventEncoder('metadata'),
} as const satisfies Record<string, MessageEncoder>

const framing: Framing = {
  contentType,
  // the events of an answer are those that have an encoder
  frame: (json, event) => encoders[event as keyof typeof encoders](json),
  error: converseException,
}

/** `Converse`, and `ConverseStream`: the path tells them apart. Source: aws/api-models-aws, `bedrock-runtime`. */
export function converseCodec(stream: boolean): Codec<ConverseTurn> {
  return {
    contentType,
    decode(call) {
      const body = parseConverse(call.body)
      const wanted = body.additionalModelResponseFieldPaths ?? []
      const cites = asksForCitations(body.messages)
      return { model: modelOf(call.params), requests: [decodeConverse(body)], stream, wanted, cites }
    },
    body(events, turn, answering) {
      const { output, finish, sources } = encodeOutput(events, turn.cites)
      return {
        output,
        stopReason: stopReason(finish),
        usage: encodeUsage(finish.usage),
        metrics: { latencyMs: latency(answering) },
        ...ownFields(turn, finish, sources),
      }
    },
    frames(events, turn, answering) {
      const closing = (finish: Finish, sources: readonly Source[]) => ownFields(turn, finish, sources)
      return new ConverseEvents(framing, answering, { cites: turn.cites, closing }).frames(events)
    },
  }
}

/**
 * Of a model's own answer there is one field to be had, in either of the places where clients look for it. The others
 * are left out, as the vendor leaves out those that it cannot find. Sources that nobody has asked for stand here, where
 * no client fails at them.
 */
function ownFields({ wanted }: ConverseTurn, { stopSequence }: Finish, sources: readonly Source[]): object {
  const field = { stop_sequence: stopSequence ?? null }
  const fields = {
    ...(wanted.includes('/stop_sequence') ? field : {}),
    ...(wanted.includes('/delta/stop_sequence') ? { delta: field } : {}),
    ...encodeSources(sources),
  }
  return Object.keys(fields).length === 0 ? {} : { additionalModelResponseFields: fields }
}
