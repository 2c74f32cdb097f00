import {
  type CallToolResult,
  type ClientCapabilities,
  MissingRequiredClientCapabilityError,
  ProtocolError,
  ProtocolErrorCode,
} from '@modelcontextprotocol/server'
import { isRuntimeError, type Log, messageOf, RuntimeError, type ToolAbility, toRuntimeError } from '../../index.ts'

/** What a client declares that can do so much for a tool. */
export const capabilityOf: Readonly<Record<ToolAbility, ClientCapabilities>> = {
  ask: { elicitation: {} },
  sample: { sampling: {} },
  roots: { roots: {} },
}

/**
 * A call that failed. What a model can act on is a result that says so; what is wrong with the call as such is an
 * error of the protocol.
 * @throws ProtocolError
 */
export function toFailedResult(thrown: unknown, log: Log, modern: boolean): CallToolResult {
  const error = told(thrown, log)
  const ability = missingAbility(error)
  if (modern && ability) {
    throw new MissingRequiredClientCapabilityError({ requiredCapabilities: capabilityOf[ability] }, error.message)
  }
  if (error.code === 'not-found' || isAboutAnswers(error)) throw toProtocolError(error)
  return { isError: true, content: [{ type: 'text', text: error.message }] }
}

/** The same for what has no result that tells of a failure: what a toolbox threw is told in its own words. */
export function toProtocolFailure(thrown: unknown, log: Log, modern: boolean): ProtocolError {
  if (thrown instanceof ProtocolError) return thrown
  const error = isRuntimeError(thrown) ? thrown : ownWords(thrown, log)
  const ability = missingAbility(error)
  if (!modern || !ability) return toProtocolError(error)
  return new MissingRequiredClientCapabilityError({ requiredCapabilities: capabilityOf[ability] }, error.message)
}

function ownWords(thrown: unknown, log: Log): RuntimeError {
  log.warn({ err: thrown }, 'A toolbox failed.')
  return new RuntimeError('tool-failed', messageOf(thrown) || 'It failed and did not say why.', { cause: thrown })
}

export function invalidParams(message: string, data?: unknown): ProtocolError {
  return new ProtocolError(ProtocolErrorCode.InvalidParams, message, data)
}

function told(thrown: unknown, log: Log): RuntimeError {
  if (!isRuntimeError(thrown)) log.error({ err: thrown }, 'An MCP request failed in the host.')
  return toRuntimeError(thrown)
}

function toProtocolError(error: RuntimeError): ProtocolError {
  const wrong = error.code === 'not-found' || error.code === 'invalid-request'
  return wrong ? invalidParams(error.message) : new ProtocolError(ProtocolErrorCode.InternalError, error.message)
}

/** An answer, or the state of the call: the client's own affair, not the model's. */
function isAboutAnswers({ code, pointer = '' }: RuntimeError): boolean {
  return code === 'invalid-request' && /^\/_(inputs|state)(\/|$)/.test(pointer)
}

/** What the caller would have to be able to do, where that is why it failed. */
function missingAbility({ cause }: RuntimeError): ToolAbility | undefined {
  if (!(cause instanceof Error) || !('ability' in cause)) return undefined
  return Object.keys(capabilityOf).find((ability): ability is ToolAbility => ability === cause.ability)
}
