import type { ErrorAnswer } from '../../http/index.ts'
import { catalogue, type ErrorCode, type RuntimeError } from '../../index.ts'

/** Codes of JSON-RPC 2.0; everything below -32000 is for a protocol built on it to use. */
const parseError = -32_700
const invalidRequest = -32_600
const internalError = -32_603
const ofTheServer = -32_000

/** An error that comes before a message has been understood, so that nobody knows the id of its request. */
export function encodeError(error: RuntimeError): ErrorAnswer {
  return {
    status: catalogue[error.code].status,
    body: { jsonrpc: '2.0', id: null, error: { code: codeOf(error.code), message: error.message } },
  }
}

function codeOf(code: ErrorCode): number {
  if (code === 'invalid-request') return parseError
  if (code === 'internal') return internalError
  return catalogue[code].status === 400 ? invalidRequest : ofTheServer
}
