import type { ErrorAnswer } from '../../http/index.ts'
import type { ErrorCode, RuntimeError } from '../../index.ts'

interface Kind {
  status: number
  /** TGI's `error_type`, by which its clients choose their exceptions. */
  type: string
}

const validation = { status: 422, type: 'validation' } as const
const generation = { status: 424, type: 'generation' } as const
const overloaded = { status: 429, type: 'overloaded' } as const

/** Never 503: Hugging Face's client for JavaScript repeats a request that gets it at once, and for ever. */
const kinds: Record<ErrorCode, Kind> = {
  'invalid-request': validation,
  unauthorized: { status: 401, type: 'unauthorized' },
  forbidden: { status: 403, type: 'forbidden' },
  'unknown-persona': { status: 404, type: 'not_found' },
  'not-found': { status: 404, type: 'not_found' },
  'method-not-allowed': { status: 405, type: 'method_not_allowed' },
  conflict: { status: 409, type: 'conflict' },
  'precondition-failed': { status: 412, type: 'validation' },
  'body-too-large': { status: 413, type: 'validation' },
  'unsupported-encoding': { status: 415, type: 'validation' },
  unanswered: generation,
  overloaded,
  cancelled: { status: 499, type: 'cancelled' },
  internal: { status: 500, type: 'internal' },
  unsupported: validation,
  'solver-failed': generation,
  'shutting-down': overloaded,
  'state-failed': overloaded,
  timeout: generation,
  'invalid-persona': validation,
  'invalid-settings': { status: 500, type: 'internal' },
  'tool-failed': { status: 500, type: 'tool_error' },
  'plugin-failed': { status: 500, type: 'internal' },
}

const words: Readonly<Record<string, string>> = {
  validation: 'Input validation error: ',
  generation: 'Request failed during generation: ',
  incomplete_generation: 'Incomplete generation: ',
  overloaded: 'Model is overloaded: ',
}

interface ErrorBody {
  error: string
  error_type: string
}

/** The vendor's envelope, as its schema `ErrorResponse` has it. */
export function encodeError(error: RuntimeError): ErrorAnswer {
  const { status, type } = kinds[error.code]
  return { status, body: errorBody(type, error) }
}

/** What a stream ends with that breaks off. */
export function encodeBreak(error: RuntimeError): ErrorBody {
  const { type } = kinds[error.code]
  return errorBody(type === 'generation' ? 'incomplete_generation' : type, error)
}

function errorBody(type: string, { message }: RuntimeError): ErrorBody {
  return { error: (words[type] ?? '') + message, error_type: type }
}
