import type { Selectable } from 'kysely'
import type { RuntimeError } from '../../../index.ts'
import type { Strategy } from './chunks.ts'
import { gone } from './errors.ts'
import type { Attributes } from './filters.ts'
import type { Db } from './state.ts'
import { findFiles, noSuchFile } from './storage.ts'
import type { FilesTables } from './tables.ts'

export type AttachedRow = Selectable<FilesTables['files_attached']>
export type Status = AttachedRow['status']

export const statuses: readonly Status[] = ['in_progress', 'completed', 'failed', 'cancelled']

/** A file that is to be put into a store. */
export interface Wanted {
  readonly file: string
  readonly attributes: Attributes
  readonly strategy: Strategy
}

/** How many files of a store, or of a batch, are in which state. */
export type Counts = Readonly<Record<Status | 'total', number>>

/** Rows that one statement inserts: databases have limits for the values of one. */
const rowsAtOnce = 200

/**
 * Puts files into a store, to be indexed. One that is there already is indexed anew.
 * @throws RuntimeError `not-found` for a file that the caller does not have; nothing is put there then
 */
export async function attach(
  db: Db,
  caller: string,
  { store, batch, wanted, now }: { store: string; batch: string | null; wanted: readonly Wanted[]; now: () => number },
): Promise<readonly AttachedRow[]> {
  const once = [...new Map(wanted.map((each) => [each.file, each])).values()]
  const ids = once.map(({ file }) => file)
  const found = new Set((await findFiles(db, caller, ids)).map(({ id }) => id))
  const missing = ids.find((id) => !found.has(id))
  if (missing !== undefined) throw noSuchFile(missing)
  const rows = once.map(
    ({ file, attributes, strategy }): AttachedRow => ({
      store,
      file,
      created: now(),
      batch,
      attributes: JSON.stringify(attributes),
      chunk_tokens: strategy.chunkTokens,
      overlap_tokens: strategy.overlapTokens,
      status: 'in_progress',
      error: null,
      bytes: 0,
      embedder: null,
    }),
  )
  await detach(db, store, ids)
  for (let from = 0; from < rows.length; from += rowsAtOnce) {
    await db
      .insertInto('files_attached')
      .values(rows.slice(from, from + rowsAtOnce))
      .execute()
  }
  return rows
}

/** Takes files out of a store, with their chunks. Tells how many were there. */
export async function detach(db: Db, store: string, files: readonly string[]): Promise<number> {
  if (files.length === 0) return 0
  const { numDeletedRows } = await db
    .deleteFrom('files_attached')
    .where('store', '=', store)
    .where('file', 'in', files)
    .executeTakeFirstOrThrow()
  await touch(db, store)
  return Number(numDeletedRows)
}

/** Tells everyone who has indexed the store that it has changed. */
export async function touch(db: Db, store: string): Promise<void> {
  await db
    .updateTable('files_stores')
    .set(({ eb }) => ({ version: eb('version', '+', 1) }))
    .where('id', '=', store)
    .execute()
}

/** @throws RuntimeError `not-found` */
export async function findAttached(db: Db, store: string, file: string): Promise<AttachedRow> {
  const row = await lookUpAttached(db, store, file)
  if (!row) throw noSuchAttached(store, file)
  return row
}

export async function lookUpAttached(db: Db, store: string, file: string): Promise<AttachedRow | undefined> {
  if (!/^file-[0-9a-f]{32}$/.test(file)) return undefined
  return await db
    .selectFrom('files_attached')
    .selectAll()
    .where('store', '=', store)
    .where('file', '=', file)
    .executeTakeFirst()
}

export function noSuchAttached(store: string, file: string): RuntimeError {
  return gone('/file_id', `No file found with id '${file}' in vector store '${store}'.`)
}

/** By store or by batch; what has no files is not in there. */
export async function countFiles(
  db: Db,
  by: 'store' | 'batch',
  ids: readonly string[],
): Promise<ReadonlyMap<string, { counts: Counts; bytes: number }>> {
  const found = new Map<string, { counts: Record<Status | 'total', number>; bytes: number }>()
  if (ids.length === 0) return found
  const rows = await db
    .selectFrom('files_attached')
    .select(({ fn, ref }) => [
      ref(by).as('id'),
      'status',
      fn.countAll<number>().as('files'),
      fn.sum<number | null>('bytes').as('bytes'),
    ])
    .where(by, 'in', ids)
    .groupBy([by, 'status'])
    .execute()
  for (const { id, status, files, bytes } of rows) {
    if (id === null) continue
    const known = found.get(id) ?? { counts: { ...noFiles }, bytes: 0 }
    known.counts[status] += Number(files)
    known.counts.total += Number(files)
    known.bytes += Number(bytes ?? 0)
    found.set(id, known)
  }
  return found
}

export const noFiles: Counts = { in_progress: 0, completed: 0, failed: 0, cancelled: 0, total: 0 }
