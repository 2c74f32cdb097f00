import type { RequestDone, ToolCalled, TraceStep, TurnTrace } from '../../index.ts'
import { Counter, type Distribution, Durations, found, type Meter, type Sum } from './meters.ts'
import { processMeters } from './process.ts'

/** Of one persona: looked up once a turn. */
interface OfPersona {
  readonly outcomes: Map<string, Sum>
  readonly turns: Distribution
  readonly firstWords: Distribution
  readonly input: Sum
  readonly output: Sum
  readonly steps: Map<string, { readonly sum: Sum; readonly times: Distribution }>
}

/** Of one kind of call, or of request. */
interface OfCall {
  readonly sum: Sum
  readonly times: Distribution
}

/**
 * What the host has done, in numbers. Label values are ids of personas, solvers, tools and routes: never anything that a
 * client has made up, so that there are only so many of them.
 */
export class Metrics {
  readonly #turns = new Counter<'persona' | 'outcome'>('dramatis_turns_total', 'Turns, by how they ended.')
  readonly #turnTimes = new Durations<'persona'>('dramatis_turn_duration_seconds', 'Turns, until their last event.')
  readonly #firstWords = new Durations<'persona'>(
    'dramatis_time_to_first_word_seconds',
    'Turns, until their first event.',
  )
  readonly #tokens = new Counter<'persona' | 'kind'>('dramatis_tokens_total', 'Tokens, estimated where nobody counts.')
  readonly #solvers = new Counter<'persona' | 'solver' | 'outcome' | 'reason'>(
    'dramatis_solver_outcomes_total',
    'Solvers that were asked, or passed by.',
  )
  readonly #solverTimes = new Durations<'solver'>(
    'dramatis_solver_duration_seconds',
    'Solvers that were asked, until their first word.',
  )
  readonly #tools = new Counter<'tool' | 'toolbox' | 'caller' | 'outcome'>(
    'dramatis_tool_calls_total',
    'Calls of tools.',
  )
  readonly #toolTimes = new Durations<'tool'>('dramatis_tool_duration_seconds', 'Calls of tools.')
  readonly #requests = new Counter<'surface' | 'route' | 'method' | 'status'>(
    'dramatis_requests_total',
    'HTTP requests.',
  )
  readonly #requestTimes = new Durations<'surface'>('dramatis_request_duration_seconds', 'HTTP requests.')
  readonly #meters: readonly Meter[] = [
    this.#turns,
    this.#turnTimes,
    this.#firstWords,
    this.#tokens,
    this.#solvers,
    this.#solverTimes,
    this.#tools,
    this.#toolTimes,
    this.#requests,
    this.#requestTimes,
    ...processMeters(),
  ]
  readonly #personas = new Map<string, OfPersona>()
  readonly #toolCalls = new Map<string, OfCall>()
  readonly #requestsDone = new Map<string, OfCall>()

  turn({ persona, outcome, milliseconds = 0, firstWord, usage, steps }: Readonly<TurnTrace>): void {
    const own = found(this.#personas, persona, () => this.#ofPersona(persona))
    found(own.outcomes, outcome, () => this.#turns.of({ persona, outcome })).value++
    own.turns.add(milliseconds)
    if (firstWord !== undefined) own.firstWords.add(firstWord)
    if (usage) {
      own.input.value += usage.inputTokens
      own.output.value += usage.outputTokens
    }
    for (const step of steps) this.#step(own, persona, step)
  }

  tool({ tool, toolbox, caller, outcome, milliseconds }: ToolCalled): void {
    const own = found(this.#toolCalls, `${tool} ${toolbox} ${caller} ${outcome}`, () => ({
      sum: this.#tools.of({ tool, toolbox, caller, outcome }),
      times: this.#toolTimes.of({ tool }),
    }))
    own.sum.value++
    own.times.add(milliseconds)
  }

  request({ method, surface = '', route = '', status, milliseconds }: RequestDone): void {
    const known = methods.has(method) ? method : 'other'
    const own = found(this.#requestsDone, `${surface} ${route} ${known} ${status}`, () => ({
      sum: this.#requests.of({ surface, route, method: known, status: String(status) }),
      times: this.#requestTimes.of({ surface }),
    }))
    own.sum.value++
    own.times.add(milliseconds)
  }

  /** Everything, as Prometheus reads it. */
  text(): string {
    return this.#meters.map((meter) => meter.lines()).join('')
  }

  #step(own: OfPersona, persona: string, { solver, outcome, reason, milliseconds }: TraceStep): void {
    const step = found(own.steps, `${solver} ${outcome} ${reason ?? ''}`, () => ({
      sum: this.#solvers.of({ persona, solver, outcome, reason: reason ?? '' }),
      times: this.#solverTimes.of({ solver }),
    }))
    step.sum.value++
    if (outcome !== 'skipped') step.times.add(milliseconds)
  }

  #ofPersona(persona: string): OfPersona {
    return {
      outcomes: new Map(),
      turns: this.#turnTimes.of({ persona }),
      firstWords: this.#firstWords.of({ persona }),
      input: this.#tokens.of({ persona, kind: 'input' }),
      output: this.#tokens.of({ persona, kind: 'output' }),
      steps: new Map(),
    }
  }
}

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
