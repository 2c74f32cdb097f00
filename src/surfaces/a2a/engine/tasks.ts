import type { StreamResponse, Task } from '@a2a-js/sdk'
import { TaskNotFoundError } from '@a2a-js/sdk/errors'
import type { Kysely } from 'kysely'
import type { Tables } from '../../../index.ts'
import { decodeEvent, decodeTask, encodeEvent, Fold } from './fold.ts'
import { numbered, type Told } from './sequence.ts'
import { Statements } from './statements.ts'
import type { MessageRow, PushConfigRow, Schema, TaskRow } from './tables.ts'

/** Rows that one statement may carry: databases limit its parameters. */
const rowsAtOnce = 100
/** Events that are read at once. */
const eventsAtOnce = 500

/** What is written about a task at one time: all of it or nothing. */
export interface Change {
  /** The task after it. What is not named stays as it is. */
  readonly row: Partial<TaskRow> & Pick<TaskRow, 'id' | 'seq'>
  /** What must be true of the task before it; undefined: it is new, and `row` is complete. */
  readonly expect: Expected | undefined
  readonly events: readonly Told[]
  /** Messages that are taken with it, and the tasks that they were known for before. */
  readonly messages: readonly { readonly key: string; readonly before: string | undefined }[]
  readonly pushConfigs: readonly Omit<PushConfigRow, 'task'>[]
  /** Events of which push notifications tell. */
  readonly notify: readonly number[]
}

export interface Expected {
  readonly seq: number
  /** It must not have been renewed since. */
  readonly leaseUntil?: number
}

/** Another process has changed the task meanwhile, or has taken the same message. Nothing is written. */
export class Overtaken extends Error {}

/** The tasks in the store, whichever process works on them. */
export class Tasks {
  readonly #tables: Tables<Schema>
  readonly #statements: Statements

  constructor(tables: Tables<Schema>) {
    this.#tables = tables
    this.#statements = new Statements(tables.db)
  }

  get db(): Kysely<Schema> {
    return this.#tables.db
  }

  /** @throws Overtaken; RuntimeError `state-failed` */
  async write(change: Change): Promise<void> {
    const events = change.events.map(({ seq, event }) => ({ task: change.row.id, seq, event: encodeEvent(event) }))
    await this.#tables.write(async (db) => {
      await writeTask(db, change, this.#statements)
      for (const message of change.messages) await writeMessage(db, change.row.id, message, this.#statements)
      for (let from = 0; from < events.length; from += rowsAtOnce) {
        await db
          .insertInto('a2a_events')
          .values(events.slice(from, from + rowsAtOnce))
          .execute()
      }
      for (const config of change.pushConfigs) await writePushConfig(db, { task: change.row.id, ...config })
      for (const seq of change.notify) await notify(db, change.row.id, seq)
    })
  }

  /** Anything else that is to be written. */
  async change(work: (db: Kysely<Schema>) => Promise<void>): Promise<void> {
    await this.#tables.write(work)
  }

  /**
   * Ends a task from outside, whoever works on it: that process finds out with its next event, or by its lease.
   * @throws Overtaken
   */
  async close(row: TaskRow, event: StreamResponse, expect: Expected = { seq: row.seq }): Promise<Told> {
    const fold = await this.fold(row)
    fold.apply(event)
    const seq = row.seq + 1
    const told = { seq, event: numbered(event, seq) }
    const now = Date.now()
    const state = fold.status?.state ?? row.state
    await this.write({
      row: { id: row.id, seq, state, changed: now, ended: now, folded: seq, ...fold.encoded() },
      expect,
      events: [told],
      messages: [],
      pushConfigs: [],
      notify: [seq],
    })
    return told
  }

  async row(id: string): Promise<TaskRow | undefined> {
    return await this.db.selectFrom('a2a_tasks').selectAll().where('id', '=', id).executeTakeFirst()
  }

  /** @throws TaskNotFoundError also for tasks of other callers and, where it is named, of other personas */
  async find(id: string, { owner, persona }: { owner: string; persona: string | undefined }): Promise<TaskRow> {
    const row = await this.row(id)
    if (row && row.owner === owner && (persona === undefined || row.persona === persona)) return row
    throw new TaskNotFoundError(`There is no task "${id.slice(0, 100)}".`)
  }

