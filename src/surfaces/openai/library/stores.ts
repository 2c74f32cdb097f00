import { randomUUID } from 'node:crypto'
import type { Selectable } from 'kysely'
import { refuse } from '../../../http/index.ts'
import { attach, type Counts, countFiles, noFiles, type Wanted } from './attached.ts'
import { full, gone } from './errors.ts'
import { type Listed, listPage, type Page } from './paging.ts'
import { type FileSettings, lifetime } from './settings.ts'
import type { Db, FilesState } from './state.ts'
import type { FilesTables } from './tables.ts'

export type StoreRow = Selectable<FilesTables['files_stores']>

export interface About {
  readonly name: string
  readonly description?: string | undefined
  readonly metadata: Readonly<Record<string, string>>
}

/** A store, and what is in it. */
export interface StoreView extends About {
  readonly row: StoreRow
  readonly counts: Counts
  /** Of what is indexed. */
  readonly bytes: number
  /** Milliseconds since 1970; Infinity where it never expires. */
  readonly expires: number
}

/** A search counts as a use, but does not write each time. */
const useEvery = 60_000

/** The vector stores of whoever calls. */
export class VectorStores {
  readonly #state: FilesState
  readonly #settings: FileSettings

  constructor(state: FilesState, settings: FileSettings) {
    this.#state = state
    this.#settings = settings
  }

  /**
   * `own` is how long it lives after its last use; undefined: as the settings say.
   * @throws RuntimeError `not-found` for a file that is not there, `invalid-request` where there are too many stores
   */
  async create(about: About, own: number | undefined, wanted: readonly Wanted[]): Promise<StoreView> {
    const { db, write } = await this.#state.open()
    const { caller } = this.#state
    const created = this.#state.now()
    const row: StoreRow = {
      id: `vs_${randomUUID().replaceAll('-', '')}`,
      caller,
      about: toAbout(about),
      created,
      used: Math.floor(created / 1000),
      lifetime: own ?? lifetime(this.#settings) ?? null,
      version: 1,
    }
    await write(async (db) => {
      await this.#requireRoom(db, caller)
      await db.insertInto('files_stores').values(row).execute()
      await attach(db, caller, { store: row.id, batch: null, wanted, now: () => this.#state.now() })
    })
    return await viewOf(db, row)
  }

  /** @throws RuntimeError `not-found` */
  async view(id: string): Promise<StoreView> {
    const { db } = await this.#state.open()
    return await viewOf(db, await this.find(db, id))
  }

  /** @throws RuntimeError `not-found`, `invalid-request` for a store that has expired */
  async getUsable(id: string): Promise<StoreRow> {
    const { db } = await this.#state.open()
    const row = await this.find(db, id)
    if (expiresAt(row) <= Date.now()) refuse('/vector_store_id', `The vector store '${id}' has expired.`)
    return row
  }

  /** The store, for whoever is at the database already. @throws RuntimeError `not-found` */
  async find(db: Db, id: string): Promise<StoreRow> {
    const row = await this.#lookUp(db, id)
    if (!row) throw gone('/vector_store_id', `Vector store with id '${id}' not found.`)
    return row
  }

  async list(page: Page): Promise<Listed<StoreView>> {
    const { db } = await this.#state.open()
    const { caller } = this.#state
    const { rows, hasMore } = await listPage(
      page,
      async (id) => (await this.#lookUp(db, id))?.created,
      async ({ direction, limit, beyond }) => {
        const all = db.selectFrom('files_stores').selectAll().where('caller', '=', caller)
        const query = beyond ? all.where('created', beyond.comparison, beyond.created) : all
        return await query.orderBy('created', direction).limit(limit).execute()
      },
    )
    return { rows: await viewStores(db, rows), hasMore }
  }

  /** What is not given stays. @throws RuntimeError `not-found` */
  async update(id: string, changes: Partial<About> & { readonly lifetime?: number | null }): Promise<StoreView> {
    const { db, write } = await this.#state.open()
    const changed = await write(async (db) => {
      const row = await this.find(db, id)
      const { lifetime = row.lifetime, ...about } = changes
      const next = { about: toAbout({ ...readAbout(row), ...about }), lifetime }
      await db.updateTable('files_stores').set(next).where('id', '=', id).execute()
      return { ...row, ...next }
    })
    return await viewOf(db, changed)
  }

  /** @throws RuntimeError `not-found` */
  async delete(id: string): Promise<void> {
    const { write } = await this.#state.open()
    await write(async (db) => {
      await this.find(db, id)
      await db.deleteFrom('files_stores').where('id', '=', id).execute()
    })
  }

  /** Notes that it was used just now. */
  async use({ id, used }: StoreRow): Promise<void> {
    if (Date.now() - used < useEvery) return
    const { write } = await this.#state.open()
    await write((db) => db.updateTable('files_stores').set({ used: Date.now() }).where('id', '=', id).execute())
  }

  async #lookUp(db: Db, id: string): Promise<StoreRow | undefined> {
    if (!/^vs_[0-9a-f]{32}$/.test(id)) return undefined
    const mine = db.selectFrom('files_stores').selectAll().where('caller', '=', this.#state.caller)
    return await mine.where('id', '=', id).executeTakeFirst()
  }

  async #requireRoom(db: Db, caller: string): Promise<void> {
    const { vectorStores } = this.#settings
    const { all } = await db
      .selectFrom('files_stores')
      .select(({ fn }) => fn.countAll<number>().as('all'))
      .where('caller', '=', caller)
      .executeTakeFirstOrThrow()
    if (Number(all) >= vectorStores) throw full(`There are ${vectorStores} vector stores already, which is the limit`)
  }
}

async function viewOf(db: Db, row: StoreRow): Promise<StoreView> {
  const [view] = await viewStores(db, [row])
  if (!view) throw gone('/vector_store_id', `Vector store with id '${row.id}' not found.`)
  return view
}

async function viewStores(db: Db, rows: readonly StoreRow[]): Promise<readonly StoreView[]> {
  const ids = rows.map(({ id }) => id)
  const counted = await countFiles(db, 'store', ids)
  return rows.map((row) => ({
    row,
    ...readAbout(row),
    ...(counted.get(row.id) ?? nothing),
    expires: expiresAt(row),
  }))
}

const nothing = { counts: noFiles, bytes: 0 }

function expiresAt({ used, lifetime }: StoreRow): number {
  return lifetime === null ? Number.POSITIVE_INFINITY : used + lifetime
}

/** As JSON, since a database takes not every text. */
function toAbout(about: About): string {
  return JSON.stringify(about)
}

function readAbout({ about }: StoreRow): About {
  return JSON.parse(about) // `toAbout` made it
}
