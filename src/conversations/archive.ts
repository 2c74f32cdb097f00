import type { Selectable } from 'kysely'
import type { ConversationInfo, ConversationPage, KeptConversation } from '../core/conversations.ts'
import { type Db, readRows, readValues } from './ledger.ts'
import type { ConversationTables } from './tables.ts'

/** The conversations of a caller that were used after `cutoff`, the latest first. */
export async function listThreads(
  db: Db,
  caller: string,
  cutoff: number,
  { limit, offset }: ConversationPage,
): Promise<readonly ConversationInfo[]> {
  const rows = await db
    .selectFrom('conversations_threads')
    .selectAll()
    .where('caller', '=', caller)
    .where('updated_at', '>=', cutoff)
    .orderBy('updated_at', 'desc')
    .orderBy('id')
    .limit(limit)
    .offset(offset)
    .execute()
  return rows.map(toInfo)
}

interface Which {
  readonly caller: string
  readonly id: string
  /** Default: each that took part. */
  readonly persona?: string | undefined
}

/** A conversation with everything that is known of it. */
export async function readConversation(
  db: Db,
  { caller, id, persona, after }: Which & { after?: number },
  cutoff: number,
): Promise<readonly KeptConversation[]> {
  const all = db
    .selectFrom('conversations_threads')
    .selectAll()
    .where('caller', '=', caller)
    .where('conversation', '=', id)
    .where('updated_at', '>=', cutoff)
    .orderBy('persona')
  const rows = await (persona === undefined ? all : all.where('persona', '=', persona)).execute()
  const kept: KeptConversation[] = []
  for (const row of rows) {
    const transcript = await readRows(db, row.id, after)
    const values = await readValues(db, row.id)
    const memory = Object.fromEntries([...values].map(([key, value]) => [key, JSON.parse(value)]))
    kept.push({ ...toInfo(row), key: row.id, transcript, memory })
  }
  return kept
}

export async function findThreads(
  db: Db,
  caller: string,
  cutoff: number,
  ids: readonly string[],
): Promise<readonly ConversationInfo[]> {
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom('conversations_threads')
    .selectAll()
    .where('caller', '=', caller)
    .where('conversation', 'in', ids)
    .where('updated_at', '>=', cutoff)
    .execute()
  return rows.map(toInfo)
}

/** Deletes a conversation with its memory. Gives the personas that took part. */
export async function forgetThreads(db: Db, { caller, id, persona }: Which): Promise<readonly string[]> {
  const named = db
    .selectFrom('conversations_threads')
    .select(['id', 'persona'])
    .where('caller', '=', caller)
    .where('conversation', '=', id)
  const threads = await (persona === undefined ? named : named.where('persona', '=', persona)).execute()
  const ids = threads.map((thread) => thread.id)
  if (ids.length > 0) await db.deleteFrom('conversations_threads').where('id', 'in', ids).execute()
  return threads.map((thread) => thread.persona)
}

function toInfo(row: Selectable<ConversationTables['conversations_threads']>): ConversationInfo {
  const { conversation: id, persona, messages, bytes, memory_bytes, created_at, updated_at } = row
  return { id, persona, messages, bytes: bytes + memory_bytes, createdAt: created_at, updatedAt: updated_at }
}
