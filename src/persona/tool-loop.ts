import { defaultMaxListeners, setMaxListeners } from 'node:events'
import { SolverError } from '../core/solver-error.ts'
import type { ToolStep } from '../core/trace.ts'
import type {
  Answer,
  ChatRequest,
  Context,
  MaybePromise,
  Message,
  Part,
  SolverEvent,
  ToolCall,
  ToolSpec,
} from '../core/types.ts'
import type { ReadyTool } from '../toolbox/prepare.ts'
import { asWords, type Words } from './answer.ts'
import { CallIds } from './call-ids.ts'
import { OwnTools } from './own-tools.ts'
import { Round, Total } from './tool-round.ts'
import type { ToolRounds } from './tool-rounds.ts'

export interface ToolLoopOptions {
  readonly solver: string
  /** What the solver can read besides text. */
  readonly accepts: ReadonlySet<Part['type']>
  readonly tools: readonly ReadyTool[]
  readonly maxRounds: number
  readonly rounds: ToolRounds
  step(step: ToolStep): void
}

/**
 * Lets a solver call the persona's own tools: their calls are run, all of a round at the same time, and the solver is
 * asked again with the results, until it calls none of them. Of all this, only what it says and its calls of the
 * client's tools come out.
 */
export class ToolLoop {
  /** Whether a tool has been called that may have changed something: nobody else may be asked then. */
  committed = false
  readonly #options: ToolLoopOptions
  /** The client's own tools; they win where the persona has one of the same name. */
  readonly #theirs: ReadonlySet<string>
  readonly #ours: OwnTools
  readonly #specs: readonly ToolSpec[]
  /** The client wants one of its own tools called, which a call of the persona's does not make good. */
  readonly #demand: Pick<ChatRequest, 'toolChoice'>
  readonly #ids = new CallIds()

  constructor(request: ChatRequest, options: ToolLoopOptions) {
    const theirs = request.toolChoice === 'none' ? [] : (request.tools ?? [])
    this.#options = options
    this.#theirs = new Set(theirs.map(({ name }) => name))
    const ours = options.tools.filter(({ name }) => !this.#theirs.has(name))
    this.#ours = new OwnTools(ours, options.accepts)
    this.#specs = [...theirs, ...ours.map(({ spec }) => spec)]
    this.#demand = demandOf(request, this.#theirs)
  }

  /** The request with the persona's tools, and with what was left out of the conversation. */
  offer(request: ChatRequest): ChatRequest {
    const { toolChoice, ...rest } = request
    const isHeeded = typeof toolChoice === 'object' ? this.#theirs.has(toolChoice.name) : toolChoice !== 'none'
    return {
      ...rest,
      messages: this.#options.rounds.restore(request.messages),
      tools: this.#specs,
      ...(toolChoice && isHeeded ? { toolChoice } : {}),
    }
  }

  /** What comes out of a solver whose first words are `words`. */
  async *run(
    words: Words,
    request: ChatRequest,
    context: Context,
    solve: (request: ChatRequest) => MaybePromise<Answer>,
  ): AsyncGenerator<SolverEvent, void, undefined> {
    const total = new Total()
    const done: Message[] = []
    let said = false
    let length = 0
    let current: Words | undefined = words
    for (let round = 1; current; round++) {
      const heard = new Round(this.#theirs, this.#ids, length)
      yield* heard.listen(current)
      length = heard.length
      total.add(heard.finish?.usage)
      if (heard.calls.length === 0 || round > this.#options.maxRounds) {
        if (done.length > 0) this.#keep(heard, done)
        said ||= heard.spoke
        if (this.committed && !said) throw silent()
        yield total.in(heard.end)
        return
      }
      said ||= heard.spoke
      this.committed ||= heard.calls.some(({ name }) => this.#ours.changes(name))
      yield { type: 'status', text: 'Using a tool' } // which one is the persona's own business
      if (heard.calls.length > defaultMaxListeners) setMaxListeners(0, context.signal) // each call has its own
      const results = await Promise.all(heard.calls.map((call) => this.#call(call, round, context)))
      done.push({ role: 'assistant', parts: heard.said }, ...results)
      if (heard.theirs.length > 0) {
        this.#options.rounds.keep(heard.theirs, done)
        yield total.in({ type: 'finish', reason: 'tool-calls' })
        return
      }
      current = asWords(await solve(this.#next(request, done, round)))
    }
    if (this.committed && !said) throw silent()
    yield total.in({ type: 'finish', reason: 'stop' })
  }

  #keep(heard: Round, done: readonly Message[]): void {
    if (heard.theirs.length === 0) return
    const parts = heard.said.filter((part) => part.type !== 'call' || heard.theirs.includes(part.call.id))
    this.#options.rounds.keep(heard.theirs, [...done, { role: 'assistant', parts }])
  }

  /** After the last round it must answer, or call the tool of the client's that is demanded. */
  #next(request: ChatRequest, done: readonly Message[], round: number): ChatRequest {
    const { toolChoice: _, ...rest } = request
    const asked = { ...rest, messages: [...request.messages, ...done], ...this.#demand }
    if (round < this.#options.maxRounds) return asked
    if (!this.#demand.toolChoice) return { ...asked, toolChoice: 'none' }
    return { ...asked, tools: this.#specs.filter(({ name }) => this.#theirs.has(name)) }
  }

  async #call(call: ToolCall, round: number, context: Context): Promise<Message> {
    const started = performance.now()
    const result = await this.#ours.call(call, this.#specs, context)
    const { solver, step } = this.#options
    const outcome = result.failed ? 'failed' : 'answered'
    step({ solver, tool: call.name, round, outcome, milliseconds: performance.now() - started })
    return result
  }
}

function silent(): SolverError {
  return new SolverError('server-error', 'The model called tools and then said nothing.')
}

function demandOf({ toolChoice }: ChatRequest, theirs: ReadonlySet<string>): Pick<ChatRequest, 'toolChoice'> {
  if (typeof toolChoice === 'object') return theirs.has(toolChoice.name) ? { toolChoice } : {}
  return toolChoice === 'required' && theirs.size > 0 ? { toolChoice } : {}
}
