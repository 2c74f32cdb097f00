import type { Log } from '../../../index.ts'
import type { Embedder } from './embedder.ts'
import type { Attributes, Matches } from './filters.ts'
import type { Indexes } from './indexes.ts'
import type { FilesState } from './state.ts'
import type { Hit } from './store-index.ts'
import type { StoreRow, VectorStores } from './stores.ts'

export interface Query {
  /** What is found for any of them counts. */
  readonly texts: readonly string[]
  readonly matches: Matches
  readonly most: number
  /** 0 to 1. */
  readonly leastScore: number
}

/** A chunk that was found; its score is 0 to 1. */
export interface Found {
  readonly file: string
  readonly filename: string
  readonly attributes: Attributes
  readonly text: string
  readonly score: number
}

/** Finds chunks in the vector stores of whoever calls: by words always, and by meaning where a persona embeds. */
export class Search {
  readonly #state: FilesState
  readonly #stores: VectorStores
  readonly #indexes: Indexes
  readonly #embedder: Embedder
  readonly #log: Log

  constructor(state: FilesState, stores: VectorStores, indexes: Indexes, embedder: Embedder, log: Log) {
    this.#state = state
    this.#stores = stores
    this.#indexes = indexes
    this.#embedder = embedder
    this.#log = log
  }

  /** The best first. @throws RuntimeError `not-found`, `invalid-request` where the store has expired, `state-failed` */
  async run(id: string, { texts, matches, most, leastScore }: Query, signal: AbortSignal): Promise<readonly Found[]> {
    const store = await this.#stores.getUsable(id)
    const { index, files } = await this.#indexes.get(store, this.#embedder.id)
    const vectors = index.hasVectors ? await this.#embedder.embed(texts, 'search_query', signal) : undefined
    const asked = texts.map((text, at) => ({ text, vector: vectors?.[at] }))
    const allows = (file: string): boolean => {
      const known = files.get(file)
      return known !== undefined && matches(known.attributes)
    }
    const hits = index.search(asked, allows, most).filter(({ score }) => score >= leastScore)
    const found = await this.#texts(id, hits)
    this.#noteUse(store)
    return hits.flatMap(({ file, number, score }) => {
      const text = found.get(`${file} ${number}`)
      const known = files.get(file)
      if (text === undefined || !known) return [] // it went away while it was looked for
      return [{ file, filename: known.filename, attributes: known.attributes, text, score }]
    })
  }

  /** By file and number. */
  async #texts(store: string, hits: readonly Hit[]): Promise<ReadonlyMap<string, string>> {
    if (hits.length === 0) return new Map()
    const { db } = await this.#state.open()
    const rows = await db
      .selectFrom('files_chunks')
      .select(['file', 'number', 'text'])
      .where('store', '=', store)
      .where(({ and, eb, or }) =>
        or(hits.map(({ file, number }) => and([eb('file', '=', file), eb('number', '=', number)]))),
      )
      .execute()
    return new Map(rows.map(({ file, number, text }) => [`${file} ${number}`, text]))
  }

  /** Nobody waits for it, and nobody is told that it failed but the log. */
  #noteUse(store: StoreRow): void {
    this.#stores
      .use(store)
      .catch((err: unknown) => this.#log.warn({ store: store.id, err }, 'The use of a vector store is not noted.'))
  }
}
