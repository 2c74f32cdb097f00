export interface SessionLimits {
  /**
   * Sessions kept. Where there are more, whoever has the most loses one: of those that nobody waits in, the one that was
   * used the longest ago.
   */
  sessions: number
  /** Milliseconds without any use after which a session is closed. */
  idle: number
}

const defaults: SessionLimits = { sessions: 1_000, idle: 30 * 60_000 }

/** What is kept between the requests of one client. */
interface Kept {
  close(): Promise<void>
}

interface Entry<T> {
  session: T
  owner: string
  usedAt: number
  /** Requests under way, streams among them. */
  open: number
}

/** Sessions by id, the least recently used first. Clients seldom say goodbye: idle ones are closed. */
export class Sessions<T extends Kept> {
  readonly #entries = new Map<string, Entry<T>>()
  readonly #limits: SessionLimits
  readonly #now: () => number
  readonly #failed: (error: unknown) => void
  #sweeper: NodeJS.Timeout | undefined

  /** `failed` hears of sessions that cannot be closed. */
  constructor(failed: (error: unknown) => void, limits: Partial<SessionLimits> = {}, now = () => performance.now()) {
    this.#failed = failed
    this.#limits = { ...defaults, ...limits }
    this.#now = now
  }

  get size(): number {
    return this.#entries.size
  }

  *all(): Generator<T> {
    for (const { session } of this.#entries.values()) yield session
  }

  add(id: string, session: T, owner = ''): void {
    this.#entries.set(id, { session, owner, usedAt: this.#now(), open: 0 })
    if (this.#entries.size > this.#limits.sessions) this.#drop(this.#leastUsed(id))
    this.#sweeper ??= setInterval(() => this.sweep(), Math.min(this.#limits.idle, 60_000)).unref()
  }

  get(id: string): T | undefined {
    return this.#entries.get(id)?.session
  }

  /** Does something in a session, which is not idle meanwhile. */
  async use<R>(id: string, act: () => Promise<R>): Promise<R> {
    const entry = this.#entries.get(id)
    if (!entry) return await act()
    this.#touch(id, entry)
    entry.open++
    try {
      return await act()
    } finally {
      entry.open--
      if (this.#entries.get(id) === entry) this.#touch(id, entry)
    }
  }

  /** Forgets a session that closes by itself. */
  remove(id: string): void {
    this.#entries.delete(id)
    if (this.#entries.size > 0) return
    clearInterval(this.#sweeper)
    this.#sweeper = undefined
  }

  /** Closes what has been idle for too long. */
  sweep(): void {
    const since = this.#now() - this.#limits.idle
    for (const [id, { usedAt, open }] of this.#entries) if (open === 0 && usedAt <= since) this.#drop(id)
  }

  async close(): Promise<void> {
    const sessions = [...this.all()]
    for (const id of [...this.#entries.keys()]) this.remove(id)
    await Promise.all(sessions.map((session) => session.close()))
  }

  #touch(id: string, entry: Entry<T>): void {
    entry.usedAt = this.#now()
    this.#entries.delete(id)
    this.#entries.set(id, entry)
  }

  #leastUsed(except: string): string {
    const greediest = this.#greediest()
    let oldest = except
    for (const [id, { open, owner }] of this.#entries) {
      if (id === except || owner !== greediest) continue
      if (open === 0) return id
      if (oldest === except) oldest = id
    }
    return oldest
  }

  /** Nobody loses a session because somebody else opens many. */
  #greediest(): string {
    const counts = new Map<string, number>()
    for (const { owner } of this.#entries.values()) counts.set(owner, (counts.get(owner) ?? 0) + 1)
    let [most, greediest] = [0, '']
    for (const [owner, count] of counts) if (count > most) [most, greediest] = [count, owner]
    return greediest
  }

  #drop(id: string): void {
    const entry = this.#entries.get(id)
    this.remove(id)
    entry?.session.close().catch(this.#failed)
  }
}
