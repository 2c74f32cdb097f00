import { setTimeout as sleep } from 'node:timers/promises'
import { LRUCache } from 'lru-cache'
import { Agent } from 'undici'
import { isWebError, shown, WebError } from './error.ts'
import { type Exchanged, exchange } from './exchange.ts'
import { Pace, retryAfter } from './pace.ts'
import { SharedCalls } from './shared-calls.ts'

const connections = 8
const cachedCharacters = 4_000_000

/** What an engine is made of; all times are milliseconds. */
export interface EngineOptions {
  readonly userAgent: string
  readonly timeout: number
  readonly retries: number
  readonly cacheFor: number
  readonly maxBytes: number
  readonly redirectsTo: ReadonlySet<string>
}

export interface EngineCall {
  /** What goes over the wire. */
  readonly url: URL
  /** What equal calls have in common. */
  readonly key: string
  readonly headers: Readonly<Record<string, string>>
  readonly absent: readonly number[]
  readonly signal: AbortSignal
}

/** What came back: a text, or that there is nothing. */
export interface Page {
  readonly status: number
  readonly text: string | undefined
}

/** The connections to one service, and what it said lately. */
export class Engine {
  readonly #options: EngineOptions
  readonly #agent: Agent
  readonly #cache: LRUCache<string, Page> | undefined
  readonly #shared = new SharedCalls<Page>()
  readonly #pace = new Pace()

  constructor(options: EngineOptions) {
    this.#options = options
    this.#agent = new Agent({ connections, headersTimeout: 0, bodyTimeout: 0, connect: { timeout: options.timeout } })
    if (options.cacheFor > 0) this.#cache = pageCache(options.cacheFor)
  }

  /** @throws WebError; the signal's reason when it aborts. */
  async get(call: EngineCall): Promise<Page> {
    call.signal.throwIfAborted()
    const known = this.#cache?.get(call.key)
    return known ?? (await this.#shared.join(call.key, call.signal, (controller) => this.#inTime(call, controller)))
  }

  forget(key: string): void {
    this.#cache?.delete(key)
  }

  async close(): Promise<void> {
    this.#shared.abortAll(new WebError('network', 'The client was closed while it waited for an answer.'))
    await this.#agent.destroy()
  }

  async #inTime(call: EngineCall, controller: AbortController): Promise<Page> {
    const { timeout } = this.#options
    const late = new WebError('timeout', `${shown(call.url)} did not answer within ${timeout} ms.`)
    const timer = setTimeout(() => controller.abort(late), timeout)
    try {
      return await this.#persist(call, performance.now() + timeout, controller.signal)
    } catch (error) {
      throw controller.signal.aborted ? controller.signal.reason : error
    } finally {
      clearTimeout(timer)
    }
  }

  async #persist(call: EngineCall, until: number, signal: AbortSignal): Promise<Page> {
    await this.#awaitQuiet(call.url, until, signal)
    for (let failures = 1; ; failures++) {
      try {
        return await this.#attempt(call, signal)
      } catch (error) {
        signal.throwIfAborted()
        const pause = this.#pace.pause(failures)
        const isOver = failures > this.#options.retries || performance.now() + pause > until
        if (isOver || !isWebError(error) || !mayPass(error)) throw error
        await sleep(pause, undefined, { signal })
      }
    }
  }

  async #awaitQuiet(url: URL, until: number, signal: AbortSignal): Promise<void> {
    const { quiet } = this.#pace
    if (performance.now() + quiet > until) {
      const seconds = Math.ceil(quiet / 1000)
      const text = `${url.origin} has asked to be left alone for another ${seconds} s.`
      throw new WebError('status', text, { status: 429, retryAfter: seconds })
    }
    if (quiet > 0) await sleep(quiet, undefined, { signal })
  }

  async #attempt({ url, key, headers: ownHeaders, absent }: EngineCall, signal: AbortSignal): Promise<Page> {
    const { userAgent, maxBytes, redirectsTo } = this.#options
    const headers = { 'user-agent': userAgent, 'accept-encoding': 'gzip' }
    const options = { dispatcher: this.#agent, headers, ownHeaders, redirectsTo, maxBytes, signal }
    const answer = await exchange(url, options).catch((error) => unreachable(error, url))
    const isAbsent = absent.includes(answer.status)
    if (!isAbsent && (answer.status < 200 || answer.status > 299)) throw this.#refusal(answer, url)
    const page = { status: answer.status, text: isAbsent ? undefined : answer.text }
    if (isAbsent || answer.status === 200) this.#cache?.set(key, page) // others, such as 202, are provisional
    return page
  }

  #refusal({ status, retryAfter: header }: Exchanged, url: URL): WebError {
    const seconds = retryAfter(header)
    if (seconds !== undefined && (status === 429 || status === 503)) this.#pace.hold(seconds)
    return new WebError('status', `${shown(url)} answered with status ${status}.`, { status, retryAfter: seconds })
  }
}

const passing: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504])

function mayPass({ kind, status = 0 }: WebError): boolean {
  return kind === 'network' || (kind === 'status' && passing.has(status))
}

function unreachable(error: unknown, url: URL): never {
  if (isWebError(error)) throw error
  throw new WebError('network', `${shown(url)} could not be reached, or broke off its answer.`, { cause: error })
}

function pageCache(ttl: number): LRUCache<string, Page> {
  return new LRUCache({
    ttl,
    maxSize: cachedCharacters,
    sizeCalculation: ({ text = '' }, key) => text.length + key.length,
  })
}
