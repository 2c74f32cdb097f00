import type { CallLine, ErrorAnswer } from '../../http/index.ts'
import type { ErrorCode, RuntimeError } from '../../index.ts'
import { detailsOf } from './problems.ts'
import { vendorMessage } from './wording.ts'

const invalid = 'invalid_request_error'

const types: Record<ErrorCode, string> = {
  'invalid-request': invalid,
  unauthorized: 'authentication_error',
  forbidden: 'permission_error',
  'unknown-persona': 'not_found_error',
  'not-found': 'not_found_error',
  'method-not-allowed': invalid,
  conflict: invalid,
  'precondition-failed': 'invalid_request_error',
  'body-too-large': 'request_too_large',
  'unsupported-encoding': invalid,
  unanswered: invalid,
  overloaded: 'rate_limit_error',
  cancelled: 'api_error',
  internal: 'api_error',
  unsupported: invalid,
  'solver-failed': 'api_error',
  'shutting-down': 'overloaded_error',
  'state-failed': 'api_error',
  timeout: 'timeout_error',
  'invalid-persona': invalid,
  'invalid-settings': invalid,
  'tool-failed': 'api_error',
  'plugin-failed': 'api_error',
}

/** The vendor's own status of this type; every other one is the catalogue's. */
const overloaded = 529

/** The vendor's envelope: `ErrorResponse`. */
export function encodeError(error: RuntimeError, { requestId }: CallLine): ErrorAnswer {
  const status = error.code === 'shutting-down' ? overloaded : error.status
  return { status, body: errorBody(error, requestId) }
}

/** The body of an error: whole, or as an event of a stream that breaks off. */
export function errorBody(error: RuntimeError, requestId?: string): object {
  const details = detailsOf(error)
  return {
    type: 'error',
    error: { type: types[error.code], message: vendorMessage(error), ...(details ? { details } : {}) },
    request_id: requestId ?? null,
  }
}
