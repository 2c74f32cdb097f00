import type { Kysely } from 'kysely'
import type { Migration, Store, Tables } from '../core/store.ts'
import { cannotOpen } from './failure.ts'
import { type Place, placeOf } from './place.ts'
import type { Writer } from './writer.ts'

/** A store that has been opened, and is closed by whoever did it. */
export interface OpenStore extends Store {
  /**
   * Whether it can be written to. A file is looked at without loading a database that nobody has needed so far.
   * @throws RuntimeError `state-failed`
   */
  check(): Promise<void>
  /** Brings what is under way to disk first. */
  close(): Promise<void>
}

interface Connected {
  readonly db: Kysely<never>
  readonly writer: Writer
}

/**
 * The store at `file:PATH` (SQLite), `memory:` (gone with the process) or `postgres://...`. Nothing is loaded or
 * connected before somebody needs it.
 * @throws RuntimeError `invalid-settings` for any other URL
 */
export function createStore(url: string, workingFolder = process.cwd()): OpenStore {
  const place = placeOf(url, workingFolder)
  const parts = new Map<string, Promise<Tables<never>>>()
  let connecting: Promise<Connected> | undefined
  const connect = (): Promise<Connected> => {
    connecting ??= connected(place, url)
    connecting.catch(() => {
      connecting = undefined // a disk or a server may come back
    })
    return connecting
  }
  const open = async (part: string, migrations: readonly Migration[]): Promise<Tables<never>> => {
    const { db, writer } = await connect()
    const { migrate } = await import('./migrate.ts')
    try {
      await writer.write((transaction) => migrate(transaction, part, migrations))
    } catch (error) {
      throw cannotOpen(url, error)
    }
    return { db, write: (work) => writer.write(work) }
  }
  return {
    open<Schema>(part: string, migrations: readonly Migration[]) {
      const opening = parts.get(part) ?? open(part, migrations)
      parts.set(part, opening)
      opening.catch(() => parts.delete(part))
      return opening as unknown as Promise<Tables<Schema>> // the part's own migrations have made these tables
    },
    exists: async () => connecting !== undefined || place.exists(),
    async check() {
      if (!connecting && place.touch) return place.touch()
      const connected = await connect()
      if (place.isGone?.())
        throw cannotOpen(url, new Error('its file is gone, and what is written now is lost with it'))
      await ping(connected, url)
    },
    async close() {
      const known = await connecting?.catch(() => undefined)
      await known?.writer.idle()
      await known?.db.destroy()
    },
  }
}

async function connected(place: Place, url: string): Promise<Connected> {
  const [{ Kysely }, { told }, { Writer }] = await Promise.all([
    import('kysely'),
    import('./told.ts'),
    import('./writer.ts'),
  ])
  try {
    const db = new Kysely<never>({ dialect: told(await place.dialect()) })
    const made = { db, writer: new Writer(db) }
    await ping(made, url)
    return made
  } catch (error) {
    throw cannotOpen(url, error)
  }
}

async function ping({ db }: Connected, url: string): Promise<void> {
  const { sql } = await import('kysely')
  try {
    await sql`select 1`.execute(db)
  } catch (error) {
    throw cannotOpen(url, error)
  }
}
