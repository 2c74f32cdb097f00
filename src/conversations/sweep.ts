import type { Db } from './ledger.ts'

/** Conversations that one sweep deletes: others want to write too. */
const atOnce = 200

export async function deleteExpired(db: Db, cutoff: number): Promise<{ deleted: number; left: number }> {
  const expired = db
    .selectFrom('conversations_threads')
    .select('id')
    .where('updated_at', '<', cutoff)
    .orderBy('updated_at')
    .limit(atOnce)
  const { numDeletedRows } = await db
    .deleteFrom('conversations_threads')
    .where('id', 'in', expired)
    .executeTakeFirstOrThrow()
  return { deleted: Number(numDeletedRows), left: await countAll(db) }
}

/**
 * Makes room where there are more than `most`: some more than needed, since it takes long to count. They are taken from
 * the caller who has the most, so that nobody loses any because somebody else begins many. Tells what is left.
 */
export async function deleteOldest(db: Db, most: number): Promise<number> {
  const all = await countAll(db)
  if (all <= most) return all
  const surplus = all - most + Math.floor(most / 100)
  const { caller } = await db
    .selectFrom('conversations_threads')
    .select('caller')
    .groupBy('caller')
    .orderBy(({ fn }) => fn.countAll(), 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
  const oldest = db
    .selectFrom('conversations_threads')
    .select('id')
    .where('caller', '=', caller)
    .orderBy('updated_at')
    .limit(surplus)
  const { numDeletedRows } = await db
    .deleteFrom('conversations_threads')
    .where('id', 'in', oldest)
    .executeTakeFirstOrThrow()
  return all - Number(numDeletedRows)
}

async function countAll(db: Db): Promise<number> {
  const { all } = await db
    .selectFrom('conversations_threads')
    .select(({ fn }) => fn.countAll<number>().as('all'))
    .executeTakeFirstOrThrow()
  return Number(all)
}
