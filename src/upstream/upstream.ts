import type { Pool } from 'undici'
import { RuntimeError } from '../core/errors.ts'
import { SolverError } from '../core/solver-error.ts'
import type { Log } from '../core/types.ts'
import { failureOfConnection, failureOfResponse } from './errors.ts'
import { type Head, Incoming } from './incoming.ts'
import { LightResponse } from './response.ts'

export interface UpstreamOptions {
  /** Scheme, host and path that every call begins with. */
  baseUrl: string
  log: Log
  /** Whether what is sent and received is written to the log. Keys are not. */
  logRequests?: boolean | undefined
  logResponses?: boolean | undefined
}

/** The server of a language model, and the connections to it. */
export interface Upstream {
  /** What solvers of this server have in common: their circuit breaker. */
  readonly id: string
  /**
   * For the vendor's SDK, which must not repeat calls by itself: the chain does. Every wait is bounded by its signal.
   * @throws SolverError for whatever is no answer; the signal's reason when it aborts
   */
  readonly fetch: typeof globalThis.fetch
  close(): Promise<void>
}

/** No limits of its own: how long an answer may take, the link says. */
const unlimited = { headersTimeout: 0, bodyTimeout: 0, connections: 1024, keepAliveTimeout: 30_000 }
const told = 16 * 1024

/**
 * Opens the way to a server. Nothing is sent before the first call.
 * @throws RuntimeError `plugin-failed` where the base URL is none
 */
export function openUpstream(options: UpstreamOptions): Upstream {
  const { protocol, origin } = parsed(options.baseUrl)
  if (protocol !== 'http:' && protocol !== 'https:') throw wrongUrl(options.baseUrl)
  let pool: Pool | undefined
  let closed = false
  const opened = async (): Promise<Pool> => {
    const { Pool } = await import('undici') // loading it takes longer than all the rest of a start
    if (closed) throw new SolverError('server-error', `The way to ${options.baseUrl} is closed.`)
    pool ??= new Pool(origin, unlimited)
    return pool
  }
  const call = (input: string | URL | Request, init: RequestInit = {}): Promise<LightResponse> => {
    const url = typeof input === 'string' ? input : input instanceof URL ? input.href : input.url
    if (pool) return send(pool, origin, url, init, options)
    return opened().then((pool) => send(pool, origin, url, init, options))
  }
  return {
    id: options.baseUrl,
    fetch: call as unknown as typeof globalThis.fetch, // a LightResponse is what SDKs use of a Response
    async close() {
      closed = true
      await pool?.destroy()
    },
  }
}

async function send(
  pool: Pool,
  origin: string,
  url: string,
  init: RequestInit,
  { log, logRequests, logResponses }: UpstreamOptions,
): Promise<LightResponse> {
  const path = pathUnder(origin, url)
  if (path === undefined) throw new SolverError('bad-request', `A call left ${origin} for ${withoutQuery(url)}.`)
  const from = withoutQuery(url)
  const signal = init.signal ?? undefined
  if (logRequests) log.info({ url: from, body: init.body }, 'A request to a language model.')
  const method = (init.method ?? 'GET') as 'GET' // undici's union; the SDKs send real methods
  const headers = headersOf(init.headers)
  const body = (init.body ?? null) as string | Uint8Array | null // the SDKs send JSON
  const incoming = new Incoming(signal, (error) => failureOfConnection(error, from))
  pool.dispatch({ path, method, headers, body }, incoming)
  const head = await incoming.head
  const isPage = headerOf(head, 'content-type')?.startsWith('text/html') ?? false
  if (head.status >= 200 && head.status <= 299 && !isPage) {
    if (logResponses) log.info({ url: from, status: head.status }, 'An answer of a language model.')
    return new LightResponse(head, url, incoming)
  }
  const text = await incoming.text(told)
  if (logResponses) log.info({ url: from, status: head.status, body: text }, 'An answer of a language model.')
  if (isPage && head.status < 300) throw new SolverError('server-error', `${from} answered with a web page: ${text}`)
  throw failureOfResponse({ status: head.status, header: (name) => headerOf(head, name), body: text, from })
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

function parsed(baseUrl: string): URL {
  if (!URL.canParse(baseUrl)) throw wrongUrl(baseUrl)
  return new URL(baseUrl)
}

function wrongUrl(baseUrl: string): RuntimeError {
  const example = 'such as "http://127.0.0.1:11434/v1"'
  return new RuntimeError('plugin-failed', `"baseUrl" must be an http(s) URL, ${example}, not "${baseUrl}".`)
}

function withoutQuery(url: string): string {
  return url.split('?', 1)[0] ?? url
}
