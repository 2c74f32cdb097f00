import type { Expression, ExpressionBuilder, Kysely, SqlBool } from 'kysely'
import type { SurfaceHost } from '../../../http/index.ts'
import { currentCaller, sweeping, type Tables } from '../../../index.ts'
import { type FilesTables, migrations } from './tables.ts'

export type Db = Kysely<FilesTables>

/** How often what has expired is looked for is a tenth of it, in milliseconds. */
const sweepEvery = 60 * 60 * 1000
/** How long an upload may take to be written before it counts as left behind by a host that has died. */
const longestWrite = 60 * 60 * 1000
/** What one sweep deletes: others want to write too. */
const atOnce = 20

/** The tables of files and vector stores, opened when somebody first needs them. */
export class FilesState {
  readonly #host: SurfaceHost
  readonly #opened: () => void
  #stopSweeping: (() => void) | undefined
  #latest = 0

  /** `opened` is called once, when the tables are first opened: an earlier process may have left work behind. */
  constructor(host: SurfaceHost, opened: () => void) {
    this.#host = host
    this.#opened = opened
  }

  get caller(): string {
    return currentCaller().id
  }

  async open(): Promise<Tables<FilesTables>> {
    const tables = await this.#host.store.open<FilesTables>('files', migrations)
    if (!this.#stopSweeping) {
      this.#stopSweeping = sweeping(sweepEvery, this.#host.log, () => sweep(tables))
      this.#opened()
    }
    return tables
  }

  /** Microseconds since 1970, later than any that it has told. */
  now(): number {
    this.#latest = Math.max(Date.now() * 1000, this.#latest + 1)
    return this.#latest
  }

  close(): void {
    this.#stopSweeping?.()
  }
}

/** Whether a file has not expired: a sweep may come much later. */
export function isCurrent({ eb, or }: ExpressionBuilder<FilesTables, 'files_objects'>): Expression<SqlBool> {
  return or([eb('expires', 'is', null), eb('expires', '>', Date.now())])
}

/** Bytes that a caller's files take, and what is indexed of them. */
export async function usedBytes(db: Db, caller: string): Promise<number> {
  const files = await db
    .selectFrom('files_objects')
    .select(({ fn }) => fn.sum<number | null>('bytes').as('bytes'))
    .where('caller', '=', caller)
    .where(isCurrent)
    .executeTakeFirstOrThrow()
  const indexed = await db
    .selectFrom('files_attached')
    .innerJoin('files_stores', 'files_stores.id', 'files_attached.store')
    .select(({ fn }) => fn.sum<number | null>('files_attached.bytes').as('bytes'))
    .where('files_stores.caller', '=', caller)
    .executeTakeFirstOrThrow()
  return Number(files.bytes ?? 0) + Number(indexed.bytes ?? 0)
}

/** Tells everyone who has indexed a store that a file is in there that will not be. Before the file is deleted. */
export async function touchStoresOf(db: Db, files: readonly string[]): Promise<void> {
  const stores = db.selectFrom('files_attached').select('store').where('file', 'in', files)
  await db
    .updateTable('files_stores')
    .set(({ eb }) => ({ version: eb('version', '+', 1) }))
    .where('id', 'in', stores)
    .execute()
}

async function sweep({ write }: Tables<FilesTables>): Promise<number> {
  return await write(async (db) => {
    const now = Date.now()
    const files = await db
      .selectFrom('files_objects')
      .select('id')
      .where(({ and, eb, or }) =>
        or([eb('expires', '<=', now), and([eb('complete', '=', 0), eb('created', '<', (now - longestWrite) * 1000)])]),
      )
      .limit(atOnce)
      .execute()
    const ids = files.map(({ id }) => id)
    if (ids.length > 0) {
      await touchStoresOf(db, ids)
      await db.deleteFrom('files_objects').where('id', 'in', ids).execute()
    }
    return ids.length + (await sweepStores(db, now))
  })
}

/** An expired store goes on telling that it has expired, but its files are let go. */
async function sweepStores(db: Db, now: number): Promise<number> {
  const expired = await db
    .selectFrom('files_attached')
    .innerJoin('files_stores', 'files_stores.id', 'files_attached.store')
    .select('files_stores.id')
    .distinct()
    .where('files_stores.lifetime', 'is not', null)
    .where(({ eb, ref }) => eb(eb(ref('files_stores.used'), '+', ref('files_stores.lifetime')), '<=', now))
    .limit(atOnce)
    .execute()
  if (expired.length === 0) return 0
  const stores = expired.map(({ id }) => id)
  await db.deleteFrom('files_attached').where('store', 'in', stores).execute()
  return expired.length
}
