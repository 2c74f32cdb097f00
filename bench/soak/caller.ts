import { Agent, type Dispatcher, request } from 'undici'
import type { Host, Moment } from './host.ts'
import type { Promised, Tally } from './tally.ts'

/** How long an answer may take on a busy machine, in milliseconds. */
const patience = 30_000

/** What a client asks for. */
export interface Call {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  body?: unknown
  headers?: Readonly<Record<string, string>>
  /** Statuses that are right. Default: 200. */
  expected?: readonly number[]
}

export interface Answer {
  status: number
  headers: Dispatcher.ResponseData['headers']
  text: string
  json(): unknown
}

/** Thrown where the host was stopped or killed meanwhile: nothing can be said of the call. */
export class Excused extends Error {}

/** Thrown for what the tally has been told. */
export class Breach extends Error {}

/** A client with a key. It tells the tally what was wrong with an answer, and throws then. */
export class Caller {
  readonly #host: Host
  readonly #tally: Tally
  readonly #key: string
  #agent = new Agent()
  /** Calls that ended with the host. */
  excused = 0

  constructor(host: Host, tally: Tally, key: string) {
    this.#host = host
    this.#tally = tally
    this.#key = key
  }

  get url(): string {
    return this.#host.url
  }

  get headers(): Readonly<Record<string, string>> {
    return { authorization: `Bearer ${this.#key}` }
  }

  now(): Moment {
    return this.#host.now()
  }

  /** One answer, whole. @throws Excused; Breach */
  async call(path: string, call: Call = {}): Promise<Answer> {
    const { isWhole, ...answer } = await this.hear(path, call)
    if (!isWhole) throw this.excuse()
    return answer
  }

  /** One answer, as far as it came before the host was killed. @throws Excused; Breach */
  async hear(path: string, call: Call = {}): Promise<Answer & { isWhole: boolean }> {
    const begun = this.now()
    const { statusCode: status, headers, body } = await this.open(path, call)
    let text = ''
    let isWhole = true
    try {
      for await (const piece of body.setEncoding('utf8')) text += piece
    } catch (error) {
      if (!this.isExcusable(begun)) throw this.breach('ends', `${path} broke off: ${messageOf(error)}`)
      isWhole = false
    }
    this.#tally.check('answered', true)
    this.checkStatus(begun, `${call.method ?? 'POST'} ${path}`, status, text, call.expected)
    return { status, headers, text, isWhole, json: () => JSON.parse(text) }
  }

  /** The head of an answer; its body is the caller's business. @throws Excused; Breach */
  async open(path: string, call: Call, signal?: AbortSignal): Promise<Dispatcher.ResponseData> {
    const begun = this.now()
    const { method = call.body === undefined ? 'GET' : 'POST', body, headers } = call
    try {
      return await request(this.url + path, {
        method,
        dispatcher: this.#agent,
        headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...this.headers, ...headers },
        body: body === undefined || typeof body === 'string' ? (body ?? null) : JSON.stringify(body),
        headersTimeout: patience,
        bodyTimeout: patience,
        ...(signal ? { signal } : {}),
      })
    } catch (error) {
      if (signal?.aborted) throw new Excused()
      if (!this.#host.wasUpSince(begun)) throw this.excuse()
      throw this.breach('answered', `${method} ${path}: ${messageOf(error)}`)
    }
  }

  /** @throws Excused where it is 503 of a host that closes; Breach */
  checkStatus(begun: Moment, what: string, status: number, text: string, expected: readonly number[] = [200]): void {
    if (status === 503 && !this.#host.wasUpSince(begun)) throw this.excuse()
    if (expected.includes(status)) return this.#tally.check('status', true)
    throw this.breach('status', `${what} was answered with ${status}: ${text.slice(0, 300)}`)
  }

  breach(promised: Promised, text: string): Breach {
    this.#tally.check(promised, text)
    return new Breach(text)
  }

  excuse(): Excused {
    this.excused++
    return new Excused()
  }

  wasUpSince(begun: Moment): boolean {
    return this.#host.wasUpSince(begun)
  }

  /** Whether an answer that began then could not come to its end. */
  isExcusable(begun: Moment): boolean {
    return this.#host.wasKilled(begun)
  }

  /** New connections from now on. */
  async reconnect(): Promise<void> {
    const agent = this.#agent
    this.#agent = new Agent()
    await agent.destroy()
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? `${error.message}${error.cause ? ` (${messageOf(error.cause)})` : ''}` : String(error)
}
