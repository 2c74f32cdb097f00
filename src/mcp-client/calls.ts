import { AsyncLocalStorage } from 'node:async_hooks'
import { randomUUID } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { ToolContext } from '../core/toolbox.ts'
import { Call } from './call.ts'
import { type Answer, type Question, refused, waitsForAnswer } from './questions.ts'

/** How long a call may wait for an answer: as long as the caller's side of it is good for. */
const patience = { max: 200, ttl: 600_000, ttlAutopurge: true }

/**
 * The calls that are under way on a connection of the older revisions, where a server asks in the middle of a call.
 * Such a call waits at the server while its run here ends and begins again, until there is an answer.
 */
export class Calls {
  readonly #running = new Set<Call>()
  readonly #hearing = new Set<Hearer>()
  readonly #waiting = new LRUCache<string, Call>({
    ...patience,
    dispose: (call, _, reason) => {
      if (reason === 'evict' || reason === 'expire') call.end()
    },
  })

  /**
   * Runs a call for a caller, or goes on with the one that has waited for this caller's answer.
   * @throws whatever ends the run where it has to wait
   */
  async run<T>(context: ToolContext, start: (signal: AbortSignal) => Promise<T>): Promise<T> {
    let isNew = false
    const id = await context.once('call', () => {
      isNew = true
      return randomUUID()
    })
    const call = isNew ? this.#begin(start) : this.#waiting.get(id)
    if (!call) throw new Error('The call waits no longer: the server or the host was restarted. Call again.')
    this.#waiting.delete(id)
    try {
      return (await call.attend(context)) as T // it is what `start` gave
    } catch (error) {
      if (waitsForAnswer(error)) this.#waiting.set(id, call)
      throw error
    }
  }

  /** Runs something whose caller is to hear what the server says meanwhile. A server of today asks in its answers alone. */
  async hear<T>(context: ToolContext, run: () => Promise<T>): Promise<T> {
    const hearer = { context }
    this.#hearing.add(hearer)
    try {
      return await this.#inside(hearer, run)
    } finally {
      this.#hearing.delete(hearer)
    }
  }

  /** What the caller answers to a server that asks now. */
  ask(question: Question): Promise<Answer> {
    const call = this.#current()
    if (!(call instanceof Call)) {
      const why = this.#running.size === 0 ? 'no call is under way' : 'it cannot be told which call this belongs to'
      throw refused(`Nobody can be asked: ${why}.`)
    }
    return call.ask(question)
  }

  /** Who hears what a server says now, where that is known. */
  get listener(): ToolContext | undefined {
    return this.#current()?.context
  }

  /** All of them are over. */
  end(): void {
    for (const call of this.#running) call.end()
    this.#waiting.clear()
  }

  #begin(start: (signal: AbortSignal) => Promise<unknown>): Call {
    const call = new Call((signal) => this.#inside(call, () => start(signal)))
    this.#running.add(call)
    call.result.then(
      () => this.#running.delete(call),
      () => this.#running.delete(call),
    )
    return call
  }

  #inside<T>(hearer: Hearer, run: () => T): T {
    return current.run({ calls: this, hearer, outer: current.getStore() }, run)
  }

  /** Over HTTP the answer to a request brings its questions along; else it is known where there is one call alone. */
  #current(): Hearer | undefined {
    for (let within = current.getStore(); within; within = within.outer) {
      if (within.calls === this) return within.hearer
    }
    const [only, ...others] = [...this.#running, ...this.#hearing]
    return others.length === 0 ? only : undefined
  }
}

/** One for all servers: on Node 20 each that was ever used makes every promise of the process slower, for good. */
const current = new AsyncLocalStorage<Within>()

/** What is run for a caller, inside of what is run for another one where a server is asked on behalf of the other. */
interface Within {
  readonly calls: Calls
  readonly hearer: Hearer
  readonly outer: Within | undefined
}

interface Hearer {
  readonly context: ToolContext | undefined
}
