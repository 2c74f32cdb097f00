import type { Pool } from 'undici'
import { SolverError } from '../core/solver-error.ts'
import type { Log } from '../core/types.ts'
import type { Waiting } from '../core/waiting.ts'
import type { SentCall } from './connection.ts'
import { failureOfConnection, failureOfResponse } from './errors.ts'
import { type Head, Incoming } from './incoming.ts'
import { LightResponse } from './response.ts'
import type { UpstreamOptions } from './upstream.ts'

/** Bytes of a body that are logged, or read where it is that of a failure, and milliseconds that these may take. */
const told = 16 * 1024
const patience = 1000
/** How often a call is sent that every time meets a connection which is just being closed. */
const sendings = 3

/** Where a call goes, and what goes with every call there. */
export interface Target {
  readonly url: string
  /** What of it follows the origin. */
  readonly path: string
  /** As it is told to others: without a query, which may hold a key. */
  readonly from: string
  readonly method: 'POST'
  readonly headers: Record<string, string> | Iterable<[string, string]> | string[]
}

/** @throws SolverError where the URL is of another server */
export function targetOf(origin: string, url: string, { method = 'GET', headers }: RequestInit): Target {
  const path = pathUnder(origin, url)
  const from = url.split('?', 1)[0] ?? url
  if (path === undefined) throw new SolverError('bad-request', `A call left ${origin} for ${from}.`)
  return { url, path, from, method: method as 'POST', headers: headersOf(headers) } // undici's union; the SDKs send real methods
}

/** Sends one call. @throws what `fetch` of an upstream throws */
export async function send(
  pool: Pool,
  { url, path, from, method, headers }: Target,
  body: string | Uint8Array | null,
  waiting: Waiting | undefined,
  { log, logRequests, logResponses, repeats = true }: UpstreamOptions,
): Promise<LightResponse> {
  if (logRequests) log.info({ url: from, body }, 'A request to a language model.')
  const incoming = await answered(() => {
    const incoming = new Incoming(waiting, (error) => failureOfConnection(error, from))
    const call: SentCall = { path, method, headers, body, sentBy: (connection) => incoming.sentBy(connection) }
    pool.dispatch(call, incoming)
    return incoming
  }, repeats)
  const head = await incoming.head
  const coding = headerOf(head, 'content-encoding')
  const isPlain = coding === undefined || coding === 'identity'
  const content = isPlain ? incoming : (await import('./decoded.ts')).decoded(incoming, coding)
  const isPage = headerOf(head, 'content-type')?.startsWith('text/html') ?? false
  if (head.status >= 200 && head.status <= 299 && !isPage) {
    const heard = logResponses ? noted(content, (body) => note(head, from, body, log)) : content
    return new LightResponse(head, url, heard, () => incoming.cut())
  }
  const text = await beginningOf(content, incoming)
  waiting?.signal.throwIfAborted()
  if (logResponses) note(head, from, text, log)
  if (isPage && head.status < 300) throw new SolverError('server-error', `${from} answered with a web page: ${text}`)
  throw failureOfResponse({ status: head.status, header: (name) => headerOf(head, name), body: text, from })
}

/** The answer to a call, which is sent again where the connection was being closed. */
async function answered(dispatch: () => Incoming, repeats: boolean): Promise<Incoming> {
  for (let sending = 1; ; sending++) {
    const incoming = dispatch()
    try {
      await incoming.head
      return incoming
    } catch (error) {
      if (!incoming.wasMissed || !repeats || sending === sendings) throw error
    }
  }
}

function note({ status }: Head, url: string, body: string, log: Log): void {
  log.info({ url, status, body }, 'An answer of a language model.')
}

/** A body, the beginning of which is told when nobody reads on. */
async function* noted(content: AsyncIterable<Uint8Array>, tell: (beginning: string) => void) {
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of content) {
      if (size < told) chunks.push(chunk)
      size += chunk.length
      yield chunk
    }
  } finally {
    tell(Buffer.concat(chunks).toString('utf8', 0, told))
  }
}

/** What a failure says of itself, as far as it comes: its status tells enough. */
async function beginningOf(content: AsyncIterable<Uint8Array>, incoming: Incoming): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  const timer = setTimeout(() => incoming.cut(), patience)
  try {
    for await (const chunk of content) {
      chunks.push(chunk)
      size += chunk.length
      if (size >= told) break
    }
  } catch {
    // the rest does not come
  } finally {
    clearTimeout(timer)
  }
  return Buffer.concat(chunks).toString('utf8', 0, told)
}

/** undici takes for one list what is a list of pairs. */
function headersOf(given: RequestInit['headers']): Record<string, string> | Iterable<[string, string]> | string[] {
  if (Array.isArray(given)) return given.flat()
  return (given ?? {}) as Record<string, string> | Iterable<[string, string]> // a plain object, or Headers
}

function headerOf({ headers }: Head, name: string): string | undefined {
  const value = headers[name]
  return Array.isArray(value) ? value[0] : value
}

/** What follows the origin, or undefined where the URL has another. */
function pathUnder(origin: string, url: string): string | undefined {
  if (url.startsWith(`${origin}/`)) return url.slice(origin.length)
  const { origin: own, pathname, search } = new URL(url) // one that is written otherwise, such as with its port
  return own === origin ? pathname + search : undefined
}
