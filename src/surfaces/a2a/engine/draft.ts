import { type Message, type StreamResponse, TaskState } from '@a2a-js/sdk'
import type { Fold } from './fold.ts'
import type { TaskIds } from './make.ts'
import type { EngineOptions } from './options.ts'
import type { Told } from './sequence.ts'
import { phaseOf } from './states.ts'
import type { PushConfigRow, TaskRow } from './tables.ts'
import type { Change } from './tasks.ts'

/** UTF-16 units of events that may lie between two snapshots of a task, at least: folding costs its whole length. */
const leastUnfolded = 64 * 1024

/** A message as it has been taken. */
export interface Taken {
  readonly message: Message
  readonly key: string
  /** The task that the key was known for before. */
  readonly before: string | undefined
  readonly pushConfig?: Omit<PushConfigRow, 'task'> | undefined
}

/** Whose task it is. */
export interface Origin {
  readonly persona: string
  readonly owner: string
}

/** What a task at work writes: what of it is on disk, and what the next change has to bring there. */
export class Draft {
  /** The sequence number of its latest event on disk; 0 where it is not there yet. */
  written: number
  readonly #ids: TaskIds
  readonly #origin: Origin
  readonly #worker: string
  readonly #options: EngineOptions
  #quiet: boolean
  #taken: Taken[]
  #message: string
  /** Until it is on disk that this process works on it. */
  #opening = true
  #unfolded = 0
  #foldedLength = 0

  /** `quiet`: nobody hears of its events before it is on disk. */
  constructor(
    ids: TaskIds,
    origin: Origin,
    { worker, options }: { worker: string; options: EngineOptions },
    { written, quiet, taken }: { written: number; quiet: boolean; taken: Taken },
  ) {
    this.written = written
    this.#ids = ids
    this.#origin = origin
    this.#worker = worker
    this.#options = options
    this.#quiet = quiet
    this.#taken = [taken]
    this.#message = taken.key
  }

  /** A further message that is taken with the next change. */
  take(taken: Taken): void {
    this.#taken.push(taken)
    this.#message = taken.key
  }

  /** An event that a snapshot is still to take in. */
  add(event: StreamResponse): void {
    this.#unfolded += lengthOf(event)
  }

  /** The next change: these events, after which the task is `fold`. `followed`: somebody listens already. */
  change(fold: Fold, events: readonly Told[], followed: boolean): Change {
    const now = Date.now()
    const seq = events.at(-1)?.seq ?? this.written
    const state = fold.status?.state ?? TaskState.TASK_STATE_WORKING
    const phase = phaseOf(state)
    const taken = this.#taken
    const pushConfigs = taken.flatMap(({ pushConfig }) => pushConfig ?? [])
    const unseen = this.#quiet && !followed && phase !== 'working' && pushConfigs.length === 0
    const exists = this.written > 0
    const row: Change['row'] = {
      id: this.#ids.id,
      seq,
      ...(events.some(isStatus) ? { state, changed: Date.parse(fold.status?.timestamp ?? '') || now } : {}),
      ...(taken.length > 0 ? { message: this.#message } : {}),
      ...this.#lease(phase, now),
      ...(phase === 'over' ? { ended: now } : {}),
      ...this.#snapshot(fold, seq, phase !== 'working' || !exists),
    }
    const change: Change = {
      row: exists ? row : { ...this.#fresh(now), ...row },
      expect: exists ? { seq: this.written } : undefined,
      events: unseen ? [] : events,
      messages: taken,
      pushConfigs,
      // a new task has no other configurations
      notify: exists || pushConfigs.length > 0 ? events.filter((told) => this.#isNews(told)).map(({ seq }) => seq) : [],
    }
    this.#taken = []
    this.#quiet = false
    return change
  }

  /** The change is on disk. */
  done(events: readonly Told[]): void {
    this.written = events.at(-1)?.seq ?? this.written
    this.#opening = false
  }

  #lease(phase: ReturnType<typeof phaseOf>, now: number): Partial<TaskRow> {
    if (phase !== 'working') return { lease_owner: null, lease_until: 0 }
    return this.#opening ? { lease_owner: this.#worker, lease_until: now + this.#options.timing.lease } : {}
  }

  /** The snapshot, where enough has happened since the last one: all snapshots together cost linear time. */
  #snapshot(fold: Fold, seq: number, needed: boolean): Partial<TaskRow> {
    if (!needed && this.#unfolded < Math.max(leastUnfolded, this.#foldedLength)) return {}
    const { task, artifacts } = fold.encoded()
    this.#foldedLength = task.length + artifacts.length
    this.#unfolded = 0
    return { task, artifacts, folded: seq }
  }

  #fresh(now: number): Omit<TaskRow, 'task' | 'artifacts' | 'folded' | 'seq' | 'id'> {
    return {
      ...this.#origin,
      context: this.#ids.contextId,
      state: TaskState.TASK_STATE_SUBMITTED,
      message: this.#message,
      lease_owner: null,
      lease_until: 0,
      created: now,
      changed: now,
      ended: null,
    }
  }

  /** Whether push notifications tell of it. */
  #isNews({ event: { payload } }: Told): boolean {
    return payload?.$case === 'artifactUpdate' ? this.#options.push.chunks : payload?.$case === 'statusUpdate'
  }
}

function isStatus({ event: { payload } }: Told): boolean {
  return payload?.$case === 'task' || payload?.$case === 'statusUpdate'
}

/** About how long an event is, as text. */
function lengthOf({ payload }: StreamResponse): number {
  if (payload?.$case !== 'artifactUpdate') return 200
  let length = 200
  for (const { content } of payload.value.artifact?.parts ?? []) {
    if (content?.$case === 'text' || content?.$case === 'url') length += content.value.length
    else if (content?.$case === 'raw') length += content.value.length
    else if (content?.$case === 'data') length += 200
  }
  return length
}
