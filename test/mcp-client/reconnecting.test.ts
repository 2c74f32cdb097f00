import { expect } from 'chai'
import type { Runtime } from '../../src/runtime.ts'
import { type LocalServer, startLocalServer } from '../support/local-server.ts'
import { openKit } from '../support/mcp.ts'
import { call, closeAll, failure, reached, toolkitOf, until } from './clients.ts'

describe('MCP servers at an address', () => {
  let host: Runtime | undefined
  let silent: LocalServer | undefined
  afterEach(async () => {
    await closeAll()
    await host?.close(0)
    await silent?.close()
    silent = host = undefined
  })

  for (const protocol of ['legacy', 'auto']) {
    it(`are used again after a restart, without anybody noticing (${protocol})`, async () => {
      host = await openKit()
      const { port } = new URL(host.url)
      const toolkit = await reached({ kit: { url: `${host.url}/mcp`, protocol } })
      await call(toolkit, 'test_simple_text')
      await host.close(0)
      host = await openKit({ port: Number(port) })
      expect((await call(toolkit, 'test_simple_text')).text).to.match(/^This is a simple text/)
    })
  }

  it('bring their tools when they come, though they were not there at first', async () => {
    host = await openKit()
    const { port } = new URL(host.url)
    await host.close(0)
    const toolkit = toolkitOf({ kit: { url: `${host.url}/mcp` } })
    await toolkit.ready()
    expect(toolkit.problems[0]?.message).to.match(/ECONNREFUSED/)
    expect((await failure(call(toolkit, 'test_simple_text'))).message).to.match(/^There is no tool/)
    host = await openKit({ port: Number(port) })
    await until(() => toolkit.problems.length === 0, 'it was tried again')
    expect((await call(toolkit, 'test_simple_text')).text).to.match(/^This is a simple text/)
  })

  it('that say nothing are given up, and closed at once', async () => {
    silent = await startLocalServer(() => {})
    const url = `${silent.url}/mcp`
    const toolkit = await reached({ silent: { url, connectTimeout: '200ms' } })
    expect(toolkit.problems[0]?.message).to.match(/did not answer within 200 ms/)
    const waiting = toolkitOf({ silent: { url } })
    const coming = waiting.ready(Number.POSITIVE_INFINITY)
    await new Promise((resolve) => setTimeout(resolve, 100))
    const from = performance.now()
    await waiting.close()
    await coming
    expect(performance.now() - from).to.be.below(1_000)
  })

  it('keep no stream of a call that nobody waits for any more', async () => {
    const told: string[] = []
    let open = 0
    silent = await startLocalServer(async (request, response) => {
      const body = (await request.setEncoding('utf8').toArray()).join('')
      const { id, method }: { id?: number; method: string } = body === '' ? { method: 'GET' } : JSON.parse(body)
      told.push(method)
      if (method === 'tools/call') {
        open++
        response.once('close', () => open--)
        response.writeHead(200, { 'content-type': 'text/event-stream' }).write('id: 1\ndata:\n\n')
      } else if (method === 'GET') response.writeHead(405).end()
      else if (id === undefined) response.writeHead(202).end()
      else {
        const result = results[method]
        const answer = result ? { result } : { error: { code: -32_601, message: 'There is no such method.' } }
        response.writeHead(result ? 200 : 400, { 'content-type': 'application/json' })
        response.end(JSON.stringify({ jsonrpc: '2.0', id, ...answer }))
      }
    })
    const times = (method: string): number => told.filter((one) => one === method).length
    const toolkit = await reached({ one: { url: `${silent.url}/mcp`, timeout: '200ms' } })
    expect(toolkit.problems).to.deep.equal([])
    const before = times('GET')
    for (const failed of await Promise.all([1, 2].map(() => failure(call(toolkit, 'hang'))))) {
      expect(failed).to.include({ code: 'timeout' })
    }
    await until(() => open === 0, 'their streams are closed')
    expect(times('notifications/cancelled')).to.equal(2)
    await new Promise((resolve) => setTimeout(resolve, 700))
    expect(times('GET'), 'nobody tries to hear the rest').to.equal(before)
  })

  for (const [status, problem] of [
    [401, /wants a token/],
    [500, /500|broken/],
  ] as const) {
    it(`that answer ${status} are told as such`, async () => {
      silent = await startLocalServer((_, response) => response.writeHead(status).end('broken'))
      const toolkit = await reached({ one: { url: `${silent.url}/mcp` } })
      expect(toolkit.problems[0]?.message).to.match(problem)
    })
  }
})

/** What a server of the older revisions answers. */
const results: Readonly<Record<string, object>> = {
  initialize: { protocolVersion: '2025-11-25', capabilities: { tools: {} }, serverInfo: { name: 'one', version: '1' } },
  'tools/list': { tools: [{ name: 'hang', inputSchema: { type: 'object' } }] },
}
