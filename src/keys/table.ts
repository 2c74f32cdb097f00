import type { Generated, Selectable } from 'kysely'
import type { Migration, Store, Tables } from '../core/store.ts'
import { type Allowance, callerOf, digestOf, type Key, newSecret, type Scope } from './key.ts'

interface Schema {
  keys_keys: Row
}

interface Row {
  id: string
  name: string
  /** Hexadecimal. */
  digest: string
  /** `Scope` as JSON. */
  scope: string
  rate: number | null
  concurrency: number | null
  /** What clients of AWS sign with. A signature cannot be checked with a digest, so it stands here as it is. */
  aws_secret: string | null
  /** Times are milliseconds since 1970. */
  created_at: number
  expires_at: number | null
  used_at: Generated<number | null>
  revoked_at: Generated<number | null>
}

const migrations: readonly Migration[] = [
  async (db) => {
    await db.schema
      .createTable('keys_keys')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('digest', 'text', (column) => column.notNull())
      .addColumn('scope', 'text', (column) => column.notNull())
      .addColumn('rate', 'integer')
      .addColumn('concurrency', 'integer')
      .addColumn('aws_secret', 'text')
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('expires_at', 'bigint')
      .addColumn('used_at', 'bigint')
      .addColumn('revoked_at', 'bigint')
      .execute()
  },
]

/** A key of the store, and what became of it. */
export interface StoredKey extends Key {
  readonly createdAt: number
  readonly usedAt: number | undefined
  readonly revokedAt: number | undefined
  readonly awsSecret: string | undefined
}

export interface NewKey extends Allowance {
  readonly name: string
  readonly scope: Scope
  readonly expiresAt?: number | undefined
  /** Whether clients of AWS may sign with it. */
  readonly awsSecret?: string | undefined
}

/** The keys in the store. */
export class KeyTable {
  readonly #tables: Tables<Schema>

  private constructor(tables: Tables<Schema>) {
    this.#tables = tables
  }

  /** @throws RuntimeError `state-failed` */
  static async open(store: Store): Promise<KeyTable> {
    return new KeyTable(await store.open<Schema>('keys', migrations))
  }

  /** Makes a key, and returns it as its client has to write it: it cannot be told again. */
  async add({ name, scope, rate, concurrency, expiresAt, awsSecret }: NewKey): Promise<{ id: string; text: string }> {
    const { id, text } = newSecret()
    const row = {
      ...{ id, name, digest: Buffer.from(digestOf(text)).toString('hex'), scope: JSON.stringify(scope) },
      ...{ rate: rate ?? null, concurrency: concurrency ?? null, aws_secret: awsSecret ?? null },
      ...{ created_at: Date.now(), expires_at: expiresAt ?? null },
    }
    await this.#tables.write((db) => db.insertInto('keys_keys').values(row).execute())
    return { id, text }
  }

  /** Every key that there has ever been, the oldest first. */
  async list(): Promise<readonly StoredKey[]> {
    const rows = await this.#tables.db.selectFrom('keys_keys').selectAll().orderBy('created_at').orderBy('id').execute()
    return rows.map(toKey)
  }

  async find(id: string): Promise<StoredKey | undefined> {
    const row = await this.#tables.db.selectFrom('keys_keys').selectAll().where('id', '=', id).executeTakeFirst()
    return row && toKey(row)
  }

  /** Whether there is a key that is good at that time. */
  async hasUsable(now: number): Promise<boolean> {
    const row = await this.#tables.db
      .selectFrom('keys_keys')
      .select('id')
      .where('revoked_at', 'is', null)
      .where((where) => where.or([where('expires_at', 'is', null), where('expires_at', '>', now)]))
      .executeTakeFirst()
    return row !== undefined
  }

  /** False where there is no such key, or none that is still good. */
  async revoke(id: string): Promise<boolean> {
    const { numUpdatedRows } = await this.#tables.write((db) =>
      db
        .updateTable('keys_keys')
        .set({ revoked_at: Date.now() })
        .where('id', '=', id)
        .where('revoked_at', 'is', null)
        .executeTakeFirst(),
    )
    return numUpdatedRows > 0
  }

  async touch(id: string, usedAt: number): Promise<void> {
    await this.#tables.write((db) =>
      db.updateTable('keys_keys').set({ used_at: usedAt }).where('id', '=', id).execute(),
    )
  }
}

function toKey(row: Selectable<Row>): StoredKey {
  const { id, name, rate, concurrency } = row
  const scope = JSON.parse(row.scope) as Scope // `add` has written it
  return {
    id,
    name,
    digest: Buffer.from(row.digest, 'hex'),
    scope,
    rate: rate ?? undefined,
    concurrency: concurrency ?? undefined,
    expiresAt: row.expires_at ?? undefined,
    caller: callerOf(id, name, scope),
    createdAt: row.created_at,
    usedAt: row.used_at ?? undefined,
    revokedAt: row.revoked_at ?? undefined,
    awsSecret: row.aws_secret ?? undefined,
  }
}
