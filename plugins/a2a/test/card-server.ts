import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

/** An answer to whoever asks for a card. */
export interface CardAnswer {
  /** Default: 200. */
  status?: number
  headers?: Readonly<Record<string, string>>
  body?: string | object
}

export interface CardServer {
  readonly url: string
  readonly calls: readonly { readonly path: string; readonly headers: IncomingHttpHeaders }[]
  close(): Promise<void>
}

/** A server of cards alone, which may name agents elsewhere. */
export async function startCardServer(
  answer: (path: string, headers: IncomingHttpHeaders) => CardAnswer,
): Promise<CardServer> {
  const calls: { path: string; headers: IncomingHttpHeaders }[] = []
  const server = createServer(({ url: path = '/', headers: given }, response) => {
    calls.push({ path, headers: given })
    const { status = 200, headers = {}, body = '' } = answer(path, given)
    const type = { 'content-type': 'application/json' }
    response.writeHead(status, { ...type, ...headers }).end(typeof body === 'string' ? body : JSON.stringify(body))
  })
  server.unref()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // it listens on a port
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
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
