import { type ListTasksRequest, type ListTasksResponse, type Task, TaskState } from '@a2a-js/sdk'
import { RequestMalformedError } from '@a2a-js/sdk/errors'
import { decodeTask } from './fold.ts'
import { withHistory } from './history.ts'
import { readHistoryLength } from './read.ts'
import type { TaskRow } from './tables.ts'
import type { Tasks } from './tasks.ts'

const defaultPage = 50
const largestPage = 100

/**
 * Tasks of one caller with one persona, the latest change of state first. A page token is the place of the last task of
 * a page: tasks that change meanwhile move to the front, and none of the others is left out or comes twice.
 * @throws RequestMalformedError
 */
export async function listTasks(
  tasks: Tasks,
  { owner, persona }: Pick<TaskRow, 'owner' | 'persona'>,
  request: ListTasksRequest,
): Promise<ListTasksResponse> {
  const pageSize = readPageSize(request.pageSize)
  const historyLength = readHistoryLength(request.historyLength)
  const place = request.pageToken === '' ? undefined : readToken(request.pageToken)
  let found = tasks.db.selectFrom('a2a_tasks').where('owner', '=', owner).where('persona', '=', persona)
  if (request.contextId !== '') found = found.where('context', '=', request.contextId)
  if (readState(request.status)) found = found.where('state', '=', request.status)
  const after = readTime(request.statusTimestampAfter)
  if (after !== undefined) found = found.where('changed', '>=', after)
  const { total } = await found.select(({ fn }) => fn.countAll<number | string>().as('total')).executeTakeFirstOrThrow()
  if (place) {
    found = found.where(({ eb, and, or }) =>
      or([eb('changed', '<', place.changed), and([eb('changed', '=', place.changed), eb('id', '<', place.id)])]),
    )
  }
  const rows = await found
    .select(['id', 'context', 'changed', 'seq', 'folded', 'task'])
    .$if(request.includeArtifacts ?? false, (query) => query.select('artifacts'))
    .orderBy('changed', 'desc')
    .orderBy('id', 'desc')
    .limit(pageSize + 1)
    .execute()
  const page = rows.slice(0, pageSize)
  const last = page.at(-1)
  return {
    tasks: await Promise.all(page.map(async (row) => withHistory(await taskOf(tasks, row), historyLength))),
    nextPageToken: rows.length > pageSize && last ? writeToken(last) : '',
    pageSize,
    totalSize: Number(total),
  }
}

async function taskOf(
  tasks: Tasks,
  row: Pick<TaskRow, 'id' | 'seq' | 'folded' | 'task'> & { artifacts?: string },
): Promise<Task> {
  if (row.folded === row.seq) return decodeTask(row.task, row.artifacts)
  const fold = await tasks.fold({ artifacts: '[]', ...row })
  return row.artifacts === undefined ? { ...fold.snapshot(), artifacts: [] } : fold.snapshot()
}

function readPageSize(size: number | undefined): number {
  if (size === undefined) return defaultPage
  if (Number.isInteger(size) && size >= 1 && size <= largestPage) return size
  throw new RequestMalformedError(`pageSize is not a number from 1 to ${largestPage}.`)
}

/** False where no state is asked for. */
function readState(state: TaskState | undefined): boolean {
  if (state === undefined || state === TaskState.TASK_STATE_UNSPECIFIED) return false
  if (state !== TaskState.UNRECOGNIZED && TaskState[state] !== undefined) return true
  throw new RequestMalformedError('status is not a state of a task.')
}

function readTime(time: string | undefined): number | undefined {
  if (!time) return undefined
  const at = Date.parse(time)
  if (!Number.isNaN(at)) return at
  throw new RequestMalformedError('statusTimestampAfter is not a time in ISO 8601.')
}

interface Place {
  readonly changed: number
  readonly id: string
}

function writeToken({ changed, id }: Place): string {
  return Buffer.from(`${changed}/${id}`).toString('base64url')
}

function readToken(token: string): Place {
  const [, changed, id] = /^(\d{1,16})\/(.+)$/.exec(Buffer.from(token, 'base64url').toString()) ?? []
  if (changed !== undefined && id !== undefined) return { changed: Number(changed), id }
  throw new RequestMalformedError('pageToken is none that this agent has given.')
}
