import { type Dialect, PostgresDialect } from 'kysely'
import pg from 'pg'

/** Connections of one host: writes share one, the others read. */
const connections = 8
/** How long a connection may take to be made, in milliseconds. */
const connectTimeout = 5_000

/** PostgreSQL, where several hosts share their state. Integers come as numbers, as they do from SQLite. */
export function postgres(url: string): Dialect {
  const { builtins, getTypeParser } = pg.types
  return new PostgresDialect({
    pool: new pg.Pool({
      connectionString: url,
      max: connections,
      connectionTimeoutMillis: connectTimeout,
      types: {
        getTypeParser: (oid, format) => (oid === builtins.INT8 ? Number : getTypeParser(oid, format)),
      },
    }),
  })
}
