import type { ToolStep, TraceStep, TurnTrace } from './trace.ts'

/** Makes spans of what the host does. Nobody needs one: without it nothing is measured, and nothing is lost. */
export interface Tracing {
  /** Runs the handling of a request under the span that its headers name, unless it has one already. */
  request<Result>(headers: Headers, run: () => Result): Result
  turn(trace: Readonly<TurnTrace>): TurnSpan
}

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>

/** The span of one turn. */
export interface TurnSpan {
  /** Runs something of the turn, so that calls of others that it makes belong to it. */
  run<Result>(work: () => Result): Result
  /** A solver or a tool of the persona is done, which took `milliseconds` up to now. */
  step(step: TraceStep): void
  toolStep(step: ToolStep): void
  /** Its trace is complete. */
  end(): void
}
