import { chmodSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  SqliteDialect,
  type SqliteDialectConfig,
  SqliteDriver,
} from 'kysely'
import Database from 'libsql'
import { LRUCache } from 'lru-cache'
import { stateFailed } from './failure.ts'
import { makeFolder } from './folder.ts'

/** How long another process may hold the file before a write fails, in milliseconds. */
const patience = 5_000
/** SQLite's own waiting stops everything that the host does: it is short, and we try again after a pause. */
const busyTimeout = 20
const pause = 80
const statements = 500

/** SQLite in a file, or in memory where `path` is undefined. Its folder is made, and nobody else may read the file. */
export function sqlite(path: string | undefined): Dialect {
  const config = { database: async () => preparing(open(path)) }
  const dialect = new SqliteDialect(config)
  return {
    createDriver: () => new LockingDriver(config, path),
    createAdapter: () => dialect.createAdapter(),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createQueryCompiler: () => dialect.createQueryCompiler(),
  }
}

/** A transaction that reads before it writes fails where another process has written meanwhile, unless it locks first. */
class LockingDriver extends SqliteDriver {
  readonly #path: string | undefined
  #file: number | undefined

  constructor(config: SqliteDialectConfig, path: string | undefined) {
    super(config)
    this.#path = path
  }

  override async init(): Promise<void> {
    await super.init()
    this.#file = fileAt(this.#path)
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    if (fileAt(this.#path) !== this.#file) {
      throw stateFailed(new Error(`${this.#path} was taken away or replaced; restart the host`))
    }
    const until = performance.now() + patience
    for (;;) {
      try {
        await connection.executeQuery(CompiledQuery.raw('begin immediate'))
        return
      } catch (error) {
        if (!isBusy(error) || performance.now() > until) throw error
      }
      await sleep(pause)
    }
  }
}

/** What tells a file from another of its name: SQLite goes on with one that is deleted, and what it writes is lost. */
function fileAt(path: string | undefined): number | undefined {
  return path === undefined ? undefined : statSync(path, { throwIfNoEntry: false })?.ino
}

/** As the database says it, or as the catalogue has it, with that as its cause. */
function isBusy(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return ('code' in error && error.code === 'SQLITE_BUSY') || isBusy(error.cause)
}

function open(path: string | undefined): Database.Database {
  if (path !== undefined) makeFolder(dirname(path), 0o700)
  const database = new Database(path ?? ':memory:')
  if (path !== undefined) chmodSync(path, 0o600)
  database.pragma(`busy_timeout = ${patience}`) // the journal's mode is changed once in a file's life
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL') // what is acknowledged is on disk
  database.pragma(`busy_timeout = ${busyTimeout}`)
  database.pragma('foreign_keys = ON')
  return database
}

/** Prepares each statement once: the host has few, and runs them often. */
function preparing(database: Database.Database) {
  const prepared = new LRUCache<string, Database.Statement>({ max: statements })
  return {
    prepare(sql: string) {
      const known = prepared.get(sql) ?? database.prepare(sql)
      prepared.set(sql, known)
      return known
    },
    close() {
      prepared.clear()
      database.close()
    },
  }
}
