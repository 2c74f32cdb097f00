import { type Exchange, oneLine, type Route, route, type SurfaceHost, sse } from '../../http/index.ts'
import { isRuntimeError } from '../../index.ts'
import { showMessage } from './messages.ts'
import { findSession, type SessionRow } from './sessions.ts'
import type { ApiState } from './state.ts'

/** How often an open stream says that it lives, and looks for turns that another host has kept, in milliseconds. */
const heartbeat = 15_000

/**
 * `GET /sessions/{id}/events`: every message of a session, and each new one as soon as its turn is kept, whatever surface
 * it came in on. `Last-Event-ID` goes on where a stream broke off. `closing` ends them all.
 */
export function eventRoutes(host: SurfaceHost, state: ApiState, closing: AbortSignal): readonly Route[] {
  const handle = async (exchange: Exchange): Promise<void> => {
    const session = await findSession(state, exchange.params.id ?? '')
    const given = exchange.request.headers['last-event-id'] ?? exchange.query.get('last_event_id') ?? ''
    const headers = { 'content-type': 'text/event-stream; charset=utf-8' }
    if (exchange.method === 'HEAD') return exchange.send(200, headers, '')
    const signal = AbortSignal.any([exchange.signal, closing])
    const frames = follow(host, state, session, String(given), signal)
    await exchange.stream(headers, frames)
  }
  const summary = 'The messages of a session as server-sent events'
  return [route('GET', '/sessions/:id/events', handle, { summary })]
}

async function* follow(
  host: SurfaceHost,
  state: ApiState,
  { id, persona }: SessionRow,
  lastEventId: string,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const bell = new Bell(signal)
  const stop = host.conversations.watch(id, persona, bell.ring)
  let [key, last] = parseEventId(lastEventId)
  try {
    yield ': the session is open\n\n'
    while (!signal.aborted) {
      const [known] = await host.conversations.read(id, { persona, after: last })
      // One that was forgotten and began again counts from its beginning.
      const [kept] = known && known.key !== key ? await host.conversations.read(id, { persona }) : [known]
      for (const message of kept?.transcript ?? []) {
        const shown = kept && showMessage(kept, message)
        if (shown) yield `id: ${kept.key}.${message.sequence}\n${sse(oneLine(JSON.stringify(shown)), 'message')}`
      }
      if (kept) [key, last] = [kept.key, kept.transcript.at(-1)?.sequence ?? last]
      else if (!(await isThere(state, id))) return yield sse('{}', 'deleted')
      if (!(await bell.rings(heartbeat))) yield ': still here\n\n'
    }
  } finally {
    stop()
  }
}

async function isThere(state: ApiState, id: string): Promise<boolean> {
  try {
    await findSession(state, id)
    return true
  } catch (error) {
    if (isRuntimeError(error) && error.code === 'not-found') return false
    throw error
  }
}

/** The conversation's key, and the sequence of its last message that was seen. */
function parseEventId(id: string): [key: string, last: number] {
  const [, key, sequence] = /^([\w-]{1,64})\.(-?\d{1,15})$/.exec(id) ?? []
  return key === undefined ? ['', Number.MIN_SAFE_INTEGER] : [key, Number(sequence)]
}

/** Wakes one who waits, and remembers that it has rung where nobody does. */
class Bell {
  #rung = false
  #wake: (() => void) | undefined
  readonly #signal: AbortSignal

  constructor(signal: AbortSignal) {
    this.#signal = signal
    signal.addEventListener('abort', () => this.#wake?.(), { once: true })
  }

  readonly ring = (): void => {
    this.#rung = true
    this.#wake?.()
  }

  /** Waits until it rings; false where it does not within that time, or nobody listens any more. */
  async rings(limit: number): Promise<boolean> {
    if (!this.#rung && !this.#signal.aborted) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, limit)
        this.#wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
      this.#wake = undefined
    }
    const rung = this.#rung && !this.#signal.aborted
    this.#rung = false
    return rung
  }
}
