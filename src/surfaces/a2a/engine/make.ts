import { randomUUID } from 'node:crypto'
import { type Artifact, type Message, type Part, Role, type StreamResponse, type Task, TaskState } from '@a2a-js/sdk'

/** The ids that everything that belongs to a task carries. */
export interface TaskIds {
  readonly id: string
  readonly contextId: string
}

/** A UUID that begins with the time (version 7): rows that come together lie together, which costs the disk less. */
export function newId(): string {
  const time = Date.now().toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`
}

export type Metadata = { [key: string]: unknown }

/** A task that has just been taken on. */
export function newTask({ id, contextId }: TaskIds, message: Message, now: string): Task {
  const status = { state: TaskState.TASK_STATE_SUBMITTED, message: undefined, timestamp: now }
  return { id, contextId, status, artifacts: [], history: [message], metadata: undefined }
}

export function statusEvent(ids: TaskIds, state: TaskState, text?: string, metadata?: Metadata): StreamResponse {
  const message = text === undefined ? undefined : agentMessage(ids, [textPart(text)])
  return {
    payload: {
      $case: 'statusUpdate',
      value: {
        taskId: ids.id,
        contextId: ids.contextId,
        status: { state, message, timestamp: new Date().toISOString() },
        metadata,
      },
    },
  }
}

export function artifactEvent(
  ids: TaskIds,
  artifact: Pick<Artifact, 'artifactId' | 'parts'> & { name?: string; metadata?: Metadata },
  { append, last }: { append: boolean; last: boolean },
): StreamResponse {
  const { artifactId, parts, name = '', metadata } = artifact
  return {
    payload: {
      $case: 'artifactUpdate',
      value: {
        taskId: ids.id,
        contextId: ids.contextId,
        artifact: { artifactId, name, description: '', parts, metadata, extensions: [] },
        append,
        lastChunk: last,
        metadata: undefined,
      },
    },
  }
}

export function taskEvent(task: Task): StreamResponse {
  return { payload: { $case: 'task', value: task } }
}

/** What the agent says; without a task where the answer is nothing but a message. */
export function agentMessage(ids: Partial<TaskIds>, parts: Part[], metadata?: Metadata): Message {
  return {
    messageId: randomUUID(),
    contextId: ids.contextId ?? '',
    taskId: ids.id ?? '',
    role: Role.ROLE_AGENT,
    parts,
    metadata,
    extensions: [],
    referenceTaskIds: [],
  }
}

export function textPart(text: string): Part {
  return { content: { $case: 'text', value: text }, metadata: undefined, filename: '', mediaType: 'text/plain' }
}
