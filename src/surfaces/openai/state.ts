import { type SurfaceHost, SurfaceState } from '../../http/index.ts'
import type { Migration, Tables } from '../../index.ts'

/** A thread is a conversation, or a response with all that go on from it: what is used together is kept together. */
export interface OpenAiTables {
  openai_threads: {
    id: string
    caller: string
    /** JSON. */
    metadata: string
    created_at: number
    used_at: number
    bytes: number
    /** The sequence of the next item. */
    next: number
  }
  openai_responses: {
    id: string
    caller: string
    thread: string
    previous: string | null
    input: string
    response: string
  }
  openai_items: {
    thread: string
    sequence: number
    id: string
    /** The turn that brought it; empty where the client put it there itself. */
    turn: string
    /** JSON. */
    body: string
  }
}

const migrations: readonly Migration[] = [
  async (db) => {
    await db.schema
      .createTable('openai_threads')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('caller', 'text', (column) => column.notNull())
      .addColumn('metadata', 'text', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('used_at', 'bigint', (column) => column.notNull())
      .addColumn('bytes', 'bigint', (column) => column.notNull())
      .addColumn('next', 'bigint', (column) => column.notNull())
      .execute()
    await db.schema.createIndex('openai_threads_used_at').on('openai_threads').column('used_at').execute()
    await db.schema
      .createTable('openai_responses')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('caller', 'text', (column) => column.notNull())
      .addColumn('thread', 'text', (column) => column.notNull().references('openai_threads.id').onDelete('cascade'))
      .addColumn('previous', 'text')
      .addColumn('input', 'text', (column) => column.notNull())
      .addColumn('response', 'text', (column) => column.notNull())
      .execute()
    await db.schema.createIndex('openai_responses_thread').on('openai_responses').column('thread').execute()
    await db.schema
      .createTable('openai_items')
      .addColumn('thread', 'text', (column) => column.notNull().references('openai_threads.id').onDelete('cascade'))
      .addColumn('sequence', 'bigint', (column) => column.notNull())
      .addColumn('id', 'text', (column) => column.notNull())
      .addColumn('turn', 'text', (column) => column.notNull())
      .addColumn('body', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('openai_items_place', ['thread', 'sequence'])
      .addUniqueConstraint('openai_items_id', ['thread', 'id'])
      .execute()
  },
]

/** What cannot be an id is not looked for: databases do not take every text. */
export function isId(text: string): boolean {
  return /^[\w-]{1,200}$/.test(text)
}

const limits = { threads: 100_000, bytes: 1024 ** 3 }
/** Threads that one sweep deletes: others want to write too. */
const atOnce = 100

/** What the surface keeps of conversations and responses. */
export type OpenAiState = SurfaceState<OpenAiTables>

export function openAiState(host: SurfaceHost): OpenAiState {
  return new SurfaceState(host, { part: 'openai', migrations, sweep })
}

/**
 * Deletes what is too old, and where there is too much, what was used the longest ago of whoever has the most: nobody
 * loses anything because somebody else keeps much.
 */
async function sweep({ write }: Tables<OpenAiTables>, cutoff: number): Promise<number> {
  return await write(async (db) => {
    const { all, bytes } = await db
      .selectFrom('openai_threads')
      .select(({ fn }) => [fn.countAll<number>().as('all'), fn.sum<number | null>('bytes').as('bytes')])
      .executeTakeFirstOrThrow()
    const isTooMuch = Number(all) > limits.threads || Number(bytes ?? 0) > limits.bytes
    const oldest = db.selectFrom('openai_threads').select('id').orderBy('used_at').limit(atOnce)
    const greediest = db
      .selectFrom('openai_threads')
      .select('caller')
      .groupBy('caller')
      .orderBy(({ fn }) => (Number(all) > limits.threads ? fn.countAll() : fn.sum('bytes')), 'desc')
      .limit(1)
    const doomed = isTooMuch ? oldest.where('caller', '=', greediest) : oldest.where('used_at', '<', cutoff)
    const { numDeletedRows } = await db.deleteFrom('openai_threads').where('id', 'in', doomed).executeTakeFirstOrThrow()
    return Number(numDeletedRows)
  })
}
