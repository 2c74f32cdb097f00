import { inspect } from 'node:util'
import { isRuntimeError, messageOf } from '../core/errors.ts'

/** What the terminal says of a command that failed: a sentence, and the stack only for those who ask for it. */
export function describeFailure(error: unknown, debug: boolean): string {
  if (debug) return inspect(error)
  if (isRuntimeError(error)) return error.message
  return `${messageOf(error)}\nRun it again with --log-level debug to see where that happened.`
}
