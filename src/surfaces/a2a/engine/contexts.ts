import { RuntimeError } from '../../../index.ts'

/** One turn at a time for each context: the next one waits, and only so many may. */
export class Contexts {
  /** Those who wait, for each context in which a turn is under way. */
  readonly #waiting = new Map<string, (() => void)[]>()
  readonly #most: number

  constructor(most: number) {
    this.#most = most
  }

  /** @throws RuntimeError `overloaded` where too many wait already */
  check(key: string): void {
    if ((this.#waiting.get(key)?.length ?? 0) < this.#most) return
    const message = `In this context ${this.#most} messages are waiting already; send the next one when they are answered.`
    throw new RuntimeError('overloaded', message, { retryAfter: 1 })
  }

  /** True when it is one's turn, which `leave` ends; false when the signal has said first that nobody wants it. */
  enter(key: string, signal: AbortSignal): boolean | Promise<boolean> {
    const waiting = this.#waiting.get(key)
    if (!waiting) {
      this.#waiting.set(key, [])
      return true
    }
    return new Promise((resolve) => {
      const begin = (): void => {
        signal.removeEventListener('abort', giveUp)
        resolve(true)
      }
      const giveUp = (): void => {
        waiting.splice(waiting.indexOf(begin), 1)
        resolve(false)
      }
      waiting.push(begin)
      signal.addEventListener('abort', giveUp, { once: true })
    })
  }

  leave(key: string): void {
    const next = this.#waiting.get(key)?.shift()
    if (next) next()
    else this.#waiting.delete(key)
  }
}
