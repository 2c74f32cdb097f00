import { type SurfaceHost, SurfaceState } from '../../http/index.ts'
import type { Migration, Tables } from '../../index.ts'

export interface ApiTables {
  api_agents: { id: string; caller: string; persona: string; created_at: number; used_at: number }
  api_sessions: { id: string; caller: string; agent: string; persona: string; created_at: number; used_at: number }
}

const migrations: readonly Migration[] = [
  async (db) => {
    await db.schema
      .createTable('api_agents')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('caller', 'text', (column) => column.notNull())
      .addColumn('persona', 'text', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('used_at', 'bigint', (column) => column.notNull())
      .execute()
    await db.schema
      .createTable('api_sessions')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('caller', 'text', (column) => column.notNull())
      .addColumn('agent', 'text', (column) => column.notNull().references('api_agents.id').onDelete('cascade'))
      .addColumn('persona', 'text', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('used_at', 'bigint', (column) => column.notNull())
      .execute()
    for (const table of ['api_agents', 'api_sessions']) {
      await db.schema.createIndex(`${table}_latest`).on(table).columns(['caller', 'created_at']).execute()
      await db.schema.createIndex(`${table}_used_at`).on(table).column('used_at').execute()
    }
    await db.schema.createIndex('api_sessions_agent').on('api_sessions').column('agent').execute()
  },
]

/** Ids are made here; what cannot be one is not looked for: databases do not take every text. */
export function isId(text: string): boolean {
  return /^[0-9a-f-]{36}$/.test(text)
}

/** Rows that one sweep deletes: others want to write too. */
const atOnce = 200

/** Agents and sessions, as this API has them. What was said in a session is a conversation of the host. */
export type ApiState = SurfaceState<ApiTables>

export function apiState(host: SurfaceHost): ApiState {
  return new SurfaceState(host, { part: 'api', migrations, sweep })
}

async function sweep({ write }: Tables<ApiTables>, cutoff: number): Promise<number> {
  return await write(async (db) => {
    const sessions = db.selectFrom('api_sessions').select('id').where('used_at', '<', cutoff).limit(atOnce)
    const agents = db.selectFrom('api_agents').select('id').where('used_at', '<', cutoff).limit(atOnce)
    const gone = await db.deleteFrom('api_sessions').where('id', 'in', sessions).executeTakeFirstOrThrow()
    const idle = await db.deleteFrom('api_agents').where('id', 'in', agents).executeTakeFirstOrThrow()
    return Number(gone.numDeletedRows + idle.numDeletedRows)
  })
}
