import { join } from 'node:path'
import { compare, shareOf, withServers } from '../comparison.ts'
import { atLeast, atMost, type Effort, type Finding, type Row, sampleOf } from '../finding.ts'
import { sources } from '../machine.ts'
import { at, bare, dramatis, fixture, type Program, type Server, send } from '../server.ts'
import { introduction } from './requests.ts'

const toolboxes: Program = (port) => {
  const { words } = dramatis(fixture('rule'))(port)
  return { words: [...words, '--plugins', join(sources, 'fixtures/toolboxes')] }
}

export const tools: Row = {
  name: 'tools',
  title: 'One tool of two thousand, over HTTP and over MCP',
  run: (effort) =>
    withServers(
      { bare, host: toolboxes, plain: dramatis(fixture('rule')) },
      introduction,
      async ({ bare, host, plain }) => [
        ...(await overHttp(bare, host, effort)),
        await overMcp(host, effort),
        await listing(host),
        await sessions(plain),
      ],
    ),
}

const input = JSON.stringify({ text: 'Nice to meet you.' })

async function overHttp(bare: Server, host: Server, effort: Effort): Promise<readonly Finding[]> {
  const servers = { bare, dramatis: at(host, '/tools/echo_1') }
  const bodies = (name: string) => [name === 'bare' ? introduction : input]
  const seen = await compare(servers, effort, 50, bodies)
  const measure = 'POST /tools/{name}, 50 connections'
  const targets = [atLeast(shareOf(seen.dramatis, seen.bare), 0.4, 'of node:http')]
  return [{ measure, unit: '/s', bare: seen.bare.perSecond, dramatis: seen.dramatis.perSecond, targets }]
}

/** A client of 2026-07-28, which has no sessions. */
const stateless = {
  'mcp-protocol-version': '2026-07-28',
  accept: 'application/json, text/event-stream',
}
const meta = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'bench', version: '1.0.0' },
  'io.modelcontextprotocol/clientCapabilities': {},
}

async function overMcp(host: Server, effort: Effort): Promise<Finding> {
  const headers = { ...stateless, 'mcp-method': 'tools/call', 'mcp-name': 'echo_1' }
  const params = { name: 'echo_1', arguments: { text: 'Nice to meet you.' }, _meta: meta }
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params })
  const server = { ...at(host, '/mcp'), headers }
  const { status, text } = await send(server.url, body, headers)
  if (status !== 200 || !text.includes('Nice to meet you.')) throw new Error(`MCP answered ${status}: ${text}`)
  const { mcp } = await compare({ mcp: server }, effort, 1, () => [body])
  const targets = [atMost(mcp.p50.median, 0.6, 'ms')]
  return { measure: 'MCP tools/call, 1 connection, p50', unit: 'ms', dramatis: mcp.p50, targets }
}

/** Every page of it. */
async function listing(host: Server): Promise<Finding> {
  const times: number[] = []
  for (let run = 0; run < 30; run++) {
    const started = performance.now()
    const listed = await listAll(host)
    if (listed < 2000) throw new Error(`Only ${listed} tools are listed.`)
    times.push(performance.now() - started)
  }
  const sample = sampleOf(times.slice(10))
  const targets = [atMost(sample.median, 50, 'ms')]
  return { measure: 'MCP tools/list, 2,000 tools on all pages', unit: 'ms', dramatis: sample, targets }
}

async function listAll(host: Server): Promise<number> {
  const headers = { ...stateless, 'mcp-method': 'tools/list' }
  let listed = 0
  for (let cursor: string | undefined, page = 0; page === 0 || cursor !== undefined; page++) {
    const params = { ...(cursor === undefined ? {} : { cursor }), _meta: meta }
    const body = JSON.stringify({ jsonrpc: '2.0', id: page, method: 'tools/list', params })
    const { text } = await send(at(host, '/mcp').url, body, headers)
    const json = text.startsWith('{') ? text : (/^data: (.*)$/m.exec(text)?.[1] ?? '')
    const { result } = JSON.parse(json) as { result: { tools: object[]; nextCursor?: string } } // what it answers
    listed += result.tools.length
    cursor = result.nextCursor
  }
  return listed
}

/** Sessions of older clients that never say goodbye, to the bundled tools: when as many as are kept have come and gone often, nothing grows. */
async function sessions(host: Server): Promise<Finding> {
  await open(host, 20_000)
  const before = (await host.memory()).resident
  await open(host, 10_000)
  const after = (await host.memory()).resident
  const targets = [atMost(after / before, 1.1, 'times what it was after 20,000')]
  const measure = 'memory after 30,000 MCP sessions, abandoned'
  return { measure, unit: 'MB', dramatis: sampleOf([after]), targets }
}

async function open(host: Server, count: number): Promise<void> {
  const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'bench', version: '1.0.0' } }
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params })
  const { url } = at(host, '/mcp')
  const accept = { accept: 'application/json, text/event-stream' }
  const opened = Array.from({ length: 20 }, async () => {
    for (let each = 0; each < count / 20; each++) {
      const { status, text } = await send(url, body, accept)
      if (status !== 200) throw new Error(`MCP answered ${status}: ${text}`)
    }
  })
  await Promise.all(opened)
}
