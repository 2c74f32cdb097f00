import type { ErrorAnswer } from '../../http/index.ts'
import type { ErrorCode, RuntimeError } from '../../index.ts'

/** Where Ollama's status is not the catalogue's. It says 400 for what a model cannot do, and nobody retries that. */
const statuses: Partial<Record<ErrorCode, number>> = { unsupported: 400 }

/** The vendor's envelope, as its schema `ErrorResponse` has it. */
export function encodeError(error: RuntimeError): ErrorAnswer {
  return { status: statuses[error.code] ?? error.status, body: errorBody(error) }
}

/** The body of an error: whole, or as a line of a stream that breaks off. */
export function errorBody({ message, pointer, problem }: RuntimeError): { error: string } {
  const isEmpty = pointer === '' && problem === 'missing'
  return { error: isEmpty ? 'missing request body' : message }
}
