import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from 'chai'
import type { Runtime } from '../../src/runtime.ts'
import { openKit } from '../support/mcp.ts'
import { call, closeAll, failure, reached, toolkitOf, until } from './clients.ts'

describe('MCP servers at an address', () => {
  let host: Runtime | undefined
  let silent: Server | undefined
  afterEach(async () => {
    await closeAll()
    await host?.close(0)
    silent?.closeAllConnections()
    silent?.close()
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
    silent = createServer(() => {}).listen(0, '127.0.0.1')
    await new Promise((resolve) => silent?.once('listening', resolve))
    const { port } = silent.address() as AddressInfo
    const url = `http://127.0.0.1:${port}/mcp`
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

  for (const [status, problem] of [
    [401, /wants a token/],
    [500, /500|broken/],
  ] as const) {
    it(`that answer ${status} are told as such`, async () => {
      silent = createServer((_, response) => response.writeHead(status).end('broken')).listen(0, '127.0.0.1')
      await new Promise((resolve) => silent?.once('listening', resolve))
      const { port } = silent.address() as AddressInfo
      const toolkit = await reached({ one: { url: `http://127.0.0.1:${port}/mcp` } })
      expect(toolkit.problems[0]?.message).to.match(problem)
    })
  }
})
