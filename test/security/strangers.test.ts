import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { expect } from 'chai'
import { type LiveHost, openLiveHost, saying } from '../support/live-host.ts'
import type { LocalServer } from '../support/local-server.ts'
import { startMcpServer } from '../support/mcp-server.ts'

/** Longer than that nobody waits for an answer that is none, in milliseconds. */
const soon = 2_000
/** Never comes to its end for a text like the one below. */
const slow = { type: 'string', pattern: '^(a+)+$' }
const slowText = `${'a'.repeat(40)}!`
const endless = Object.fromEntries(
  Array.from({ length: 40 }, (_, index) => [
    `d${index}`,
    index === 39
      ? { type: 'string' }
      : { allOf: [{ $ref: `#/$defs/d${index + 1}` }, { $ref: `#/$defs/d${index + 1}` }] },
  ]),
)
const output = (said: object) => ({ type: 'object', properties: { said } })
const tools = [
  { name: 'pattern', inputSchema: { type: 'object' }, outputSchema: output(slow) },
  {
    name: 'references',
    inputSchema: { type: 'object' },
    outputSchema: { ...output({ $ref: '#/$defs/d0' }), $defs: endless },
  },
  { name: 'input', inputSchema: { type: 'object', properties: { said: slow } } },
  { name: 'honest', inputSchema: { type: 'object' }, outputSchema: output({ type: 'string' }) },
]

/** What a server of the tools that somebody else runs may do to the host. */
describe('a server of tools that means harm', () => {
  let server: LocalServer
  let host: LiveHost
  let client: Client

  before(async () => {
    server = await startMcpServer((method) => answers[method])
    const url = `${server.url}/mcp`
    host = await openLiveHost({
      'plugins/one.ts': saying('one'),
      'personas/a.json': { name: 'A', solvers: ['one'], mcpServers: { strange: { url } } },
    })
    client = new Client({ name: 'test', version: '1' })
    await client.connect(new StreamableHTTPClientTransport(new URL(`${host.url}/mcp/a`)))
    const isThere = async (): Promise<boolean> => (await client.listTools()).tools.length > tools.length // and its own
    for (let tries = 0; tries < 50 && !(await isThere()); tries++) await new Promise((wait) => setTimeout(wait, 100))
  })
  after(async () => {
    await client.close()
    await host.close()
    await server.close()
  })

  for (const name of ['pattern', 'references', 'input']) {
    it(`does not stop the host with the ${name} of a schema`, async () => {
      const started = performance.now()
      const said = await client.callTool({ name, arguments: name === 'input' ? { said: slowText } : {} }).catch(String)
      expect(performance.now() - started).to.be.below(soon)
      expect(JSON.stringify(said), JSON.stringify(said)).to.match(/longer than 250 ms/)
    })
  }

  it('is checked as ever where it means none', async () => {
    const said = await client.callTool({ name: 'honest', arguments: {} })
    expect(said.structuredContent, JSON.stringify(said)).to.deep.equal({ said: slowText })
  })

  it('does not stop the host with a template of addresses', async () => {
    const started = performance.now()
    const read = await client.readResource({ uri: `a://${'a'.repeat(400)}/` }).catch(String)
    expect(performance.now() - started).to.be.below(soon)
    expect(read).to.contain('There is no resource')
  })
})

const answers: Readonly<Record<string, object>> = {
  initialize: {
    protocolVersion: '2025-06-18',
    capabilities: { tools: {}, resources: {} },
    serverInfo: { name: 'strange', version: '1' },
  },
  'tools/list': { tools: tools.map((tool) => ({ description: 'Something.', ...tool })) },
  'tools/call': { content: [{ type: 'text', text: 'hi' }], structuredContent: { said: slowText } },
  'resources/list': { resources: [] },
  'resources/templates/list': { resourceTemplates: [{ name: 'any', uriTemplate: 'a://{a}{b}{c}{d}{e}{f}' }] },
}
