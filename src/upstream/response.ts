import type { IncomingHttpHeaders } from 'node:http'
import { SolverError } from '../core/solver-error.ts'
import type { Head } from './incoming.ts'

/** Most bytes of an answer that comes in one piece. */
const most = 64 * 1024 * 1024

/**
 * As much of a `Response` as the vendors' SDKs touch. The real one costs more than the call itself.
 * Source: fetch.spec.whatwg.org, `Response`.
 */
export class LightResponse {
  readonly ok = true
  readonly redirected = false
  readonly statusText = ''
  readonly type = 'basic'
  readonly status: number
  readonly url: string
  readonly headers: LightHeaders
  readonly body: LightBody

  /** `cut` gives up the connection that the body comes by. */
  constructor({ status, headers }: Head, url: string, body: AsyncIterable<Uint8Array>, cut: () => void) {
    this.status = status
    this.url = url
    this.headers = new LightHeaders(headers)
    this.body = new LightBody(body, cut)
  }

  get bodyUsed(): boolean {
    return this.body.used
  }

  text(): Promise<string> {
    return this.body.text()
  }

  async json(): Promise<unknown> {
    return JSON.parse(await this.text())
  }
}

class LightHeaders {
  readonly #headers: IncomingHttpHeaders

  constructor(headers: IncomingHttpHeaders) {
    this.#headers = headers
  }

  get(name: string): string | null {
    const value = this.#headers[name.toLowerCase()]
    return Array.isArray(value) ? value.join(', ') : (value ?? null)
  }

  has(name: string): boolean {
    return this.get(name) !== null
  }

  *entries(): Generator<[string, string]> {
    for (const name of Object.keys(this.#headers)) yield [name, this.get(name) ?? '']
  }

  *keys(): Generator<string> {
    yield* Object.keys(this.#headers)
  }

  forEach(visit: (value: string, name: string) => void): void {
    for (const [name, value] of this.entries()) visit(value, name)
  }

  [Symbol.iterator](): Generator<[string, string]> {
    return this.entries()
  }
}

/** A body that is read once: as text, by `for await`, or by a reader. */
class LightBody implements AsyncIterable<Uint8Array> {
  used = false
  readonly #bytes: AsyncIterable<Uint8Array>
  readonly #cut: () => void

  constructor(bytes: AsyncIterable<Uint8Array>, cut: () => void) {
    this.#bytes = bytes
    this.#cut = cut
  }

  /** @throws SolverError for one that is too long */
  async text(): Promise<string> {
    const chunks: Uint8Array[] = []
    let size = 0
    for await (const chunk of this) {
      chunks.push(chunk)
      size += chunk.length
      if (size > most) throw new SolverError('server-error', `The upstream sent more than ${most} bytes at once.`)
    }
    return Buffer.concat(chunks).toString('utf8')
  }

  getReader() {
    const chunks = this[Symbol.asyncIterator]()
    return {
      read: () => chunks.next(),
      cancel: () => this.cancel(),
      releaseLock(): void {},
    }
  }

  async cancel(): Promise<void> {
    this.#cut()
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    this.used = true
    return this.#bytes[Symbol.asyncIterator]()
  }
}

/** The bytes of an answer that came through an upstream's `fetch`, which types as any other. */
export function bodyOf({ body }: Response): AsyncIterable<Uint8Array> {
  return body as unknown as AsyncIterable<Uint8Array> // a LightResponse has a LightBody
}
