import { isRuntimeError, RuntimeError } from '../core/errors.ts'
import { isSolverError } from '../core/solver-error.ts'
import type { Outcome, TraceReason } from '../core/trace.ts'
import type { ChatRequest, MaybePromise, SolverEvent } from '../core/types.ts'
import type { Waiting } from '../core/waiting.ts'
import { type Attempt, attempt, unreadable } from './attempt.ts'
import { isBroken } from './breaker.ts'
import type { ChainTurn } from './chain.ts'
import type { Hearing } from './hearing.ts'
import type { Fallthrough, Link, Persona } from './persona.ts'
import { retried } from './retry.ts'
import { Interrupted } from './watch.ts'

/** A solver that has something to say: its first words, and where the rest comes from. */
export interface Spoken {
  outcome: 'answered' | 'weak'
  link: Link
  /** Who found the answer, where `link` only says it in other words. */
  found?: Link
  opening: readonly SolverEvent[]
  confidence?: number | undefined
  rest: Hearing | undefined
}

/** A solver that has not. `end` is there where nobody further may be asked, `retryAfter` (seconds) where it is known. */
export interface Silent {
  outcome: Exclude<Outcome, 'answered' | 'weak'>
  end?: RuntimeError | undefined
  retryAfter?: number | undefined
}

export type Asked = (Spoken & { outcome: 'answered' }) | (Spoken & { outcome: 'weak' }) | Silent

export interface AskOptions {
  /** Who may stop waiting for this one alone. Default: the turn. */
  waiting?: Waiting
  /** It is only to say in other words what somebody else has found. */
  retelling?: boolean
}

/** Asks one solver of the chain, writes down what came of it, and tells whether the chain may go on. Never throws. */
export function ask(
  link: Link,
  request: ChatRequest,
  turn: ChainTurn,
  { waiting = turn, retelling = false }: AskOptions = {},
): MaybePromise<Asked> {
  const started = performance.now()
  if (started > turn.deadline) return failed(new Interrupted('deadline'), link, turn, started)
  if (unreadable(link, request)) {
    record(link, turn, started, 'skipped', 'unreadable-media')
    return { outcome: 'skipped' }
  }
  const { rests } = link.breaker
  if (rests > 0) {
    record(link, turn, started, 'skipped', 'resting')
    return passedBy(link, turn, rests)
  }
  const { persona } = turn
  const asking = (limit: number) =>
    attempt({ link, persona, request, asking: turn, waiting, retelling, ends: performance.now() + limit })
  try {
    const attempted = link.breaker.run(() => retried(link, waiting, turn.deadline, asking))
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
export function nobodyAnswered(persona: Persona, silent: readonly Silent[], cause?: unknown): RuntimeError {
  if (silent.some(({ outcome }) => outcome === 'failed')) {
    const text = `No solver of "${persona.name}" answered, and at least one of them failed.`
    return new RuntimeError('solver-failed', text, { cause, ...soonest(silent) })
  }
  if (silent.some(({ outcome }) => outcome === 'timed-out')) {
    return new RuntimeError('timeout', `No solver of "${persona.name}" answered in time.`, { cause })
  }
  return new RuntimeError('unanswered', `"${persona.name}" has no answer to that.`)
}

/** When the first of them may be asked again. */
function soonest(silent: readonly Silent[]): { retryAfter?: number } {
  const known = silent.flatMap(({ retryAfter }) => (retryAfter === undefined ? [] : [retryAfter]))
  return known.length === 0 ? {} : { retryAfter: Math.ceil(Math.min(...known)) }
}

function spoken(result: Attempt, link: Link, turn: ChainTurn, started: number): Asked {
  if (result.outcome !== 'answered') link.breaker.succeeded() // nothing more is to come
  if (result.outcome !== 'declined') {
    record(link, turn, started, result.outcome, result.outcome === 'weak' ? 'weak-reply' : undefined)
    const { outcome, opening, confidence, rest } = result
    return { outcome, link, opening, confidence, rest }
  }
  record(link, turn, started, 'declined', result.reason)
  const fallthrough = result.reason === 'refused' ? 'refusal' : 'declined'
  return { outcome: 'declined', end: end(fallthrough, turn, { outcome: 'declined' }) }
}

function failed(error: unknown, link: Link, turn: ChainTurn, started: number): Silent {
  if (isBroken(error)) {
    record(link, turn, started, 'skipped', 'breaker-open')
    return passedBy(link, turn)
  }
  const { outcome, reason, fallthrough } = failureOf(error)
  record(link, turn, started, outcome, reason)
  if (reason === 'outrun' || reason === 'cancelled' || reason === 'deadline') {
    return { outcome, end: error as Interrupted } // as those are
  }
  link.breaker.cause = fallthrough
  const retryAfter = isSolverError(error) || isRuntimeError(error) ? error.retryAfter : undefined
  if (retryAfter !== undefined && isSolverError(error)) link.breaker.rest(retryAfter)
  turn.log.warn({ solver: link.id, turn: turn.id, err: error }, 'A solver did not answer; the next one is asked.')
  return { outcome, retryAfter, end: end(fallthrough, turn, { outcome, retryAfter }, error) }
}

/** One that is left alone stands where it failed: what may follow is what might have followed then. */
function passedBy(link: Link, turn: ChainTurn, retryAfter?: number): Silent {
  const silent: Silent = { outcome: 'failed', retryAfter }
  return { ...silent, end: end(link.breaker.cause, turn, silent) }
}

interface Failure {
  outcome: Silent['outcome']
  reason: TraceReason
  fallthrough: Fallthrough
}

function failureOf(error: unknown): Failure {
  if (error instanceof Interrupted) {
    const { reason } = error
    const outcome = reason === 'outrun' ? 'skipped' : reason === 'cancelled' ? 'failed' : 'timed-out'
    return { outcome, reason, fallthrough: 'timeout' }
  }
  if (!isSolverError(error)) return { outcome: 'failed', reason: 'threw', fallthrough: 'failure' }
  const { kind } = error
  switch (kind) {
    case 'timeout':
      return { outcome: 'timed-out', reason: kind, fallthrough: kind }
    case 'rate-limit':
    case 'quota':
    case 'server-error':
      return { outcome: 'failed', reason: kind, fallthrough: kind }
    case 'unauthorized':
    case 'bad-request':
      return { outcome: 'failed', reason: kind, fallthrough: 'failure' }
  }
}

/** Undefined where the persona goes on to the next solver after that. */
function end(what: Fallthrough, { persona }: ChainTurn, silent: Silent, cause?: unknown): RuntimeError | undefined {
  return persona.fallthroughOn.has(what) ? undefined : nobodyAnswered(persona, [silent], cause)
}

function record(link: Link, turn: ChainTurn, started: number, outcome: Outcome, reason?: TraceReason): void {
  const milliseconds = performance.now() - started
  turn.step(
    reason === undefined
      ? { solver: link.id, outcome, milliseconds }
      : { solver: link.id, outcome, reason, milliseconds },
  )
}
