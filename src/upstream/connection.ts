import { Client, type Dispatcher, Pool } from 'undici'

/** No limits of its own: how long an answer may take, the link says. */
const unlimited = { headersTimeout: 0, bodyTimeout: 0, connections: 1024, keepAliveTimeout: 30_000 }

/** A call that wants to know which connection it is sent by. */
export interface SentCall extends Dispatcher.DispatchOptions {
  sentBy(connection: Connection): void
}

/** One connection of a pool, which opens again when it was closed. */
export class Connection extends Client {
  /** Whether it has carried an answer since it was opened. */
  hasAnswered = false

  constructor(...given: ConstructorParameters<typeof Client>) {
    super(...given)
    this.on('connect', () => {
      this.hasAnswered = false
    })
  }

  override dispatch(call: SentCall, handler: Dispatcher.DispatchHandler): boolean {
    call.sentBy(this)
    return super.dispatch(call, handler)
  }
}

export function openPool(origin: string): Pool {
  return new Pool(origin, { ...unlimited, factory: (url, options) => new Connection(url, options) })
}
