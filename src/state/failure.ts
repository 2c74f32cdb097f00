import { isRuntimeError, messageOf, RuntimeError } from '../core/errors.ts'

/** What a database says no with, for whoever wanted something of it. */
export function stateFailed(error: unknown): RuntimeError {
  const message = 'The state could not be read or written; what was sent is not kept. The log of the host says why.'
  return new RuntimeError('state-failed', message, { cause: error, retryAfter: 5 })
}

/** The same, for whoever starts the host. */
export function cannotOpen(url: string, error: unknown): RuntimeError {
  const cause = isRuntimeError(error) ? (error.cause ?? error) : error
  const message = `The state at ${withoutPassword(url)} cannot be opened: ${messageOf(cause)}.`
  return new RuntimeError('state-failed', `${message} Choose another place with --state.`, { cause })
}

/** A URL as it may be shown. */
export function withoutPassword(url: string): string {
  return url.replace(/\/\/[^@/]*@/, '//***@')
}
