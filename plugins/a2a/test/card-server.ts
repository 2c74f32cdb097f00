import type { IncomingHttpHeaders } from 'node:http'
import { type LocalServer, startLocalServer } from '../../../test/support/local-server.ts'

/** An answer to whoever asks for a card. */
export interface CardAnswer {
  /** Default: 200. */
  status?: number
  headers?: Readonly<Record<string, string>>
  body?: string | object
}

export interface CardServer extends LocalServer {
  readonly calls: readonly { readonly path: string; readonly headers: IncomingHttpHeaders }[]
}

/** A server of cards alone, which may name agents elsewhere. */
export async function startCardServer(
  answer: (path: string, headers: IncomingHttpHeaders) => CardAnswer,
): Promise<CardServer> {
  const calls: { path: string; headers: IncomingHttpHeaders }[] = []
  const server = await startLocalServer(({ url: path = '/', headers: given }, response) => {
    calls.push({ path, headers: given })
    const { status = 200, headers = {}, body = '' } = answer(path, given)
    const type = { 'content-type': 'application/json' }
    response.writeHead(status, { ...type, ...headers }).end(typeof body === 'string' ? body : JSON.stringify(body))
  })
  return Object.assign(server, { calls })
}

/** A card of 1.0 with one interface. */
export function card(url: string, rest: object = {}, binding = 'HTTP+JSON', version = '1.0'): object {
  return {
    name: 'Agent',
    supportedInterfaces: [{ url, protocolBinding: binding, protocolVersion: version }],
    capabilities: { streaming: true },
    defaultInputModes: ['text'],
    ...rest,
  }
}
