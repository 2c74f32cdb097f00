import type { CallLine, ErrorAnswer } from '../../http/index.ts'
import type { ErrorCode, RuntimeError } from '../../index.ts'
import { exceptionEncoder, type MessageEncoder } from './event-stream.ts'
import { vendorMessage } from './wording.ts'

/** The vendor's exceptions, as far as a host can throw them. */
type Exception =
  | 'AccessDeniedException'
  | 'ConflictException'
  | 'InternalServerException'
  | 'ModelErrorException'
  | 'ModelTimeoutException'
  | 'ResourceNotFoundException'
  | 'ServiceUnavailableException'
  | 'ThrottlingException'
  | 'UnrecognizedClientException'
  | 'ValidationException'

const exceptions: Record<ErrorCode, Exception> = {
  'invalid-request': 'ValidationException',
  unauthorized: 'UnrecognizedClientException',
  forbidden: 'AccessDeniedException',
  'unknown-persona': 'ResourceNotFoundException',
  'not-found': 'ResourceNotFoundException',
  'method-not-allowed': 'ValidationException',
  conflict: 'ConflictException',
  'precondition-failed': 'ConflictException',
  'body-too-large': 'ValidationException',
  'unsupported-encoding': 'ValidationException',
  unanswered: 'ModelErrorException',
  overloaded: 'ThrottlingException',
  cancelled: 'InternalServerException',
  internal: 'InternalServerException',
  unsupported: 'ValidationException',
  'solver-failed': 'ModelErrorException',
  'shutting-down': 'ServiceUnavailableException',
  'state-failed': 'ServiceUnavailableException',
  timeout: 'ModelTimeoutException',
  'invalid-persona': 'ModelErrorException',
  'invalid-settings': 'ValidationException',
  'tool-failed': 'ModelErrorException',
  'plugin-failed': 'ModelErrorException',
}

const statuses: Record<Exception, number> = {
  AccessDeniedException: 403,
  ConflictException: 400,
  InternalServerException: 500,
  ModelErrorException: 424,
  ModelTimeoutException: 408,
  ResourceNotFoundException: 404,
  ServiceUnavailableException: 503,
  ThrottlingException: 429,
  UnrecognizedClientException: 403,
  ValidationException: 400,
}

/** What HTTP has a status of its own for keeps it: proxies and people read it, and no SDK retries it. */
const plainStatuses: Partial<Record<ErrorCode, number>> = {
  'method-not-allowed': 405,
  'body-too-large': 413,
  'unsupported-encoding': 415,
}

/**
 * The vendor's envelope. A header names the exception, and so does the body, for pages of another origin: browsers
 * keep the header from them.
 */
export function encodeError(error: RuntimeError, { path }: CallLine): ErrorAnswer {
  const exception = exceptions[error.code]
  return {
    status: plainStatuses[error.code] ?? statuses[exception],
    headers: { 'x-amzn-errortype': exception },
    body: { __type: exception, message: vendorMessage(error, path), ...originalStatus(exception, error) },
  }
}

const inStream = {
  internalServerException: exceptionEncoder('internalServerException'),
  modelStreamErrorException: exceptionEncoder('modelStreamErrorException'),
  modelTimeoutException: exceptionEncoder('modelTimeoutException'),
  serviceUnavailableException: exceptionEncoder('serviceUnavailableException'),
  throttlingException: exceptionEncoder('throttlingException'),
} as const satisfies Record<string, MessageEncoder>

/** What a stream of an answer in the vendor's own words breaks off with: that kind of stream has no time-out. */
export function converseException(error: RuntimeError): Uint8Array {
  return error.code === 'timeout' ? encodeException('modelStreamErrorException', error) : invokeException(error)
}

/** What a stream of chunks breaks off with. */
export function invokeException(error: RuntimeError): Uint8Array {
  return encodeException(memberOf(exceptions[error.code]), error)
}

function memberOf(exception: Exception): keyof typeof inStream {
  switch (exception) {
    case 'InternalServerException':
      return 'internalServerException'
    case 'ModelTimeoutException':
      return 'modelTimeoutException'
    case 'ServiceUnavailableException':
      return 'serviceUnavailableException'
    case 'ThrottlingException':
      return 'throttlingException'
    case 'ModelErrorException':
    case 'AccessDeniedException':
    case 'ConflictException':
    case 'ResourceNotFoundException':
    case 'UnrecognizedClientException':
    case 'ValidationException':
      return 'modelStreamErrorException' // whatever breaks off an answer that has begun
  }
}

function encodeException(member: keyof typeof inStream, error: RuntimeError): Uint8Array {
  const { message, status } = error
  const original =
    member === 'modelStreamErrorException' ? { originalStatusCode: status, originalMessage: message } : {}
  return inStream[member](JSON.stringify({ message, ...original }))
}

function originalStatus(exception: Exception, { status }: RuntimeError): object {
  return exception === 'ModelErrorException' ? { originalStatusCode: status } : {}
}
