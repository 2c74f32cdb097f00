import { type Message, type StreamResponse, type Task, TaskState, type TaskStatus } from '@a2a-js/sdk'
import { type FinishReason, SolverError, type SolverEvent } from 'dramatis'
import { isAppended } from './append.ts'
import { Artifacts } from './artifacts.ts'
import { eventsOf, textOfParts } from './parts.ts'
import type { Thread, WaitingTask } from './thread.ts'

/** Makes sense of what an agent answers: a message, or a task with its artifacts and states. */
export class Answer {
  /** Undefined until its last word. */
  reason: FinishReason | undefined
  contextId = ''
  taskId = ''
  /** Whether the agent works at a task by now, as far as it told. */
  working = false
  /** Whether it told anything at all. */
  heard = false
  readonly #artifacts: Artifacts
  readonly #waited: WaitingTask | undefined
  #said = false
  #report = ''
  #status = ''

  /** @param waited the task that it goes on with */
  constructor(waited?: WaitingTask) {
    this.#waited = waited
    this.#artifacts = new Artifacts(waited?.artifacts)
  }

  /** What is new in it. @throws SolverError for a task that failed */
  hear({ payload }: StreamResponse): SolverEvent[] {
    this.heard = true
    switch (payload?.$case) {
      case 'message':
        return this.#hearMessage(payload.value)
      case 'task':
        return this.#hearTask(payload.value)
      case 'artifactUpdate': {
        const { artifact, lastChunk: last, contextId, taskId } = payload.value
        this.#note(contextId, taskId)
        const append = isAppended(payload.value)
        return artifact ? this.#tell(this.#artifacts.add({ artifact, append, last })) : []
      }
      case 'statusUpdate':
        this.#note(payload.value.contextId, payload.value.taskId)
        return this.#hearStatus(payload.value.status)
      case undefined:
        return [] // of a later version of the protocol, perhaps
    }
  }

  /** What the next turn has to know. */
  get thread(): Thread {
    const { contextId, taskId: id, reason } = this
    if (reason !== 'input-required' || id === '') return { contextId }
    return { contextId, task: { id, status: this.#status, artifacts: this.#artifacts.prints() } }
  }

  /** Whether it has said anything that counts as an answer. */
  get says(): boolean {
    return this.#said || this.reason === 'refusal' || this.reason === 'input-required'
  }

  #hearMessage({ contextId, taskId, parts }: Message): SolverEvent[] {
    this.#note(contextId, taskId)
    this.#end('stop')
    return this.#tell(parts.flatMap(eventsOf))
  }

  #hearTask({ contextId, id, artifacts, status }: Task): SolverEvent[] {
    this.#note(contextId, id)
    const events = artifacts.flatMap((artifact) => this.#artifacts.add({ artifact, append: false, last: true }))
    return [...this.#tell(events), ...this.#hearStatus(status)]
  }

  #hearStatus(status: TaskStatus | undefined): SolverEvent[] {
    const message = status?.message
    switch (status?.state) {
      case TaskState.TASK_STATE_COMPLETED:
        this.#end('stop')
        return this.#close(message)
      case TaskState.TASK_STATE_INPUT_REQUIRED:
        this.#status = printOf(status)
        if (this.#waited?.id === this.taskId && this.#waited.status === this.#status) return [] // it asked that before
        this.#end('input-required')
        return this.#close(message)
      case TaskState.TASK_STATE_REJECTED:
        this.#end('refusal')
        return this.#close(message).map((event) => (event.type === 'text-delta' ? { ...event, refusal: true } : event))
      case TaskState.TASK_STATE_FAILED:
        this.working = false
        throw new SolverError('server-error', `The agent failed at its task: ${wordsOf(message)}`)
      case TaskState.TASK_STATE_CANCELED:
        this.working = false
        throw new SolverError('server-error', `The agent's task was cancelled: ${wordsOf(message)}`)
      case TaskState.TASK_STATE_AUTH_REQUIRED:
        throw new SolverError('unauthorized', `The agent wants somebody to sign in: ${wordsOf(message)}`)
      case TaskState.TASK_STATE_SUBMITTED:
      case TaskState.TASK_STATE_WORKING:
      case TaskState.TASK_STATE_UNSPECIFIED:
      case TaskState.UNRECOGNIZED:
      case undefined:
        return this.#tellStatus(textOfParts(message?.parts ?? []))
    }
  }

  /** The message that a task ends with, unless its artifacts have said just that. */
  #close(message: Message | undefined): SolverEvent[] {
    const parts = message?.parts ?? []
    if (parts.length === 0 || this.#artifacts.haveSaid(textOfParts(parts))) {
      return this.#tell(parts.flatMap(eventsOf).filter(({ type }) => type === 'part'))
    }
    const gap: SolverEvent[] = this.#said && textOfParts(parts) !== '' ? [{ type: 'text-delta', text: '\n\n' }] : []
    return [...gap, ...this.#tell(parts.flatMap(eventsOf))]
  }

  #tellStatus(text: string): SolverEvent[] {
    if (text.trim() === '' || text === this.#report) return []
    this.#report = text
    return [{ type: 'status', text }]
  }

  #note(contextId: string, taskId: string): void {
    this.contextId = contextId || this.contextId
    this.taskId = taskId || this.taskId
    this.working = this.taskId !== ''
  }

  #end(reason: FinishReason): void {
    this.reason = reason
    this.working = false
  }

  #tell(events: SolverEvent[]): SolverEvent[] {
    this.#said ||= events.some(
      (event) => event.type === 'part' || (event.type === 'text-delta' && /\S/.test(event.text)),
    )
    return events
  }
}

function printOf({ message, timestamp }: TaskStatus): string {
  return `${message?.messageId ?? ''} ${timestamp ?? ''}`
}

function wordsOf(message: Message | undefined): string {
  return textOfParts(message?.parts ?? []).slice(0, 2000) || 'it does not say why.'
}
