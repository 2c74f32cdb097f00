import { isRuntimeError, messageOf } from '../core/errors.ts'
import { type Outcome, type TurnTrace, traceReasons } from '../core/trace.ts'
import { columns, paint } from './terminal.ts'

const colours: Record<Outcome, 'green' | 'yellow' | 'red' | 'gray'> = {
  answered: 'green',
  weak: 'yellow',
  declined: 'gray',
  failed: 'red',
  'timed-out': 'red',
  skipped: 'gray',
}

/** Who was asked in a turn, what came of it and how long it took: a line for each solver, and one for the whole. */
export function explain(trace: Readonly<TurnTrace>, stream: NodeJS.WriteStream): string {
  const rows = trace.steps.map(({ solver, outcome, reason, milliseconds }) => [
    solver,
    paint(colours[outcome], outcome, stream),
    time(milliseconds),
    reason === undefined ? '' : traceReasons[reason],
  ])
  const by = trace.solver === undefined ? '' : ` by ${trace.solver}`
  return `${columns(rows, '  ')}  ${trace.outcome}${by} in ${time(trace.milliseconds ?? 0)}\n`
}

/** Why there is no answer. What a plugin threw is told here: whoever runs the command runs the plugin. */
export function whyNot(error: unknown): string {
  const cause = isRuntimeError(error) ? error.cause : undefined
  return cause === undefined ? messageOf(error) : `${messageOf(error)} (${messageOf(cause)})`
}

function time(milliseconds: number): string {
  return `${milliseconds < 10 ? milliseconds.toFixed(1) : Math.round(milliseconds)} ms`
}
