import type { IncomingHttpHeaders } from 'node:http'
import type { Head, Incoming } from './incoming.ts'

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

  constructor({ status, headers }: Head, url: string, body: Incoming) {
    this.status = status
    this.url = url
    this.headers = new LightHeaders(headers)
    this.body = new LightBody(body)
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
  readonly #incoming: Incoming

  constructor(incoming: Incoming) {
    this.#incoming = incoming
  }

  text(): Promise<string> {
    this.used = true
    return this.#incoming.text()
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
    this.#incoming.cut()
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    this.used = true
    return this.#incoming
  }
}

/** The bytes of an answer that came through an upstream's `fetch`, which types as any other. */
export function bodyOf({ body }: Response): AsyncIterable<Uint8Array> {
  return body as unknown as AsyncIterable<Uint8Array> // a LightResponse has a LightBody
}
