import { randomUUID } from 'node:crypto'
import type { Tables } from '../core/store.ts'
import type { Json, Memory } from '../core/types.ts'
import { type Db, isNamed, readValues, type ThreadName, writeValue } from './ledger.ts'
import { memoryBytes, requireRoom } from './memory.ts'
import type { ConversationTables } from './tables.ts'

/** A memory outside of turns: it is read when it is asked for, and each change is a write of its own. */
export class ThreadMemory implements Memory {
  readonly #open: () => Promise<Tables<ConversationTables>>
  readonly #name: ThreadName
  readonly #limit: number
  readonly #cutoff: () => number

  constructor(open: () => Promise<Tables<ConversationTables>>, name: ThreadName, limit: number, cutoff: () => number) {
    this.#open = open
    this.#name = name
    this.#limit = limit
    this.#cutoff = cutoff
  }

  async get(key: string): Promise<Json | undefined> {
    const { db } = await this.#open()
    const found = await db
      .selectFrom('conversations_values')
      .innerJoin('conversations_threads', 'conversations_threads.id', 'conversations_values.thread')
      .select('value')
      .where(({ and, eb }) =>
        and([
          eb('caller', '=', this.#name.caller),
          eb('conversation', '=', this.#name.conversation),
          eb('persona', '=', this.#name.persona),
        ]),
      )
      .where('name', '=', JSON.stringify(key))
      .where('updated_at', '>=', this.#cutoff())
      .executeTakeFirst()
    return found && JSON.parse(found.value)
  }

  /** @throws RuntimeError `body-too-large` where there would be more than the limit */
  async set(key: string, value: Json): Promise<void> {
    await this.#change(key, JSON.stringify(value))
  }

  async delete(key: string): Promise<void> {
    await this.#change(key, undefined)
  }

  async #change(key: string, value: string | undefined): Promise<void> {
    const { write } = await this.#open()
    await write(async (db) => {
      const thread = await this.#thread(db)
      const values = new Map(await readValues(db, thread))
      if (value === undefined) values.delete(key)
      else values.set(key, value)
      const memory_bytes = memoryBytes(values)
      requireRoom(memory_bytes, this.#limit)
      await writeValue(db, thread, key, value)
      await db
        .updateTable('conversations_threads')
        .set(({ eb }) => ({ memory_bytes, updated_at: Date.now(), version: eb('version', '+', 1) }))
        .where('id', '=', thread)
        .execute()
    })
  }

  async #thread(db: Db): Promise<string> {
    const now = Date.now()
    const id = randomUUID()
    await db
      .deleteFrom('conversations_threads')
      .where(isNamed(this.#name))
      .where('updated_at', '<', this.#cutoff())
      .execute()
    const state = { created_at: now, updated_at: now, version: 0, next: 0, messages: 0, bytes: 0, memory_bytes: 0 }
    await db
      .insertInto('conversations_threads')
      .values({ id, ...this.#name, ...state })
      .onConflict((conflict) => conflict.columns(['caller', 'conversation', 'persona']).doNothing())
      .execute()
    const found = await db
      .selectFrom('conversations_threads')
      .select('id')
      .where(isNamed(this.#name))
      .executeTakeFirstOrThrow()
    return found.id
  }
}
