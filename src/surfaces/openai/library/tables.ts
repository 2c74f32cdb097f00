import type { Migration } from '../../../index.ts'

/** Bytes as a database gives them: SQLite an ArrayBuffer, PostgreSQL a Buffer. Both take a Buffer. */
export type Bytes = Uint8Array | ArrayBuffer

/**
 * Files, and vector stores of them. `created` is microseconds since 1970 and differs from row to row: lists are in its
 * order. All other times are milliseconds.
 */
export interface FilesTables {
  files_objects: {
    id: string
    caller: string
    filename: string
    purpose: string
    bytes: number
    created: number
    expires: number | null
    /** 0 while its content is being written: nobody sees it before. */
    complete: number
  }
  files_pieces: { file: string; piece: number; data: Bytes }
  files_stores: {
    id: string
    caller: string
    /** JSON: name, description and metadata. */
    about: string
    created: number
    used: number
    /** After its last use, until it expires; null: never. */
    lifetime: number | null
    /** Grows with everything that changes what a search finds. */
    version: number
  }
  files_batches: { id: string; store: string; created: number; cancelled: number }
  files_attached: {
    store: string
    file: string
    created: number
    batch: string | null
    /** JSON. */
    attributes: string
    chunk_tokens: number
    overlap_tokens: number
    status: 'in_progress' | 'completed' | 'failed' | 'cancelled'
    /** JSON: code and message. */
    error: string | null
    /** Of its chunks and their vectors. */
    bytes: number
    /** The persona that has embedded it, where one has. */
    embedder: string | null
  }
  files_chunks: { store: string; file: string; number: number; text: string; vector: Bytes | null }
}

export const migrations: readonly Migration[] = [
  async (db) => {
    await db.schema
      .createTable('files_objects')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('caller', 'text', (column) => column.notNull())
      .addColumn('filename', 'text', (column) => column.notNull())
      .addColumn('purpose', 'text', (column) => column.notNull())
      .addColumn('bytes', 'bigint', (column) => column.notNull())
      .addColumn('created', 'bigint', (column) => column.notNull())
      .addColumn('expires', 'bigint')
      .addColumn('complete', 'bigint', (column) => column.notNull())
      .execute()
    await db.schema.createIndex('files_objects_order').on('files_objects').columns(['caller', 'created']).execute()
    await db.schema.createIndex('files_objects_expires').on('files_objects').column('expires').execute()
    await db.schema
      .createTable('files_pieces')
      .addColumn('file', 'text', (column) => column.notNull().references('files_objects.id').onDelete('cascade'))
      .addColumn('piece', 'bigint', (column) => column.notNull())
      .addColumn('data', 'bytea', (column) => column.notNull()) // SQLite takes any name for a type, and keeps bytes
      .addPrimaryKeyConstraint('files_pieces_place', ['file', 'piece'])
      .execute()
    await db.schema
      .createTable('files_stores')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('caller', 'text', (column) => column.notNull())
      .addColumn('about', 'text', (column) => column.notNull())
      .addColumn('created', 'bigint', (column) => column.notNull())
      .addColumn('used', 'bigint', (column) => column.notNull())
      .addColumn('lifetime', 'bigint')
      .addColumn('version', 'bigint', (column) => column.notNull())
      .execute()
    await db.schema.createIndex('files_stores_order').on('files_stores').columns(['caller', 'created']).execute()
    await db.schema
      .createTable('files_batches')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('store', 'text', (column) => column.notNull().references('files_stores.id').onDelete('cascade'))
      .addColumn('created', 'bigint', (column) => column.notNull())
      .addColumn('cancelled', 'bigint', (column) => column.notNull())
      .execute()
    await db.schema.createIndex('files_batches_store').on('files_batches').column('store').execute()
    await db.schema
      .createTable('files_attached')
      .addColumn('store', 'text', (column) => column.notNull().references('files_stores.id').onDelete('cascade'))
      .addColumn('file', 'text', (column) => column.notNull().references('files_objects.id').onDelete('cascade'))
      .addColumn('created', 'bigint', (column) => column.notNull())
      .addColumn('batch', 'text')
      .addColumn('attributes', 'text', (column) => column.notNull())
      .addColumn('chunk_tokens', 'bigint', (column) => column.notNull())
      .addColumn('overlap_tokens', 'bigint', (column) => column.notNull())
      .addColumn('status', 'text', (column) => column.notNull())
      .addColumn('error', 'text')
      .addColumn('bytes', 'bigint', (column) => column.notNull())
      .addColumn('embedder', 'text')
      .addPrimaryKeyConstraint('files_attached_place', ['store', 'file'])
      .execute()
    await db.schema.createIndex('files_attached_order').on('files_attached').columns(['store', 'created']).execute()
    await db.schema.createIndex('files_attached_file').on('files_attached').column('file').execute()
    await db.schema.createIndex('files_attached_status').on('files_attached').columns(['status', 'created']).execute()
    await db.schema
      .createTable('files_chunks')
      .addColumn('store', 'text', (column) => column.notNull())
      .addColumn('file', 'text', (column) => column.notNull())
      .addColumn('number', 'bigint', (column) => column.notNull())
      .addColumn('text', 'text', (column) => column.notNull())
      .addColumn('vector', 'bytea')
      .addPrimaryKeyConstraint('files_chunks_place', ['store', 'file', 'number'])
      .addForeignKeyConstraint(
        'files_chunks_attached',
        ['store', 'file'],
        'files_attached',
        ['store', 'file'],
        (constraint) => constraint.onDelete('cascade'),
      )
      .execute()
  },
]
