import { randomUUID } from 'node:crypto'
import type { Selectable } from 'kysely'
import type { RuntimeError } from '../../../index.ts'
import { full, gone } from './errors.ts'
import { type Listed, listPage, type Page } from './paging.ts'
import { type FileSettings, lifetime } from './settings.ts'
import { type Db, type FilesState, isCurrent, touchStoresOf, usedBytes } from './state.ts'
import type { FilesTables } from './tables.ts'

export type FileRow = Selectable<FilesTables['files_objects']>

/** A file as it came. */
export interface Upload {
  readonly filename: string
  readonly purpose: string
  /** Milliseconds after which it goes; undefined: as the settings say. */
  readonly lifetime: number | undefined
  readonly content: Blob
}

/** Bytes of a file that are written, and read, at once. */
const pieceBytes = 1024 * 1024

/** The files of whoever calls. */
export class FileStorage {
  readonly #state: FilesState
  readonly #settings: FileSettings

  constructor(state: FilesState, settings: FileSettings) {
    this.#state = state
    this.#settings = settings
  }

  /** Resolves when it is on disk. @throws RuntimeError `invalid-request` where there is no room, `state-failed` */
  async create({ filename, purpose, lifetime: own, content }: Upload): Promise<FileRow> {
    const { write } = await this.#state.open()
    const created = this.#state.now()
    const ttl = own ?? lifetime(this.#settings)
    const row: FileRow = {
      id: `file-${randomUUID().replaceAll('-', '')}`,
      caller: this.#state.caller,
      filename,
      purpose,
      bytes: content.size,
      created,
      expires: ttl === undefined ? null : Math.floor(created / 1000) + ttl,
      complete: 0,
    }
    await write(async (db) => {
      await this.#requireRoom(db, row)
      await db.insertInto('files_objects').values(row).execute()
    })
    try {
      for (let piece = 0; piece * pieceBytes < content.size; piece++) {
        const part = content.slice(piece * pieceBytes, (piece + 1) * pieceBytes)
        const data = Buffer.from(await part.arrayBuffer())
        await write((db) => db.insertInto('files_pieces').values({ file: row.id, piece, data }).execute())
      }
      await write((db) => db.updateTable('files_objects').set({ complete: 1 }).where('id', '=', row.id).execute())
    } catch (error) {
      await write((db) => db.deleteFrom('files_objects').where('id', '=', row.id).execute()).catch(() => undefined)
      throw error // a sweep deletes what could not be deleted now
    }
    return { ...row, complete: 1 }
  }

  /** @throws RuntimeError `not-found` also for what another caller has left */
  async get(id: string): Promise<FileRow> {
    const { db } = await this.#state.open()
    const [row] = await findFiles(db, this.#state.caller, [id])
    if (!row) throw noSuchFile(id)
    return row
  }

  async list(page: Page, purpose: string | null): Promise<Listed<FileRow>> {
    const { db } = await this.#state.open()
    const { caller } = this.#state
    return await listPage(
      page,
      async (id) => (await findFiles(db, caller, [id]))[0]?.created,
      async ({ direction, limit, beyond }) => {
        let query = visibleFiles(db, caller).orderBy('created', direction).limit(limit)
        if (purpose) query = query.where('purpose', '=', purpose)
        if (beyond) query = query.where('created', beyond.comparison, beyond.created)
        return await query.execute()
      },
    )
  }

  /** Piece by piece, so that no file is in memory as a whole. */
  async *pieces(id: string): AsyncGenerator<Uint8Array> {
    const { db } = await this.#state.open()
    for (let piece = 0; ; piece++) {
      const row = await db
        .selectFrom('files_pieces')
        .select('data')
        .where('file', '=', id)
        .where('piece', '=', piece)
        .executeTakeFirst()
      if (!row) return
      yield new Uint8Array(row.data)
    }
  }

  /** The whole of a file, for whoever has looked up that it may be read. */
  async content(id: string): Promise<Buffer> {
    const pieces: Uint8Array[] = []
    for await (const piece of this.pieces(id)) pieces.push(piece)
    return Buffer.concat(pieces)
  }

  /** @throws RuntimeError `not-found` */
  async delete(id: string): Promise<void> {
    const { write } = await this.#state.open()
    const { caller } = this.#state
    await write(async (db) => {
      const [row] = await findFiles(db, caller, [id])
      if (!row) throw noSuchFile(id)
      await touchStoresOf(db, [id])
      await db.deleteFrom('files_objects').where('id', '=', id).execute()
    })
  }

  async #requireRoom(db: Db, { bytes, caller }: FileRow): Promise<void> {
    const { files, storageBytes } = this.#settings
    const { all } = await db
      .selectFrom('files_objects')
      .select(({ fn }) => fn.countAll<number>().as('all'))
      .where('caller', '=', caller)
      .where(isCurrent)
      .executeTakeFirstOrThrow()
    if (Number(all) >= files) throw full(`There are ${files} files already, which is the limit`)
    if ((await usedBytes(db, caller)) + bytes > storageBytes) {
      throw full(`With this file there would be more than ${storageBytes} bytes, which is the limit`)
    }
  }
}

/** Those of `ids` that the caller has, in no order. */
export async function findFiles(db: Db, caller: string, ids: readonly string[]): Promise<readonly FileRow[]> {
  const possible = ids.filter((id) => /^file-[0-9a-f]{32}$/.test(id)) // a database does not take every text
  return possible.length === 0 ? [] : await visibleFiles(db, caller).where('id', 'in', possible).execute()
}

export function noSuchFile(id: string): RuntimeError {
  return gone('/id', `No such File object: ${id}`)
}

function visibleFiles(db: Db, caller: string) {
  return db
    .selectFrom('files_objects')
    .selectAll()
    .where('caller', '=', caller)
    .where('complete', '=', 1)
    .where(isCurrent)
}
