import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { silentLog } from 'dramatis/testing'
import { resolveSettings } from '../../src/config/settings.ts'
import type { Log } from '../../src/core/types.ts'
import { type Runtime, startRuntime } from '../../src/runtime.ts'
import { clients } from '../support/mcp.ts'
import { postChat } from '../support/stage.ts'
import { started } from './clients.ts'

/** A solver that calls each tool there is, and says what came of it. */
const plugin = `
import { defineSolver } from 'dramatis'
export default defineSolver({
  create: () => ({
    uses: ['tools'],
    async *solve({ messages, tools = [] }) {
      const results = messages.filter(({ role }) => role === 'tool')
      if (results.length > 0) yield results.map(({ parts }) => parts[0].text).join(' ')
      else if (tools.length === 0) yield 'no tools'
      else for (const { name } of tools) yield { type: 'tool-call', call: { id: name, name, input: { of: 'name' } } }
    },
  }),
})
`

describe('A host with MCP servers', () => {
  let folder = ''
  let host: Runtime
  const lines: string[] = []
  const log: Log = {
    ...silentLog,
    debug(details) {
      if ('text' in details) lines.push(String(details.text))
    },
  }

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dramatis-mcp-host-'))
    await mkdir(join(folder, 'plugins'))
    await writeFile(join(folder, 'plugins', 'caller.ts'), plugin)
    const own = { ...started('bare', 'name=mine', 'complain=own'), description: 'Its own.' }
    const persona = {
      solvers: ['caller'],
      toolboxes: ['shared'],
      mcpServers: { own, unset: { url: 'http://${NO_SUCH}' } },
    }
    await writeFile(join(folder, 'bot.json'), JSON.stringify({ name: 'Bot', ...persona }))
    await writeFile(join(folder, 'plain.json'), JSON.stringify({ name: 'Plain', solvers: ['eliza'] }))
    const servers = { shared: started('bare', 'name=ours', 'complain=shared'), older: started('older') }
    const mcpConfig = join(folder, 'mcp_config.json')
    await writeFile(
      mcpConfig,
      JSON.stringify({ mcpServers: { ...servers, dead: { command: 'no-such' }, odd: { comand: 'x' } } }),
    )
    const personas = [join(folder, 'bot.json'), join(folder, 'plain.json')]
    const flags = { port: 0, personas, plugins: [join(folder, 'plugins')], mcpConfig }
    host = await startRuntime(await resolveSettings({ flags, env: {} }), log)
  })
  after(async () => {
    await host.close(0)
    await rm(folder, { recursive: true })
  })

  it('tells what is wrong with their settings, and starts none of them', async () => {
    expect(host.problems.personas.map(({ pointer, message }) => `${pointer} ${message}`)).to.deep.equal([
      '/mcpServers/odd/comand is not a known key; did you mean "command"?',
      '/mcpServers/unset/url the variable NO_SUCH is not set, so the server is left out; set it, or give a default: ${NO_SUCH:-...}',
    ])
    const response = await postChat(host.url, 'Hello', { model: 'Plain' })
    expect(response.status).to.equal(200)
    await response.text()
    expect(lines).to.deep.equal([])
  })

  it('lets a persona use its own, and those that it names', async () => {
    const response = await postChat(host.url, 'Do it', { model: 'Bot' })
    const { choices } = (await response.json()) as { choices: { message: { content: string } }[] }
    expect(choices[0]?.message.content).to.equal('ours mine')
  })

  it('serves their tools over HTTP, questions and failures too', async () => {
    const post = async (name: string, body: object) => {
      const response = await fetch(`${host.url}/tools/${name}`, { method: 'POST', body: JSON.stringify(body) })
      return { status: response.status, body: (await response.json()) as { error?: { _state: string } } }
    }
    expect(await post('ours', { of: 'name' })).to.deep.equal({ status: 200, body: 'ours' })
    expect((await post('ours', { of: 3 })).status).to.equal(422)
    const asked = await post('ask_name', {})
    expect(asked.status).to.equal(409)
    expect(JSON.stringify(asked.body)).to.contain('What is your name?')
    const { _state } = asked.body.error ?? {}
    const answered = await post('ask_name', { _inputs: { ask1: { name: 'Ada' } }, _state })
    expect(answered).to.deep.equal({ status: 200, body: 'accept Ada' })
    expect((await post('mine', {})).status, "a persona's own is not the host's").to.equal(404)
  })

  it('serves them to MCP clients', async () => {
    const connect = clients['the v2 SDK over Streamable HTTP']
    const client = await connect?.(host.url)
    const { tools = [] } = (await client?.listTools()) ?? {}
    expect(tools.map(({ name }) => name)).to.include.members(['ours', 'ask_name', 'old_schema'])
    expect(await client?.callTool('ask_name')).to.have.nested.property('content[0].text', 'accept Ada')
    await client?.close()
  })
})
