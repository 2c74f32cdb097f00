import { messageOf } from '../core/errors.ts'
import { SolverError } from '../core/solver-error.ts'
import { suggestion } from '../core/text.ts'
import { resultText } from '../core/tool-result.ts'
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
import { callTool } from '../toolbox/call.ts'
import type { ReadyTool } from '../toolbox/prepare.ts'
import { Round, Total } from './tool-round.ts'
import type { ToolRounds } from './tool-rounds.ts'

type Words = AsyncIterable<string | SolverEvent>

export interface ToolLoopOptions {
  readonly solver: string
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
  readonly #ours: ReadonlyMap<string, ReadyTool>
  readonly #specs: readonly ToolSpec[]
  /** Ids of calls that the client sees, by those that the solver gave them. */
  readonly #ids = new Map<string, string>()

  constructor(request: ChatRequest, options: ToolLoopOptions) {
    const theirs = request.toolChoice === 'none' ? [] : (request.tools ?? [])
    this.#options = options
    this.#theirs = new Set(theirs.map(({ name }) => name))
    this.#ours = new Map(options.tools.flatMap((tool) => (this.#theirs.has(tool.name) ? [] : [[tool.name, tool]])))
    this.#specs = [...theirs, ...[...this.#ours.values()].map(({ spec }) => spec)]
  }

  /** The request with the persona's tools, and with what was left out of the conversation. */
  offer(request: ChatRequest): ChatRequest {
    const { toolChoice, ...rest } = request
    return {
      ...rest,
      messages: this.#options.rounds.restore(request.messages),
      tools: this.#specs,
      ...(toolChoice === undefined || toolChoice === 'none' ? {} : { toolChoice }),
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
    let current: Words | undefined = words
    for (let round = 1; current; round++) {
      const heard = new Round(this.#theirs, this.#ids)
      yield* heard.listen(current)
      total.add(heard.finish?.usage)
      if (heard.calls.length === 0 || round > this.#options.maxRounds) {
        if (done.length > 0) this.#keep(heard, done)
        said ||= heard.spoke
        if (this.committed && !said)
          throw new SolverError('server-error', 'The model called tools and then said nothing.')
        yield total.in(heard.end)
        return
      }
      said ||= heard.spoke
      this.committed ||= heard.calls.some(({ name }) => this.#changes(name))
      yield { type: 'status', text: this.#busyWith(heard.calls) }
      const results = await Promise.all(heard.calls.map((call) => this.#call(call, round, context)))
      done.push({ role: 'assistant', parts: heard.said }, ...results)
      if (heard.theirs.length > 0) {
        this.#options.rounds.keep(heard.theirs, done)
        yield total.in({ type: 'finish', reason: 'tool-calls' })
        return
      }
      current = asWords(await solve(this.#next(request, done, round)))
    }
    yield total.in({ type: 'finish', reason: 'stop' })
  }

  #keep(heard: Round, done: readonly Message[]): void {
    if (heard.theirs.length === 0) return
    const parts = heard.said.filter((part) => part.type !== 'call' || heard.theirs.includes(part.call.id))
    this.#options.rounds.keep(heard.theirs, [...done, { role: 'assistant', parts }])
  }

  /** After the last round it must answer; and whoever was made to call a tool has done so. */
  #next(request: ChatRequest, done: readonly Message[], round: number): ChatRequest {
    const { toolChoice: _, ...rest } = request
    const last = round >= this.#options.maxRounds
    return { ...rest, messages: [...request.messages, ...done], ...(last ? { toolChoice: 'none' as const } : {}) }
  }

  /** Names are the persona's own business; a title is meant to be shown. */
  #busyWith(calls: readonly ToolCall[]): string {
    const titles = calls.flatMap(({ name }) => this.#ours.get(name)?.tool.title ?? [])
    return titles.length === calls.length ? `Using ${titles.join(', ')}` : 'Using a tool'
  }

  #changes(name: string): boolean {
    const tool = this.#ours.get(name)
    return tool !== undefined && tool.tool.annotations?.readOnly !== true
  }

  async #call(call: ToolCall, round: number, context: Context): Promise<Message> {
    const started = performance.now()
    const { outcome, text } = await this.#resultOf(call, context)
    const { solver, step } = this.#options
    step({ solver, tool: call.name, round, outcome, milliseconds: performance.now() - started })
    const parts: Part[] = [{ type: 'text', text }]
    return { role: 'tool', callId: call.id, name: call.name, parts, ...(outcome === 'failed' ? { failed: true } : {}) }
  }

  async #resultOf(call: ToolCall, context: Context): Promise<{ outcome: ToolStep['outcome']; text: string }> {
    const tool = this.#ours.get(call.name)
    if (!tool) {
      const names = this.#specs.map(({ name }) => name)
      const text = `There is no tool "${call.name}"${suggestion(call.name, names) || `; there are: ${names.join(', ')}.`}`
      return { outcome: 'failed', text }
    }
    try {
      const { signal, log, memory } = context
      const called = await callTool(tool, call.input, { signal, log, memory, caller: 'persona' })
      if (called.kind === 'result') return { outcome: 'answered', text: resultText(called) }
      return { outcome: 'failed', text: `The tool "${call.name}" asks for something that nobody here can answer.` }
    } catch (error) {
      if (context.signal.aborted) throw error
      return { outcome: 'failed', text: messageOf(error) }
    }
  }
}

/** A later round that is no stream is one word, or none. */
function asWords(answer: Answer): Words | undefined {
  if (answer === null || answer === undefined) return undefined
  if (typeof answer === 'object' && Symbol.asyncIterator in answer) return answer
  return oneWord(typeof answer === 'string' ? answer : answer.text)
}

async function* oneWord(text: string): AsyncGenerator<string> {
  yield text
}
