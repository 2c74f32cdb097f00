import type { Expression, ExpressionBuilder, Kysely, SqlBool } from 'kysely'
import { RuntimeError } from '../core/errors.ts'
import { memoryBytes } from './memory.ts'
import { decodeMessage } from './message-json.ts'
import type { ConversationTables } from './tables.ts'
import { type Change, type Row, totalBytes } from './transcript.ts'

export type Db = Kysely<ConversationTables>

/** Whose conversation with whom. */
export interface ThreadName {
  readonly caller: string
  readonly conversation: string
  readonly persona: string
}

/** A conversation as its latest turn has left it. Never changed: a turn makes another one. */
export interface Thread {
  readonly id: string
  readonly createdAt: number
  /** 0 where nothing of it is written yet. */
  readonly version: number
  readonly next: number
  readonly rows: readonly Row[]
  /** JSON by key. */
  readonly values: ReadonlyMap<string, string>
}

/** What a turn writes. */
export interface Commit {
  readonly name: ThreadName
  readonly before: Thread
  readonly after: Thread
  readonly change: Change
  readonly values: ReadonlyMap<string, string | undefined>
  readonly at: number
  /** What was last used before that time is gone. */
  readonly cutoff: number
}

/** Rows that one statement inserts: databases have limits for the values of one. */
const rowsAtOnce = 500

export function isNamed({ caller, conversation, persona }: ThreadName) {
  return ({ and, eb }: ExpressionBuilder<ConversationTables, 'conversations_threads'>): Expression<SqlBool> =>
    and([eb('caller', '=', caller), eb('conversation', '=', conversation), eb('persona', '=', persona)])
}

/** The thread, or `known` where that is still the latest of it. Undefined where there is none, or it is too old. */
export async function readThread(
  db: Db,
  name: ThreadName,
  cutoff: number,
  known: Thread | undefined,
): Promise<Thread | undefined> {
  const found = await db
    .selectFrom('conversations_threads')
    .select(['id', 'created_at', 'version', 'next'])
    .where(isNamed(name))
    .where('updated_at', '>=', cutoff)
    .executeTakeFirst()
  if (!found) return undefined
  const { id, version, next, created_at: createdAt } = found
  if (known?.id === id && known.version === version) return known
  return { id, createdAt, version, next, rows: await readRows(db, id), values: await readValues(db, id) }
}

/** Messages in their order, or those that come after a sequence. */
export async function readRows(db: Db, thread: string, after?: number): Promise<readonly Row[]> {
  const all = db
    .selectFrom('conversations_messages')
    .select(['sequence', 'turn', 'at', 'bytes', 'body'])
    .where('thread', '=', thread)
    .orderBy('sequence')
  const rows = await (after === undefined ? all : all.where('sequence', '>', after)).execute()
  return rows.map(({ body, ...row }) => ({ ...row, message: decodeMessage(body) }))
}

export async function readValues(db: Db, thread: string): Promise<ReadonlyMap<string, string>> {
  const rows = await db
    .selectFrom('conversations_values')
    .select(['name', 'value'])
    .where('thread', '=', thread)
    .orderBy('name')
    .execute()
  return new Map(rows.map(({ name, value }) => [JSON.parse(name), value]))
}

/** @throws RuntimeError `conflict` where somebody else has gone on with the conversation meanwhile */
export async function writeTurn(db: Db, commit: Commit): Promise<void> {
  const { after, change } = commit
  await writeThread(db, commit)
  if (change.removed.length > 0) {
    await db
      .deleteFrom('conversations_messages')
      .where('thread', '=', after.id)
      .where('sequence', 'in', change.removed)
      .execute()
  }
  const added = change.added.map(({ message: _, ...row }) => ({ ...row, thread: after.id }))
  for (let from = 0; from < added.length; from += rowsAtOnce) {
    await db
      .insertInto('conversations_messages')
      .values(added.slice(from, from + rowsAtOnce))
      .execute()
  }
  for (const [key, value] of commit.values) await writeValue(db, after.id, key, value)
}

async function writeThread(db: Db, { name, before, after, at, cutoff }: Commit): Promise<void> {
  const { id, version, next, rows, createdAt: created_at } = after
  const memory_bytes = memoryBytes(after.values)
  const state = { updated_at: at, version, next, messages: rows.length, bytes: totalBytes(rows), memory_bytes }
  if (before.version > 0) {
    const { numUpdatedRows } = await db
      .updateTable('conversations_threads')
      .set(state)
      .where('id', '=', id)
      .where('version', '=', before.version)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) throw overtaken()
    return
  }
  await db.deleteFrom('conversations_threads').where(isNamed(name)).where('updated_at', '<', cutoff).execute()
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('conversations_threads')
    .values({ id, ...name, created_at, ...state })
    .onConflict((conflict) => conflict.columns(['caller', 'conversation', 'persona']).doNothing())
    .executeTakeFirst()
  if (numInsertedOrUpdatedRows === 0n) throw overtaken()
}

export async function writeValue(db: Db, thread: string, key: string, value: string | undefined): Promise<void> {
  const name = JSON.stringify(key)
  if (value === undefined) {
    await db.deleteFrom('conversations_values').where('thread', '=', thread).where('name', '=', name).execute()
    return
  }
  await db
    .insertInto('conversations_values')
    .values({ thread, name, value })
    .onConflict((conflict) => conflict.columns(['thread', 'name']).doUpdateSet({ value }))
    .execute()
}

function overtaken(): RuntimeError {
  const message = 'Another turn of this conversation was kept meanwhile, or it was forgotten; nothing of this one is.'
  return new RuntimeError('conflict', `${message} Send it again.`, { retryAfter: 1 })
}
