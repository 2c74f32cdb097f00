import { TaskState } from '@a2a-js/sdk'
import type { EngineOptions } from './options.ts'
import type { Tasks } from './tasks.ts'

/** Tasks that one transaction removes. */
const tasksAtOnce = 200

const waiting = [TaskState.TASK_STATE_INPUT_REQUIRED, TaskState.TASK_STATE_AUTH_REQUIRED]

/** Removes what is older than it may be, or more than there may be. A task that is at work is never removed. */
export async function forget(tasks: Tasks, { retention }: EngineOptions): Promise<void> {
  const now = Date.now()
  await forgetEvents(tasks, now - retention.events)
  await forgetTasks(tasks, now - retention.tasks)
  await forgetSurplus(tasks, retention.count)
}

/** Events of finished tasks, which nobody follows any more. Those that are still to be notified stay. */
async function forgetEvents(tasks: Tasks, before: number): Promise<void> {
  for (;;) {
    const rows = await tasks.db
      .selectFrom('a2a_tasks')
      .select('id')
      .where('ended', '<', before)
      .where(({ exists, selectFrom }) =>
        exists(selectFrom('a2a_events').select('a2a_events.seq').whereRef('a2a_events.task', '=', 'a2a_tasks.id')),
      )
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('a2a_push_outbox')
              .select('a2a_push_outbox.seq')
              .whereRef('a2a_push_outbox.task', '=', 'a2a_tasks.id'),
          ),
        ),
      )
      .limit(tasksAtOnce)
      .execute()
    if (rows.length === 0) return
    const ids = rows.map(({ id }) => id)
    await tasks.change(async (db) => {
      await db.deleteFrom('a2a_events').where('task', 'in', ids).execute()
    })
  }
}

/** Tasks that have not changed for too long, whether they are over or still wait for a client that never came. */
async function forgetTasks(tasks: Tasks, before: number): Promise<void> {
  for (;;) {
    const rows = await tasks.db
      .selectFrom('a2a_tasks')
      .select('id')
      .where('changed', '<', before)
      .where(({ eb, or }) => or([eb('ended', 'is not', null), eb('state', 'in', waiting)]))
      .limit(tasksAtOnce)
      .execute()
    if (rows.length === 0) return
    await remove(
      tasks,
      rows.map(({ id }) => id),
    )
  }
}

/** Finished tasks beyond those that are kept: the ones that ended first, of whoever has the most. */
async function forgetSurplus(tasks: Tasks, count: number): Promise<void> {
  const { ended } = await tasks.db
    .selectFrom('a2a_tasks')
    .select(({ fn }) => fn.count<number | string>('ended').as('ended'))
    .executeTakeFirstOrThrow()
  for (let surplus = Number(ended) - count; surplus > 0; surplus -= tasksAtOnce) {
    const greediest = tasks.db
      .selectFrom('a2a_tasks')
      .select('owner')
      .where('ended', 'is not', null)
      .groupBy('owner')
      .orderBy(({ fn }) => fn.countAll(), 'desc')
      .limit(1)
    const rows = await tasks.db
      .selectFrom('a2a_tasks')
      .select('id')
      .where('ended', 'is not', null)
      .where('owner', '=', greediest)
      .orderBy('ended')
      .limit(Math.min(surplus, tasksAtOnce))
      .execute()
    await remove(
      tasks,
      rows.map(({ id }) => id),
    )
  }
}

async function remove(tasks: Tasks, ids: readonly string[]): Promise<void> {
  await tasks.change(async (db) => {
    for (const table of ['a2a_events', 'a2a_messages', 'a2a_push_configs', 'a2a_push_outbox'] as const) {
      await db.deleteFrom(table).where('task', 'in', ids).execute()
    }
    await db.deleteFrom('a2a_tasks').where('id', 'in', ids).execute()
  })
}
