import { randomUUID } from 'node:crypto'
import {
  type AgentCard,
  type ListTaskPushNotificationConfigsRequest,
  type ListTaskPushNotificationConfigsResponse,
  TaskPushNotificationConfig,
} from '@a2a-js/sdk'
import { PushNotificationNotSupportedError, RequestMalformedError, TaskNotFoundError } from '@a2a-js/sdk/errors'
import type { ServerCallContext } from '@a2a-js/sdk/server'
import type { Workplace } from './live.ts'
import type { EngineOptions } from './options.ts'
import type { Outbox } from './outbox.ts'
import { isLegacy, requireId } from './read.ts'
import type { PushConfigRow, TaskRow } from './tables.ts'
import { type Tasks, writePushConfig } from './tasks.ts'

const defaultPage = 50
const largestPage = 100

/** Who is to be told what becomes of one task. */
export class PushConfigs {
  readonly #task: string
  readonly #tasks: Tasks
  readonly #outbox: Outbox
  readonly #place: Pick<Workplace, 'tasks' | 'options'>

  constructor(task: string, { tasks, outbox, options }: { tasks: Tasks; outbox: Outbox; options: EngineOptions }) {
    this.#task = task
    this.#tasks = tasks
    this.#outbox = outbox
    this.#place = { tasks, options }
  }

  /** The task that they are of. @throws PushNotificationNotSupportedError where the card has none */
  static async rowOf(card: AgentCard, find: () => Promise<TaskRow>): Promise<TaskRow> {
    if (!card.capabilities?.pushNotifications) throw new PushNotificationNotSupportedError()
    return await find()
  }

  /** @throws RequestMalformedError for addresses that are not allowed, and for too many */
  async create(config: TaskPushNotificationConfig, context: ServerCallContext): Promise<TaskPushNotificationConfig> {
    await this.#outbox.requireAllowed(config)
    const row = configRow({ ...config, taskId: this.#task }, isLegacy(context))
    await addPushConfig(this.#place, this.#task, row)
    return read(row)
  }

  /** Without an id, as clients of 0.3 ask for it: the first one. @throws TaskNotFoundError */
  async get(id: string): Promise<TaskPushNotificationConfig> {
    let found = this.#rows().selectAll().orderBy('created').orderBy('id')
    if (id !== '' && id !== this.#task) found = found.where('id', '=', id)
    const row = await found.limit(1).executeTakeFirst()
    if (!row) throw new TaskNotFoundError(`The task "${this.#task}" has no push configuration "${id.slice(0, 100)}".`)
    return read(row, this.#task)
  }

  async list({
    pageSize,
    pageToken,
  }: ListTaskPushNotificationConfigsRequest): Promise<ListTaskPushNotificationConfigsResponse> {
    if (!Number.isInteger(pageSize) || pageSize < 0) throw new RequestMalformedError('pageSize is not a number.')
    const size = Math.min(pageSize || defaultPage, largestPage)
    let found = this.#rows().selectAll().orderBy('id')
    if (pageToken !== '') found = found.where('id', '>', Buffer.from(pageToken, 'base64url').toString())
    const rows = await found.limit(size + 1).execute()
    const page = rows.slice(0, size)
    const last = rows.length > size ? page.at(-1) : undefined
    return {
      configs: page.map((row) => read(row, this.#task)),
      nextPageToken: last ? Buffer.from(last.id).toString('base64url') : '',
    }
  }

  /** Also what is not there: to delete twice is no mistake. */
  async delete(id: string): Promise<void> {
    requireId('id', id)
    await this.#tasks.change(async (db) => {
      await db.deleteFrom('a2a_push_configs').where('task', '=', this.#task).where('id', '=', id).execute()
      await db.deleteFrom('a2a_push_outbox').where('task', '=', this.#task).where('config', '=', id).execute()
    })
  }

  #rows() {
    return this.#tasks.db.selectFrom('a2a_push_configs').where('task', '=', this.#task)
  }
}

/** Adds a configuration, or changes the one of that id. @throws RequestMalformedError for too many */
export async function addPushConfig(
  { tasks, options }: Pick<Workplace, 'tasks' | 'options'>,
  task: string,
  row: Omit<PushConfigRow, 'task'>,
): Promise<void> {
  const others = await tasks.db
    .selectFrom('a2a_push_configs')
    .select('id')
    .where('task', '=', task)
    .where('id', '!=', row.id)
    .execute()
  if (others.length >= options.limits.pushConfigs) {
    throw new RequestMalformedError(`The task has ${others.length} push configurations; delete one of them.`)
  }
  await tasks.change((db) => writePushConfig(db, { task, ...row }))
}

/** A configuration for the database; one without an id is given one. */
export function configRow(given: TaskPushNotificationConfig, legacy: boolean): Omit<PushConfigRow, 'task'> {
  const id = given.id === '' ? randomUUID() : requireId('pushNotificationConfig.id', given.id)
  const config = JSON.stringify(TaskPushNotificationConfig.toJSON({ ...given, id, tenant: '' }))
  return { id, config, legacy: legacy ? 1 : 0, created: afterTheLast() }
}

let last = 0

/** The time, but never the same twice: the first of several configurations stays the first. */
function afterTheLast(): number {
  last = Math.max(Date.now(), last + 1)
  return last
}

export function read({ config }: Pick<PushConfigRow, 'config'>, taskId?: string): TaskPushNotificationConfig {
  const read = TaskPushNotificationConfig.fromJSON(JSON.parse(config))
  return taskId === undefined ? read : { ...read, taskId }
}
