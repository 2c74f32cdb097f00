import { BrokenCircuitError, CircuitState, circuitBreaker, handleWhen, type IBreaker } from 'cockatiel'
import { isRuntimeError } from '../core/errors.ts'
import type { MaybePromise } from '../core/types.ts'

export interface BreakerSettings {
  /** Failures in a row until it opens. */
  failures: number
  /** Milliseconds until one question is let through to try again. */
  coolDown: number
}

/** Leaves a solver alone that has failed several times in a row. */
export class Breaker {
  readonly #inARow: IBreaker & { state: number }
  readonly #policy

  constructor({ failures, coolDown }: BreakerSettings) {
    // A first word is no success yet: the count goes back to zero when an answer has been heard to its end.
    this.#inARow = {
      state: 0,
      success() {},
      failure() {
        this.state += 1
        return this.state >= failures
      },
    }
    const counts = handleWhen((error) => !isRuntimeError(error) || error.code !== 'cancelled')
    this.#policy = circuitBreaker(counts, { halfOpenAfter: coolDown, breaker: this.#inARow })
  }

  /**
   * Runs `work`, at once where it answers at once.
   * @throws BrokenCircuitError while it is open, and whatever `work` throws.
   */
  run<T>(work: () => MaybePromise<T>): MaybePromise<T> {
    const { state } = this.#policy
    // One question tries whether the solver is back; the others do not queue behind it.
    if (state === CircuitState.HalfOpen) throw new BrokenCircuitError()
    if (state !== CircuitState.Closed) return this.#policy.execute(work)
    try {
      const result = work()
      return result instanceof Promise ? this.#policy.execute(() => result) : result
    } catch (error) {
      return this.#policy.execute(() => Promise.reject(error))
    }
  }

  /** An answer came to its end. */
  succeeded(): void {
    this.#inARow.state = 0
  }

  /** An answer broke off after its first word. */
  async failed(error: unknown): Promise<void> {
    if (this.#policy.state !== CircuitState.Closed) return
    await this.#policy.execute(() => Promise.reject(error)).catch(() => undefined) // the caller throws it itself
  }
}

export function isBroken(error: unknown): boolean {
  return error instanceof BrokenCircuitError
}
