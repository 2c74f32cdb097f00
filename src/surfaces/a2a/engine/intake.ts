import { type Message, TaskState } from '@a2a-js/sdk'
import { RequestMalformedError, UnsupportedOperationError } from '@a2a-js/sdk/errors'
import type { PersonaInfo, SurfaceHost } from '../../../http/index.ts'
import { type ChatRequest, RuntimeError } from '../../../index.ts'
import { Contexts } from './contexts.ts'
import type { Taken } from './draft.ts'
import type { Feed } from './hub.ts'
import { LiveTask, type Workplace } from './live.ts'
import { newId } from './make.ts'
import { addPushConfig, configRow } from './push-configs.ts'
import type { Asked } from './read.ts'
import { phaseOf } from './states.ts'
import type { TaskRow } from './tables.ts'
import { contextKey, type Work, work } from './work.ts'

/** Who asks, and whom. */
export interface Scope {
  readonly persona: PersonaInfo
  readonly owner: string
}

/** A message on its way: to a task at work here, or to one that is only in the store, since it is a repetition. */
export interface Sent {
  readonly id: string
  readonly live: LiveTask | undefined
  /** What is told of the task from now on, where that was asked for. */
  readonly feed: Feed | undefined
  /** Whether the feed has everything that the message causes. */
  readonly fresh: boolean
  /** What happened before the message. */
  readonly after: number
}

/** A message that may be taken, and what is to be done with it. */
interface Accepted {
  readonly taken: Taken
  readonly request: ChatRequest
  /** Nobody hears of the task before it is over. */
  readonly quiet: boolean
  /** Called when it is answered. */
  settled(): void
}

/** Takes messages: each begins a task, goes on with one, or is one that has come before. */
export class Intake {
  /** Tasks that are at work in this process. */
  readonly running = new Map<string, Work>()
  readonly #host: SurfaceHost
  readonly #place: Workplace
  readonly #contexts: Contexts
  /** Messages that are being answered, by their key: whoever repeats one waits for the same answer. */
  readonly #taking = new Map<string, Promise<Sent>>()

  constructor(host: SurfaceHost, place: Workplace) {
    this.#host = host
    this.#place = place
    this.#contexts = new Contexts(place.options.limits.waiting)
  }

