import type { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { RuntimeError } from '../core/errors.ts'
import type { MaybePromise } from '../core/types.ts'
import type { Allowance } from './key.ts'

/** Where a caller stands in its minute. */
export interface Standing {
  readonly limit: number
  readonly remaining: number
  /** Milliseconds until there is a new minute. */
  readonly resetsIn: number
}

const minute = 60

/** Counts what callers ask for, in this process. */
export class Limits {
  /** By how many requests they allow. */
  readonly #limiters = new Map<number, RateLimiterMemory>()
  readonly #running = new Map<string, number>()

  /**
   * Counts a request that begins; call `leave` when it is over.
   * @throws RuntimeError `overloaded` where too many of the caller are under way
   */
  enter(id: string, { concurrency }: Allowance): void {
    const running = this.#running.get(id) ?? 0
    if (concurrency !== undefined && running >= concurrency) {
      const message = `Too many requests are under way at once: ${running} of ${concurrency}. Wait for one to end.`
      throw new RuntimeError('overloaded', message, { retryAfter: 1 })
    }
    this.#running.set(id, running + 1)
  }

  leave(id: string): void {
    const running = (this.#running.get(id) ?? 1) - 1
    if (running > 0) this.#running.set(id, running)
    else this.#running.delete(id)
  }

  /** Takes a request off the caller's minute; undefined where there is no limit. */
  take(id: string, { rate }: Allowance): MaybePromise<Standing | undefined> {
    return rate === undefined ? undefined : this.#take(id, rate)
  }

  async #take(id: string, rate: number): Promise<Standing> {
    const library = await import('rate-limiter-flexible') // few hosts need it
    const limiter = this.#limiters.get(rate) ?? new library.RateLimiterMemory({ points: rate, duration: minute })
    this.#limiters.set(rate, limiter)
    try {
      return standing(await limiter.consume(id), rate)
    } catch (refused) {
      if (refused instanceof library.RateLimiterRes) return { ...standing(refused, rate), remaining: -1 }
      throw refused
    }
  }
}

function standing({ remainingPoints, msBeforeNext }: RateLimiterRes, limit: number): Standing {
  return { limit, remaining: remainingPoints, resetsIn: msBeforeNext }
}

/** @throws RuntimeError `overloaded` for whoever has asked for more than the minute allows */
export function requireWithin({ limit, remaining, resetsIn }: Standing): void {
  if (remaining >= 0) return
  const retryAfter = Math.max(1, Math.ceil(resetsIn / 1000))
  const message = `Too many requests: ${limit} a minute are allowed. Ask again in ${retryAfter} s.`
  throw new RuntimeError('overloaded', message, { retryAfter })
}

/** The same in headers: as one vendor's clients read it, and as the IETF's draft has it for everybody else. */
export function rateHeaders(surface: string, given: Standing): Readonly<Record<string, string>> {
  const { limit, resetsIn } = given
  const remaining = String(Math.max(0, given.remaining))
  const seconds = Math.ceil(resetsIn / 1000)
  const common = {
    'ratelimit-policy': `"requests";q=${limit};w=${minute}`,
    ratelimit: `"requests";r=${remaining};t=${seconds}`,
  }
  if (surface === 'anthropic') {
    return {
      ...common,
      'anthropic-ratelimit-requests-limit': String(limit),
      'anthropic-ratelimit-requests-remaining': remaining,
      'anthropic-ratelimit-requests-reset': new Date(Date.now() + resetsIn).toISOString().replace(/\.\d+Z$/, 'Z'),
    }
  }
  return {
    ...common,
    'x-ratelimit-limit-requests': String(limit),
    'x-ratelimit-remaining-requests': remaining,
    'x-ratelimit-reset-requests': `${seconds}s`,
  }
}
