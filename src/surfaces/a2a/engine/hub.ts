import type { Told } from './sequence.ts'

/** What wakes a subscriber: events that follow each other, or the hint that the database has more. */
export interface Feed {
  /** Events since the last call, and whether some of them are only in the database. */
  take(): { events: readonly Told[]; missed: boolean }
  /** Resolves when there is something to take. @throws whatever the hub was ended with */
  more(): Promise<void>
  close(): void
}

/** Tells subscribers of tasks what has been written, in this process; of other processes they hear by `poke`. */
export class Hub {
  readonly #feeds = new Map<string, Set<Subscription>>()
  readonly #behind: number
  #ended: Error | undefined

  /** `behind`: events that a subscriber may be behind before it reads the database instead. */
  constructor(behind: number) {
    this.#behind = behind
  }

  /** Tasks that somebody follows. */
  get followed(): readonly string[] {
    return [...this.#feeds.keys()]
  }

  follows(task: string): boolean {
    return this.#feeds.has(task)
  }

  subscribe(task: string): Feed {
    const feeds = this.#feeds.get(task) ?? new Set()
    this.#feeds.set(task, feeds)
    const feed = new Subscription(this.#behind, () => {
      feeds.delete(feed)
      if (feeds.size === 0 && this.#feeds.get(task) === feeds) this.#feeds.delete(task)
    })
    feeds.add(feed)
    if (this.#ended) feed.fail(this.#ended)
    return feed
  }

  tell(task: string, events: readonly Told[]): void {
    for (const feed of this.#feeds.get(task) ?? []) feed.add(events)
  }

  /** There is something new in the database. */
  poke(task: string): void {
    for (const feed of this.#feeds.get(task) ?? []) feed.miss()
  }

  fail(task: string, error: unknown): void {
    for (const feed of this.#feeds.get(task) ?? []) feed.fail(error)
  }

  /** Ends every subscription but those of the tasks in `spared`, and those that are still to come. */
  end(error: Error, spared: { has(task: string): boolean } = new Set()): void {
    this.#ended = error
    for (const task of this.followed) if (!spared.has(task)) this.fail(task, error)
  }
}

class Subscription implements Feed {
  readonly #limit: number
  readonly #leave: () => void
  #events: Told[] = []
  #missed = false
  #failure: { error: unknown } | undefined
  #wake: (() => void) | undefined

  constructor(limit: number, leave: () => void) {
    this.#limit = limit
    this.#leave = leave
  }

  add(events: readonly Told[]): void {
    if (this.#missed) return
    if (this.#events.length + events.length > this.#limit) return this.miss()
    this.#events.push(...events)
    this.#wake?.()
  }

  miss(): void {
    this.#events = []
    this.#missed = true
    this.#wake?.()
  }

  fail(error: unknown): void {
    this.#failure = { error }
    this.#wake?.()
  }

  take(): { events: readonly Told[]; missed: boolean } {
    const taken = { events: this.#events, missed: this.#missed }
    this.#events = []
    this.#missed = false
    return taken
  }

  async more(): Promise<void> {
    if (this.#events.length === 0 && !this.#missed && !this.#failure) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
      this.#wake = undefined
    }
    if (this.#events.length === 0 && !this.#missed && this.#failure) throw this.#failure.error
  }

  close(): void {
    this.#leave()
    this.#wake?.()
  }
}
