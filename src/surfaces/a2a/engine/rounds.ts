import type { Log } from '../../../index.ts'
import type { Hub } from './hub.ts'
import { endedByOthers, reap, renew } from './leases.ts'
import type { EngineOptions } from './options.ts'
import { forget } from './retention.ts'
import type { Tasks } from './tasks.ts'

/** How soon a task that another process has ended stops here, in milliseconds, at most. */
const lookForEnded = 500
/** Ids that one statement may carry. */
const idsAtOnce = 500

export interface Rounded {
  readonly options: EngineOptions
  readonly log: Log
  readonly worker: string
  readonly hub: Hub
  /** Tasks that are at work here. */
  running(): Iterable<string>
  /** Others have ended one of them. */
  lost(id: string): void
  /** Push notifications may be due. */
  notified(): void
}

/** What is looked after from time to time: leases, tasks that nobody works on, subscribers of other processes' tasks. */
export class Rounds {
  readonly #tasks: Tasks
  readonly #host: Rounded
  readonly #timers: NodeJS.Timeout[] = []
  readonly #under = new Set<Promise<void>>()
  /** Where tasks stood that are followed here and worked on elsewhere. */
  #seen = new Map<string, number>()

  constructor(tasks: Tasks, host: Rounded) {
    this.#tasks = tasks
    this.#host = host
  }

  /** Ends what an earlier process has left before anybody can ask for it. */
  async start(): Promise<void> {
    const { timing, retention } = this.#host.options
    await this.#reap()
    this.#every(timing.lease / 3, () => this.#renew())
    this.#every(Math.min(lookForEnded, timing.lease), () => this.#lookForEnded())
    this.#every(timing.lease, () => this.#reap())
    this.#every(timing.poll, () => this.#poll())
    this.#every(retention.every, () => forget(this.#tasks, this.#host.options))
  }

  async close(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer)
    await Promise.all(this.#under)
  }

  /** Again and again, never twice at the same time. */
  #every(milliseconds: number, run: () => Promise<void>): void {
    let running: Promise<void> | undefined
    const round = async (): Promise<void> => {
      try {
        await run()
      } catch (error) {
        this.#host.log.error({ err: error }, 'The tasks of A2A could not be looked after.')
      } finally {
        if (running) this.#under.delete(running)
        running = undefined
      }
    }
    const timer = setInterval(
      () => {
        if (running) return
        running = round()
        this.#under.add(running)
      },
      Math.max(1, milliseconds),
    )
    timer.unref()
    this.#timers.push(timer)
  }

  async #renew(): Promise<void> {
    const ids = [...this.#host.running()]
    await renew(this.#tasks, this.#host.worker, ids, Date.now() + this.#host.options.timing.lease)
  }

  async #lookForEnded(): Promise<void> {
    if (this.#host.running()[Symbol.iterator]().next().done) return
    for (const id of await endedByOthers(this.#tasks, this.#host.worker)) this.#host.lost(id)
  }

  async #reap(): Promise<void> {
    const ids = await reap(this.#tasks, this.#host.log)
    for (const id of ids) this.#host.hub.poke(id)
    if (ids.length > 0) this.#host.notified()
  }

  async #poll(): Promise<void> {
    const running = new Set(this.#host.running())
    const followed = this.#host.hub.followed.filter((id) => !running.has(id))
    const seen = new Map<string, number>()
    for (let from = 0; from < followed.length; from += idsAtOnce) {
      const some = followed.slice(from, from + idsAtOnce)
      const rows = await this.#tasks.db.selectFrom('a2a_tasks').select(['id', 'seq']).where('id', 'in', some).execute()
      for (const { id, seq } of rows) seen.set(id, seq)
    }
    for (const id of followed) if (this.#seen.get(id) !== seen.get(id)) this.#host.hub.poke(id)
    this.#seen = seen
  }
}
