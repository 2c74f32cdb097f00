import { StringDecoder } from 'node:string_decoder'
import { createParser, type EventSourceMessage } from 'eventsource-parser'
import { SolverError } from '../core/solver-error.ts'

const longest = 8 * 1024 * 1024
/** Characters that are enough to tell what came in place of events. */
const glance = 500

/**
 * The server-sent events of a body, those of one chunk together. Source: html.spec.whatwg.org, 9.2.
 * @throws SolverError for one that never ends, and for a body that is no stream of events
 */
export async function* readEvents(body: AsyncIterable<Uint8Array>): AsyncGenerator<readonly EventSourceMessage[]> {
  let events: EventSourceMessage[] = []
  let since = 0
  const parser = createParser({ onEvent: (event) => void events.push(event) })
  const lines = new Lines()
  let beginning: string | undefined = ''
  for await (const chunk of body) {
    const text = lines.write(chunk)
    parser.feed(text)
    since = events.length > 0 ? 0 : since + chunk.length
    if (since > longest) throw new SolverError('server-error', 'The upstream sends an event without an end.')
    if (events.length === 0) {
      if (beginning !== undefined && beginning.length < glance) beginning += text
      continue
    }
    beginning = undefined
    yield events
    events = []
  }
  if (beginning && !isSilence(beginning)) {
    throw new SolverError('server-error', `The upstream sent what are no events: ${beginning.slice(0, glance)}`)
  }
}

/** The text of a stream. The parser waits for what follows a lone CR, since it may be half of a line's end. */
class Lines {
  readonly #decoder = new StringDecoder('utf8') // at half the price of a TextDecoder
  #begun = false
  #endedLine = false

  write(chunk: Uint8Array): string {
    let text = this.#decoder.write(chunk)
    if (text === '') return text
    if (!this.#begun) text = text.replace(/^\uFEFF/, '')
    this.#begun = true
    if (this.#endedLine && text.startsWith('\n')) text = text.slice(1)
    this.#endedLine = text.endsWith('\r')
    return this.#endedLine ? `${text}\n` : text
  }
}

/** Nothing but comments and the like: a server that only shows that it is there says nothing. */
function isSilence(text: string): boolean {
  return text.split(/[\r\n]+/).every((line) => line === '' || /^(?:event|id|retry)?:/.test(line))
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
