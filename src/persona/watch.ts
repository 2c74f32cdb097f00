import { RuntimeError } from '../core/errors.ts'
import { longestTimer } from '../core/time.ts'
import type { TraceReason } from '../core/trace.ts'
import { Departure, type Leave, type Waiting, whenLeaving } from '../core/waiting.ts'

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

/**
 * Waits for one solver, word by word, until the client leaves or a limit passes. Then `signal` aborts, and whatever
 * it waits for is rejected with `Interrupted`.
 */
export class Watch implements Waiting {
  readonly #waiting: Waiting
  readonly #deadline: number
  /** Of the solver's own. */
  readonly #departure = new Departure()
  #interrupted: Interrupted | undefined
  #reject: ((reason: Interrupted) => void) | undefined
  #timer: NodeJS.Timeout | undefined
  #listening: (() => void) | undefined
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
    this.#listen()
    return this.#departure.signal
  }

  onLeave(leave: Leave): () => void {
    this.#listen()
    return this.#departure.onLeave(leave)
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
    this.#listening?.()
  }

  /** Ends the watch over a solver that still works: it learns from its signal that nobody listens. */
  abandon(): void {
    this.close()
    this.#departure.leave(new Interrupted('cancelled'))
  }

  #listen(): void {
    this.#listening ??= whenLeaving(this.#waiting, this.#leave)
  }

  // One timer serves all waits: it looks whether the latest of them has expired, and else sleeps on.
  readonly #check = (): void => {
    const left = this.#expires - performance.now()
    if (left > 0.5) this.#sleep(left)
    else this.#interrupt(this.#reason)
  }

  #sleep(time: number): void {
    const milliseconds = Math.min(time, longestTimer)
    clearTimeout(this.#timer)
    this.#timer = setTimeout(this.#check, Math.ceil(milliseconds)) // Node keeps a list for every length of time
    this.#wakes = performance.now() + milliseconds
  }

  readonly #leave = (reason: unknown): void => {
    this.#interrupt(reason instanceof Interrupted ? reason.reason : 'cancelled')
  }

  #interrupt(reason: Interruption): void {
    this.#interrupted = new Interrupted(reason)
    this.#departure.leave(this.#interrupted)
    this.#reject?.(this.#interrupted)
  }
}
