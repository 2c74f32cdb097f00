import type { SolverEvent } from 'dramatis'
import { bodyOf, parseData, readEvents } from 'dramatis/upstream'
import { Listener } from './listener.ts'
import { eventsOfMessage, readEvent, type WireEvent } from './wire.ts'

/**
 * What a message says, word by word; an empty answer says nothing. It is read here, since the SDK takes a stream that
 * breaks off for a whole one.
 * @throws SolverError where there is no answer, or none that comes to its end
 */
export async function* hear(answer: () => Promise<Response>): AsyncGenerator<SolverEvent, void, undefined> {
  const listener = new Listener()
  let heard = false
  for await (const events of eventsOf(await answer())) {
    for (const event of events) {
      heard = true
      for (const said of listener.hear(event)) yield said
      if (listener.ended) break
    }
    if (listener.ended) break
  }
  if (heard) yield* listener.finish()
}

async function* eventsOf(response: Response): AsyncGenerator<Iterable<WireEvent>, void, undefined> {
  if (response.headers.get('content-type')?.startsWith('application/json')) {
    const text = await response.text()
    if (text.trim() !== '') yield eventsOfMessage(parseData(text))
    return
  }
  if (!response.body) return
  for await (const events of readEvents(bodyOf(response))) yield readAll(events)
}

/** One by one: what comes before an event that makes no sense has been said. */
function* readAll(events: Iterable<{ data: string }>): Generator<WireEvent, void, undefined> {
  for (const { data } of events) yield readEvent(parseData(data))
}
