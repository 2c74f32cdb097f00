import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Dialect, Kysely } from 'kysely'
import { RuntimeError } from '../core/errors.ts'
import type { Migration, Store, Tables } from '../core/store.ts'
import { cannotOpen } from './failure.ts'
import { migrate } from './migrate.ts'
import { Writer } from './writer.ts'

/** A store that has been opened, and is closed by whoever did it. */
export interface OpenStore extends Store {
  /** Connects, and makes the file where there is none. @throws RuntimeError `state-failed` */
  ready(): Promise<void>
  /** Brings what is under way to disk first. */
  close(): Promise<void>
}

/**
 * The store at `file:PATH` (SQLite), `memory:` (gone with the process) or `postgres://...`. Nothing is loaded or
 * connected before somebody needs it.
 * @throws RuntimeError `invalid-settings` for any other URL
 */
export function createStore(url: string, workingFolder = process.cwd()): OpenStore {
  const dialect = dialectOf(url, workingFolder)
  let connecting: Promise<Connected> | undefined
  const connect = (): Promise<Connected> => {
    connecting ??= connected(dialect, url)
    return connecting
  }
  const parts = new Map<string, Promise<Tables<never>>>()
  const open = async (part: string, migrations: readonly Migration[]): Promise<Tables<never>> => {
    const { db, writer } = await connect()
    try {
      await writer.write((transaction) => migrate(transaction, part, migrations))
    } catch (error) {
      throw cannotOpen(url, error)
    }
    return { db, write: (work) => writer.write(work) }
  }
  return {
    async ready() {
      await connect()
    },
    open<Schema>(part: string, migrations: readonly Migration[]) {
      const opening = parts.get(part) ?? open(part, migrations)
      parts.set(part, opening)
      return opening as unknown as Promise<Tables<Schema>> // the part's own migrations have made these tables
    },
    async close() {
      const known = await connecting?.catch(() => undefined)
      await known?.writer.idle()
      await known?.db.destroy()
    },
  }
}

interface Connected {
  readonly db: Kysely<never>
  readonly writer: Writer
}

async function connected(dialect: () => Promise<Dialect>, url: string): Promise<Connected> {
  try {
    const db = new Kysely<never>({ dialect: await dialect() })
    await db.introspection.getTables() // connects
    return { db, writer: new Writer(db) }
  } catch (error) {
    throw cannotOpen(url, error)
  }
}

function dialectOf(url: string, workingFolder: string): () => Promise<Dialect> {
  if (/^postgres(ql)?:\/\//.test(url)) return async () => (await import('./postgres.ts')).postgres(url)
  const path = url === 'memory:' ? undefined : pathOf(url, workingFolder)
  return async () => (await import('./sqlite.ts')).sqlite(path)
}

function pathOf(url: string, workingFolder: string): string {
  if (url.startsWith('file://')) return fileURLToPath(url)
  if (url.startsWith('file:')) return resolve(workingFolder, url.slice('file:'.length))
  const message = `The state "${url.slice(0, 100)}" is none of file:PATH, memory: and postgres://...; correct --state.`
  throw new RuntimeError('invalid-settings', message)
}
