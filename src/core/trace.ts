import type { Usage } from './types.ts'

/** Why a solver did not give the answer. README.md prints this table. */
export const traceReasons = {
  'said-nothing': 'It declined: it returned nothing, or only white space.',
  'low-confidence': "Its confidence is under the link's `minConfidence`.",
  'weak-reply': 'Its reply is weak, and was kept in hand for the case that nobody has a better one.',
  refused: 'It refused, and the persona says that a refusal falls through.',
  threw: 'It failed before its first word.',
  'rate-limit': 'Its upstream has had too many questions.',
  quota: 'What its upstream may be asked for is used up.',
  'server-error': 'Its upstream failed, or cannot be reached.',
  unauthorized: 'Its upstream does not accept its key.',
  'bad-request': 'Its upstream does not accept the request.',
  timeout: 'Its upstream did not answer in time.',
  resting: 'Its upstream said when it may be asked again, and that time has not come.',
  outrun: 'The next solver, which was asked at the same time, spoke first.',
  'cut-off': 'It failed after its first word, so the answer ended with an error.',
  'no-first-word': 'Its first word did not come within `timeout`.',
  'went-silent': 'It paused for longer than `idleTimeout` after its first word.',
  deadline: "The persona's `deadline` had passed.",
  cancelled: 'The client left.',
  'unreadable-media': 'The question carries media that it does not accept.',
  'breaker-open': 'It failed several times in a row, and is left alone until it has cooled down.',
} as const satisfies Record<string, string>

export type TraceReason = keyof typeof traceReasons

export type Outcome = 'answered' | 'weak' | 'declined' | 'failed' | 'timed-out' | 'skipped'

/** What became of one solver in one turn. */
export interface TraceStep {
  solver: string
  outcome: Outcome
  reason?: TraceReason
  /** Until its first word, or until it was given up. */
  milliseconds: number
  /** Which of the requests, where a turn has several. */
  choice?: number
}

/** What became of one call of the persona's own tools. */
export interface ToolStep {
  solver: string
  tool: string
  /** From 1. */
  round: number
  outcome: 'answered' | 'failed'
  milliseconds: number
  choice?: number
}

/** What happened in one turn. It holds nothing of what was said. */
export interface TurnTrace {
  id: string
  persona: string
  /** Milliseconds since 1970. */
  startedAt: number
  /** Until the last event; absent while it runs. */
  milliseconds?: number
  /** Until the first event, where there was one. */
  firstWord?: number
  usage?: Usage
  outcome: 'running' | 'answered' | 'unanswered' | 'failed' | 'cancelled'
  /** Who answered. */
  solver?: string
  /** The code of the error that ended it. */
  error?: string
  conversation?: string
  steps: TraceStep[]
  /** Calls of the persona's own tools, where there were any. */
  tools?: ToolStep[]
}
