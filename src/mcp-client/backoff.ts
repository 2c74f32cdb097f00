const first = 1_000
const longest = 60_000
/** A connection that has held so long was a good one. */
const stable = 10_000

/** When a server is tried again. Times are milliseconds. */
export class Backoff {
  #attempts = 0
  #openedAt: number | undefined
  #due = 0
  #hurry = false

  opened(): void {
    this.#openedAt = performance.now()
  }

  /** Whoever needs a server that was well until now need not wait for it: once, unless it is lost over and over. */
  lost(): void {
    const held = this.#openedAt === undefined ? 0 : performance.now() - this.#openedAt
    if (held >= stable) this.#attempts = 0
    this.#hurry = this.#attempts === 0
  }

  /** How long to wait now: twice as long each time, and chance shortens it so that many do not come at once. */
  next(): number {
    const delay = Math.min(longest, first * 2 ** this.#attempts) * (0.5 + Math.random() / 2)
    this.#attempts++
    this.#due = performance.now() + delay
    return delay
  }

  /** Whether it may be tried before its time. Who calls again and again does not make it sooner. */
  mayHurry(): boolean {
    const may = this.#hurry || this.remaining === 0
    this.#hurry = false
    return may
  }

  get remaining(): number {
    return Math.max(0, this.#due - performance.now())
  }
}
