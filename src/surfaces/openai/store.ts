import { isId, type OpenAiState } from './state.ts'

/** A response that can be asked for again, and gone on from. */
export interface StoredResponse {
  readonly id: string
  /** The response as JSON: what was answered, byte for byte. */
  readonly response: string
  /** The items of its own input as JSON, each with an id. */
  readonly input: string
  /** The response that went before it. */
  readonly previous: string | undefined
}

/**
 * Responses of the running call's caller. What `put` has settled, `get` finds until it is deleted, or neither it nor one
 * that goes on from the same beginning was used for long.
 */
export class ResponseStore {
  readonly #state: OpenAiState

  constructor(state: OpenAiState) {
    this.#state = state
  }

  async get(id: string): Promise<StoredResponse | undefined> {
    if (!isId(id)) return undefined
    const { db } = await this.#state.open()
    const found = await db
      .selectFrom('openai_responses')
      .innerJoin('openai_threads', 'openai_threads.id', 'openai_responses.thread')
      .select(['openai_responses.id', 'response', 'input', 'previous'])
      .where('openai_responses.id', '=', id)
      .where('openai_responses.caller', '=', this.#state.caller)
      .where('used_at', '>=', this.#state.cutoff)
      .executeTakeFirst()
    return found && { ...found, previous: found.previous ?? undefined }
  }

  async put({ id, response, input, previous }: StoredResponse): Promise<void> {
    const { caller } = this.#state
    const now = Date.now()
    const bytes = Buffer.byteLength(response) + Buffer.byteLength(input)
    const { write } = await this.#state.open()
    await write(async (db) => {
      const before = await db
        .selectFrom('openai_responses')
        .select('thread')
        .where('id', '=', previous ?? '')
        .where('caller', '=', caller)
        .executeTakeFirst()
      const thread = before?.thread ?? id
      await db
        .insertInto('openai_threads')
        .values({ id: thread, caller, metadata: '{}', created_at: now, used_at: now, bytes, next: 0 })
        .onConflict((conflict) =>
          conflict
            .column('id')
            .doUpdateSet(({ eb }) => ({ used_at: now, bytes: eb('openai_threads.bytes', '+', bytes) })),
        )
        .execute()
      const row = { id, caller, thread, previous: previous ?? null, input, response }
      await db.insertInto('openai_responses').values(row).execute()
    })
  }

  /** False where there was none. */
  async delete(id: string): Promise<boolean> {
    if (!isId(id)) return false
    const { caller } = this.#state
    const { write } = await this.#state.open()
    const { numDeletedRows } = await write((db) =>
      db.deleteFrom('openai_responses').where('id', '=', id).where('caller', '=', caller).executeTakeFirstOrThrow(),
    )
    return numDeletedRows > 0n
  }
}
