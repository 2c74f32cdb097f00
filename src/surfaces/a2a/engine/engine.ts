import { randomUUID } from 'node:crypto'
import { type AgentCard, type StreamResponse, type Task, TaskState } from '@a2a-js/sdk'
import { TaskNotCancelableError, TaskNotFoundError, UnsupportedOperationError } from '@a2a-js/sdk/errors'
import type { A2ARequestHandler } from '@a2a-js/sdk/server'
import type { PersonaInfo, SurfaceHost } from '../../../http/index.ts'
import { currentCaller, RuntimeError } from '../../../index.ts'
import { follow } from './follow.ts'
import { Handler } from './handler.ts'
import { type Feed, Hub } from './hub.ts'
import { Intake, type Scope, type Sent } from './intake.ts'
import { forgetWorker, newWorker } from './leases.ts'
import type { Rest } from './live.ts'
import { statusEvent, taskEvent } from './make.ts'
import type { EngineOptions } from './options.ts'
import { Outbox } from './outbox.ts'
import type { Asked } from './read.ts'
import { Rounds } from './rounds.ts'
import { numbered } from './sequence.ts'
import { openTables, type TaskRow } from './tables.ts'
import { Overtaken, Tasks } from './tasks.ts'

/** The tasks of all personas: what is at work in this process, over what is in the store. */
export class TaskEngine {
  readonly host: SurfaceHost
  readonly options: EngineOptions
  readonly #hub: Hub
  readonly #worker = newWorker(randomUUID())
  readonly #handlers = new WeakMap<PersonaInfo, A2ARequestHandler>()
  readonly #aggregate: A2ARequestHandler
  #open: { tasks: Tasks; outbox: Outbox; rounds: Rounds; intake: Intake } | undefined
  #stopped = false

  constructor(host: SurfaceHost, options: EngineOptions) {
    this.host = host
    this.options = options
    this.#hub = new Hub(options.limits.behind)
    this.#aggregate = new Handler(this, undefined)
  }

  handler(persona: PersonaInfo | undefined): A2ARequestHandler {
    if (!persona) return this.#aggregate
    const known = this.#handlers.get(persona) ?? new Handler(this, persona)
    this.#handlers.set(persona, known)
    return known
  }

