import type { Tables } from '../../index.ts'
import type { OpenAiTables } from './state.ts'

/** An item with its id, as it is listed. */
export interface ItemResource {
  readonly id: string
}

export type Db = Tables<OpenAiTables>['db']

/** Items that are kept of one conversation; the oldest go first. */
const most = 2_000

/** The turns that are among the items of a conversation; the client's own items have ''. */
export async function knownTurns(db: Db, thread: string): Promise<ReadonlySet<string>> {
  const rows = await db.selectFrom('openai_items').select('turn').distinct().where('thread', '=', thread).execute()
  return new Set(rows.map(({ turn }) => turn))
}

/** Puts items at the end of a conversation, in place of what is known of that turn. None where it was deleted meanwhile. */
export async function append(
  db: Db,
  thread: string,
  turn: string,
  items: readonly ItemResource[],
): Promise<readonly ItemResource[]> {
  if (turn !== '') await db.deleteFrom('openai_items').where('thread', '=', thread).where('turn', '=', turn).execute()
  const bodies = items.map((item) => JSON.stringify(item))
  const bytes = bodies.reduce((sum, body) => sum + Buffer.byteLength(body), 0)
  const used = await db
    .updateTable('openai_threads')
    .set(({ eb }) => ({ used_at: Date.now(), bytes: eb('bytes', '+', bytes), next: eb('next', '+', items.length) }))
    .where('id', '=', thread)
    .returning('next')
    .executeTakeFirst()
  if (!used) return [] // it was deleted meanwhile
  const first = used.next - items.length
  const rows = items.map(({ id }, index) => ({ thread, sequence: first + index, id, turn, body: bodies[index] ?? '' }))
  for (let from = 0; from < rows.length; from += 500) {
    await db
      .insertInto('openai_items')
      .values(rows.slice(from, from + 500))
      .execute()
  }
  await db
    .deleteFrom('openai_items')
    .where('thread', '=', thread)
    .where('sequence', '<', used.next - most)
    .execute()
  return items
}
