import type { TurnEvent } from '../core/types.ts'
import { type Leave, type Waiting, whenLeaving } from '../core/waiting.ts'
import type { Answering, Codec, HttpCall, Turn } from './codec.ts'
import type { Exchange, OperationDocs, Route, SurfaceHost } from './surface.ts'

type Asked = Pick<SurfaceHost, 'resolve' | 'ask'>

/** A POST route that puts what a codec reads to a persona. */
export function chatRoute<T extends Turn>(host: Asked, path: string, codec: Codec<T>, docs?: OperationDocs): Route {
  return {
    method: 'POST',
    path,
    ...(docs ? { docs } : {}),
    handle: async (exchange) => answerChat(host, codec, exchange, await exchange.json()),
  }
}

/** The one place where HTTP meets a conversation: answers a call whose body has been read. */
export async function answerChat<T extends Turn>(
  host: Asked,
  codec: Codec<T>,
  exchange: Exchange,
  body: unknown,
): Promise<void> {
  const turn = codec.decode(toCall(exchange, body))
  const persona = host.resolve(turn.model)
  exchange.header('x-dramatis-persona', persona.id)
  if (turn.requests.length === 0 && codec.acknowledge) {
    return exchange.sendJson(200, codec.acknowledge(turn, persona))
  }
  const asked = { startedAt: Date.now(), askedAt: performance.now() }
  const { trace, events } = host.ask(persona, inConversation(turn, exchange), new Listening(exchange, !turn.stream))
  exchange.header('x-dramatis-turn', trace.id)
  try {
    const spoken = await Spoken.from(events) // an early failure has still an honest status
    const answering: Answering = { persona, id: trace.id, ...asked, firstWordAt: performance.now() }
    if (trace.solver !== undefined) exchange.header('x-dramatis-solver', headerSafe(trace.solver))
    if (turn.stream) {
      const contentType = typeof codec.contentType === 'string' ? codec.contentType : codec.contentType(turn)
      const headers = { 'content-type': contentType, ...codec.headers?.(turn, answering) }
      await exchange.stream(headers, codec.frames(spoken, turn, answering))
    } else {
      const whole = await spoken.all()
      for (const [name, value] of Object.entries(codec.headers?.(turn, answering, whole) ?? {})) {
        exchange.header(name, value)
      }
      exchange.sendJson(200, await codec.body(whole, turn, answering))
    }
  } finally {
    await events.return() // frames that were never read have not closed it
  }
}

/** What a codec may know of an exchange. */
export function toCall(exchange: Exchange, body: unknown): HttpCall {
  return new ExchangeCall(exchange, body)
}

/** Whoever waits for an answer. */
class Listening implements Waiting {
  readonly whole: boolean
  readonly #exchange: Exchange

  constructor(exchange: Exchange, whole: boolean) {
    this.#exchange = exchange
    this.whole = whole
  }

  get signal(): AbortSignal {
    return this.#exchange.signal
  }

  onLeave(leave: Leave): () => void {
    return whenLeaving(this.#exchange, leave)
  }
}

class ExchangeCall implements HttpCall {
  readonly body: unknown
  readonly #exchange: Exchange

  constructor(exchange: Exchange, body: unknown) {
    this.#exchange = exchange
    this.body = body
  }

  get method(): string {
    return this.#exchange.method
  }

  get path(): string {
    return this.#exchange.path
  }

  get requestId(): string {
    return this.#exchange.requestId
  }

  get params(): HttpCall['params'] {
    return this.#exchange.params
  }

  get query(): URLSearchParams {
    return this.#exchange.query
  }

  header(name: string): string | undefined {
    const value = this.#exchange.request.headers[name]
    return Array.isArray(value) ? value[0] : value
  }
}

/** On any surface the header names the conversation, where the protocol has no field for it. */
function inConversation(turn: Turn, exchange: Exchange): Turn['requests'] {
  const header = exchange.request.headers['x-conversation-id']
  if (typeof header !== 'string' || header === '') return turn.requests
  return turn.requests.map((request) => ({ ...request, conversation: request.conversation ?? header.slice(0, 256) }))
}

/** Events of which the first has been looked at. Whoever stops early closes the turn. */
class Spoken implements AsyncIterableIterator<TurnEvent> {
  #first: TurnEvent | undefined
  readonly #rest: AsyncGenerator<TurnEvent, void, undefined>

  private constructor(first: TurnEvent | undefined, rest: AsyncGenerator<TurnEvent, void, undefined>) {
    this.#first = first
    this.#rest = rest
  }

  static async from(events: AsyncGenerator<TurnEvent, void, undefined>): Promise<Spoken> {
    const { value } = await events.next()
    return new Spoken(value ?? undefined, events)
  }

  async all(): Promise<readonly TurnEvent[]> {
    const events: TurnEvent[] = []
    for await (const event of this) events.push(event)
    return events
  }

  next(): Promise<IteratorResult<TurnEvent, void>> {
    if (!this.#first) return this.#rest.next()
    const value = this.#first
    this.#first = undefined
    return Promise.resolve({ done: false, value })
  }

  return(): Promise<IteratorResult<TurnEvent, void>> {
    return this.#rest.return()
  }

  [Symbol.asyncIterator](): this {
    return this
  }
}

function headerSafe(text: string): string {
  return /^[\x20-\x7e]*$/.test(text) ? text : encodeURIComponent(text)
}
