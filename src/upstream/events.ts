import { StringDecoder } from 'node:string_decoder'
import { createParser, type EventSourceMessage } from 'eventsource-parser'
import { SolverError } from '../core/solver-error.ts'

const longest = 8 * 1024 * 1024

/**
 * The server-sent events of a body, those of one chunk together. Source: html.spec.whatwg.org, 9.2.
 * @throws SolverError for one that never ends
 */
export async function* readEvents(body: AsyncIterable<Uint8Array>): AsyncGenerator<readonly EventSourceMessage[]> {
  let events: EventSourceMessage[] = []
  let since = 0
  const parser = createParser({ onEvent: (event) => void events.push(event) })
  const decoder = new StringDecoder('utf8') // at half the price of a TextDecoder
  let begun = false
  for await (const chunk of body) {
    const text = decoder.write(chunk)
    parser.feed(begun ? text : text.replace(/^\uFEFF/, ''))
    begun ||= text !== ''
    since = events.length > 0 ? 0 : since + chunk.length
    if (since > longest) throw new SolverError('server-error', 'The upstream sends an event without an end.')
    if (events.length === 0) continue
    yield events
    events = []
  }
}

/** The data of an event as JSON. @throws SolverError where it is none */
export function parseData(data: string): unknown {
  try {
    return JSON.parse(data)
  } catch (error) {
    const message = `The upstream sent an event that is no JSON: ${data.slice(0, 200)}`
    throw new SolverError('server-error', message, { cause: error })
  }
}
