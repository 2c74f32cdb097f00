import { type Message, type StreamResponse, type Task, TaskState } from '@a2a-js/sdk'
import { Draft, type Origin, type Taken } from './draft.ts'
import { Fold } from './fold.ts'
import type { Hub } from './hub.ts'
import { newTask, statusEvent, type TaskIds, taskEvent } from './make.ts'
import type { EngineOptions } from './options.ts'
import { numbered, type Told } from './sequence.ts'
import { phaseOf } from './states.ts'
import type { TaskRow } from './tables.ts'
import { Overtaken, type Tasks } from './tasks.ts'

/** Events that may wait to be written before the persona has to. */
const mostUnwritten = 256

/** What all tasks at work in this process share. */
export interface Workplace {
  readonly tasks: Tasks
  readonly hub: Hub
  readonly options: EngineOptions
  /** The name of this process among those that share the store. */
  readonly worker: string
  /** Push notifications may be due. */
  notified(): void
}

/** How a task came to rest: a message alone where no task was needed. */
export type Rest = { readonly task: Task } | { readonly message: Message }

/**
 * A task at work in this process, which alone writes its events: each goes to disk, with the snapshot and what is to
 * be notified, before anybody hears of it. Events that come while others are being written go together.
 */
export class LiveTask {
  readonly ids: TaskIds
  readonly origin: Origin
  /** Resolves when it is on disk, or over without it. */
  readonly shown: Promise<void>
  /** Resolves when it waits for its client, or is over. @throws what became of it where it could not be written */
  readonly rest: Promise<Rest>
  readonly #place: Workplace
  readonly #fold: Fold
  readonly #abort = new AbortController()
  readonly #draft: Draft
  #seq: number
  #visible: boolean
  #resting = false
  #unwritten: Told[] = []
  #writing: Promise<void> | undefined
  #show: () => void = () => {}
  #settle: (rest: Rest) => void = () => {}
  #fail: (error: unknown) => void = () => {}

  private constructor(
    place: Workplace,
    origin: Origin,
    fold: Fold,
    { ids, seq, quiet, taken }: { ids: TaskIds; seq: number; quiet: boolean; taken: Taken },
  ) {
    this.#place = place
    this.origin = origin
    this.ids = ids
    this.#fold = fold
    this.#seq = seq
    this.#visible = seq > 0
    this.#draft = new Draft(ids, origin, place, { written: seq, quiet, taken })
    this.shown = new Promise((resolve) => {
      this.#show = resolve
    })
    this.rest = new Promise((resolve, reject) => {
      this.#settle = resolve
      this.#fail = reject
    })
    this.rest.catch(() => {}) // whoever waits hears of it
  }

