import { SolverError } from 'dramatis'
import { bodyOf, parseData, readEvents } from 'dramatis/upstream'
import { noteAppend } from './append.ts'

/** A server-sent event. */
interface StreamEvent {
  readonly event?: string | undefined
  readonly data: string
}

/**
 * A `fetch` for the SDK's client. What it gets of a stream is known to be events of JSON: by itself it reads no line
 * that ends in CR, prints what it cannot parse, and takes no answer in one piece where it asked for a stream.
 */
export function sdkFetch(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  return async (input, init) => {
    const response = await fetch(input, init)
    if (!asksForStream(init)) return response
    const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') ?? false
    return streamOf(isStream ? framesOf(readEvents(bodyOf(response))) : framesOf(inOnePiece(response)))
  }
}

/** The SDK writes its headers as plain objects. */
function asksForStream(init: RequestInit | undefined): boolean {
  const headers: object = init?.headers ?? {}
  return 'Accept' in headers && headers.Accept === 'text/event-stream'
}

async function* inOnePiece(response: Response): AsyncGenerator<readonly StreamEvent[], void, undefined> {
  yield [{ data: (await response.text()).trim() }]
}

async function* framesOf(batches: AsyncIterable<readonly StreamEvent[]>): AsyncGenerator<string, void, undefined> {
  for await (const events of batches) {
    for (const { event, data } of events) if (data !== '') yield frame(event, data)
  }
}

/** @throws SolverError for data that is no JSON, or no object */
function frame(event: string | undefined, data: string): string {
  const value = parseData(data)
  if (typeof value !== 'object' || value === null) {
    throw new SolverError('server-error', `The upstream sent an event of another shape: ${data.slice(0, 200)}`)
  }
  const json = noteAppend(value) ? JSON.stringify(value) : data.replaceAll('\n', '\ndata: ')
  return `event: ${event ?? 'message'}\ndata: ${json}\n\n`
}

const streamHeaders = new Headers({ 'content-type': 'text/event-stream' })

/** As much of a `Response` as the SDK uses of a stream: it decodes the body, takes a reader, and reads texts. */
function streamOf(frames: AsyncGenerator<string, void, undefined>): Response {
  const reader = {
    read: () => frames.next(),
    cancel: () => frames.return(),
    releaseLock(): void {},
  }
  const body = { pipeThrough: () => ({ getReader: () => reader }) }
  const response = { ok: true, status: 200, statusText: '', headers: streamHeaders, body }
  return response as unknown as Response // a real one would decode every text twice
}
