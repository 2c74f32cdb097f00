import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import type { RequestDone, ToolCalled, TurnTrace } from '../../index.ts'

/** Counts what it is told of. */
export interface Metrics {
  turn(trace: Readonly<TurnTrace>): void
  tool(called: ToolCalled): void
  request(done: RequestDone): void
  readonly contentType: string
  text(): Promise<string>
}

/** Seconds: rules answer within a millisecond, language models within minutes. */
const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120]

/** Label values are ids of personas, solvers, tools and routes: never anything that a client has made up. */
export function createMetrics(): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const turns = counter('dramatis_turns_total', 'Turns, by how they ended.', ['persona', 'outcome'])
  const turnSeconds = histogram('dramatis_turn_duration_seconds', 'Turns, until their last event.', ['persona'])
  const firstWord = histogram('dramatis_time_to_first_word_seconds', 'Turns, until their first event.', ['persona'])
  const tokens = counter('dramatis_tokens_total', 'Tokens; estimated where no model has counted.', ['persona', 'kind'])
  const solvers = counter('dramatis_solver_outcomes_total', 'Solvers that were asked, or passed by.', [
    'persona',
    'solver',
    'outcome',
    'reason',
  ])
  const solverSeconds = histogram('dramatis_solver_duration_seconds', 'Solvers, until their first word.', ['solver'])
  const tools = counter('dramatis_tool_calls_total', 'Calls of tools.', ['tool', 'toolbox', 'caller', 'outcome'])
  const toolSeconds = histogram('dramatis_tool_duration_seconds', 'Calls of tools.', ['tool'])
  const requests = counter('dramatis_requests_total', 'HTTP requests.', ['surface', 'route', 'method', 'status'])
  const requestSeconds = histogram('dramatis_request_duration_seconds', 'HTTP requests.', ['surface'])
  return {
    turn({ persona, outcome, milliseconds = 0, firstWord: first, usage, steps }) {
      turns.inc({ persona, outcome })
      turnSeconds.observe({ persona }, milliseconds / 1000)
      if (first !== undefined) firstWord.observe({ persona }, first / 1000)
      if (usage) {
        tokens.inc({ persona, kind: 'input' }, usage.inputTokens)
        tokens.inc({ persona, kind: 'output' }, usage.outputTokens)
      }
      for (const { solver, outcome, reason = '', milliseconds } of steps) {
        solvers.inc({ persona, solver, outcome, reason })
        if (outcome !== 'skipped') solverSeconds.observe({ solver }, milliseconds / 1000)
      }
    },
    tool({ tool, toolbox, caller, outcome, milliseconds }) {
      tools.inc({ tool, toolbox, caller, outcome })
      toolSeconds.observe({ tool }, milliseconds / 1000)
    },
    request({ method, surface = '', route = '', status, milliseconds }) {
      requests.inc({ surface, route, method: known.has(method) ? method : 'other', status: String(status) })
      requestSeconds.observe({ surface }, milliseconds / 1000)
    },
    contentType: registry.contentType,
    text: () => registry.metrics(),
  }

  function counter<L extends string>(name: string, help: string, labelNames: readonly L[]): Counter<L> {
    return new Counter({ name, help, labelNames, registers })
  }

  function histogram<L extends string>(name: string, help: string, labelNames: readonly L[]): Histogram<L> {
    return new Histogram({ name, help, labelNames, registers, buckets })
  }
}

const known = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
