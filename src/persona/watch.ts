import { RuntimeError } from '../core/errors.ts'
import type { TraceReason } from '../core/trace.ts'

type Interruption = Extract<TraceReason, 'no-first-word' | 'went-silent' | 'deadline' | 'cancelled' | 'outrun'>

/** Why waiting for a solver was given up. */
export class Interrupted extends RuntimeError {
  readonly reason: Interruption

  constructor(reason: Interruption) {
    super(reason === 'cancelled' || reason === 'outrun' ? 'cancelled' : 'timeout', sentences[reason])
    this.reason = reason
  }
}

const sentences: Record<Interruption, string> = {
  'no-first-word': 'The persona did not begin to answer in time.',
  'went-silent': 'The persona stopped in the middle of its answer.',
  deadline: 'The persona did not finish its answer in time.',
  cancelled: 'The client left.',
  outrun: 'Another solver spoke first.',
}

/** Someone who may stop waiting. The signal is made when it is first asked for: rules answer before anyone can leave. */
export interface Waiting {
  readonly signal: AbortSignal
  /** Whether they hear nothing before the answer is complete. */
  readonly whole?: boolean | undefined
}

/**
 * Waits for one solver, word by word, until the client leaves or a limit passes. Then `signal` aborts, and whatever
 * it waits for is rejected with `Interrupted`.
 */
export class Watch {
  readonly #waiting: Waiting
  readonly #deadline: number
  #controller: AbortController | undefined
  #interrupted: Interrupted | undefined
  #reject: ((reason: Interrupted) => void) | undefined
  #timer: NodeJS.Timeout | undefined
  #listening = false
  #expires = Number.POSITIVE_INFINITY
  #wakes = Number.POSITIVE_INFINITY
  #reason: Interruption = 'no-first-word'

  /** `deadline` is a time of `performance.now()`. */
  constructor(waiting: Waiting, deadline: number) {
    this.#waiting = waiting
    this.#deadline = deadline
  }

  /** The solver's own signal. */
  get signal(): AbortSignal {
    if (!this.#controller) {
      this.#controller = new AbortController()
      this.#listen()
      if (this.#interrupted) this.#controller.abort(this.#interrupted)
    }
    return this.#controller.signal
  }

  /** Waits for `promise` at most `limit` milliseconds. One wait at a time. */
  wait<T>(promise: Promise<T>, limit: number, reason: 'no-first-word' | 'went-silent'): Promise<T> {
    this.#listen()
    if (this.#interrupted) {
      promise.catch(() => undefined) // nobody waits for it any more, and it must not count as unhandled
      return Promise.reject(this.#interrupted)
    }
    const now = performance.now()
    const late = now + limit > this.#deadline
    this.#reason = late ? 'deadline' : reason
    this.#expires = late ? this.#deadline : now + limit
    if (this.#expires < this.#wakes) this.#sleep(this.#expires - now)
    return new Promise<T>((resolve, reject) => {
      this.#reject = reject
      promise.then(resolve, reject)
    })
  }

  /** Ends the watch over a solver that has come to its end. */
  close(): void {
    clearTimeout(this.#timer)
    if (this.#listening) this.#waiting.signal.removeEventListener('abort', this.#leave)
  }

  /** Ends the watch over a solver that still works: it learns from its signal that nobody listens. */
  abandon(): void {
    this.close()
    this.#controller?.abort(new Interrupted('cancelled'))
  }

  #listen(): void {
    if (this.#listening) return
    this.#listening = true
    const { signal } = this.#waiting
    if (signal.aborted) this.#leave()
    else signal.addEventListener('abort', this.#leave)
  }

  // One timer serves all waits: it looks whether the latest of them has expired, and else sleeps on.
  readonly #check = (): void => {
    const left = this.#expires - performance.now()
    if (left > 0.5) this.#sleep(left)
    else this.#interrupt(this.#reason)
  }

  #sleep(milliseconds: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(this.#check, milliseconds)
    this.#wakes = performance.now() + milliseconds
  }

  readonly #leave = (): void => {
    const { reason } = this.#waiting.signal
    this.#interrupt(reason instanceof Interrupted ? reason.reason : 'cancelled')
  }

  #interrupt(reason: Interruption): void {
    this.#interrupted = new Interrupted(reason)
    this.#controller?.abort(this.#interrupted)
    this.#reject?.(this.#interrupted)
  }
}