  async start(): Promise<void> {
    const tasks = new Tasks(await openTables(this.host.store))
    const { host, options } = this
    const outbox = new Outbox(tasks, options.push, host.log)
    const place = { tasks, options, hub: this.#hub, worker: this.#worker, notified: () => outbox.wake() }
    const intake = new Intake(host, place)
    const rounds = new Rounds(tasks, {
      ...place,
      log: host.log,
      running: () => intake.running.keys(),
      lost: (id) => intake.running.get(id)?.live.lose(),
    })
    this.#open = { tasks, outbox, rounds, intake }
    await rounds.start()
    outbox.start()
  }

  /** Takes no more messages. Whoever follows a task that is at work here hears its end; nobody else is to hear anything. */
  stop(): void {
    this.#stopped = true
    this.#hub.end(shuttingDown(), this.#open?.intake.running)
  }

  /** Tasks that are still at work fail with a reason; nothing is left running. */
  async close(): Promise<void> {
    this.stop()
    const text = 'The host was shut down before this task was finished; send the message again.'
    const left = [...(this.#open?.intake.running.values() ?? [])].map(async ({ live }) => {
      live.say(statusEvent(live.ids, TaskState.TASK_STATE_FAILED, text))
      live.abort()
      await live.rest.catch(() => {}) // the reaper of the next process ends what could not be written
    })
    await Promise.all(left)
    this.#hub.end(shuttingDown())
    await this.#open?.rounds.close()
    await this.#open?.outbox.close()
    forgetWorker(this.#worker)
  }

  /** @throws RuntimeError `shutting-down` before the store is open */
  get tasks(): Tasks {
    if (!this.#open) throw shuttingDown()
    return this.#open.tasks
  }

  get outbox(): Outbox {
    if (!this.#open) throw shuttingDown()
    return this.#open.outbox
  }

  /** @throws RuntimeError `unknown-persona` */
  scope(persona: PersonaInfo | undefined): Scope {
    return { persona: persona ?? this.host.resolve(''), owner: currentCaller().id }
  }

  async card(persona: PersonaInfo | undefined): Promise<AgentCard> {
    return await this.options.card(persona)
  }

  /** @throws TaskNotFoundError also for tasks of other callers and other personas */
  find(id: string, scope: { persona?: PersonaInfo; owner: string }): Promise<TaskRow> {
    return this.tasks.find(id, { owner: scope.owner, persona: scope.persona?.id })
  }

  /** @throws like `Intake.send`; RuntimeError `shutting-down` */
  async send(scope: Scope, asked: Asked, listen: boolean): Promise<Sent> {
    if (this.#stopped) throw shuttingDown()
    return await this.#intake.send(scope, asked, listen)
  }

  /** How a message ended. Waits as long as it takes. */
  async restOf({ id, live }: Pick<Sent, 'id' | 'live'>, key: string): Promise<Rest> {
    try {
      if (live) return await live.rest
    } catch (error) {
      if (!(error instanceof Overtaken)) throw error
    }
    const row = (await this.tasks.row(id)) ?? (await this.#taskFor(key))
    if (!row) throw new TaskNotFoundError(`There is no task "${id}" any more.`)
    for await (const _ of this.events(row.id, { after: row.seq, until: 'waiting' })) {
      // until it has come to rest
    }
    return { task: await this.task(row.id) }
  }

  /** @throws TaskNotFoundError */
  async task(id: string): Promise<Task> {
    const row = await this.tasks.row(id)
    if (!row) throw new TaskNotFoundError(`There is no task "${id}" any more.`)
    return await this.tasks.task(row)
  }

  events(
    id: string,
    given: { after: number; until: 'over' | 'waiting'; feed?: Feed | undefined; fresh?: boolean },
  ): AsyncGenerator<StreamResponse, void, undefined> {
    const { after, until, feed = this.#hub.subscribe(id), fresh = false } = given
    return follow(this.tasks, id, { feed, after, fresh, until })
  }

  /** @throws TaskNotFoundError, TaskNotCancelableError */
  async cancel(id: string, scope: Scope): Promise<Task> {
    for (;;) {
      const row = await this.find(id, scope)
      if (row.ended !== null) throw new TaskNotCancelableError(`The task "${id}" is over already.`)
      try {
        const running = this.#intake.running.get(id)
        if (running) await running.live.cancel()
        else await this.#cancelElsewhere(row)
        const task = await this.task(id)
        if (task.status?.state === TaskState.TASK_STATE_CANCELED) return task
        await new Promise(setImmediate) // it has come to rest otherwise: look again
      } catch (error) {
        if (!(error instanceof Overtaken)) throw error // it has gone on meanwhile: look again
      }
    }
  }

  /** Reading it throws TaskNotFoundError. */
  resume(id: string, after: number): AsyncGenerator<StreamResponse, void, undefined> {
    return this.#resume(id, after, currentCaller().id)
  }

  /** The task as it is, and what becomes of it. @throws TaskNotFoundError, UnsupportedOperationError */
  async *subscribe(id: string, scope: Scope): AsyncGenerator<StreamResponse, void, undefined> {
    const feed = this.#hub.subscribe(id)
    try {
      const row = await this.find(id, scope)
      if (row.ended !== null) throw new UnsupportedOperationError(`The task "${id}" is over: there is nothing to hear.`)
      yield numbered(taskEvent(await this.tasks.task(row)), row.seq)
      yield* this.events(id, { after: row.seq, until: 'over', feed, fresh: this.#intake.running.has(id) })
    } finally {
      feed.close()
    }
  }

  async #cancelElsewhere(row: TaskRow): Promise<void> {
    const event = statusEvent({ id: row.id, contextId: row.context }, TaskState.TASK_STATE_CANCELED)
    const told = await this.tasks.close(row, event)
    this.#hub.tell(row.id, [told])
    this.outbox.wake()
  }

  async *#resume(id: string, after: number, owner: string): AsyncGenerator<StreamResponse, void, undefined> {
    const row = await this.find(id, { owner })
    if (after >= row.seq && row.ended !== null) return
    yield* this.events(id, { after: Math.min(after, row.seq), until: 'over' })
  }

  async #taskFor(key: string): Promise<TaskRow | undefined> {
    const id = await this.tasks.forMessage(key)
    return id === undefined ? undefined : await this.tasks.row(id)
  }

  get #intake(): Intake {
    if (!this.#open) throw shuttingDown()
    return this.#open.intake
  }
}

function shuttingDown(): RuntimeError {
  return new RuntimeError('shutting-down', 'The host is closing; try again in a moment.', { retryAfter: 1 })
}
