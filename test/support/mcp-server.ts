import { text } from 'node:stream/consumers'
import type { MaybePromise } from 'dramatis'
import { type LocalServer, startLocalServer } from './local-server.ts'

/** A server of MCP that gives what it is told to for a method; undefined: it has no such method. */
export async function startMcpServer(
  answer: (method: string) => MaybePromise<object | undefined>,
): Promise<LocalServer> {
  return await startLocalServer(async (request, response) => {
    const body = await text(request)
    if (request.method !== 'POST') return void response.writeHead(405).end()
    const { id, method } = JSON.parse(body) as { id?: number; method: string } // clients send requests and notices
    if (id === undefined) return void response.writeHead(202).end()
    const result = await answer(method)
    const said = result ? { result } : { error: { code: -32_601, message: 'There is no such method.' } }
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ jsonrpc: '2.0', id, ...said }))
  })
}
