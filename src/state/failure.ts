import { isRuntimeError, messageOf, RuntimeError } from '../core/errors.ts'
import { withoutLogins } from '../core/text.ts'

const shown = 'The state could not be read or written; what was sent is not kept. The log of the host says why.'
/** Seconds after which it is worth another try. */
const retryAfter = 5

/** What a database says no with, for whoever wanted something of it. */
export function stateFailed(error: unknown): RuntimeError {
  return new RuntimeError('state-failed', shown, { cause: error, retryAfter })
}

/** The same, for whoever starts the host; clients need not know where the state is. */
export function cannotOpen(url: string, error: unknown): RuntimeError {
  const cause = isRuntimeError(error) ? (error.cause ?? error) : error
  const message = `The state at ${withoutLogins(url)} cannot be opened: ${messageOf(cause)}.`
  return new RuntimeError('state-failed', `${message} Choose another place with --state.`, { cause, shown, retryAfter })
}
