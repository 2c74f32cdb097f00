import type { Part, SolverEvent, Source, ToolCall, Usage } from '../core/types.ts'
import { sumUsage } from '../core/usage.ts'
import type { Words } from './answer.ts'
import type { CallIds } from './call-ids.ts'
import { remember } from './said.ts'

type Finish = Extract<SolverEvent, { type: 'finish' }>

/** One round: what the solver said, and whom it called. */
export class Round {
  readonly said: Part[] = []
  /** Calls that are not the client's. */
  readonly calls: ToolCall[] = []
  /** Ids of calls that are. */
  readonly theirs: string[] = []
  finish: Finish | undefined
  /** Length of the text of this round and of those before it, which is one answer to the client. */
  length: number
  readonly #names: ReadonlySet<string>
  readonly #ids: CallIds
  readonly #begin: number
  /**
   * What the vendor wants back of a thought, until it is known what came of it: vendors refuse one without the call that
   * it led to, which the client will not bring back where it is none of its own.
   */
  readonly #sealed: SolverEvent[] = []

  constructor(names: ReadonlySet<string>, ids: CallIds, begin: number) {
    this.#names = names
    this.#ids = ids
    this.#begin = begin
    this.length = begin
  }

  /** Whether the client heard anything of it. */
  get spoke(): boolean {
    return (
      this.theirs.length > 0 ||
      this.said.some((part) => part.type !== 'call' && (!('text' in part) || part.text !== ''))
    )
  }

  /** The end that the client hears of: it waits for no results but those of its own calls. */
  get end(): Finish {
    const reason = this.theirs.length > 0 ? 'tool-calls' : 'stop'
    if (!this.finish) return { type: 'finish', reason }
    return this.finish.reason === 'tool-calls' ? { ...this.finish, reason } : this.finish
  }

  /** Everything but the end of it, the calls that are not the client's, and what belongs to them. */
  async *listen(words: Words): AsyncGenerator<SolverEvent, void, undefined> {
    for await (const item of words) {
      const event: SolverEvent = typeof item === 'string' ? { type: 'text-delta', text: item } : item
      if (event.type === 'finish') {
        this.finish = event
        break
      }
      for (const shown of this.#show(event)) yield shown
    }
    yield* this.#release()
  }

  #show(event: SolverEvent): readonly SolverEvent[] {
    switch (event.type) {
      case 'tool-input-delta':
        if (!this.#names.has(event.name)) return this.#drop()
        return this.#after({ ...event, id: this.#ids.begun(event.id) })
      case 'tool-call':
        return this.#call(event.call)
      case 'source':
        return [{ type: 'source', source: moved(event.source, this.#begin) }]
      case 'reasoning-delta':
        return this.#think(event)
      case 'status':
      case 'finish':
        return [event]
      case 'text-delta':
        this.length += event.text.length
        remember(this.said, event)
        return this.#after(event)
      case 'part':
        remember(this.said, event)
        return this.#after(event)
    }
  }

  #call(given: ToolCall): readonly SolverEvent[] {
    const { id, name } = given
    const isTheirs = this.#names.has(name)
    const call = { ...given, id: isTheirs ? this.#ids.whole(id) : this.#ids.own(id) }
    remember(this.said, { type: 'tool-call', call })
    if (!isTheirs) {
      this.calls.push(call)
      return this.#drop()
    }
    this.theirs.push(call.id)
    return this.#after({ type: 'tool-call', call })
  }

  #think(event: Extract<SolverEvent, { type: 'reasoning-delta' }>): readonly SolverEvent[] {
    const { type, text, opaque } = event
    remember(this.said, event)
    const before = text === '' ? [] : this.#release()
    if (opaque === undefined) return [...before, event]
    this.#sealed.push({ type, text: '', opaque })
    return text === '' ? before : [...before, { type, text }]
  }

  #after(event: SolverEvent): readonly SolverEvent[] {
    return this.#sealed.length === 0 ? [event] : [...this.#release(), event]
  }

  #release(): readonly SolverEvent[] {
    return this.#sealed.splice(0)
  }

  #drop(): readonly SolverEvent[] {
    this.#sealed.length = 0
    return []
  }
}

/** A source of a text that begins there. */
function moved({ start, end, ...source }: Source, begin: number): Source {
  return {
    ...source,
    ...(start === undefined ? {} : { start: start + begin }),
    ...(end === undefined ? {} : { end: end + begin }),
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
