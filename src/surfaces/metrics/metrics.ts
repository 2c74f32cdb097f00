import { performance } from 'node:perf_hooks'
import type { RequestDone, ToolCalled, TurnTrace } from '../../index.ts'
import { Counter, Durations, Gauge, type Meter } from './meters.ts'

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
    ...ofProcess(),
  ]

  turn({ persona, outcome, milliseconds = 0, firstWord, usage, steps }: Readonly<TurnTrace>): void {
    this.#turns.add({ persona, outcome })
    this.#turnTimes.add({ persona }, milliseconds)
    if (firstWord !== undefined) this.#firstWords.add({ persona }, firstWord)
    if (usage) {
      this.#tokens.add({ persona, kind: 'input' }, usage.inputTokens)
      this.#tokens.add({ persona, kind: 'output' }, usage.outputTokens)
    }
    for (const { solver, outcome, reason = '', milliseconds } of steps) {
      this.#solvers.add({ persona, solver, outcome, reason })
      if (outcome !== 'skipped') this.#solverTimes.add({ solver }, milliseconds)
    }
  }

  tool({ tool, toolbox, caller, outcome, milliseconds }: ToolCalled): void {
    this.#tools.add({ tool, toolbox, caller, outcome })
    this.#toolTimes.add({ tool }, milliseconds)
  }

  request({ method, surface = '', route = '', status, milliseconds }: RequestDone): void {
    const known = methods.has(method) ? method : 'other'
    this.#requests.add({ surface, route, method: known, status: String(status) })
    this.#requestTimes.add({ surface }, milliseconds)
  }

  /** Everything, as Prometheus reads it. */
  text(): string {
    return this.#meters.map((meter) => meter.lines()).join('')
  }
}

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/** Under the names that Prometheus' own clients use. */
function ofProcess(): readonly Meter[] {
  const cpu = () => {
    const { user, system } = process.cpuUsage()
    return (user + system) / 1e6
  }
  return [
    new Gauge('process_cpu_seconds_total', 'Time that the process has computed.', cpu, 'counter'),
    new Gauge('process_start_time_seconds', 'When it was started, since 1970.', () => performance.timeOrigin / 1000),
    new Gauge('process_resident_memory_bytes', 'Resident memory.', () => process.memoryUsage.rss()),
    new Gauge('nodejs_heap_size_used_bytes', 'Memory of objects.', () => process.memoryUsage().heapUsed),
    new Gauge(
      'nodejs_eventloop_utilization',
      'How much of the time the event loop has been busy, 0 to 1.',
      () => performance.eventLoopUtilization().utilization,
    ),
  ]
}
