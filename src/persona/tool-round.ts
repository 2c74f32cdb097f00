import { randomUUID } from 'node:crypto'
import type { Part, SolverEvent, ToolCall, Usage } from '../core/types.ts'
import { sumUsage } from '../core/usage.ts'
import { remember } from './said.ts'

type Words = AsyncIterable<string | SolverEvent>
type Finish = Extract<SolverEvent, { type: 'finish' }>

/** One round: what the solver said, and whom it called. */
export class Round {
  readonly said: Part[] = []
  /** Calls that are not the client's. */
  readonly calls: ToolCall[] = []
  /** Ids of calls that are. */
  readonly theirs: string[] = []
  finish: Finish | undefined
  readonly #names: ReadonlySet<string>
  readonly #ids: Map<string, string>

  constructor(names: ReadonlySet<string>, ids: Map<string, string>) {
    this.#names = names
    this.#ids = ids
  }

  /** Whether the client heard anything of it. */
  get spoke(): boolean {
    return this.theirs.length > 0 || this.said.some((part) => part.type !== 'call')
  }

  /** The end that the client hears of: it waits for no results but those of its own calls. */
  get end(): Finish {
    const reason = this.theirs.length > 0 ? 'tool-calls' : 'stop'
    if (!this.finish) return { type: 'finish', reason }
    return this.finish.reason === 'tool-calls' ? { ...this.finish, reason } : this.finish
  }

  /** Everything but the end of it, and the calls that are not the client's. */
  async *listen(words: Words): AsyncGenerator<SolverEvent, void, undefined> {
    for await (const item of words) {
      const event: SolverEvent = typeof item === 'string' ? { type: 'text-delta', text: item } : item
      if (event.type === 'finish') {
        this.finish = event
        return
      }
      const shown = this.#show(event)
      if (shown) yield shown
    }
    this.finish = undefined
  }

  #show(event: SolverEvent): SolverEvent | undefined {
    switch (event.type) {
      case 'tool-input-delta':
        return this.#names.has(event.name) ? { ...event, id: this.#idOf(event.id) } : undefined
      case 'tool-call': {
        if (!this.#names.has(event.call.name)) {
          this.calls.push(event.call)
          remember(this.said, event)
          return undefined
        }
        const call = { ...event.call, id: this.#idOf(event.call.id) }
        this.theirs.push(call.id)
        remember(this.said, { type: 'tool-call', call })
        return { type: 'tool-call', call }
      }
      default:
        remember(this.said, event)
        return event
    }
  }

  /** An id that nobody can guess, since what the persona did is kept under it. */
  #idOf(id: string): string {
    const known = this.#ids.get(id) ?? `call_${randomUUID().replaceAll('-', '')}`
    this.#ids.set(id, known)
    return known
  }
}

/** What all rounds cost together. */
export class Total {
  #usage: Usage | undefined

  add(usage: Usage | undefined): void {
    this.#usage = sumUsage(this.#usage, usage)
  }

  in(finish: Finish): Finish {
    return this.#usage ? { ...finish, usage: this.#usage } : finish
  }
}
