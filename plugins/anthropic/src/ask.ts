import type Anthropic from '@anthropic-ai/sdk'
import type { SolverEvent } from 'dramatis'
import { bodyOf, parseData, readEvents } from 'dramatis/upstream'
import { Listener } from './listener.ts'
import type { Body } from './request.ts'
import { eventsOfMessage, readEvent, type WireEvent } from './wire.ts'

/** Where questions are sent. Fails as the upstream's `fetch` does. */
type Endpoint = (body: Body, signal: AbortSignal) => Promise<Response>

/**
 * The SDK makes the address and the headers, once: for every call it would cost ten times the call, leave a listener
 * on the signal, and write warnings to the console.
 */
export async function openEndpoint(client: Anthropic, fetch: typeof globalThis.fetch): Promise<Endpoint> {
  const { req, url } = await client.buildRequest({ method: 'post', path: '/v1/messages', body: {} })
  const init = { method: 'POST', headers: Object.fromEntries(req.headers) }
  return (body, signal) => fetch(url, { ...init, body: JSON.stringify(body), signal })
}

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
