import { RuntimeError } from '../core/errors.ts'
import type { Outcome, TraceReason } from '../core/trace.ts'
import type { ChatRequest, MaybePromise, SolverEvent } from '../core/types.ts'
import { type Attempt, attempt, unreadable } from './attempt.ts'
import { isBroken } from './breaker.ts'
import type { ChainTurn } from './chain.ts'
import type { Hearing } from './hearing.ts'
import type { Fallthrough, Link, Persona } from './persona.ts'
import { Interrupted } from './watch.ts'

/** A solver that has something to say: its first words, and where the rest comes from. */
export interface Spoken {
  outcome: 'answered' | 'weak'
  link: Link
  opening: readonly SolverEvent[]
  rest: Hearing | undefined
}

/** `end` is there where nobody further may be asked. */
export type Asked =
  | (Spoken & { outcome: 'answered' })
  | (Spoken & { outcome: 'weak' })
  | { outcome: Exclude<Outcome, 'answered' | 'weak'>; end: RuntimeError | undefined }

/** Asks one solver of the chain, writes down what came of it, and tells whether the chain may go on. Never throws. */
export function ask(link: Link, request: ChatRequest, turn: ChainTurn): MaybePromise<Asked> {
  const started = performance.now()
  if (started > turn.deadline) return failed(new Interrupted('deadline'), link, turn, started)
  if (unreadable(link, request)) {
    record(link, turn, started, 'skipped', 'unreadable-media')
    return { outcome: 'skipped', end: undefined }
  }
  try {
    const attempted = link.breaker.run(() => attempt(link, turn.persona, request, turn))
    if (!(attempted instanceof Promise)) return spoken(attempted, link, turn, started)
    return attempted.then(
      (result) => spoken(result, link, turn, started),
      (error: unknown) => failed(error, link, turn, started),
    )
  } catch (error) {
    return failed(error, link, turn, started)
  }
}

/** The error of a chain in which nobody had an answer: failures weigh more than time limits, and those than declines. */
export function nobodyAnswered(persona: Persona, outcomes: readonly Outcome[], cause?: unknown): RuntimeError {
  if (outcomes.includes('failed')) {
    const text = `No solver of "${persona.name}" answered, and at least one of them failed.`
    return new RuntimeError('solver-failed', text, { cause })
  }
  if (outcomes.includes('timed-out')) {
    return new RuntimeError('timeout', `No solver of "${persona.name}" answered in time.`, { cause })
  }
  return new RuntimeError('unanswered', `"${persona.name}" has no answer to that.`)
}

function spoken(result: Attempt, link: Link, turn: ChainTurn, started: number): Asked {
  if (result.outcome !== 'declined') {
    record(link, turn, started, result.outcome, result.outcome === 'weak' ? 'weak-reply' : undefined)
    return { outcome: result.outcome, link, opening: result.opening, rest: result.rest }
  }
  link.breaker.succeeded()
  record(link, turn, started, 'declined', result.reason)
  return { outcome: 'declined', end: end('declined', turn, ['declined']) }
}

function failed(error: unknown, link: Link, turn: ChainTurn, started: number): Asked {
  if (isBroken(error)) {
    record(link, turn, started, 'skipped', 'breaker-open')
    return { outcome: 'failed', end: undefined }
  }
  const interrupted = error instanceof Interrupted
  const outcome = interrupted && error.reason !== 'cancelled' ? 'timed-out' : 'failed'
  record(link, turn, started, outcome, interrupted ? error.reason : 'threw')
  if (interrupted && (error.reason === 'cancelled' || error.reason === 'deadline')) return { outcome, end: error }
  turn.log.warn({ solver: link.id, turn: turn.id, err: error }, 'A solver did not answer; the next one is asked.')
  return { outcome, end: end(interrupted ? 'timeout' : 'failure', turn, [outcome], error) }
}

/** Undefined where the persona goes on to the next solver after that. */
function end(what: Fallthrough, { persona }: ChainTurn, outcomes: readonly Outcome[], cause?: unknown) {
  return persona.fallthroughOn.has(what) ? undefined : nobodyAnswered(persona, outcomes, cause)
}

function record(link: Link, turn: ChainTurn, started: number, outcome: Outcome, reason?: TraceReason): void {
  const milliseconds = performance.now() - started
  turn.step(
    reason === undefined
      ? { solver: link.id, outcome, milliseconds }
      : { solver: link.id, outcome, reason, milliseconds },
  )
}
