import { AsyncResource } from 'node:async_hooks'
import { isRuntimeError, type Log } from '../../../index.ts'
import { type AttachedRow, touch } from './attached.ts'
import { chunksOf } from './chunks.ts'
import type { Embedder } from './embedder.ts'
import type { FileSettings } from './settings.ts'
import { type FilesState, usedBytes } from './state.ts'
import type { FileStorage } from './storage.ts'
import { type NoText, textOfFile } from './text.ts'
import { bytesOfVector } from './vectors.ts'

/** Chunks that are embedded, and written, at once. */
const atOnce = 64
/** When what the database did not take is tried again, in milliseconds. */
const retryAfter = 5_000

interface Failure {
  readonly code: NoText['code'] | 'server_error'
  readonly message: string
}

/**
 * Indexes files that were put into vector stores, one after the other, the oldest first. What is to be done stands in
 * the database, so that a host which starts again goes on.
 */
export class Indexer {
  readonly #state: FilesState
  readonly #storage: FileStorage
  readonly #embedder: Embedder
  readonly #settings: FileSettings
  readonly #log: Log
  readonly #closing = new AbortController()
  /** What runs in the background belongs to the host, not to the caller that has woken it. */
  readonly #background = new AsyncResource('dramatis-indexer')
  #running: Promise<void> | undefined
  #again = false
  #retry: NodeJS.Timeout | undefined

  constructor(state: FilesState, storage: FileStorage, embedder: Embedder, settings: FileSettings, log: Log) {
    this.#state = state
    this.#storage = storage
    this.#embedder = embedder
    this.#settings = settings
    this.#log = log
  }

  /** There may be something to do. */
  wake(): void {
    if (this.#closing.signal.aborted) return
    this.#again = true
    this.#running ??= this.#background.runInAsyncScope(() => this.#run())
  }

  /** Resolves when nothing is under way any more. What is not done is left for the next time. */
  async close(): Promise<void> {
    this.#closing.abort()
    clearTimeout(this.#retry)
    await this.#running
  }

  async #run(): Promise<void> {
    try {
      while (this.#again && !this.#closing.signal.aborted) {
        this.#again = false
        for (let job = await this.#next(); job && !this.#closing.signal.aborted; job = await this.#next()) {
          await this.#index(job)
        }
      }
    } catch (error) {
      this.#log.error({ err: error }, 'A file could not be indexed; it is tried again.')
      this.#retry = setTimeout(() => this.wake(), retryAfter).unref()
    } finally {
      this.#running = undefined
    }
  }

  async #next(): Promise<AttachedRow | undefined> {
    const { db } = await this.#state.open()
    const waiting = db.selectFrom('files_attached').selectAll().where('status', '=', 'in_progress')
    return await waiting.orderBy('created').executeTakeFirst()
  }

  /** @throws RuntimeError `state-failed`; any other failure is the file's own */
  async #index(job: AttachedRow): Promise<void> {
    try {
      const failure = await this.#write(job)
      if (failure) await this.#finish(job, { status: 'failed', error: JSON.stringify(failure) })
    } catch (error) {
      if (isRuntimeError(error) && error.code === 'state-failed') throw error
      this.#log.error({ file: job.file, store: job.store, err: error }, 'A file could not be indexed.')
      const failure: Failure = { code: 'server_error', message: 'The file could not be indexed; the log says why.' }
      await this.#finish(job, { status: 'failed', error: JSON.stringify(failure) })
    }
  }

  /** Why it cannot be indexed, or undefined where that is done, or not wanted any more. */
  async #write(job: AttachedRow): Promise<Failure | undefined> {
    const { db } = await this.#state.open()
    const file = await db.selectFrom('files_objects').selectAll().where('id', '=', job.file).executeTakeFirst()
    if (!file) return undefined // it went away, and this with it
    const text = textOfFile(await this.#storage.content(job.file), file.filename)
    if (typeof text !== 'string') return text
    const room = this.#settings.storageBytes - (await usedBytes(db, file.caller))
    const embedder = this.#embedder.id
    let isEmbedded = embedder !== undefined
    let bytes = 0
    let number = 0
    for (const texts of inGroups(
      chunksOf(text, { chunkTokens: job.chunk_tokens, overlapTokens: job.overlap_tokens }),
    )) {
      const { signal } = this.#closing
      const vectors = isEmbedded ? await this.#embedder.embed(texts, 'search_document', signal) : undefined
      if (signal.aborted) return undefined // left for the next time
      isEmbedded = vectors !== undefined
      const rows = texts.map((each, index) => {
        const vector = vectors?.[index]
        return { text: each, number: number + index, vector: vector ? bytesOfVector(vector) : null }
      })
      number += rows.length
      for (const row of rows) bytes += Buffer.byteLength(row.text) + (row.vector?.length ?? 0)
      if (bytes > room)
        return { code: 'server_error', message: 'There is no room for what is to be indexed of the file.' }
      if (!(await this.#append(job, rows))) return undefined
    }
    await this.#finish(job, { status: 'completed', bytes, embedder: isEmbedded ? (embedder ?? null) : null })
    return undefined
  }

  /** False where the file has been taken out meanwhile, or its indexing was cancelled. */
  async #append(
    { store, file, created }: AttachedRow,
    rows: readonly { number: number; text: string; vector: Buffer | null }[],
  ): Promise<boolean> {
    const { write } = await this.#state.open()
    return await write(async (db) => {
      const still = await db
        .selectFrom('files_attached')
        .select('file')
        .where('store', '=', store)
        .where('file', '=', file)
        .where('created', '=', created)
        .where('status', '=', 'in_progress')
        .executeTakeFirst()
      if (!still) return false
      await db
        .insertInto('files_chunks')
        .values(rows.map((row) => ({ ...row, store, file })))
        .onConflict((conflict) =>
          conflict.columns(['store', 'file', 'number']).doUpdateSet(({ ref }) => ({
            text: ref('excluded.text'), // a host that was killed has left it
            vector: ref('excluded.vector'),
          })),
        )
        .execute()
      return true
    })
  }

  async #finish(
    { store, file, created }: AttachedRow,
    outcome: Pick<AttachedRow, 'status'> & Partial<AttachedRow>,
  ): Promise<void> {
    const { write } = await this.#state.open()
    await write(async (db) => {
      const { numUpdatedRows } = await db
        .updateTable('files_attached')
        .set(outcome)
        .where('store', '=', store)
        .where('file', '=', file)
        .where('created', '=', created)
        .where('status', '=', 'in_progress')
        .executeTakeFirstOrThrow()
      if (Number(numUpdatedRows) === 0) return
      if (outcome.status === 'completed') return await touch(db, store)
      await db.deleteFrom('files_chunks').where('store', '=', store).where('file', '=', file).execute()
    })
  }
}

function* inGroups(texts: Iterable<string>): Generator<readonly string[]> {
  let group: string[] = []
  for (const text of texts) {
    group.push(text)
    if (group.length < atOnce) continue
    yield group
    group = []
  }
  if (group.length > 0) yield group
}
