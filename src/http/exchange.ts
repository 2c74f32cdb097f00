import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2'
import { type Caller, nobody } from '../core/caller.ts'
import { RuntimeError } from '../core/errors.ts'
import { Departure, type Leave } from '../core/waiting.ts'
import { nestsTooDeep, readBody } from './body.ts'
import { writeFrames } from './frames.ts'
import type { Admission } from './gate.ts'
import { type HeaderList, writeHead } from './headers.ts'
import type { RequestWatch } from './request-watch.ts'
import type { CallLine, Exchange } from './surface.ts'

type Headers = Readonly<Record<string, string>>

const json: Headers = { 'content-type': 'application/json' }

/** The exchange that the dispatch hands to a route. Nothing in it is made before somebody asks for it. */
export class HttpExchange implements Exchange {
  readonly request: IncomingMessage | Http2ServerRequest
  readonly response: ServerResponse | Http2ServerResponse
  readonly requestId: string
  readonly path: string
  readonly params: Readonly<Record<string, string | undefined>>
  readonly #search: string
  readonly #bodyLimit: number
  readonly #headers: string[]
  #departing: Departure | undefined
  #query: URLSearchParams | undefined
  #admission: Admission = { caller: nobody }
  readonly #watch: RequestWatch | undefined

  constructor(
    request: IncomingMessage | Http2ServerRequest,
    response: ServerResponse | Http2ServerResponse,
    { requestId, path }: CallLine,
    search: string,
    params: Readonly<Record<string, string | undefined>>,
    bodyLimit: number,
    watch?: RequestWatch,
  ) {
    this.request = request
    this.response = response
    this.requestId = requestId
    this.path = path
    this.params = params
    this.#search = search
    this.#bodyLimit = bodyLimit
    this.#watch = watch
    this.#headers = ['x-request-id', requestId]
  }

  get method(): string {
    return this.request.method ?? 'GET'
  }

  get query(): URLSearchParams {
    this.#query ??= new URLSearchParams(this.#search)
    return this.#query
  }

  get signal(): AbortSignal {
    return this.#departure.signal
  }

  onLeave(leave: Leave): () => void {
    return this.#departure.onLeave(leave)
  }

  get #departure(): Departure {
    if (!this.#departing) {
      this.#departing = new Departure()
      if (isClosed(this.response)) this.#left()
      else this.response.once('close', this.#left)
    }
    return this.#departing
  }

  // A response that was ended closes too. Over HTTP/2 only `writableEnded` tells it from one that was aborted.
  readonly #left = (): void => {
    if (!this.response.writableEnded) this.#departing?.leave(new RuntimeError('cancelled', 'The client left.'))
  }

  /** Of the response, as far as they are known. */
  get headers(): HeaderList {
    return this.#headers
  }

  header(name: string, value: string): void {
    this.#headers.push(name, value)
  }

  get caller(): Caller {
    return this.#admission.caller
  }

  /** From now on it comes from whoever the gate has let in. */
  admit(admission: Admission): void {
    this.#admission = admission
  }

  body(): Promise<Buffer> {
    const { body, checkBody } = this.#admission
    if (body) return Promise.resolve(body)
    const read = readBody(this.request, this.#bodyLimit)
    return checkBody ? checked(read, checkBody) : read
  }

  async json(): Promise<unknown> {
    const body = await this.body()
    if (body.length === 0) {
      const where = { pointer: '', problem: 'missing' } as const
      throw new RuntimeError('invalid-request', 'The body is empty; send JSON.', where)
    }
    if (nestsTooDeep(body)) {
      const where = { pointer: '', problem: 'value' } as const
      throw new RuntimeError(
        'invalid-request',
        'The body nests too deep: whoever writes it down again would fail.',
        where,
      )
    }
    try {
      return JSON.parse(body.toString())
    } catch (error) {
      throw new RuntimeError('invalid-request', 'The body is not valid JSON.', { cause: error, pointer: '' })
    }
  }

  send(status: number, headers: Headers, body: string | Uint8Array): void {
    for (const name in headers) this.#headers.push(name, headers[name] ?? '')
    const length = typeof body === 'string' ? Buffer.byteLength(body) : body.length
    // An answer that never has a body must not tell the length of one.
    if (status !== 204 && status !== 304) this.#headers.push('content-length', String(length))
    writeHead(this.response, status, this.#headers)
    if (this.method === 'HEAD') this.response.end()
    else this.response.end(body)
    this.#watch?.done(status)
  }

  sendJson(status: number, value: unknown, headers: Headers = json): void {
    this.send(status, headers, JSON.stringify(value))
  }

  async stream(headers: Headers, frames: AsyncGenerator<string | Uint8Array>): Promise<void> {
    for (const name in headers) this.#headers.push(name, headers[name] ?? '')
    this.#headers.push('cache-control', 'no-cache', 'x-accel-buffering', 'no')
    writeHead(this.response, 200, this.#headers)
    await writeFrames(frames, this.response, isClosed(this.response))
  }
}

async function checked(read: Promise<Buffer>, check: (body: Buffer) => void): Promise<Buffer> {
  const body = await read
  check(body)
  return body
}

/** Over HTTP/2 only the stream underneath knows. */
export function isClosed(response: ServerResponse | Http2ServerResponse): boolean {
  return 'stream' in response ? response.stream.destroyed : response.destroyed
}
