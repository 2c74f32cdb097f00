import type { ErrorAnswer } from '../../http/index.ts'
import type { ErrorCode, ErrorOptions } from '../../index.ts'
import { fieldPath, RuntimeError } from '../../index.ts'

interface Kind {
  type: string
  code: string | null
}

const kinds: Record<ErrorCode, Kind> = {
  'invalid-request': { type: 'invalid_request_error', code: null },
  'unknown-persona': { type: 'invalid_request_error', code: 'model_not_found' },
  'not-found': { type: 'invalid_request_error', code: 'unknown_url' },
  'method-not-allowed': { type: 'invalid_request_error', code: 'method_not_supported' },
  conflict: { type: 'invalid_request_error', code: 'conflict' },
  unauthorized: { type: 'invalid_request_error', code: 'invalid_api_key' },
  forbidden: { type: 'invalid_request_error', code: 'forbidden' },
  'precondition-failed': { type: 'invalid_request_error', code: 'precondition_failed' },
  'body-too-large': { type: 'invalid_request_error', code: 'request_too_large' },
  'unsupported-encoding': { type: 'invalid_request_error', code: 'unsupported_encoding' },
  unanswered: { type: 'invalid_request_error', code: 'unanswered' },
  overloaded: { type: 'rate_limit_error', code: 'rate_limit_exceeded' },
  cancelled: { type: 'server_error', code: 'cancelled' },
  internal: { type: 'server_error', code: 'internal_error' },
  unsupported: { type: 'invalid_request_error', code: 'unsupported' },
  'solver-failed': { type: 'server_error', code: 'solver_failed' },
  'shutting-down': { type: 'server_error', code: 'shutting_down' },
  'state-failed': { type: 'server_error', code: 'state_failed' },
  timeout: { type: 'server_error', code: 'timeout' },
  'invalid-persona': { type: 'invalid_request_error', code: 'invalid_persona' },
  'invalid-settings': { type: 'invalid_request_error', code: 'invalid_settings' },
  'tool-failed': { type: 'server_error', code: 'tool_failed' },
  'plugin-failed': { type: 'server_error', code: 'plugin_failed' },
}

/** An error that the vendor has a code of its own for, or null for none. */
export class VendorError extends RuntimeError {
  readonly vendorCode: string | null

  constructor(code: ErrorCode, vendorCode: string | null, message: string, options: ErrorOptions = {}) {
    super(code, message, options)
    this.vendorCode = vendorCode
  }
}

const problems = { missing: 'missing_required_parameter', type: 'invalid_type', value: 'invalid_value' } as const

/** The vendor's envelope, as its schema `ErrorResponse` has it. */
export function encodeError(error: RuntimeError): ErrorAnswer {
  return { status: error.status, body: errorBody(error) }
}

/** The body of an error: whole, or as a frame of a stream that breaks off. */
export function errorBody(error: RuntimeError): object {
  const { code, message, pointer, problem } = error
  const kind = kinds[code]
  const ownCode = problem === undefined || code === 'unauthorized' ? kind.code : problems[problem]
  return {
    error: {
      message,
      type: kind.type,
      param: pointer === undefined || pointer === '' ? null : fieldPath(pointer),
      code: error instanceof VendorError ? error.vendorCode : ownCode,
    },
  }
}