  /**
   * Takes a message, for somebody who wants to hear the events or not.
   * @throws what the protocol says of a message that cannot be taken; RuntimeError `overloaded`, `state-failed`
   */
  async send(scope: Scope, asked: Asked, listen: boolean): Promise<Sent> {
    const taking = this.#taking.get(asked.key)
    if (taking) return await this.#again(await taking, asked, listen)
    let settled = (): void => {}
    const sending = this.#take(scope, asked, listen, () => settled())
    const kept = sending.then((sent) => ({ ...sent, feed: undefined }))
    this.#taking.set(asked.key, kept)
    settled = () => {
      if (this.#taking.get(asked.key) === kept) this.#taking.delete(asked.key)
    }
    kept.then(({ live }) => live ?? settled(), settled)
    return await sending
  }

  /** A message that has come before. Whoever comes before anything is told hears everything. */
  async #again(sent: Sent, asked: Asked, listen: boolean): Promise<Sent> {
    const feed = listen ? this.#place.hub.subscribe(sent.id) : undefined
    const fresh = sent.live?.seq === 0
    const { pushConfig, legacy } = asked
    if (pushConfig) {
      await sent.live?.shown
      await addPushConfig(this.#place, sent.id, configRow(pushConfig, legacy))
    }
    return { id: sent.id, live: sent.live, feed, fresh, after: 0 }
  }

  async #take({ persona, owner }: Scope, asked: Asked, listen: boolean, settled: () => void): Promise<Sent> {
    const { key, message } = asked
    const { tasks, hub } = this.#place
    const before = await tasks.forMessage(key)
    const known = before === undefined ? undefined : await tasks.row(before)
    // who has gone on with the task, or has ended it, has had the answer: the message is a new one
    if (known?.message === key && known.state !== TaskState.TASK_STATE_CANCELED) {
      return await this.#again(
        { id: known.id, live: undefined, feed: undefined, fresh: false, after: 0 },
        asked,
        listen,
      )
    }
    const row = message.taskId === '' ? undefined : await tasks.find(message.taskId, { owner, persona: persona.id })
    if (row) requireOpen(row, message)
    const contextId = row?.context ?? (message.contextId || newId())
    const ids = { id: row?.id ?? newId(), contextId }
    const pushConfig = asked.pushConfig && configRow(asked.pushConfig, asked.legacy)
    const accepted: Accepted = {
      taken: { message: { ...message, taskId: ids.id, contextId }, key, before, pushConfig },
      request: { ...asked.request, conversation: contextId },
      quiet: !listen && !asked.returnImmediately,
      settled,
    }
    const feed = listen ? hub.subscribe(ids.id) : undefined
    try {
      const live = row ? await this.#goOn(row, accepted) : this.#begin({ persona, owner }, ids, accepted)
      return { id: ids.id, live, feed, fresh: true, after: row?.seq ?? 0 }
    } catch (error) {
      feed?.close()
      throw error
    }
  }

  #begin({ persona, owner }: Scope, ids: LiveTask['ids'], { taken, request, quiet, settled }: Accepted): LiveTask {
    const origin = { persona: persona.id, owner }
    this.#contexts.check(contextKey({ ids, origin }))
    const live = LiveTask.begin(this.#place, origin, ids, taken, quiet)
    const grace = this.#place.options.timing.grace * (quiet ? 10 : 1)
    this.#run({ live, persona, requests: [request], whole: quiet, grace }, settled)
    return live
  }

  /** @throws UnsupportedOperationError while it is at work, unless messages may wait for that */
  async #goOn(row: TaskRow, accepted: Accepted): Promise<LiveTask> {
    const fold = this.running.has(row.id) ? undefined : await this.#place.tasks.fold(row)
    const busy = this.running.get(row.id)
    if (busy || !fold || phaseOf(row.state) === 'working') return this.#queue(busy, accepted)
    this.#contexts.check(contextKey({ ids: { id: row.id, contextId: row.context }, origin: row }))
    const live = LiveTask.resume(this.#place, row, fold, accepted.taken)
    const persona = this.#host.find(row.persona)
    this.#run({ live, persona, requests: [accepted.request], whole: false, grace: 0 }, accepted.settled)
    return live
  }

  #queue(busy: Work | undefined, { taken, request, settled }: Accepted): LiveTask {
    const { whileWorking, limits } = this.#place.options
    if (whileWorking === 'refuse' || !busy || busy.live.resting) {
      throw new UnsupportedOperationError('The task is at work: wait until it asks for something, or cancel it.')
    }
    if (busy.requests.length >= limits.waiting) {
      throw new RuntimeError('overloaded', 'Too many messages wait for this task already.', { retryAfter: 1 })
    }
    busy.live.queue(taken)
    busy.requests.push(request)
    busy.live.rest.then(settled, settled)
    return busy.live
  }

  #run(job: Work, settled: () => void): void {
    const { live } = job
    this.running.set(live.ids.id, job)
    const rested = (): void => {
      this.running.delete(live.ids.id)
      settled()
    }
    live.rest.then(rested, rested)
    const { options } = this.#place
    work({ host: this.#host, contexts: this.#contexts, options }, job).catch((error: unknown) => {
      this.#host.log.error({ task: live.ids.id, err: error }, 'A task was left by a defect of the host.')
    })
  }
}

function requireOpen(row: TaskRow, { contextId }: Message): void {
  if (contextId !== '' && contextId !== row.context) {
    throw new RequestMalformedError(`message.contextId is not that of the task "${row.id}".`)
  }
  if (row.ended !== null) {
    throw new UnsupportedOperationError(`The task "${row.id}" is over; send the message without its taskId.`)
  }
}
