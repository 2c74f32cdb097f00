import { legacyJsonRpcToV1Method } from '@a2a-js/sdk/compat/v0_3'
import { LegacyJsonRpcTransportHandler } from '@a2a-js/sdk/compat/v0_3/server'
import { A2A_ERROR_CODE, JsonRpcTransportError } from '@a2a-js/sdk/errors'
import { JsonRpcTransportHandler } from '@a2a-js/sdk/server'
import type { Exchange } from '../../http/index.ts'
import { Call } from './call.ts'
import { contextOf, lastEventId, readJson, requireJson } from './context.ts'
import { envelope, envelopeStatus } from './errors.ts'
import { HostError, requireVersion, toProtocolError } from './failures.ts'
import { completeOlderParams, isRecord } from './older.ts'
import { checkParams, versionOfMethod } from './params.ts'
import type { A2aService } from './service.ts'
import { sendEvents, sendEventsAtOnce } from './stream.ts'
import { askedVersion, isVersion, type Version } from './version.ts'

interface Request extends Record<string, unknown> {
  readonly method: string
  readonly params?: unknown
}

/** JSON-RPC, of both versions at the same address. */
export async function answerJsonRpc(exchange: Exchange, service: A2aService): Promise<void> {
  const body = await readJson(exchange)
  const asked = askedVersion(exchange)
  let version: Version = isVersion(asked) ? asked : '1.0'
  const toFailure = (thrown: unknown): object => envelope(idOf(body), errorBody(version, thrown, service))
  try {
    requireJson(exchange)
    const given = readRequest(body)
    version = versionFor(asked, given.method)
    const { params: said = {} } = given
    const request = { ...given, params: version === '0.3' ? completeOlderParams(said) : said }
    checkParams(version, request.method, request.params, '/params')
    const agent = service.agentOf(exchange, isRecord(request.params) ? request.params.tenant : undefined)
    await service.ready()
    const call = new Call(service, agent, { after: lastEventId(exchange) })
    const context = contextOf(exchange, version)
    const answer = await handlerOf(version, call).handle(request, context)
    if (!(Symbol.asyncIterator in answer)) {
      return exchange.sendJson(call.failure ? envelopeStatus(call.failure) : 200, answer)
    }
    const send = request.method === 'tasks/resubscribe' ? sendEventsAtOnce : sendEvents
    await send<object>(exchange, answer, {
      json: version === '0.3' ? withFinal : (event) => event,
      sequence: () => call.lastSequence,
      failure: toFailure,
      keepAlive: service.keepAlive,
    })
  } catch (thrown) {
    if (exchange.response.headersSent) throw thrown
    const error = toProtocolError(thrown, service.log)
    exchange.sendJson(error instanceof HostError ? envelopeStatus(error.failure) : 200, toFailure(error))
  }
}

function handlerOf(version: Version, call: Call): JsonRpcTransportHandler | LegacyJsonRpcTransportHandler {
  return version === '0.3' ? new LegacyJsonRpcTransportHandler(call) : new JsonRpcTransportHandler(call)
}

/** @throws JsonRpcTransportError "invalid request" */
function readRequest(body: unknown): Request {
  if (!isRecord(body)) throw invalidRequest('The body must be one JSON-RPC request, which is an object.')
  if (body.jsonrpc !== '2.0') throw invalidRequest('"jsonrpc" must be "2.0".')
  const { method, id = null } = body
  if (typeof method !== 'string' || method === '') throw invalidRequest('"method" must be the name of a method.')
  if (id !== null && typeof id !== 'string' && !Number.isInteger(id)) {
    throw invalidRequest('"id" must be a string, an integer or null.')
  }
  return { ...body, method }
}

/**
 * The version of a request: what the client asks for, or else what its method belongs to, since clients of 0.3 do not
 * say which version they speak, and some of 1.0 forget to.
 */
function versionFor(asked: string, method: string): Version {
  const version = asked === '' ? undefined : requireVersion(asked)
  const known = versionOfMethod(method)
  if (known !== undefined && (version ?? known) === known) return known
  throw failure(A2A_ERROR_CODE.METHOD_NOT_FOUND, unknownMethod(method, known))
}

function unknownMethod(method: string, known: Version | undefined): string {
  const shown = method.slice(0, 100)
  if (known === undefined) return `There is no method "${shown}".`
  const other = known === '0.3' ? `; version 1.0 calls it "${legacyJsonRpcToV1Method(method)}"` : ''
  return `The method "${shown}" belongs to version ${known} of the protocol${other}.`
}

function errorBody(version: Version, thrown: unknown, { log }: A2aService): object {
  const error = toProtocolError(thrown, log)
  if (version === '1.0') return JsonRpcTransportHandler.mapToJSONRPCError(error)
  return LegacyJsonRpcTransportHandler.mapToLegacyJSONRPCError(error)
}

function idOf(body: unknown): string | number | null {
  const id = isRecord(body) ? body.id : null
  return typeof id === 'string' || Number.isInteger(id) ? (id as string | number) : null // the check has just said so
}

/** 0.3 marks the last event of a stream; the library does so for tasks that are over, but not for those that ask. */
function withFinal(event: object): object {
  if (!('result' in event) || !isRecord(event.result) || event.result.kind !== 'status-update') return event
  const { status } = event.result
  const state = isRecord(status) ? status.state : undefined
  return state === 'input-required' || state === 'auth-required'
    ? { ...event, result: { ...event.result, final: true } }
    : event
}

function invalidRequest(message: string): Error {
  return failure(A2A_ERROR_CODE.INVALID_REQUEST, message)
}

function failure(code: number, message: string): Error {
  return new JsonRpcTransportError({ jsonrpc: '2.0', id: null, error: { code, message } })
}
