import { randomUUID } from 'node:crypto'
import type { Selectable } from 'kysely'
import { refuse } from '../../../http/index.ts'
import {
  type AttachedRow,
  attach,
  type Counts,
  countFiles,
  detach,
  findAttached,
  lookUpAttached,
  noFiles,
  noSuchAttached,
  type Status,
  touch,
  type Wanted,
} from './attached.ts'
import { gone } from './errors.ts'
import type { Attributes } from './filters.ts'
import { type Listed, listPage, type Page } from './paging.ts'
import type { Db, FilesState } from './state.ts'
import type { VectorStores } from './stores.ts'
import type { FilesTables } from './tables.ts'

type BatchRow = Selectable<FilesTables['files_batches']>

/** A batch with the number of its files by state. */
export interface Batch extends BatchRow {
  readonly counts: Counts
}

/** The files that are in vector stores of whoever calls. Everything throws RuntimeError `not-found` for what is not. */
export class Attachments {
  readonly #state: FilesState
  readonly #stores: VectorStores

  constructor(state: FilesState, stores: VectorStores) {
    this.#state = state
    this.#stores = stores
  }

  /** @throws RuntimeError `invalid-request` where the store has expired */
  async attach(store: string, wanted: Wanted): Promise<AttachedRow> {
    const [row] = await this.#attach(store, null, [wanted])
    if (!row) throw noSuchAttached(store, wanted.file)
    return row
  }

  async get(store: string, file: string): Promise<AttachedRow> {
    const { db } = await this.#state.open()
    await this.#stores.find(db, store)
    return await findAttached(db, store, file)
  }

  /** Those of a batch alone, where one is named; those in a state, where one is. */
  async list(
    store: string,
    page: Page,
    { status, batch }: { readonly status: Status | undefined; readonly batch?: string },
  ): Promise<Listed<AttachedRow>> {
    const { db } = await this.#state.open()
    await this.#stores.find(db, store)
    if (batch !== undefined) await findBatch(db, store, batch)
    return await listPage(
      page,
      async (id) => (await lookUpAttached(db, store, id))?.created,
      async ({ direction, limit, beyond }) => {
        let query = db.selectFrom('files_attached').selectAll().where('store', '=', store)
        if (status) query = query.where('status', '=', status)
        if (batch !== undefined) query = query.where('batch', '=', batch)
        if (beyond) query = query.where('created', beyond.comparison, beyond.created)
        return await query.orderBy('created', direction).limit(limit).execute()
      },
    )
  }

  async setAttributes(store: string, file: string, attributes: Attributes): Promise<AttachedRow> {
    const { write } = await this.#state.open()
    return await write(async (db) => {
      await this.#stores.find(db, store)
      const row = await findAttached(db, store, file)
      const changed = { attributes: JSON.stringify(attributes) }
      await db.updateTable('files_attached').set(changed).where('store', '=', store).where('file', '=', file).execute()
      await touch(db, store)
      return { ...row, ...changed }
    })
  }

  async detach(store: string, file: string): Promise<void> {
    const { write } = await this.#state.open()
    await write(async (db) => {
      await this.#stores.find(db, store)
      await findAttached(db, store, file)
      await detach(db, store, [file])
    })
  }

  /** @throws RuntimeError `invalid-request` where the store has expired */
  async createBatch(store: string, wanted: readonly Wanted[]): Promise<Batch> {
    const id = `vsfb_${randomUUID().replaceAll('-', '')}`
    await this.#attach(store, id, wanted)
    return await this.getBatch(store, id)
  }

  async getBatch(store: string, id: string): Promise<Batch> {
    const { db } = await this.#state.open()
    await this.#stores.find(db, store)
    return await findBatch(db, store, id)
  }

  /** What is indexed already stays. @throws RuntimeError `invalid-request` where nothing is left to cancel */
  async cancelBatch(store: string, id: string): Promise<Batch> {
    const { write } = await this.#state.open()
    return await write(async (db) => {
      await this.#stores.find(db, store)
      const { counts } = await findBatch(db, store, id)
      if (counts.in_progress === 0) refuse('/batch_id', `The file batch '${id}' is not in progress.`)
      await db.updateTable('files_batches').set({ cancelled: 1 }).where('id', '=', id).execute()
      const open = db
        .selectFrom('files_attached')
        .select('file')
        .where('store', '=', store)
        .where('batch', '=', id)
        .where('status', '=', 'in_progress')
      await db.deleteFrom('files_chunks').where('store', '=', store).where('file', 'in', open).execute()
      await db
        .updateTable('files_attached')
        .set({ status: 'cancelled' })
        .where('store', '=', store)
        .where('batch', '=', id)
        .where('status', '=', 'in_progress')
        .execute()
      return await findBatch(db, store, id)
    })
  }

  async #attach(store: string, batch: string | null, wanted: readonly Wanted[]): Promise<readonly AttachedRow[]> {
    await this.#stores.getUsable(store)
    const { write } = await this.#state.open()
    const { caller } = this.#state
    const now = (): number => this.#state.now()
    return await write(async (db) => {
      await this.#stores.find(db, store)
      if (batch !== null) {
        await db.insertInto('files_batches').values({ id: batch, store, created: now(), cancelled: 0 }).execute()
      }
      const rows = await attach(db, caller, { store, batch, wanted, now })
      await db.updateTable('files_stores').set({ used: Date.now() }).where('id', '=', store).execute()
      return rows
    })
  }
}

async function findBatch(db: Db, store: string, id: string): Promise<Batch> {
  const row = /^vsfb_[0-9a-f]{32}$/.test(id)
    ? await db
        .selectFrom('files_batches')
        .selectAll()
        .where('id', '=', id)
        .where('store', '=', store)
        .executeTakeFirst()
    : undefined
  if (!row) throw gone('/batch_id', `No file batch found with id '${id}' in vector store '${store}'.`)
  const counted = await countFiles(db, 'batch', [id])
  return { ...row, counts: counted.get(id)?.counts ?? noFiles }
}
