import { readFileSync } from 'node:fs'
import { RuntimeError } from '../core/errors.ts'
import { milliseconds } from '../core/time.ts'
import type { Engine, EngineOptions, Page } from './engine.ts'
import { shown, WebError } from './error.ts'
import type { Shape } from './shape.ts'
import { currentTape, type TapedCall } from './tape.ts'

/** `"800ms"`, `"5s"`, `"1h"` or a number of milliseconds. */
type Duration = string | number

export interface WebClientOptions {
  /** Scheme, host and, where it has one, the path that stands before every other. */
  baseUrl: string
  /** Default: the name and version of this package. */
  userAgent?: string | undefined
  /** How long a call may take, its retries and their pauses included. Default: 5 seconds. */
  timeout?: Duration
  /** How often a call is repeated after a failure that may pass. Default: 2. */
  retries?: number
  /** How long an answer is kept. 0: not at all. Default: 1 hour. */
  cacheFor?: Duration
  /** Most bytes of an answer. Default: 2 MB. */
  maxBytes?: number
  /** Sent with every call: the place for a key. It stands in no message. */
  query?: Query
  /** Origins that redirects may lead to, besides that of the base URL. */
  redirectsTo?: readonly string[]
}

export type Query = Readonly<Record<string, string | number | undefined>>

export interface WebRequest {
  query?: Query
  headers?: Readonly<Record<string, string>>
  /** Aborts when nobody waits any more. Others who wait for an equal call get their answer all the same. */
  signal: AbortSignal
  /** Statuses that say that there is nothing: the answer is undefined then, and kept like any other. */
  absent?: readonly number[]
}

/** Reads from one HTTP service: politely, within bounds, and each thing once. */
export interface WebClient {
  /** @throws WebError; the signal's reason when it aborts. */
  text(path: string, request: WebRequest): Promise<string | undefined>
  /** @throws WebError, of kind `malformed` where it is no JSON or of another shape; the signal's reason. */
  json<T>(path: string, request: WebRequest & { shape: Shape<T> }): Promise<T | undefined>
  json(path: string, request: WebRequest): Promise<unknown>
  close(): Promise<void>
}

/**
 * A client for one service. Nothing is opened before the first call.
 * @throws RuntimeError `plugin-failed` where the base URL is none.
 */
export function createWebClient(options: WebClientOptions): WebClient {
  return new Client(options)
}

class Client implements WebClient {
  readonly #base: string
  readonly #query: Query
  readonly #options: EngineOptions
  #opening: Promise<Engine> | undefined
  #closed = false

  constructor({ baseUrl, query = {}, ...options }: WebClientOptions) {
    this.#base = checked(baseUrl).replace(/\/+$/, '')
    this.#query = query
    this.#options = {
      userAgent: options.userAgent ?? packageAgent(),
      timeout: milliseconds(options.timeout ?? '5s'),
      retries: options.retries ?? 2,
      cacheFor: milliseconds(options.cacheFor ?? '1h'),
      maxBytes: options.maxBytes ?? 2_000_000,
      redirectsTo: new Set(options.redirectsTo),
    }
  }

  async text(path: string, request: WebRequest): Promise<string | undefined> {
    return (await this.#get(this.#url(path, request), request)).text
  }

  async json<T = unknown>(path: string, request: WebRequest & { shape?: Shape<T> }): Promise<T | undefined> {
    const url = this.#url(path, request)
    const headers = { accept: 'application/json', ...request.headers }
    const asked = { ...request, headers }
    const { text } = await this.#get(url, asked)
    if (text === undefined) return undefined
    try {
      const value: unknown = JSON.parse(text)
      return request.shape ? request.shape(value) : (value as T) // without a shape T is unknown
    } catch (error) {
      const engine = await this.#engine()
      engine.forget(keyOf(url, asked))
      currentTape()?.forget(this.#taped(url, asked))
      // The message of a syntax error quotes the text; the shape's names a field.
      const why =
        error instanceof SyntaxError ? 'it is no JSON' : error instanceof Error ? error.message : String(error)
      throw new WebError('malformed', `${shown(url)} answered with something else than expected: ${why}.`)
    }
  }

  async close(): Promise<void> {
    this.#closed = true
    await (await this.#opening)?.close()
  }

  #url(path: string, { query = {} }: WebRequest): URL {
    const url = new URL(this.#base + path)
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) url.searchParams.set(name, String(value))
    }
    return url
  }

  async #get(url: URL, request: WebRequest): Promise<Page> {
    request.signal.throwIfAborted()
    const tape = currentTape()
    return tape
      ? await tape.play(this.#taped(url, request), () => this.#ask(url, request))
      : await this.#ask(url, request)
  }

  async #ask(url: URL, request: WebRequest): Promise<Page> {
    const engine = await this.#engine()
    const wired = new URL(url)
    for (const [name, value] of Object.entries(this.#query)) {
      if (value !== undefined) wired.searchParams.set(name, String(value))
    }
    const { signal, headers = {}, absent = [] } = request
    return await engine.get({ url: wired, key: keyOf(url, request), headers, absent, signal })
  }

  #taped({ href }: URL, { headers = {}, signal }: WebRequest): TapedCall {
    const secrets = Object.values(this.#query).flatMap((value) => (typeof value === 'string' ? [value] : []))
    return { url: href, headers, secrets, signal }
  }

  #engine(): Promise<Engine> {
    if (this.#closed) throw new WebError('network', `The client for ${this.#base} is closed.`)
    // Loading undici takes longer than all the rest; personas that ask no service start without it.
    this.#opening ??= import('./engine.ts').then(({ Engine }) => new Engine(this.#options))
    return this.#opening
  }
}

function keyOf({ href }: URL, { headers = {} }: WebRequest): string {
  return `${href} ${JSON.stringify(headers)}`
}

function checked(baseUrl: string): string {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined
  const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:'
  if (url && isWeb && url.search === '' && url.hash === '' && url.username === '' && url.password === '')
    return url.href
  const text = `"${baseUrl}" is no base URL: write it like "https://api.example.com/v1", without query and password.`
  throw new RuntimeError('plugin-failed', text)
}

let agent: string | undefined

function packageAgent(): string {
  if (agent !== undefined) return agent
  const manifest: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
  const { name, version } = manifest as { name: string; version: string } // npm publishes no package without them
  agent = `${name}/${version}`
  return agent
}
