import { type FailureKind, isSolverError, messageOf, SolverError } from 'dramatis'
import { failureOfError, solverErrorOf } from 'dramatis/upstream'

/** What the SDK throws, as far as it is looked at: every entry of the package has classes of its own. */
interface SdkError {
  readonly name: string
  readonly message: string
  /** JSON-RPC's code. */
  readonly envelopeCode?: unknown
  /** gRPC's. */
  readonly status?: unknown
  readonly data?: unknown
}

/** Why an agent did not answer, whatever has been thrown on the way. */
export function failureOf(error: unknown, agent: string): SolverError {
  const known = solverErrorOf(error)
  if (isSolverError(known)) return known
  const told = sdkErrorOf(error)
  if (!told) return new SolverError('server-error', `${agent} failed: ${messageOf(error)}`, { cause: error })
  const kind = kinds[told.name] ?? (typeof told.status === 'number' ? grpcKinds[told.status] : undefined)
  if (kind !== undefined) return new SolverError(kind, `${agent} failed: ${told.message}`, { cause: error })
  if (told.envelopeCode === undefined) {
    return new SolverError('server-error', `${agent} failed: ${told.message}`, { cause: error })
  }
  return failureOfError({ code: told.envelopeCode, message: told.message, data: told.data })
}

/** The error that tells more than the one around it. */
function sdkErrorOf(error: unknown): SdkError | undefined {
  let inner = error
  for (let depth = 0; depth < 8 && inner instanceof Error; depth++) {
    if (Object.hasOwn(kinds, inner.name) || 'envelopeCode' in inner || ('status' in inner && inner.name === 'A2AError'))
      return inner
    inner = inner.cause
  }
  return undefined
}

const kinds: Readonly<Record<string, FailureKind>> = {
  TaskNotFoundError: 'bad-request',
  TaskNotCancelableError: 'bad-request',
  PushNotificationNotSupportedError: 'bad-request',
  UnsupportedOperationError: 'bad-request',
  ContentTypeNotSupportedError: 'bad-request',
  InvalidAgentResponseError: 'server-error',
  ExtendedAgentCardNotConfiguredError: 'bad-request',
  ExtensionSupportRequiredError: 'bad-request',
  VersionNotSupportedError: 'bad-request',
  RequestMalformedError: 'bad-request',
}

/** By number: `grpc/status.proto`. The others are failures of the server. */
const grpcKinds: Readonly<Record<number, FailureKind>> = {
  3: 'bad-request', // INVALID_ARGUMENT
  4: 'timeout', // DEADLINE_EXCEEDED
  5: 'bad-request', // NOT_FOUND
  6: 'bad-request', // ALREADY_EXISTS
  7: 'unauthorized', // PERMISSION_DENIED
  8: 'rate-limit', // RESOURCE_EXHAUSTED
  9: 'bad-request', // FAILED_PRECONDITION
  11: 'bad-request', // OUT_OF_RANGE
  12: 'bad-request', // UNIMPLEMENTED
  16: 'unauthorized', // UNAUTHENTICATED
}
