import { hostname } from 'node:os'
import { TaskState } from '@a2a-js/sdk'
import type { Log } from '../../../index.ts'
import { statusEvent } from './make.ts'
import type { TaskRow } from './tables.ts'
import { Overtaken, type Tasks } from './tasks.ts'

/** Ids that one statement may carry. */
const idsAtOnce = 500
const reaped = 'The host was restarted before this task was finished; send the message again.'

/** Workers of this process. */
const here = new Set<string>()

/** A name for a worker, from which others on the same machine can tell whether it is still alive. */
export function newWorker(id: string): string {
  const name = `${hostname()}/${process.pid}/${id}`
  here.add(name)
  return name
}

export function forgetWorker(name: string): void {
  here.delete(name)
}

/** Says that tasks are still worked on. */
export async function renew(tasks: Tasks, worker: string, ids: readonly string[], until: number): Promise<void> {
  for (let from = 0; from < ids.length; from += idsAtOnce) {
    const some = ids.slice(from, from + idsAtOnce)
    await tasks.change(async (db) => {
      await db
        .updateTable('a2a_tasks')
        .set({ lease_until: until })
        .where('id', 'in', some)
        .where('lease_owner', '=', worker)
        .execute()
    })
  }
}

/** Tasks of this worker that others have ended: they are told once. */
export async function endedByOthers(tasks: Tasks, worker: string): Promise<readonly string[]> {
  const rows = await tasks.db
    .selectFrom('a2a_tasks')
    .select('id')
    .where('lease_owner', '=', worker)
    .where('ended', 'is not', null)
    .execute()
  const ids = rows.map(({ id }) => id).slice(0, idsAtOnce)
  if (ids.length === 0) return []
  await tasks.change(async (db) => {
    await db.updateTable('a2a_tasks').set({ lease_owner: null }).where('id', 'in', ids).execute()
  })
  return ids
}

/**
 * Ends tasks that nobody works on any more: those of processes that have given no sign of life for too long, and at
 * once those of processes of this machine that are gone. Tells which.
 */
export async function reap(tasks: Tasks, log: Log): Promise<readonly string[]> {
  const now = Date.now()
  const owners = await tasks.db
    .selectFrom('a2a_tasks')
    .select('lease_owner')
    .distinct()
    .where('lease_owner', 'is not', null)
    .where('ended', 'is', null)
    .execute()
  const gone = owners.flatMap(({ lease_owner: owner }) => (owner !== null && isGone(owner) ? [owner] : []))
  const rows = await tasks.db
    .selectFrom('a2a_tasks')
    .selectAll()
    .where('ended', 'is', null)
    .where('lease_owner', 'is not', null)
    .where(({ eb, or }) =>
      or([eb('lease_until', '<', now), ...(gone.length > 0 ? [eb('lease_owner', 'in', gone)] : [])]),
    )
    .limit(idsAtOnce)
    .execute()
  const ended = await Promise.all(rows.map(async (row) => ((await end(tasks, row)) ? row.id : undefined)))
  const ids = ended.filter((id) => id !== undefined)
  if (ids.length > 0) log.warn({ tasks: ids.length }, 'Tasks were left unfinished by a process that is gone.')
  return rows.length < idsAtOnce ? ids : [...ids, ...(await reap(tasks, log))]
}

async function end(tasks: Tasks, row: TaskRow): Promise<boolean> {
  const event = statusEvent({ id: row.id, contextId: row.context }, TaskState.TASK_STATE_FAILED, reaped)
  try {
    await tasks.close(row, event, { seq: row.seq, leaseUntil: row.lease_until })
    return true
  } catch (error) {
    if (error instanceof Overtaken) return false // it lives after all, or another process was faster
    throw error
  }
}

function isGone(worker: string): boolean {
  const [machine, pid] = worker.split('/')
  if (machine !== hostname() || here.has(worker)) return false
  if (Number(pid) === process.pid) return true
  try {
    process.kill(Number(pid), 0)
    return false
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH'
  }
}
