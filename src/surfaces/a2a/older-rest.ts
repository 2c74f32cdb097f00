import { completeOlderMessage, isRecord } from './older.ts'

/*
 * JSON of version 0.3 over REST. It is not that of its JSON-RPC: it follows the protocol buffers of 0.3, which differ
 * from those of 1.0 in a few names. So it is translated from and to the JSON of 1.0.
 */

type Json = Record<string, unknown>

/** A request to send a message. Servers of 0.3 have also taken the message in the form of JSON-RPC; so does this. */
export function fromOlderSend(body: unknown): unknown {
  if (!isRecord(body)) return body
  const { message, request, configuration, ...rest } = body
  const given = message ?? request
  return {
    ...rest,
    ...(given === undefined ? {} : { message: isRecord(given) ? fromOlderMessage(given) : given }),
    ...(configuration === undefined ? {} : { configuration: fromOlderConfiguration(configuration) }),
  }
}

const currentRole: Readonly<Record<string, string>> = { user: 'ROLE_USER', agent: 'ROLE_AGENT' }

function fromOlderMessage(given: Json): Json {
  const { content, message_id: snake, kind: _, ...message } = given
  const { kind: __, role, ...complete } = completeOlderMessage({ messageId: snake, ...message })
  const parts = content ?? complete.parts
  return {
    ...complete,
    role: typeof role === 'string' ? (currentRole[role] ?? role) : role,
    ...(Array.isArray(parts) ? { parts: parts.map(fromOlderPart) } : {}),
  }
}

function fromOlderPart(part: unknown): unknown {
  if (!isRecord(part)) return part
  const { kind: _, type: __, file, data, ...rest } = part
  if (isRecord(file)) {
    const raw = file.fileWithBytes ?? file.file_with_bytes ?? file.bytes
    const url = file.fileWithUri ?? file.file_with_uri ?? file.uri
    const { name: filename = '', mimeType, mime_type = '' } = file
    return { ...rest, ...(raw === undefined ? { url } : { raw }), filename, mediaType: mimeType ?? mime_type }
  }
  if (data === undefined) return rest
  return { ...rest, data: isRecord(data) && isRecord(data.data) ? data.data : data }
}

function fromOlderConfiguration(configuration: unknown): unknown {
  if (!isRecord(configuration)) return configuration
  const { blocking, pushNotification, push_notification, pushNotificationConfig, ...rest } = configuration
  const push = pushNotification ?? push_notification ?? pushNotificationConfig
  return {
    ...rest,
    returnImmediately: blocking !== true,
    ...(push === undefined ? {} : { taskPushNotificationConfig: fromOlderPush(push) }),
  }
}

/** A push configuration of a task, as it is set. */
export function fromOlderTaskPush(body: unknown): unknown {
  if (!isRecord(body)) return body
  const inner = isRecord(body.config) ? body.config : body
  const config = inner.pushNotificationConfig ?? inner.push_notification_config
  return config === undefined ? fromOlderPush(body) : fromOlderPush(config)
}

function fromOlderPush(config: unknown): unknown {
  if (!isRecord(config) || !isRecord(config.authentication)) return config
  const { schemes, ...authentication } = config.authentication
  const scheme = Array.isArray(schemes) ? schemes[0] : undefined
  return { ...config, authentication: scheme === undefined ? authentication : { ...authentication, scheme } }
}

export function toOlderTask(task: Json): Json {
  return {
    ...task,
    ...(isRecord(task.status) ? { status: toOlderStatus(task.status) } : {}),
    ...(Array.isArray(task.artifacts) ? { artifacts: task.artifacts.filter(isRecord).map(toOlderArtifact) } : {}),
    ...(Array.isArray(task.history) ? { history: task.history.filter(isRecord).map(toOlderMessage) } : {}),
  }
}

export function toOlderMessage({ parts, ...message }: Json): Json {
  const { referenceTaskIds: _, ...known } = message
  return { ...known, ...(Array.isArray(parts) ? { content: parts.filter(isRecord).map(toOlderPart) } : {}) }
}

/** A task, a message or an event, by its name. */
export function toOlderEvent(event: Json): Json {
  const { task, message, statusUpdate, artifactUpdate } = event
  if (isRecord(task)) return { task: toOlderTask(task) }
  if (isRecord(message)) return { message: toOlderMessage(message) }
  if (isRecord(statusUpdate) && isRecord(statusUpdate.status)) {
    const { status } = statusUpdate
    const final = lastStates.has(String(status.state))
    return { statusUpdate: { ...statusUpdate, status: toOlderStatus(status), ...(final ? { final } : {}) } }
  }
  if (isRecord(artifactUpdate) && isRecord(artifactUpdate.artifact)) {
    return { artifactUpdate: { ...artifactUpdate, artifact: toOlderArtifact(artifactUpdate.artifact) } }
  }
  return event
}

/** What ends a stream. */
const lastStates: ReadonlySet<string> = new Set([
  'TASK_STATE_COMPLETED',
  'TASK_STATE_FAILED',
  'TASK_STATE_CANCELED',
  'TASK_STATE_REJECTED',
  'TASK_STATE_INPUT_REQUIRED',
  'TASK_STATE_AUTH_REQUIRED',
])

/** 0.3 has its own spelling for one state. */
const olderState: Readonly<Record<string, string>> = { TASK_STATE_CANCELED: 'TASK_STATE_CANCELLED' }

function toOlderStatus(status: Json): Json {
  const { state, message } = status
  return {
    ...status,
    ...(typeof state === 'string' ? { state: olderState[state] ?? state } : {}),
    ...(isRecord(message) ? { message: toOlderMessage(message) } : {}),
  }
}

function toOlderArtifact({ parts, ...artifact }: Json): Json {
  return { ...artifact, ...(Array.isArray(parts) ? { parts: parts.filter(isRecord).map(toOlderPart) } : {}) }
}

function toOlderPart({ text, raw, url, data, filename, mediaType, ...rest }: Json): Json {
  if (text !== undefined) return { ...rest, text }
  if (data !== undefined) return { ...rest, data: { data: isRecord(data) ? data : { value: data } } }
  const name = filename === undefined || filename === '' ? {} : { name: filename }
  const file = raw === undefined ? { fileWithUri: url } : { fileWithBytes: raw }
  return { ...rest, file: { ...file, mimeType: mediaType ?? '', ...name } }
}

export function toOlderTaskPush(config: Json): Json {
  const { tenant: _, taskId, authentication, ...known } = config
  const { scheme, ...credentials } = isRecord(authentication) ? authentication : {}
  return {
    name: `tasks/${taskId}/pushNotificationConfigs/${known.id}`,
    pushNotificationConfig: {
      ...known,
      ...(authentication === undefined ? {} : { authentication: { ...credentials, schemes: [scheme] } }),
    },
  }
}
