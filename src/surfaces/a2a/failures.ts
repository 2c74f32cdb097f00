import {
  A2AError,
  RequestMalformedError,
  UnsupportedOperationError,
  VersionNotSupportedError,
} from '@a2a-js/sdk/errors'
import { type Log, type RuntimeError, toRuntimeError } from '../../index.ts'
import { grpcStatus, jsonRpcError } from './errors.ts'
import { isVersion, type Version } from './version.ts'

/**
 * An error of the host on its way through the protocol's library. It has what each of the library's bindings looks for,
 * so that a client gets the sentence of the catalogue and never that of what lies beneath.
 */
export class HostError extends A2AError {
  readonly failure: RuntimeError
  readonly transport: Transport
  /** Of JSON-RPC. */
  readonly envelopeCode: number
  /** Of gRPC. */
  readonly status: number

  constructor(failure: RuntimeError, transport: Transport) {
    super({ message: failure.message, cause: failure })
    this.failure = failure
    this.transport = transport
    this.envelopeCode = jsonRpcError(failure).code
    this.status = grpcStatus(failure.code)
  }
}

/** Whose codes the library is to look for; HTTP+JSON is written here. */
export type Transport = 'jsonrpc' | 'grpc'

/** The error of the protocol for whatever was thrown. What is nobody's fault but the host's is logged. */
export function toProtocolError(error: unknown, log: Log, transport: Transport = 'jsonrpc'): A2AError {
  if (error instanceof A2AError) return error
  const failure = toRuntimeError(error)
  if (failure.code === 'invalid-request') return new RequestMalformedError(failure.message)
  if (failure.code === 'unsupported') return new UnsupportedOperationError(failure.message)
  if (failure.code === 'internal') log.error({ err: failure.cause }, 'An A2A call failed in the host.')
  return new HostError(failure, transport)
}

/** @throws VersionNotSupportedError */
export function requireVersion(asked: string): Version {
  if (isVersion(asked)) return asked
  throw new VersionNotSupportedError(`Version "${asked}" is not spoken here; the versions are 1.0 and 0.3.`)
}
