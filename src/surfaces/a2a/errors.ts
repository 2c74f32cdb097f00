import { type CallLine, type ErrorAnswer, problemDetails } from '../../http/index.ts'
import { catalogue, type ErrorCode, type RuntimeError } from '../../index.ts'

const parseError = -32_700
const invalidRequest = -32_600
const internalError = -32_603
/** Of the server itself; the protocol has the codes from -32001 on for its own errors. */
const ofTheServer = -32_000

/** An error of the host in the form of the binding that was called. No route has understood the request by then. */
export function encodeError(error: RuntimeError, call: CallLine): ErrorAnswer {
  switch (bindingOf(call)) {
    case 'json-rpc':
      return { status: envelopeStatus(error), body: envelope(null, jsonRpcError(error)) }
    case 'rest':
      return { status: error.status, body: restError(error) }
    case 'older rest':
      return { status: error.status, body: jsonRpcError(error) }
    case 'none':
      return problemDetails(error, call)
  }
}

export function envelope(id: string | number | null, error: object): object {
  return { jsonrpc: '2.0', id, error }
}

/** What is wrong with a request is told in an answer that arrived; what is wrong with the host has its own status. */
export function envelopeStatus({ code, status }: RuntimeError): number {
  return code === 'invalid-request' ? 200 : status
}

export function jsonRpcError(error: RuntimeError): { code: number; message: string } {
  return { code: jsonRpcCode(error), message: error.message }
}

function jsonRpcCode({ code, problem, pointer }: RuntimeError): number {
  if (code === 'internal') return internalError
  if (code !== 'invalid-request') return ofTheServer
  // What is no JSON has no problem of a field; a body that is missing is none either.
  return pointer === '' && (problem === undefined || problem === 'missing') ? parseError : invalidRequest
}

/** AIP-193, as version 1.0 wants it. */
export function restError({ code, status, message }: RuntimeError): object {
  const reason = code.toUpperCase().replaceAll('-', '_')
  const details = [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason, domain: 'dramatis' }]
  return { error: { code: status, status: statusName(code), message, details } }
}

/** Statuses of gRPC, by name and number, for those of HTTP. */
const statuses: Readonly<Record<number, readonly [string, number]>> = {
  400: ['INVALID_ARGUMENT', 3],
  401: ['UNAUTHENTICATED', 16],
  403: ['PERMISSION_DENIED', 7],
  404: ['NOT_FOUND', 5],
  405: ['UNIMPLEMENTED', 12],
  409: ['ALREADY_EXISTS', 6],
  412: ['ABORTED', 10],
  413: ['RESOURCE_EXHAUSTED', 8],
  415: ['INVALID_ARGUMENT', 3],
  422: ['FAILED_PRECONDITION', 9],
  429: ['RESOURCE_EXHAUSTED', 8],
  499: ['CANCELLED', 1],
  501: ['UNIMPLEMENTED', 12],
  502: ['UNAVAILABLE', 14],
  503: ['UNAVAILABLE', 14],
  504: ['DEADLINE_EXCEEDED', 4],
}
const internal = ['INTERNAL', 13] as const

function statusName(code: ErrorCode): string {
  return (statuses[catalogue[code].status] ?? internal)[0]
}

/** What gRPC calls an error of the host. */
export function grpcStatus(code: ErrorCode): number {
  return (statuses[catalogue[code].status] ?? internal)[1]
}

function bindingOf({ method, path }: CallLine): 'json-rpc' | 'rest' | 'older rest' | 'none' {
  if (!path.startsWith('/a2a') || path.includes('/.well-known/') || path === '/a2a/personas') return 'none'
  if (method === 'POST' && /^\/a2a(?:\/[^/:]*)?\/?$/.test(path)) return 'json-rpc'
  return /^\/a2a(?:\/[^/]+)?\/v1\//.test(path) ? 'older rest' : 'rest'
}
