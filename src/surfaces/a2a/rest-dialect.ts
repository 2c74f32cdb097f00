import {
  ListTaskPushNotificationConfigsResponse,
  type ListTasksResponse,
  Message,
  SendMessageRequest,
  StreamResponse,
  Task,
  TaskPushNotificationConfig,
} from '@a2a-js/sdk'
import { LegacyRestTransportHandler } from '@a2a-js/sdk/compat/v0_3/server'
import { type A2AError, restStatusFor, toRestErrorBody } from '@a2a-js/sdk/errors'
import type { CardJson } from './card.ts'
import { restError } from './errors.ts'
import { HostError } from './failures.ts'
import { protoCard } from './hybrid-card.ts'
import { isRecord } from './older.ts'
import {
  fromOlderSend,
  fromOlderTaskPush,
  toOlderEvent,
  toOlderMessage,
  toOlderTask,
  toOlderTaskPush,
} from './older-rest.ts'
import { checkParams } from './params.ts'
import type { Version } from './version.ts'

/** HTTP+JSON as one version of the protocol has it. */
export interface RestDialect {
  readonly version: Version
  readonly contentType: string
  /** The status of an answer to a message. */
  readonly sent: number
  /** @throws RuntimeError `invalid-request` */
  readSend(body: unknown): SendMessageRequest
  /** @throws RuntimeError `invalid-request` */
  readPush(body: unknown, taskId: string): TaskPushNotificationConfig
  answer(answer: Message | Task): object
  task(task: Task): object
  tasks(response: ListTasksResponse, artifacts: boolean): object
  event(event: StreamResponse): object
  push(config: TaskPushNotificationConfig): object
  pushes(response: ListTaskPushNotificationConfigsResponse): object
  card(card: CardJson): object
  error(error: A2AError): { status: number; body: object }
}

type Json = Record<string, unknown>

/** What the library writes is always a JSON object; its types say no more than `unknown`. */
const toJson = {
  task: (task: Task) => Task.toJSON(task) as Json,
  message: (message: Message) => Message.toJSON(message) as Json,
  event: (event: StreamResponse) => StreamResponse.toJSON(event) as Json,
  push: (config: TaskPushNotificationConfig) => TaskPushNotificationConfig.toJSON(config) as Json,
}

const current: RestDialect = {
  version: '1.0',
  contentType: 'application/a2a+json',
  sent: 200,
  readSend(body) {
    checkParams('1.0', 'SendMessage', body, '')
    return SendMessageRequest.fromJSON(body)
  },
  readPush(body, taskId) {
    const named = isRecord(body) ? { ...body, taskId } : body
    checkParams('1.0', 'CreateTaskPushNotificationConfig', named, '')
    return TaskPushNotificationConfig.fromJSON(named)
  },
  answer: (answer) => ('messageId' in answer ? { message: toJson.message(answer) } : { task: toJson.task(answer) }),
  task: toJson.task,
  tasks: listed((task) => task),
  event: toJson.event,
  push: toJson.push,
  // The library leaves out lists that are empty; a client looks for this one.
  pushes: (response) => ({ configs: [], ...(ListTaskPushNotificationConfigsResponse.toJSON(response) as Json) }),
  card: (card) => card,
  error(error) {
    if (error instanceof HostError) return { status: error.failure.status, body: restError(error.failure) }
    const status = restStatusFor(error)
    return { status, body: toRestErrorBody(error, status) }
  },
}

const older: RestDialect = {
  version: '0.3',
  contentType: 'application/json',
  sent: 201,
  readSend: (body) => current.readSend(fromOlderSend(body)),
  readPush: (body, taskId) => current.readPush(fromOlderTaskPush(body), taskId),
  answer: (answer) =>
    'messageId' in answer ? { message: toOlderMessage(toJson.message(answer)) } : { task: older.task(answer) },
  task: (task) => toOlderTask(toJson.task(task)),
  tasks: listed(toOlderTask),
  event: (event) => toOlderEvent(toJson.event(event)),
  push: (config) => toOlderTaskPush(toJson.push(config)),
  pushes: ({ configs, nextPageToken }) => ({ configs: configs.map(older.push), nextPageToken }),
  card: protoCard,
  error(error) {
    const status = error instanceof HostError ? error.failure.status : restStatusFor(error)
    return { status, body: LegacyRestTransportHandler.mapToLegacyHTTPError(error) }
  },
}

export const restDialects: Readonly<Record<Version, RestDialect>> = { '1.0': current, '0.3': older }

/** A page of tasks; its counts are there also where they are 0, and artifacts where they were asked for. */
function listed(change: (task: Json) => Json): RestDialect['tasks'] {
  return ({ tasks, nextPageToken, pageSize, totalSize }, artifacts) => ({
    tasks: tasks.map((task) => change(artifacts ? { artifacts: [], ...toJson.task(task) } : toJson.task(task))),
    nextPageToken,
    pageSize,
    totalSize,
  })
}
