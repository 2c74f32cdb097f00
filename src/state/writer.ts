import type { Kysely } from 'kysely'

type Work<Result> = (db: Kysely<never>) => Promise<Result>

interface Waiting {
  run: Work<unknown>
  done(result: unknown): void
  failed(error: unknown): void
}

/** Works that one transaction may hold: a commit of more would keep the first of them waiting. */
const most = 500

/** Writes in order, and shares commits: to bring something to disk costs much more than to write it. */
export class Writer {
  readonly #db: Kysely<never>
  #queue: Waiting[] = []
  #writing: Promise<void> | undefined

  constructor(db: Kysely<never>) {
    this.#db = db
  }

  write<Result>(run: Work<Result>): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      this.#queue.push({ run, done: (result) => resolve(result as Result), failed: reject }) // what `run` has given
      this.#writing ??= this.#drain()
    })
  }

  /** Resolves when everything that was asked for is on disk, or has failed. */
  async idle(): Promise<void> {
    await this.#writing
  }

  async #drain(): Promise<void> {
    await new Promise(setImmediate) // so that what this tick brings comes together
    while (this.#queue.length > 0) await this.#commit(this.#queue.splice(0, most))
    this.#writing = undefined
  }

  async #commit(batch: readonly Waiting[]): Promise<void> {
    try {
      const results = await this.#db.transaction().execute(async (db) => {
        const results: unknown[] = []
        for (const { run } of batch) results.push(await run(db))
        return results
      })
      for (const [index, { done }] of batch.entries()) done(results[index])
    } catch (error) {
      const [only, ...others] = batch
      if (others.length === 0) return only?.failed(error)
      for (const each of batch) await this.#commit([each]) // one of them has failed, and nothing is written
    }
  }
}
