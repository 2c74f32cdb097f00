import type { Migration, Store, Tables } from '../../../index.ts'

/** What the engine keeps. Times are milliseconds since the epoch; JSON is in the protocol's own form. */
export interface Schema {
  a2a_tasks: TaskRow
  a2a_events: EventRow
  a2a_messages: MessageRow
  a2a_push_configs: PushConfigRow
  a2a_push_outbox: PushOutboxRow
}

/** A task. `task` and `artifacts` are what it was at event `folded`; later events are not yet in them. */
export interface TaskRow {
  id: string
  persona: string
  /** The caller's id; '' for nobody. */
  owner: string
  context: string
  /** Of `TaskState`. */
  state: number
  /** Without its artifacts, which may be large. */
  task: string
  artifacts: string
  folded: number
  /** The sequence number of its latest event. */
  seq: number
  /** The key of the message that it works on, or has worked on last. */
  message: string
  /** The process that works on it. One that others have ended keeps it until that process has noticed. */
  lease_owner: string | null
  lease_until: number
  created: number
  /** When its state was last told. */
  changed: number
  /** When it reached a state that is never left. */
  ended: number | null
}

export interface EventRow {
  task: string
  seq: number
  event: string
}

/** Messages that have been taken, so that none is answered twice. */
export interface MessageRow {
  key: string
  task: string
}

export interface PushConfigRow {
  task: string
  id: string
  config: string
  /** 1 where the client that made it speaks protocol 0.3. */
  legacy: number
  created: number
}

/** An event that somebody is still to be told. */
export interface PushOutboxRow {
  task: string
  config: string
  seq: number
  /** When it is due. */
  next: number
  tries: number
}

/** @throws RuntimeError `state-failed` */
export function openTables(store: Store): Promise<Tables<Schema>> {
  return store.open<Schema>('a2a', migrations)
}

const migrations: readonly Migration[] = [
  async (schema) => {
    await schema.schema
      .createTable('a2a_tasks')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('persona', 'text', (column) => column.notNull())
      .addColumn('owner', 'text', (column) => column.notNull())
      .addColumn('context', 'text', (column) => column.notNull())
      .addColumn('state', 'integer', (column) => column.notNull())
      .addColumn('task', 'text', (column) => column.notNull())
      .addColumn('artifacts', 'text', (column) => column.notNull())
      .addColumn('folded', 'integer', (column) => column.notNull())
      .addColumn('seq', 'integer', (column) => column.notNull())
      .addColumn('message', 'text', (column) => column.notNull())
      .addColumn('lease_owner', 'text')
      .addColumn('lease_until', 'bigint', (column) => column.notNull())
      .addColumn('created', 'bigint', (column) => column.notNull())
      .addColumn('changed', 'bigint', (column) => column.notNull())
      .addColumn('ended', 'bigint')
      .execute()
    const index = (name: string, columns: readonly string[]) =>
      schema.schema
        .createIndex(name)
        .on('a2a_tasks')
        .columns([...columns])
    await index('a2a_tasks_listed', ['owner', 'persona', 'changed', 'id']).execute()
    await index('a2a_tasks_context', ['context']).execute()
    await index('a2a_tasks_leased', ['lease_owner', 'lease_until']).where('lease_owner', 'is not', null).execute()
    await index('a2a_tasks_ended', ['ended']).execute()
    await schema.schema
      .createTable('a2a_events')
      .addColumn('task', 'text', (column) => column.notNull())
      .addColumn('seq', 'integer', (column) => column.notNull())
      .addColumn('event', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('a2a_events_key', ['task', 'seq'])
      .execute()
    await schema.schema
      .createTable('a2a_messages')
      .addColumn('key', 'text', (column) => column.primaryKey())
      .addColumn('task', 'text', (column) => column.notNull())
      .execute()
    await schema.schema.createIndex('a2a_messages_task').on('a2a_messages').column('task').execute()
    await schema.schema
      .createTable('a2a_push_configs')
      .addColumn('task', 'text', (column) => column.notNull())
      .addColumn('id', 'text', (column) => column.notNull())
      .addColumn('config', 'text', (column) => column.notNull())
      .addColumn('legacy', 'integer', (column) => column.notNull())
      .addColumn('created', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('a2a_push_configs_key', ['task', 'id'])
      .execute()
    await schema.schema
      .createTable('a2a_push_outbox')
      .addColumn('task', 'text', (column) => column.notNull())
      .addColumn('config', 'text', (column) => column.notNull())
      .addColumn('seq', 'integer', (column) => column.notNull())
      .addColumn('next', 'bigint', (column) => column.notNull())
      .addColumn('tries', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('a2a_push_outbox_key', ['task', 'config', 'seq'])
      .execute()
    await schema.schema.createIndex('a2a_push_outbox_due').on('a2a_push_outbox').column('next').execute()
  },
]
