import { createHash } from 'node:crypto'
import type { Pool } from 'undici'
import { RuntimeError } from '../core/errors.ts'
import { SolverError } from '../core/solver-error.ts'
import type { Log } from '../core/types.ts'
import type { Waiting } from '../core/waiting.ts'
import { send, type Target, targetOf } from './send.ts'

export interface UpstreamOptions {
  /** Scheme, host and path that every call begins with. */
  baseUrl: string
  log: Log
  /** Whether what is sent and received is written to the log. Keys are not. */
  logRequests?: boolean | undefined
  logResponses?: boolean | undefined
  /** What tells accounts of the server apart; it is not sent. */
  apiKey?: string | undefined
  headers?: Readonly<Record<string, string>> | undefined
  /**
   * Whether a call may be sent again that met a connection which the server was closing, and may all the same have
   * arrived. Default: true, as for any question to a language model.
   */
  repeats?: boolean
}

/** Posts a body, which is sent as JSON. @throws what `Upstream.fetch` throws */
export type Endpoint = (body: object, waiting: Waiting) => Promise<Response>

/** The server of a language model, and the connections to it. */
export interface Upstream {
  /** What solvers have in common that ask this server with the same key: their circuit breaker. */
  readonly id: string
  /**
   * For the vendor's SDK, which must not repeat calls by itself: the chain does. Every wait is bounded by its signal.
   * @throws SolverError for whatever is no answer; the signal's reason when it aborts
   */
  readonly fetch: typeof globalThis.fetch
  /** One address of the server, for many calls. @throws SolverError where it is another server's */
  endpoint(url: string, headers: Readonly<Record<string, string>>): Endpoint
  close(): Promise<void>
}

/**
 * Opens the way to a server. Nothing is sent before the first call.
 * @throws RuntimeError `plugin-failed` where the base URL is none
 */
export function openUpstream(options: UpstreamOptions): Upstream {
  const { origin } = parsed(options.baseUrl)
  let pool: Pool | undefined
  let closed = false
  const opened = async (): Promise<Pool> => {
    const { openPool } = await import('./connection.ts') // loading undici takes longer than all the rest of a start
    if (closed) throw new SolverError('server-error', `The way to ${options.baseUrl} is closed.`)
    pool ??= openPool(origin)
    return pool
  }
  const call = (target: Target, body: string | Uint8Array | null, waiting?: Waiting): Promise<Response> => {
    const answer = pool
      ? send(pool, target, body, waiting, options)
      : opened().then((pool) => send(pool, target, body, waiting, options))
    return answer as unknown as Promise<Response> // a LightResponse is what SDKs use of one
  }
  return {
    id: idOf(options),
    async fetch(input, init = {}) {
      const url = typeof input === 'string' ? input : input instanceof URL ? input.href : input.url
      const body = (init.body ?? null) as string | Uint8Array | null // the SDKs send JSON
      return await call(targetOf(origin, url, init), body, init.signal ? { signal: init.signal } : undefined)
    },
    endpoint(url, headers) {
      const target = targetOf(origin, url, { method: 'POST', headers })
      return (body, waiting) => call(target, JSON.stringify(body), waiting)
    },
    async close() {
      closed = true
      await pool?.destroy()
    },
  }
}

/** One key may be wrong, or have been used too often, where another is not. */
function idOf({ baseUrl, apiKey, headers = {} }: UpstreamOptions): string {
  if (!apiKey && Object.keys(headers).length === 0) return baseUrl
  const account = createHash('sha256').update(JSON.stringify([apiKey, headers]))
  return `${baseUrl} ${account.digest('base64url')}`
}

function parsed(baseUrl: string): URL {
  if (!URL.canParse(baseUrl)) throw wrongUrl(baseUrl)
  const url = new URL(baseUrl)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw wrongUrl(baseUrl)
  if (url.username === '' && url.password === '') return url
  const place = 'put them into "headers", as "authorization"' // an address is written to logs
  throw new RuntimeError('plugin-failed', `"baseUrl" must not hold a user name or password: ${place}.`)
}

function wrongUrl(baseUrl: string): RuntimeError {
  const example = 'such as "http://127.0.0.1:11434/v1"'
  return new RuntimeError('plugin-failed', `"baseUrl" must be an http(s) URL, ${example}, not "${baseUrl}".`)
}
