import type { Kysely } from 'kysely'
import type { Migration } from '../core/store.ts'

interface Versions {
  dramatis_parts: { part: string; version: number }
}

/**
 * Brings the tables of one part up to date, in a transaction of the caller's.
 * @throws Error where a newer release has written them: what it means by them is not known here
 */
export async function migrate(given: Kysely<never>, part: string, migrations: readonly Migration[]): Promise<void> {
  const db = given as unknown as Kysely<Versions> // this table is ours
  await db.schema
    .createTable('dramatis_parts')
    .ifNotExists()
    .addColumn('part', 'text', (column) => column.primaryKey())
    .addColumn('version', 'integer', (column) => column.notNull())
    .execute()
  const row = await db.selectFrom('dramatis_parts').select('version').where('part', '=', part).executeTakeFirst()
  const version = row?.version ?? 0
  if (version === migrations.length) return
  if (version > migrations.length) {
    throw new Error(
      `its tables of "${part}" were written by a newer release (${version}); this one knows ${migrations.length}`,
    )
  }
  for (const step of migrations.slice(version)) await step(given as unknown as Kysely<unknown>) // they know their own
  await db
    .insertInto('dramatis_parts')
    .values({ part, version: migrations.length })
    .onConflict((conflict) => conflict.column('part').doUpdateSet({ version: migrations.length }))
    .execute()
}
