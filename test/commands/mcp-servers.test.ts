import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import { run, workingFolder } from './command.ts'

const path = fileURLToPath(new URL('../fixtures/mcp-servers/bare.mjs', import.meta.url))
const bare = { command: process.execPath, args: [path, 'name=from_afar'] }

describe('the commands with MCP servers', () => {
  const folder = workingFolder({
    'mcp_config.json': { mcpServers: { far: bare, dead: { command: 'no-such-program' } } },
    'other.json': { mcpServers: { typo: { comand: 'x', url: 'http://x' }, idle: { ...bare, autoApprove: [] } } },
    'bot.json': { solvers: ['eliza'], mcpServers: { unset: { command: '${NO_SUCH}' } } },
    'well.json': { solvers: ['eliza'] },
  })

  it('"tools list" shows their tools, and who cannot be used', async () => {
    const { code, stdout, stderr } = await run(folder, ['tools', 'list'])
    expect(code).to.equal(0)
    expect(stdout).to.match(/^from_afar +far +\[of\]/m)
    expect(stderr).to.match(/The MCP server "dead" cannot be used: "no-such-program" cannot be started: .*ENOENT/)
  })

  it('"tools call" calls them', async () => {
    const { code, stdout } = await run(folder, ['tools', 'call', 'from_afar', '{"of": "name"}'])
    expect([code, stdout]).to.deep.equal([0, 'from_afar\n'])
  })

  it('"check" tells what is wrong with a file of them, and starts none', async () => {
    const { code, stdout } = await run(folder, ['check', 'well.json', '--mcp-config', 'other.json'])
    expect(code).to.equal(1)
    expect(stdout).to.match(/other\.json: \/mcpServers\/typo\/comand: is not a known key; did you mean "command"\?/)
    expect(stdout).to.match(/warning +other\.json: \/mcpServers\/idle\/autoApprove: has no effect/)
    expect((await run(folder, ['check', 'well.json'])).code, 'that one is dead is no mistake').to.equal(0)
  })

  it('"check" tells what is wrong with those of a persona', async () => {
    const { code, stdout } = await run(folder, ['check', 'bot.json'])
    expect(code).to.equal(1)
    expect(stdout).to.match(/bot\.json: \/mcpServers\/unset\/command: the variable NO_SUCH is not set/)
  })

  it('refuse a file that is not there', async () => {
    const { code, stderr } = await run(folder, ['tools', 'list', '--mcp-config', 'nowhere.json'])
    expect(code).to.equal(1)
    expect(stderr).to.match(/The file of MCP servers .*nowhere\.json cannot be read/)
  })
})
