import { expect } from 'chai'
import '@utcp/http'
import '@utcp/mcp'
import { UtcpClient, UtcpClientConfigSerializer } from '@utcp/sdk'
import type { Runtime } from '../../src/runtime.ts'
import { kit, openKit } from '../surfaces/tools-kit.ts'

/** It tells on the console whatever it does. */
const { log, info, warn, error } = console
function mute(): void {
  const nothing = () => undefined
  Object.assign(console, { log: nothing, info: nothing, warn: nothing, error: nothing })
}
const unmute = () => void Object.assign(console, { log, info, warn, error })

/** The official client, for each kind of manual that it takes. */
const manuals = ['/utcp', '/tools/manual?format=utcp', '/openapi.json']

for (const path of manuals) {
  describe(`the UTCP client with ${path}`, () => {
    let host: Runtime
    let client: UtcpClient
    beforeEach(mute)
    afterEach(unmute)
    before(async () => {
      mute()
      host = await openKit()
      client = await UtcpClient.create(process.cwd(), new UtcpClientConfigSerializer().validateDict({}))
      const url = host.url + path
      const { success, errors } = await client.registerManual({ name: 'kit', call_template_type: 'http', url } as never) // its type wants what it fills in
      expect(errors).to.deep.equal([])
      expect(success).to.equal(true)
      unmute()
    })
    after(async () => {
      mute()
      await client.close()
      unmute()
      await host.close()
    })

    const call = (tool: string, body: object): Promise<unknown> => client.callTool(`kit.${tool}`, { body })

    it('finds every tool with its description and its schema', async () => {
      const tools = await client.config.tool_repository.getTools()
      for (const { name } of kit.tools) {
        const found = tools.find((tool) => tool.name === `kit.${name}`)
        expect(found, name).to.deep.include({ description: `Does what "${name}" says.` })
        expect(found, name).to.have.nested.property('inputs.properties.body.type', 'object')
      }
      const [best] = await client.searchTools('search')
      expect(best?.name).to.equal('kit.search')
    })
    it('calls a tool with values of every type', async () => {
      const input = { query: 'ü?&', limit: 3, exact: true, tags: [], opts: { lang: 'en' } }
      expect(await call('search', input)).to.deep.equal(input)
    })
    it('calls a tool whose schema refers to itself', async () => {
      const input = { root: { next: { next: {}, size: 1.5 } } }
      expect(await call('tree', input)).to.deep.equal(input)
    })
    it('gets a text, and nothing', async () => {
      expect(await call('greet', {})).to.equal('Hello')
      expect(await call('silent', {})).to.equal(null)
    })
    it('hears what is wrong', async () => {
      const error = await call('search', { limit: 1 }).catch((thrown: unknown) => thrown)
      expect(error).to.have.nested.property('response.status', 422)
      expect(error).to.have.nested.property('response.data.error.problems[0].pointer', '/query')
    })
  })
}

describe('the UTCP client with /mcp', () => {
  let host: Runtime
  let client: UtcpClient
  before(async () => {
    mute()
    // It follows references for ever: a schema that refers to itself ends it.
    host = await openKit({ toolboxes: { kit: { tools: kit.tools.filter(({ name }) => name !== 'tree') } } })
    client = await UtcpClient.create(process.cwd(), new UtcpClientConfigSerializer().validateDict({}))
    const config = { mcpServers: { main: { transport: 'http', url: `${host.url}/mcp` } } }
    const { success, errors } = await client.registerManual({ name: 'kit', call_template_type: 'mcp', config } as never) // as above
    expect({ success, errors }).to.deep.equal({ success: true, errors: [] })
    unmute()
  })
  after(async () => {
    mute()
    await client.close()
    unmute()
    await host.close()
  })

  it('calls a tool, and hears what is wrong', async () => {
    mute()
    const output = await client.callTool('kit.main.search', { query: 'x' })
    const failed = await client.callTool('kit.main.search', {}).catch((thrown: unknown) => thrown)
    unmute()
    expect(output).to.deep.equal({ query: 'x', limit: 10, exact: false, tags: [] })
    expect(JSON.stringify(failed instanceof Error ? failed.message : failed)).to.match(/query is required/)
  })
})
