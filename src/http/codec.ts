import type { ChatRequest, TurnEvent } from '../core/types.ts'
import type { CallLine, PersonaInfo } from './surface.ts'

/** A call with its body, as a codec reads it. */
export interface HttpCall extends CallLine {
  readonly params: Readonly<Record<string, string | undefined>>
  readonly query: URLSearchParams
  header(name: string): string | undefined
  readonly body: unknown
}

/** The same call with another body. */
export function withBody(call: HttpCall, body: unknown): HttpCall {
  const { method, path, requestId, params, query } = call // they may be getters, which a spread would miss
  return { method, path, requestId, params, query, header: (name) => call.header(name), body }
}

/** What a client asks of a persona in one call; several requests where the protocol has `n` or prompt lists. */
export interface Turn {
  /** The model name as the client wrote it; '' for none. */
  model: string
  /** None where the client asks nothing of the persona: `acknowledge` answers then. */
  requests: readonly ChatRequest[]
  stream: boolean
}

/** Who answers, and since when. */
export interface Answering {
  readonly persona: PersonaInfo
  /** The turn's id, a UUID. */
  readonly id: string
  /** Milliseconds since 1970. */
  readonly startedAt: number
  /** What `performance.now()` said when the persona was asked, and when its first word came. */
  readonly askedAt: number
  readonly firstWordAt: number
}

/** One endpoint's wire format: pure functions between a protocol's bytes and the canonical model. */
export interface Codec<T extends Turn = Turn> {
  /** @throws RuntimeError `invalid-request`, or `unsupported` for what no persona can do. */
  decode(call: HttpCall): T
  /** The content type of a stream of frames. A whole answer is JSON. */
  readonly contentType: string | ((turn: T) => string)
  /** The JSON that answers a turn without requests. Only protocols that have such turns need it. */
  acknowledge?(turn: T, persona: PersonaInfo): unknown
  /** Headers beside the content type. `events` are there for a whole answer only. */
  headers?(turn: T, answering: Answering, events?: readonly TurnEvent[]): Readonly<Record<string, string>>
  /** May be a promise, where something has to be kept before the client hears of it. */
  body(events: readonly TurnEvent[], turn: T, answering: Answering): unknown
  /** Ends a stream that fails in its protocol's own form: `events` throws, and the codec catches. */
  frames(events: AsyncIterable<TurnEvent>, turn: T, answering: Answering): AsyncGenerator<string | Uint8Array>
}
