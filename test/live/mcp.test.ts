import { unlink } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'chai'
import { type LiveHost, openLiveHost, saying, soon } from '../support/live-host.ts'
import { clients, connectTo, type KitClient } from '../support/mcp.ts'
import { startMcpServer } from '../support/mcp-server.ts'

const box = (version: string): string => `import { defineTool, defineToolbox } from 'dramatis'
export default defineToolbox({
  create: () => ({
    tools: [defineTool({ name: 'version', description: 'Its version.', input: { type: 'object' }, run: () => '${version}' })],
  }),
})`

const answers: Readonly<Record<string, object>> = {
  initialize: {
    protocolVersion: '2025-06-18',
    capabilities: { tools: {} },
    serverInfo: { name: 'far', version: '1' },
  },
  'tools/list': { tools: [{ name: 'look', inputSchema: { type: 'object' } }] },
  'tools/call': { content: [{ type: 'text', text: 'seen' }] },
}

describe('MCP clients of a host whose files change', () => {
  let host: LiveHost
  let client: KitClient
  beforeEach(async () => {
    const persona = { name: 'P', solvers: ['one'], toolboxes: ['box'] }
    const plugins = { 'plugins/box.ts': box('1'), 'plugins/one.ts': saying('one'), 'plugins/two.ts': saying('two') }
    const solo = { name: 'Solo', solvers: ['one'] }
    host = await openLiveHost({ ...plugins, 'personas/p.json': persona, 'personas/solo.json': solo })
  })
  afterEach(async () => {
    await client.close()
    await host.close()
  })
  const call = async (name: string, input = {}): Promise<string | undefined> =>
    (await client.callTool(name, input)).content[0]?.text
  const tools = async (): Promise<readonly string[]> => (await client.listTools()).tools.map(({ name }) => name)

  for (const [kind, connect] of Object.entries(clients)) {
    if (kind.includes('stdio')) continue // no server that watches files
    it(`hear of a toolbox that is loaded anew: ${kind}`, async () => {
      client = await connect(host.url)
      expect(await call('version')).to.equal('1')
      const heard = client.changes
      await host.write('plugins/box.ts', box('2'))
      await soon(() => client.changes > heard, true)
      await soon(() => call('version'), '2')
      await unlink(host.path('plugins/box.ts'))
      await soon(async () => (await tools()).includes('version'), false)
    })
  }

  it('have the tools of a persona that is replaced while its servers are being connected', async () => {
    const far = await startMcpServer(async (method) => {
      if (method === 'initialize') await sleep(400) // until then it is being connected
      return answers[method]
    })
    const mcpServers = { far: { url: `${far.url}/mcp` } }
    await host.write('personas/slow.json', { name: 'Slow', solvers: ['one'], mcpServers })
    await soon(async () => (await host.models()).includes('Slow'), true)
    const connecting = connectTo(`${host.url}/mcp/slow`)
    await sleep(150)
    await host.write('personas/slow.json', { name: 'Slow', description: 'Edited.', solvers: ['one'], mcpServers })
    client = await connecting
    await sleep(1_500) // until the one before is closed
    expect(await call('look')).to.equal('seen')
    await far.close()
  })

  it('hear of a persona that is edited, and of one that is gone', async () => {
    client = await connectTo(`${host.url}/mcp/p`)
    expect(await tools()).to.deep.equal(['chat', 'version'])
    expect(await call('chat', { message: 'hello' })).to.equal('one')
    const heard = client.changes
    await host.write('personas/p.json', { name: 'P', solvers: ['two'] })
    await soon(() => client.changes > heard, true)
    expect(await tools()).to.deep.equal(['chat'])
    expect(await call('chat', { message: 'hello' })).to.equal('two')
    await unlink(host.path('personas/p.json'))
    await soon(() => host.models(), ['Solo'])
    const failed = await tools().catch((error: Error) => error.message)
    expect(failed).to.contain('There is no persona')
  })
})
