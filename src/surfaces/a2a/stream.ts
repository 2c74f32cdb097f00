import { type Exchange, oneLine, sse } from '../../http/index.ts'

export interface Streaming<Event> {
  /** What an event is on the wire. */
  json(event: Event): object
  /** The number of the event that has just been given; it becomes the `id` that a client resumes from. */
  sequence(): number | undefined
  /** What a client is told when a stream breaks off. */
  failure(error: unknown): object
  /** How long nothing may be said, in milliseconds. */
  keepAlive: number
}

const headers = { 'content-type': 'text/event-stream' }

/**
 * Sends the events of a task as they come. Whatever goes wrong before the first of them is thrown, and can have an
 * answer of its own. A client that leaves ends its stream, and nothing else.
 */
export async function sendEvents<Event>(
  exchange: Exchange,
  events: AsyncGenerator<Event, void, undefined>,
  streaming: Streaming<Event>,
): Promise<void> {
  await sendFrom(await events.next(), exchange, events, streaming)
}

/** The same where also the first thing that goes wrong is told in the stream. */
export async function sendEventsAtOnce<Event>(
  exchange: Exchange,
  events: AsyncGenerator<Event, void, undefined>,
  streaming: Streaming<Event>,
): Promise<void> {
  await sendFrom(undefined, exchange, events, streaming)
}

async function sendFrom<Event>(
  first: IteratorResult<Event, void> | undefined,
  exchange: Exchange,
  events: AsyncGenerator<Event, void, undefined>,
  streaming: Streaming<Event>,
): Promise<void> {
  const quiet = { after: streaming.keepAlive, item: ': keep-alive\n\n' }
  try {
    await exchange.stream(headers, whileWanted(texts(events, streaming, first), exchange.signal, quiet))
  } finally {
    events.return().catch(() => {}) // also where the client has left before anything was read
  }
}

async function* texts<Event>(
  events: AsyncGenerator<Event, void, undefined>,
  { json, sequence, failure }: Streaming<Event>,
  first: IteratorResult<Event, void> | undefined,
): AsyncGenerator<string, void, undefined> {
  try {
    for (let step = first ?? (await events.next()); !step.done; step = await events.next()) {
      const number = sequence()
      const text = sse(oneLine(JSON.stringify(json(step.value))))
      yield number === undefined ? text : `id: ${number}\n${text}`
    }
  } catch (error) {
    yield sse(oneLine(JSON.stringify(failure(error))), 'error')
  }
}

/**
 * The same items for as long as somebody wants them. What is behind them ends when it says something next: nobody waits
 * for that here. Where nothing comes for a while, `quiet` says something in its place.
 */
export async function* whileWanted<Item>(
  items: AsyncGenerator<Item, void, undefined>,
  signal: AbortSignal,
  quiet?: { readonly after: number; readonly item: Item },
): AsyncGenerator<Item, void, undefined> {
  let wake: (what: 'quiet' | 'left') => void = () => {}
  const leave = (): void => wake('left')
  const timer = quiet && setInterval(() => wake('quiet'), quiet.after)
  signal.addEventListener('abort', leave, { once: true })
  try {
    let next = items.next()
    while (!signal.aborted) {
      const woken = new Promise<'quiet' | 'left'>((resolve) => {
        wake = resolve
      })
      const what = await Promise.race([next, woken])
      if (what === 'left') return
      if (what === 'quiet') {
        if (quiet) yield quiet.item
        continue
      }
      if (what.done) return
      timer?.refresh()
      yield what.value
      next = items.next()
    }
  } finally {
    clearInterval(timer)
    signal.removeEventListener('abort', leave)
    items.return().catch(() => {})
  }
}
