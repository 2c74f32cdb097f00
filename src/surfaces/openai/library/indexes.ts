import type { Attributes } from './filters.ts'
import type { FilesState } from './state.ts'
import { StoreIndex } from './store-index.ts'
import { vectorOf } from './vectors.ts'

/** A file of a store that can be searched. */
export interface SearchedFile {
  readonly filename: string
  readonly attributes: Attributes
  /** When it was put there: another one after it was put there anew. */
  readonly created: number
}

/** A store as it can be searched. Never older than the version that was asked for. */
export interface Searchable {
  readonly index: StoreIndex
  readonly files: ReadonlyMap<string, SearchedFile>
}

interface Entry extends Searchable {
  readonly version: number
  readonly embedder: string | undefined
}

/** Chunks that are read at once. To index them takes milliseconds, in which nobody else is served. */
const atOnce = 25

/** The indexes of vector stores, made of their chunks when somebody searches; the least recently used go first. */
export class Indexes {
  readonly #state: FilesState
  readonly #bytes: number
  /** In the order of their last use. A store that is brought up to date is waited for. */
  readonly #entries = new Map<string, Promise<Entry>>()
  readonly #sizes = new Map<string, number>()

  constructor(state: FilesState, bytes: number) {
    this.#state = state
    this.#bytes = bytes
  }

  /** @throws RuntimeError `state-failed` */
  async get(
    store: { readonly id: string; readonly version: number },
    embedder: string | undefined,
  ): Promise<Searchable> {
    const { id } = store
    const known = this.#entries.get(id)
    const next = this.#upToDate(known, store, embedder)
    this.#entries.delete(id)
    this.#entries.set(id, next)
    try {
      const entry = await next
      this.#sizes.set(id, entry.index.bytes)
      this.#makeRoom(id)
      return entry
    } catch (error) {
      if (this.#entries.get(id) === next) this.#forget(id)
      throw error
    }
  }

  async #upToDate(
    known: Promise<Entry> | undefined,
    { id, version }: { readonly id: string; readonly version: number },
    embedder: string | undefined,
  ): Promise<Entry> {
    const entry = await known?.catch(() => undefined) // whoever asked for that one has been told
    if (entry && entry.version >= version && entry.embedder === embedder) return entry
    const isFresh = !entry || entry.index.isWorn || entry.embedder !== embedder
    const index = isFresh ? new StoreIndex() : entry.index
    const before = isFresh ? new Map<string, SearchedFile>() : entry.files
    const files = await this.#files(id)
    for (const [file, { created }] of before) if (files.get(file)?.created !== created) index.remove(file)
    for (const [file, { created }] of files) {
      if (before.get(file)?.created !== created) await this.#load(index, id, file, embedder)
    }
    return { index, files, version, embedder }
  }

  async #files(store: string): Promise<ReadonlyMap<string, SearchedFile>> {
    const { db } = await this.#state.open()
    const rows = await db
      .selectFrom('files_attached')
      .innerJoin('files_objects', 'files_objects.id', 'files_attached.file')
      .select(['files_attached.file', 'files_attached.created', 'files_attached.attributes', 'files_objects.filename'])
      .where('files_attached.store', '=', store)
      .where('files_attached.status', '=', 'completed')
      .execute()
    return new Map(
      rows.map(({ file, created, attributes, filename }) => [
        file,
        { created, filename, attributes: JSON.parse(attributes) as Attributes }, // written by `attach`
      ]),
    )
  }

  async #load(index: StoreIndex, store: string, file: string, embedder: string | undefined): Promise<void> {
    const { db } = await this.#state.open()
    const attached = await db
      .selectFrom('files_attached')
      .select('embedder')
      .where('store', '=', store)
      .where('file', '=', file)
      .executeTakeFirst()
    const isEmbedded = embedder !== undefined && attached?.embedder === embedder
    for (let from = 0; ; from += atOnce) {
      const rows = await db
        .selectFrom('files_chunks')
        .select(['number', 'text', ...(isEmbedded ? (['vector'] as const) : [])])
        .where('store', '=', store)
        .where('file', '=', file)
        .where('number', '>=', from)
        .where('number', '<', from + atOnce)
        .orderBy('number')
        .execute()
      for (const { number, text, vector } of rows) index.add({ file, number, text, vector: vectorOf(vector) })
      if (rows.length < atOnce) return
      await new Promise(setImmediate) // SQLite answers at once, and others want to be served in between
    }
  }

  #forget(id: string): void {
    this.#entries.delete(id)
    this.#sizes.delete(id)
  }

  /** The one that was just used stays, however large it is. */
  #makeRoom(used: string): void {
    let total = 0
    for (const size of this.#sizes.values()) total += size
    for (const id of this.#entries.keys()) {
      if (total <= this.#bytes) return
      if (id === used) continue
      total -= this.#sizes.get(id) ?? 0
      this.#forget(id)
    }
  }
}
