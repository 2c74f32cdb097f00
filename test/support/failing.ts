import { type FailureKind, type Solver, SolverError } from 'dramatis'
import type { TestPersona } from 'dramatis/testing'
import { chain } from './turn.ts'

/** What never comes to its end. */
export const never = new Promise<never>(() => undefined)

/** A solver that fails in that way; `retryAfter` is in seconds. */
export function failing(kind: FailureKind, retryAfter?: number): () => never {
  return () => {
    throw new SolverError(kind, 'It is written in the log.', { retryAfter })
  }
}

/** A chain of a solver and of one that always answers. */
export function withNext(
  solve: Solver['solve'],
  settings: object = {},
  rest: Partial<Solver> = {},
): TestPersona['chain'] {
  return [{ id: 'first', solver: { solve, ...rest }, settings }, ...chain({ next: () => 'Next.' })]
}
