import { currentCaller } from '../core/caller.ts'
import type { Migration, Tables } from '../core/store.ts'
import { sweeping } from '../core/sweep.ts'
import type { SurfaceHost } from './surface.ts'

export interface SurfaceStateOptions<Schema> {
  /** What the names of its tables begin with. */
  readonly part: string
  readonly migrations: readonly Migration[]
  /** Deletes some of what was last used before `cutoff` (milliseconds since 1970), and tells how much that was. */
  sweep(tables: Tables<Schema>, cutoff: number): Promise<number>
}

/** Tables of a surface, opened when somebody first needs them. What is in them is kept as long as conversations are. */
export class SurfaceState<Schema> {
  readonly #host: SurfaceHost
  readonly #options: SurfaceStateOptions<Schema>
  #stopSweeping: (() => void) | undefined

  constructor(host: SurfaceHost, options: SurfaceStateOptions<Schema>) {
    this.#host = host
    this.#options = options
  }

  /** What was last used before that time is gone, in milliseconds since 1970. */
  get cutoff(): number {
    return Date.now() - this.#host.conversations.ttl
  }

  get caller(): string {
    return currentCaller().id
  }

  /** @throws RuntimeError `state-failed` */
  async open(): Promise<Tables<Schema>> {
    const { store, conversations, log } = this.#host
    const { part, migrations, sweep } = this.#options
    const tables = await store.open<Schema>(part, migrations)
    this.#stopSweeping ??= sweeping(conversations.ttl, log, () => sweep(tables, this.cutoff))
    return tables
  }

  close(): void {
    this.#stopSweeping?.()
  }
}
