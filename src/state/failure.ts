import { isRuntimeError, messageOf, RuntimeError } from '../core/errors.ts'

/** What the database itself says no with: SQLite's and PostgreSQL's errors have a code, those of our own code have none. */
export function stateFailed(error: unknown): unknown {
  if (isRuntimeError(error) || !isFromDatabase(error)) return error
  const message = 'The state could not be read or written; what was sent is not kept. The log of the host says why.'
  return new RuntimeError('state-failed', message, { cause: error, retryAfter: 5 })
}

/** The same, for whoever starts the host. */
export function cannotOpen(url: string, error: unknown): RuntimeError {
  const shown = url.replace(/\/\/[^@/]*@/, '//***@')
  const message = `The state at ${shown} cannot be opened: ${messageOf(error)}. Choose another place with --state.`
  return new RuntimeError('state-failed', message, { cause: error })
}

function isFromDatabase(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
}
