import type { Migration } from '../core/store.ts'

/** A thread is a conversation of a caller with one persona. */
export interface ConversationTables {
  conversations_threads: {
    id: string
    caller: string
    conversation: string
    persona: string
    created_at: number
    updated_at: number
    /** Grows with each turn: two hosts that go on from the same one cannot both be right. */
    version: number
    /** The sequence of the next message. */
    next: number
    messages: number
    bytes: number
    memory_bytes: number
  }
  conversations_messages: {
    thread: string
    sequence: number
    turn: string
    at: number
    bytes: number
    /** JSON: see `encodeMessage`. */
    body: string
  }
  conversations_values: {
    thread: string
    /** JSON, since a database takes not every text. */
    name: string
    value: string
  }
}

export const migrations: readonly Migration[] = [
  async (db) => {
    await db.schema
      .createTable('conversations_threads')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('caller', 'text', (column) => column.notNull())
      .addColumn('conversation', 'text', (column) => column.notNull())
      .addColumn('persona', 'text', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('updated_at', 'bigint', (column) => column.notNull())
      .addColumn('version', 'bigint', (column) => column.notNull())
      .addColumn('next', 'bigint', (column) => column.notNull())
      .addColumn('messages', 'bigint', (column) => column.notNull())
      .addColumn('bytes', 'bigint', (column) => column.notNull())
      .addColumn('memory_bytes', 'bigint', (column) => column.notNull())
      .addUniqueConstraint('conversations_threads_name', ['caller', 'conversation', 'persona'])
      .execute()
    await db.schema
      .createIndex('conversations_threads_updated_at')
      .on('conversations_threads')
      .column('updated_at')
      .execute()
    await db.schema
      .createIndex('conversations_threads_latest')
      .on('conversations_threads')
      .columns(['caller', 'updated_at'])
      .execute()
    await db.schema
      .createTable('conversations_messages')
      .addColumn('thread', 'text', (column) =>
        column.notNull().references('conversations_threads.id').onDelete('cascade'),
      )
      .addColumn('sequence', 'bigint', (column) => column.notNull())
      .addColumn('turn', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('bytes', 'bigint', (column) => column.notNull())
      .addColumn('body', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('conversations_messages_place', ['thread', 'sequence'])
      .execute()
    await db.schema
      .createTable('conversations_values')
      .addColumn('thread', 'text', (column) =>
        column.notNull().references('conversations_threads.id').onDelete('cascade'),
      )
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('value', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('conversations_values_name', ['thread', 'name'])
      .execute()
  },
]
