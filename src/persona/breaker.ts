import { BrokenCircuitError, CircuitState, circuitBreaker, handleWhen, type IBreaker } from 'cockatiel'
import { isRuntimeError } from '../core/errors.ts'
import { isSolverError } from '../core/solver-error.ts'
import type { MaybePromise } from '../core/types.ts'
import type { Fallthrough } from './persona.ts'
import { Interrupted } from './watch.ts'

export interface BreakerSettings {
  /** Failures in a row until it opens. */
  failures: number
  /** Milliseconds until one question is let through to try again. */
  coolDown: number
}

/** Seconds after which an upstream is asked again, whatever it says: a date that is wrong must not rule it out for good. */
const longestRest = 3600

const shared = new Map<string, WeakRef<Breaker>>()

/** The breaker of a solver: one for all solvers of an upstream that agree on the settings. */
export function breakerOf(upstream: string | undefined, settings: BreakerSettings): Breaker {
  if (upstream === undefined) return new Breaker(settings)
  const key = JSON.stringify([upstream, settings.failures, settings.coolDown])
  const known = shared.get(key)?.deref()
  if (known) return known
  const made = new Breaker(settings)
  shared.set(key, new WeakRef(made))
  return made
}

/** Leaves a solver alone that has failed several times in a row. */
export class Breaker {
  readonly #inARow: IBreaker & { state: number }
  readonly #policy
  #restsUntil = 0
  /** Why the solver was last passed by. */
  cause: Fallthrough = 'failure'

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
    const counts = handleWhen(isItsFault)
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
      return result instanceof Promise ? result.catch((error: unknown) => this.#thrown(error)) : result
    } catch (error) {
      return this.#thrown(error)
    }
  }

  /** Seconds for which its upstream does not want to be asked; 0 where it may be. */
  get rests(): number {
    return Math.max(0, (this.#restsUntil - performance.now()) / 1000)
  }

  /** The upstream said that it will not listen for that many seconds. */
  rest(seconds: number): void {
    this.#restsUntil = Math.max(this.#restsUntil, performance.now() + Math.min(seconds, longestRest) * 1000)
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

  async #thrown(error: unknown): Promise<never> {
    await this.failed(error)
    throw error
  }
}

/** Neither a client that leaves nor a question that the upstream did not like makes a solver a broken one. */
function isItsFault(error: unknown): boolean {
  if (isSolverError(error)) return error.kind !== 'bad-request' && error.kind !== 'rate-limit'
  if (error instanceof Interrupted && error.reason === 'deadline') return false // the others used the time up
  return !isRuntimeError(error) || error.code !== 'cancelled'
}

export function isBroken(error: unknown): boolean {
  return error instanceof BrokenCircuitError
}