  /** The task that a message was taken for. */
  async forMessage(key: string): Promise<string | undefined> {
    const { rows } = await this.#statements.taskOfMessage.run(this.db, { key })
    return rows[0]?.task
  }

  /** The events of a task after one of them, at most so many as one likes to read at once. */
  async eventsAfter(id: string, after: number): Promise<Told[]> {
    const rows = await this.db
      .selectFrom('a2a_events')
      .select(['seq', 'event'])
      .where('task', '=', id)
      .where('seq', '>', after)
      .orderBy('seq')
      .limit(eventsAtOnce)
      .execute()
    return rows.map(({ seq, event }) => ({ seq, event: numbered(decodeEvent(event), seq) }))
  }

  /** The task at its latest event. */
  async fold(row: Pick<TaskRow, 'id' | 'seq' | 'folded' | 'task' | 'artifacts'>): Promise<Fold> {
    const fold = new Fold(decodeTask(row.task, row.artifacts))
    let at = row.folded
    while (at < row.seq) {
      const events = await this.eventsAfter(row.id, at)
      for (const { seq, event } of events) if (seq <= row.seq) fold.apply(event)
      const last = events.at(-1)
      if (!last) break // the process that wrote the row has folded everything, and its events are gone
      at = last.seq
    }
    return fold
  }

  async task(row: TaskRow): Promise<Task> {
    return row.folded === row.seq ? decodeTask(row.task, row.artifacts) : (await this.fold(row)).snapshot()
  }

  /** One event of a task, while it is kept. */
  async event(id: string, seq: number): Promise<StreamResponse | undefined> {
    const row = await this.db
      .selectFrom('a2a_events')
      .select('event')
      .where('task', '=', id)
      .where('seq', '=', seq)
      .executeTakeFirst()
    return row && decodeEvent(row.event)
  }
}

async function writeTask(db: Kysely<Schema>, { row, expect }: Change, { insertTask }: Statements): Promise<void> {
  if (!expect) {
    await insertTask.run(db, row as TaskRow) // complete where it is new
    return
  }
  let update = db
    .updateTable('a2a_tasks')
    .set(row)
    .where('id', '=', row.id)
    .where('seq', '=', expect.seq)
    .where('ended', 'is', null)
  if (expect.leaseUntil !== undefined) update = update.where('lease_until', '=', expect.leaseUntil)
  const { numUpdatedRows } = await update.executeTakeFirst()
  if (numUpdatedRows === 0n) throw new Overtaken()
}

async function writeMessage(
  db: Kysely<Schema>,
  task: string,
  { key, before }: Change['messages'][number],
  { insertMessage }: Statements,
): Promise<void> {
  const { numAffectedRows } =
    before === undefined ? await insertMessage.run(db, { key, task }) : await writeAgain(db, { key, task }, before)
  if (numAffectedRows === 0n) throw new Overtaken()
}

/** A message that was known for another task. */
function writeAgain(db: Kysely<Schema>, row: MessageRow, before: string) {
  const query = db
    .insertInto('a2a_messages')
    .values(row)
    .onConflict((conflict) =>
      conflict.column('key').doUpdateSet({ task: row.task }).where('a2a_messages.task', '=', before),
    )
  return db.executeQuery(query.compile())
}

export async function writePushConfig(db: Kysely<Schema>, row: PushConfigRow): Promise<void> {
  const { task: _task, id: _id, created: _created, ...changed } = row
  await db
    .insertInto('a2a_push_configs')
    .values(row)
    .onConflict((conflict) => conflict.columns(['task', 'id']).doUpdateSet(changed))
    .execute()
}

async function notify(db: Kysely<Schema>, task: string, seq: number): Promise<void> {
  await db
    .insertInto('a2a_push_outbox')
    .columns(['task', 'config', 'seq', 'next', 'tries'])
    .expression((from) =>
      from
        .selectFrom('a2a_push_configs')
        .select(({ ref, val }) => [
          ref('task').as('task'),
          ref('id').as('config'),
          val(seq).as('seq'),
          val(0).as('next'),
          val(0).as('tries'),
        ])
        .where('task', '=', task),
    )
    .execute()
}
