import type { SurfaceHost } from '../../http/index.ts'
import type { Message } from '../../index.ts'
import { append, type ItemResource, knownTurns } from './item-rows.ts'
import { messageItems } from './message-items.ts'
import { isId, type OpenAiState } from './state.ts'

export interface StoredConversation {
  readonly id: string
  /** Milliseconds since 1970. */
  readonly createdAt: number
  readonly metadata: Readonly<Record<string, string>>
}

/**
 * Conversations as clients of this API know them, and their items. Turns that came in on another surface under the same
 * id are taken over when somebody looks. Everything belongs to the running call's caller.
 */
export class ConversationStore {
  readonly #state: OpenAiState
  readonly #host: SurfaceHost

  constructor(state: OpenAiState, host: SurfaceHost) {
    this.#state = state
    this.#host = host
  }

  async get(id: string): Promise<StoredConversation | undefined> {
    if (!isId(id)) return undefined
    const { db } = await this.#state.open()
    const found = await db
      .selectFrom('openai_threads')
      .select(['id', 'created_at', 'metadata'])
      .where('id', '=', id)
      .where('caller', '=', this.#state.caller)
      .where('used_at', '>=', this.#state.cutoff)
      .executeTakeFirst()
    return found && { id, createdAt: found.created_at, metadata: JSON.parse(found.metadata) }
  }

  async create(id: string, metadata: object, items: readonly ItemResource[]): Promise<StoredConversation> {
    const now = Date.now()
    const { write } = await this.#state.open()
    const row = { id, caller: this.#state.caller, created_at: now, used_at: now, bytes: 0, next: 0 }
    await write(async (db) => {
      await db
        .insertInto('openai_threads')
        .values({ ...row, metadata: JSON.stringify(metadata) })
        .execute()
      await append(db, id, '', items)
    })
    return { id, createdAt: now, metadata: { ...metadata } }
  }

  /** False where there is no such conversation. */
  async update(id: string, metadata: object): Promise<boolean> {
    const { caller } = this.#state
    const { write } = await this.#state.open()
    const { numUpdatedRows } = await write((db) =>
      db
        .updateTable('openai_threads')
        .set({ metadata: JSON.stringify(metadata), used_at: Date.now() })
        .where('id', '=', id)
        .where('caller', '=', caller)
        .executeTakeFirstOrThrow(),
    )
    return numUpdatedRows > 0n
  }

  /** Deletes it with its items, and what personas have kept of it. False where there was none. */
  async delete(id: string): Promise<boolean> {
    const { caller } = this.#state
    const { write } = await this.#state.open()
    const { numDeletedRows } = await write((db) =>
      db.deleteFrom('openai_threads').where('id', '=', id).where('caller', '=', caller).executeTakeFirstOrThrow(),
    )
    if (numDeletedRows === 0n) return false
    await this.#host.conversations.forget(id)
    return true
  }

  /** The items of a conversation that is there, oldest first. */
  async items(id: string): Promise<readonly ItemResource[]> {
    await this.#takeOver(id)
    const { db } = await this.#state.open()
    const rows = await db
      .selectFrom('openai_items')
      .select('body')
      .where('thread', '=', id)
      .orderBy('sequence')
      .execute()
    return rows.map(({ body }) => JSON.parse(body))
  }

  /** Adds what one turn has brought, or the client itself where `turn` is empty. Gives the items as they are kept. */
  async add(id: string, turn: string, items: readonly ItemResource[]): Promise<readonly ItemResource[]> {
    const { write } = await this.#state.open()
    return await write((db) => append(db, id, turn, items))
  }

  /**
   * Deletes an item, and what personas have kept of the conversation: the next response brings them what is left.
   * False where there was none.
   */
  async deleteItem(id: string, item: string): Promise<boolean> {
    if (!isId(item)) return false
    await this.#takeOver(id)
    const { write } = await this.#state.open()
    const { numDeletedRows } = await write((db) =>
      db.deleteFrom('openai_items').where('thread', '=', id).where('id', '=', item).executeTakeFirstOrThrow(),
    )
    if (numDeletedRows === 0n) return false
    await this.#host.conversations.forget(id)
    return true
  }

  async #takeOver(id: string): Promise<void> {
    const { db, write } = await this.#state.open()
    const threads = await this.#host.conversations.read(id)
    const kept = threads.flatMap(({ transcript }) => transcript).sort((one, other) => one.at - other.at)
    if (kept.length === 0) return
    const known = await knownTurns(db, id)
    const turns = new Map<string, Message[]>()
    for (const { turn, message } of kept) {
      if (!known.has(turn)) turns.set(turn, [...(turns.get(turn) ?? []), message])
    }
    if (turns.size === 0) return
    await write(async (db) => {
      const known = await knownTurns(db, id)
      for (const [turn, messages] of turns) {
        if (!known.has(turn)) await append(db, id, turn, messageItems(messages, turn))
      }
    })
  }
}
