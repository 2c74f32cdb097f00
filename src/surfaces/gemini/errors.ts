import type { ErrorAnswer } from '../../http/index.ts'
import type { ErrorCode, RuntimeError } from '../../index.ts'
import { fieldPath } from '../../index.ts'

/** The names of google.rpc.Code. */
const statuses: Record<ErrorCode, string> = {
  'invalid-request': 'INVALID_ARGUMENT',
  unauthorized: 'UNAUTHENTICATED',
  forbidden: 'PERMISSION_DENIED',
  'unknown-persona': 'NOT_FOUND',
  'not-found': 'NOT_FOUND',
  'method-not-allowed': 'UNIMPLEMENTED',
  conflict: 'ALREADY_EXISTS',
  'precondition-failed': 'FAILED_PRECONDITION',
  'body-too-large': 'INVALID_ARGUMENT',
  'unsupported-encoding': 'INVALID_ARGUMENT',
  unanswered: 'FAILED_PRECONDITION',
  overloaded: 'RESOURCE_EXHAUSTED',
  cancelled: 'CANCELLED',
  internal: 'INTERNAL',
  unsupported: 'UNIMPLEMENTED',
  'solver-failed': 'UNAVAILABLE',
  'shutting-down': 'UNAVAILABLE',
  'state-failed': 'UNAVAILABLE',
  timeout: 'DEADLINE_EXCEEDED',
  'invalid-persona': 'FAILED_PRECONDITION',
  'invalid-settings': 'FAILED_PRECONDITION',
  'tool-failed': 'INTERNAL',
  'plugin-failed': 'INTERNAL',
}

/** The vendor's envelope: google.rpc.Status as JSON. */
export function encodeError(error: RuntimeError): ErrorAnswer {
  return { status: statusOf(error), body: errorBody(error) }
}

/** The body of an error: whole, or as a piece of a stream that breaks off. */
export function errorBody(error: RuntimeError): object {
  return {
    error: { code: statusOf(error), message: messageOf(error), status: nameOf(error), details: detailsOf(error) },
  }
}

/** The vendor takes a wrong key for a wrong argument, and a request without one for somebody who may not ask. */
function statusOf({ code, status, problem }: RuntimeError): number {
  if (code !== 'unauthorized') return status
  return problem === 'missing' ? 403 : 400
}

function nameOf({ code, problem }: RuntimeError): string {
  if (code !== 'unauthorized') return statuses[code]
  return problem === 'missing' ? statuses.forbidden : statuses['invalid-request']
}

function reasonOf({ code, problem }: RuntimeError): string {
  if (code === 'unauthorized' && problem !== 'missing') return 'API_KEY_INVALID'
  return code.toUpperCase().replaceAll('-', '_')
}

function messageOf({ code, message, pointer, problem }: RuntimeError): string {
  if (code === 'unauthorized' && problem === 'value') return `API key not valid. ${message}`
  if (code === 'unknown-persona') {
    return `${message} Call ListModels to see the list of available models and their supported methods.`
  }
  if (code !== 'invalid-request' || pointer === undefined) return message
  if (pointer === '') return `Invalid JSON payload received. ${message}`
  // What the schema found names its field itself.
  const what = message.replace(`"${fieldPath(pointer)}" `, '')
  return problem === 'missing'
    ? `* ${protoPath(pointer)}: ${what}`
    : `Invalid value at '${protoPath(pointer)}': ${what}`
}

function detailsOf(error: RuntimeError): readonly object[] {
  const { pointer, retryAfter } = error
  const reason = reasonOf(error)
  const field = pointer === undefined || pointer === '' ? undefined : protoPath(pointer)
  return [
    { '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason, domain: 'dramatis' },
    ...(field === undefined ? [] : [badRequest(field, messageOf(error))]),
    ...(retryAfter === undefined ? [] : [retryInfo(retryAfter)]),
  ]
}

function badRequest(field: string, description: string): object {
  return { '@type': 'type.googleapis.com/google.rpc.BadRequest', fieldViolations: [{ field, description }] }
}

function retryInfo(seconds: number): object {
  return { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: `${seconds}s` }
}

/** `/generationConfig/topP` as the protos name it: `generation_config.top_p`. */
function protoPath(pointer: string): string {
  return fieldPath(pointer).replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}
