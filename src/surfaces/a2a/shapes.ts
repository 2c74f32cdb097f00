import type { JsonSchema } from '../../index.ts'

/*
 * The shapes of what clients send. The library that translates it takes almost anything: a number for a text, an object
 * for a list, and it throws where the translation of 0.3 meets a hole. What a field means is for the engine to check.
 */

const text = { type: ['string', 'null'] } as const
const texts = { type: ['array', 'null'], items: { type: 'string' } } as const
const record = { type: ['object', 'null'] } as const
const count = { type: ['integer', 'null'], minimum: 0, maximum: 2_147_483_647 } as const
const flag = { type: ['boolean', 'null'] } as const
const authentication = { type: ['object', 'null'], properties: { scheme: text, schemes: texts, credentials: text } }
const push = { type: ['object', 'null'], properties: { id: text, url: text, token: text, authentication } }

/** Fields may be spelled in either way that JSON has for protocol buffers. */
const bothSpellings = (properties: Readonly<Record<string, JsonSchema>>): Record<string, JsonSchema> => {
  const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  return Object.fromEntries(
    Object.entries(properties).flatMap(([name, schema]) => [
      [name, schema],
      [snake(name), schema],
    ]),
  )
}

const ids = bothSpellings({ messageId: text, contextId: text, taskId: text })
const messageFields = { ...ids, metadata: record, extensions: texts, ...bothSpellings({ referenceTaskIds: texts }) }
const configurationFields = bothSpellings({ acceptedOutputModes: texts, historyLength: count })

const currentPart = {
  type: 'object',
  properties: {
    text: text,
    raw: text,
    url: text,
    metadata: record,
    filename: text,
    ...bothSpellings({ mediaType: text }),
  },
  minProperties: 1,
}

const currentSend = {
  type: 'object',
  required: ['message'],
  properties: {
    message: {
      type: 'object',
      required: ['parts'],
      properties: {
        ...messageFields,
        role: { enum: ['ROLE_USER', 'ROLE_AGENT', 'ROLE_UNSPECIFIED', 0, 1, 2, null] },
        parts: { type: 'array', minItems: 1, items: currentPart },
      },
    },
    configuration: {
      type: ['object', 'null'],
      properties: {
        ...configurationFields,
        ...bothSpellings({ returnImmediately: flag, taskPushNotificationConfig: push }),
      },
    },
    metadata: record,
  },
}

const olderFile = {
  type: 'object',
  properties: { bytes: { type: 'string' }, uri: { type: 'string' }, mimeType: text, name: text },
}

/** What holds a part's content depends on its kind. */
const olderPart = {
  type: 'object',
  required: ['kind'],
  properties: { kind: { enum: ['text', 'file', 'data'] }, metadata: record },
  allOf: [
    ofKind('text', { text: { type: 'string' } }),
    ofKind('file', { file: olderFile }),
    ofKind('data', { data: {} }),
  ],
}

function ofKind(kind: string, properties: Readonly<Record<string, JsonSchema>>): JsonSchema {
  return {
    if: { properties: { kind: { const: kind } }, required: ['kind'] },
    // biome-ignore lint/suspicious/noThenProperty: JSON Schema calls it so
    then: { required: Object.keys(properties), properties },
  }
}

const olderSend = {
  type: 'object',
  required: ['message'],
  properties: {
    message: {
      type: 'object',
      required: ['parts'],
      properties: {
        ...messageFields,
        role: { enum: ['user', 'agent'] },
        parts: { type: 'array', minItems: 1, items: olderPart },
      },
    },
    configuration: {
      type: ['object', 'null'],
      properties: { ...configurationFields, blocking: flag, pushNotificationConfig: push },
    },
    metadata: record,
  },
}

const namedTask = { type: 'object', required: ['id'], properties: { id: { type: 'string', minLength: 1 } } }
const ofTask = bothSpellings({ taskId: { type: 'string', minLength: 1 } })

const taskQuery = { ...namedTask, properties: { ...namedTask.properties, ...bothSpellings({ historyLength: count }) } }

const listQuery = {
  type: 'object',
  properties: {
    status: { type: ['string', 'integer', 'null'] },
    ...bothSpellings({ contextId: text, pageToken: text, statusTimestampAfter: text, includeArtifacts: flag }),
    ...bothSpellings({ pageSize: { type: ['integer', 'null'], minimum: 1, maximum: 100 }, historyLength: count }),
  },
}

const currentPush = { ...push, type: 'object', properties: { ...push.properties, ...ofTask } }

const olderPush = {
  type: 'object',
  required: ['taskId', 'pushNotificationConfig'],
  properties: { ...ofTask, pushNotificationConfig: { ...push, type: 'object', required: ['url'] } },
}

/** Parameters of 1.0, by the names of its methods. */
export const currentShapes: Readonly<Record<string, JsonSchema>> = {
  SendMessage: currentSend,
  SendStreamingMessage: currentSend,
  GetTask: taskQuery,
  ListTasks: listQuery,
  CancelTask: namedTask,
  SubscribeToTask: namedTask,
  CreateTaskPushNotificationConfig: currentPush,
  GetTaskPushNotificationConfig: { type: 'object', properties: { id: text, ...ofTask } },
  ListTaskPushNotificationConfigs: { type: 'object', properties: ofTask },
  DeleteTaskPushNotificationConfig: { type: 'object', properties: { id: text, ...ofTask } },
  GetExtendedAgentCard: {},
}

/** Those of 0.3, by the names that JSON-RPC has for them. */
export const olderShapes: Readonly<Record<string, JsonSchema>> = {
  'message/send': olderSend,
  'message/stream': olderSend,
  'tasks/get': taskQuery,
  'tasks/cancel': namedTask,
  'tasks/resubscribe': namedTask,
  'tasks/pushNotificationConfig/set': olderPush,
  'tasks/pushNotificationConfig/get': namedTask,
  'tasks/pushNotificationConfig/list': namedTask,
  'tasks/pushNotificationConfig/delete': namedTask,
  'agent/getAuthenticatedExtendedCard': {},
}
