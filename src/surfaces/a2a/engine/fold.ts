import {
  Artifact,
  type Part,
  StreamResponse,
  Task,
  type TaskArtifactUpdateEvent,
  type TaskStatus,
  type TaskStatusUpdateEvent,
} from '@a2a-js/sdk'
import { phaseOf } from './states.ts'

/**
 * A task as its events have made it. Text that is appended to a text becomes one part with it: however many pieces an
 * answer came in, it costs a single part, and time in proportion to its length.
 */
export class Fold {
  #task: Task
  /** The places of the artifacts in the task, by their id. */
  #places: Map<string, number>

  constructor(task: Task) {
    this.#task = copyOf(task)
    this.#places = placesOf(this.#task)
  }

  apply({ payload }: StreamResponse): void {
    switch (payload?.$case) {
      case 'task':
        this.#task = copyOf(payload.value)
        this.#places = placesOf(this.#task)
        return
      case 'statusUpdate':
        return this.#applyStatus(payload.value)
      case 'artifactUpdate':
        return this.#applyArtifact(payload.value)
      case 'message':
      case undefined:
        return
    }
  }

  get status(): TaskStatus | undefined {
    return this.#task.status
  }

  /** The task of this moment, which later events leave alone. */
  snapshot(): Task {
    return copyOf(this.#task)
  }

  /** The same for the database, with the artifacts apart. */
  encoded(): { task: string; artifacts: string } {
    return {
      task: JSON.stringify(Task.toJSON({ ...this.#task, artifacts: [] })),
      artifacts: JSON.stringify(this.#task.artifacts.map(Artifact.toJSON)),
    }
  }

  #applyStatus({ status, metadata }: TaskStatusUpdateEvent): void {
    const before = this.#task.status
    if (before?.message && phaseOf(before.state) === 'waiting') this.#task.history.push(before.message)
    this.#task.status = status
    if (metadata) this.#task.metadata = { ...this.#task.metadata, ...metadata }
  }

  #applyArtifact({ artifact, append }: TaskArtifactUpdateEvent): void {
    if (!artifact) return
    const place = this.#places.get(artifact.artifactId)
    const known = place === undefined ? undefined : this.#task.artifacts[place]
    if (place === undefined || !known) {
      this.#places.set(artifact.artifactId, this.#task.artifacts.length)
      this.#task.artifacts.push({ ...artifact, parts: [...artifact.parts] })
    } else if (append) {
      for (const part of artifact.parts) addPart(known.parts, part)
      if (artifact.metadata) known.metadata = { ...known.metadata, ...artifact.metadata }
    } else {
      this.#task.artifacts[place] = { ...artifact, parts: [...artifact.parts] }
    }
  }
}

/** A task from the database, with its artifacts where they are wanted. */
export function decodeTask(task: string, artifacts?: string): Task {
  const decoded = Task.fromJSON(JSON.parse(task))
  if (artifacts !== undefined) decoded.artifacts = (JSON.parse(artifacts) as unknown[]).map(Artifact.fromJSON) // ours
  return decoded
}

export function encodeEvent(event: StreamResponse): string {
  return JSON.stringify(StreamResponse.toJSON(event))
}

export function decodeEvent(event: string): StreamResponse {
  return StreamResponse.fromJSON(JSON.parse(event))
}

function addPart(parts: Part[], part: Part): void {
  const last = parts.at(-1)
  const merges =
    last?.content?.$case === 'text' &&
    part.content?.$case === 'text' &&
    last.mediaType === part.mediaType &&
    last.filename === part.filename &&
    !last.metadata &&
    !part.metadata
  if (!merges || last?.content?.$case !== 'text' || part.content?.$case !== 'text') {
    parts.push(part)
    return
  }
  const value = last.content.value + part.content.value
  parts[parts.length - 1] = { ...last, content: { $case: 'text', value } }
}

function copyOf(task: Task): Task {
  return {
    ...task,
    history: [...task.history],
    artifacts: task.artifacts.map((artifact) => ({ ...artifact, parts: [...artifact.parts] })),
  }
}

function placesOf({ artifacts }: Task): Map<string, number> {
  return new Map(artifacts.map(({ artifactId }, place) => [artifactId, place]))
}
