import { Extensions } from '@a2a-js/sdk'
import { ContentTypeNotSupportedError } from '@a2a-js/sdk/errors'
import { ServerCallContext, UnauthenticatedUser, type User } from '@a2a-js/sdk/server'
import type { Exchange } from '../../http/index.ts'
import { currentCaller, isRuntimeError } from '../../index.ts'
import type { Version } from './version.ts'

/** What the protocol's library and the engine know of a call. The tenant is left out: it would divide the tasks. */
export function contextOf({ request: { headers } }: Exchange, requestedVersion: Version): ServerCallContext {
  const asked = headers['a2a-extensions'] ?? headers['x-a2a-extensions']
  const extensions = Extensions.parseServiceParameter(Array.isArray(asked) ? asked.join(',') : asked)
  return callContext(requestedVersion, extensions)
}

export function callContext(requestedVersion: string, requestedExtensions: Extensions | undefined): ServerCallContext {
  const extensions = requestedExtensions ? { requestedExtensions } : {}
  return new ServerCallContext({ requestedVersion, ...extensions, user: currentUser() })
}

/** The number of the last event that a client has seen. */
export function lastEventId({ request: { headers } }: Exchange): number | undefined {
  const id = headers['last-event-id']
  return typeof id === 'string' && /^\d{1,15}$/.test(id) ? Number(id) : undefined
}

/**
 * The body. What is of another type may be anything: it is undefined where it is no JSON, and `requireJson` says why.
 * @throws RuntimeError `invalid-request`, `body-too-large`
 */
export async function readJson(exchange: Exchange): Promise<unknown> {
  try {
    return await exchange.json()
  } catch (error) {
    if (isJson(exchange) || !isRuntimeError(error) || error.code !== 'invalid-request') throw error
    return undefined
  }
}

/**
 * Pages may send other types than JSON to anywhere without asking first.
 * @throws ContentTypeNotSupportedError
 */
export function requireJson(exchange: Exchange): void {
  if (isJson(exchange)) return
  const given = exchange.request.headers['content-type']
  throw new ContentTypeNotSupportedError(
    `Bodies of the type "${given?.slice(0, 100)}" are not read; send application/json.`,
  )
}

function isJson({ request: { headers } }: Exchange): boolean {
  const type = headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase() ?? ''
  return type === '' || /^application\/(?:[\w.-]+\+)?json$/.test(type)
}

export function currentUser(): User {
  const { id } = currentCaller()
  return id === '' ? new UnauthenticatedUser() : { isAuthenticated: true, userName: id }
}