  /** A new task. Where it is `quiet` and over before it is shown, nobody has seen its events, and none is kept. */
  static begin(place: Workplace, origin: Origin, ids: TaskIds, taken: Taken, quiet: boolean): LiveTask {
    const task = newTask(ids, taken.message, new Date().toISOString())
    const live = new LiveTask(place, origin, new Fold(task), { ids, seq: 0, quiet, taken })
    live.say(taskEvent(live.#fold.snapshot()))
    return live
  }

  /** A task that has waited for this message. */
  static resume(place: Workplace, row: TaskRow, fold: Fold, taken: Taken): LiveTask {
    const ids = { id: row.id, contextId: row.context }
    const live = new LiveTask(place, { persona: row.persona, owner: row.owner }, fold, {
      ids,
      seq: row.seq,
      quiet: false,
      taken,
    })
    const task = fold.snapshot()
    if (task.status?.message) task.history.push(task.status.message)
    task.history.push(taken.message)
    const timestamp = new Date().toISOString()
    task.status = { state: TaskState.TASK_STATE_SUBMITTED, message: undefined, timestamp }
    live.say(taskEvent(task))
    return live
  }

  /** Aborts when nobody needs the work any more. */
  get signal(): AbortSignal {
    return this.#abort.signal
  }

  /** Whether it has come to rest, here or elsewhere: nothing that is said now counts. */
  get resting(): boolean {
    return this.#resting
  }

  /** The sequence number of its latest event on disk. */
  get seq(): number {
    return this.#draft.written
  }

  /** Whether something is under way to disk. */
  get writing(): boolean {
    return this.#writing !== undefined
  }

  /** Resolves when it is on disk, where more has been said than should wait. */
  get crowded(): Promise<void> | undefined {
    return this.#unwritten.length > mostUnwritten ? this.#writing : undefined
  }

  /** Takes a message that is to be answered after the one that it works on. */
  queue(taken: Taken): void {
    this.#draft.take(taken)
    const task = this.#fold.snapshot()
    task.history.push(taken.message)
    this.say(taskEvent(task))
  }

  say(event: StreamResponse): void {
    if (this.#resting) return
    this.#seq++
    this.#fold.apply(event)
    this.#unwritten.push({ seq: this.#seq, event: numbered(event, this.#seq) })
    this.#draft.add(event)
    if (phaseOf(stateOf(event)) !== 'working') this.#resting = true
    if (this.#resting) this.show()
    else if (this.#visible) this.#writing ??= this.#write()
  }

  /** Brings it to disk, now that it takes longer. */
  show(): void {
    this.#visible = true
    this.#writing ??= this.#write()
  }

  /** Answers with a message alone; false where the task has already been shown. */
  answer(message: Message): boolean {
    if (this.#visible || this.#resting) return false
    this.#resting = true
    this.#unwritten = []
    this.#settle({ message })
    this.#show()
    this.#place.hub.tell(this.ids.id, [{ seq: 0, event: { payload: { $case: 'message', value: message } } }])
    return true
  }

  /** Gives up before anybody has seen it; false where somebody has. */
  refuse(error: unknown): boolean {
    if (this.#visible || this.#resting) return false
    this.#resting = true
    this.#unwritten = []
    this.#place.hub.fail(this.ids.id, error)
    this.#end(error)
    return true
  }

  /** Ends it at once, and then the work. Whether that came in time, the task says. @throws like `rest` */
  async cancel(): Promise<void> {
    this.say(statusEvent(this.ids, TaskState.TASK_STATE_CANCELED))
    try {
      await this.rest
    } finally {
      this.#abort.abort()
    }
  }

  /** Ends the work, whatever is told of it. */
  abort(): void {
    this.#abort.abort()
  }

  /** Others have ended it: nothing that is said here counts any more. */
  lose(): void {
    this.#resting = true
    this.#unwritten = []
    this.#end(new Overtaken())
    this.#place.hub.poke(this.ids.id)
  }

  async #write(): Promise<void> {
    await undefined // so that what is said together is written together
    while (this.#unwritten.length > 0) {
      const events = this.#unwritten
      this.#unwritten = []
      try {
        const change = this.#draft.change(this.#fold, events, this.#place.hub.follows(this.ids.id))
        await this.#place.tasks.write(change)
        if (change.notify.length > 0) this.#place.notified()
      } catch (error) {
        if (error instanceof Overtaken) return this.lose()
        this.#resting = true
        this.#place.hub.fail(this.ids.id, error)
        return this.#end(error)
      }
      this.#done(events)
    }
    this.#writing = undefined
  }

  #done(events: readonly Told[]): void {
    this.#draft.done(events)
    this.#place.hub.tell(this.ids.id, events)
    this.#show()
    if (this.#resting && this.#unwritten.length === 0) this.#settle({ task: this.#fold.snapshot() })
  }

  #end(error: unknown): void {
    this.#abort.abort()
    this.#fail(error)
    this.#show()
  }
}

function stateOf({ payload }: StreamResponse): TaskState {
  const status = payload?.$case === 'task' || payload?.$case === 'statusUpdate' ? payload.value.status : undefined
  return status?.state ?? TaskState.TASK_STATE_WORKING
}
