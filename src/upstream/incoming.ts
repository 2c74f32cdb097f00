import type { IncomingHttpHeaders } from 'node:http'
import type { Dispatcher } from 'undici'
import { type Waiting, whenLeaving } from '../core/waiting.ts'
import type { Connection } from './connection.ts'

export interface Head {
  status: number
  headers: IncomingHttpHeaders
}

/** Bytes that wait for a reader before the upstream has to. */
const plenty = 256 * 1024
/** How long the rest of a body that nobody reads may take, in milliseconds, before its connection is given up. */
const patience = 1000

/**
 * An answer as it comes in: its head, then its body, read once. A Readable does as much at several times the price.
 * Whoever stops reading before the end lets the rest pass by, so that the connection lives on; whoever stops waiting
 * cuts it.
 */
export class Incoming implements Dispatcher.DispatchHandler, AsyncIterableIterator<Uint8Array> {
  /** @throws what `explain` makes of a failure, or the reason of whoever stopped waiting */
  readonly head: Promise<Head>
  /**
   * Whether the server closed a connection that had carried answers before, without a word to this call: most likely
   * it did so because it was idle, just when the call was sent.
   */
  wasMissed = false
  readonly #unlisten: (() => void) | undefined
  readonly #explain: (error: unknown) => unknown
  readonly #chunks: Uint8Array[] = []
  #size = 0
  #controller: Dispatcher.DispatchController | undefined
  #connection: Connection | undefined
  #headed: Settling<Head> | undefined
  #wanted: Settling<IteratorResult<Uint8Array>> | undefined
  #state: 'open' | 'left' | 'ended' | 'failed' = 'open'
  #failure: unknown
  #timer: NodeJS.Timeout | undefined

  constructor(waiting: Waiting | undefined, explain: (error: unknown) => unknown) {
    this.#explain = explain
    this.head = new Promise((resolve, reject) => {
      this.#headed = { resolve, reject }
    })
    this.#unlisten = waiting && whenLeaving(waiting, this.#abort)
  }

  next(): Promise<IteratorResult<Uint8Array>> {
    const chunk = this.#chunks.shift()
    if (chunk) {
      this.#size -= chunk.length
      if (this.#controller?.paused && this.#size < plenty / 2) this.#controller.resume()
      return Promise.resolve({ done: false, value: chunk })
    }
    if (this.#state === 'failed') return Promise.reject(this.#failure)
    if (this.#state !== 'open') return Promise.resolve(over)
    return new Promise((resolve, reject) => {
      this.#wanted = { resolve, reject }
    })
  }

  /** Nobody reads on. */
  return(): Promise<IteratorResult<Uint8Array>> {
    this.#chunks.length = 0
    this.#size = 0
    if (this.#state === 'open') {
      this.#state = 'left'
      this.#wanted?.resolve(over)
      this.#controller?.resume()
      this.#timer = setTimeout(() => this.cut(), patience)
      this.#timer.unref()
    }
    return Promise.resolve(over)
  }

  /** Gives the connection up. */
  cut(): void {
    this.#controller?.abort(new Error('The rest of the answer is not wanted.'))
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  /** It is told which connection carries the call. */
  sentBy(connection: Connection): void {
    this.#connection = connection
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    if (this.#state === 'failed') controller.abort(asError(this.#failure))
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    if (status < 200) return
    if (this.#connection) this.#connection.hasAnswered = true
    this.#headed?.resolve({ status, headers })
    this.#headed = undefined
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Uint8Array): void {
    if (this.#state !== 'open') return
    const wanted = this.#wanted
    if (wanted) {
      this.#wanted = undefined
      wanted.resolve({ done: false, value: chunk })
      return
    }
    this.#chunks.push(chunk)
    this.#size += chunk.length
    if (this.#size > plenty) controller.pause()
  }

  onResponseEnd(): void {
    this.#settle('ended')
    this.#wanted?.resolve(over)
  }

  onResponseError(_: unknown, error: unknown): void {
    if (this.#state === 'failed') return
    this.wasMissed = this.#headed !== undefined && this.#connection?.hasAnswered === true && isClosing(error)
    this.#fail(this.#explain(error))
  }

  readonly #abort = (reason: unknown): void => {
    this.#chunks.length = 0
    this.#fail(reason)
    this.#controller?.abort(asError(reason))
  }

  #fail(failure: unknown): void {
    this.#failure = failure
    this.#settle('failed')
    this.#headed?.reject(failure)
    this.#wanted?.reject(failure)
  }

  #settle(state: 'ended' | 'failed'): void {
    this.#state = state
    clearTimeout(this.#timer)
    this.#unlisten?.()
  }
}

interface Settling<T> {
  resolve(value: T): void
  reject(reason: unknown): void
}

const over: IteratorResult<Uint8Array> = { done: true, value: undefined }

/** How a connection looks that the other side has closed. */
function isClosing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && closings.has(String(error.code))
}

const closings = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE'])

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('Nobody waits for the answer.', { cause: reason })
}
