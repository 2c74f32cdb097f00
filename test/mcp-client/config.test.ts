import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { readMcpConfig } from '../../src/config/mcp.ts'
import { resolveSettings } from '../../src/config/settings.ts'
import { failure } from './clients.ts'

describe('The file of MCP servers', () => {
  let folder = ''
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dramatis-mcp-'))
  })
  after(() => rm(folder, { recursive: true }))

  const written = async (content: unknown): Promise<string> => {
    const path = join(folder, 'mcp_config.json')
    await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content))
    return path
  }
  const problemsOf = async (server: unknown): Promise<readonly string[]> => {
    const { problems, servers } = await readMcpConfig(
      await written({ mcpServers: { one: server, well: { command: 'x' } } }),
      {},
    )
    expect(
      servers.map(({ id }) => id),
      'the others',
    ).to.include('well')
    return problems.map(
      ({ level, pointer, message }) => `${level} ${pointer.replace('/mcpServers/one', '')} ${message}`,
    )
  }

  const wrong: Record<string, [server: unknown, problem: RegExp]> = {
    'no object': ['x', /^error {2}must be an object/],
    'neither of both': [{}, /^error {2}needs a "command" to start, or the "url" of a server$/],
    'both of them': [{ command: 'x', url: 'http://x' }, /^error \/url cannot stand beside "command"$/],
    'an unknown key': [
      { comand: 'x', url: 'http://x' },
      /^error \/comand is not a known key; did you mean "command"\?$/,
    ],
    'an unknown key inside': [
      { url: 'http://x', auth: { grant: 'client_credentials', clientID: 'x' } },
      /^error \/auth\/clientID is not a known key; did you mean "clientId"\?$/,
    ],
    'an unknown type': [{ type: 'websocket', url: 'http://x' }, /^error \/type must be one of "stdio", "http"/],
    'a type that does not fit': [{ type: 'sse', command: 'x' }, /^error \/type needs a "url", not a "command"$/],
    'an address that is none': [{ url: 'example.com' }, /^error \/url must be a URL/],
    'a time that is none': [{ command: 'x', timeout: 'soon' }, /^error \/timeout must be a duration/],
    'headers without an address': [
      { command: 'x', headers: { a: 'b' } },
      /^error \/headers is not for a server that is started here$/,
    ],
    'arguments without a command': [
      { url: 'http://x', args: ['y'] },
      /^error \/args is not for a server that runs already$/,
    ],
    'a variable that is missing': [
      { command: 'x', args: ['a', '--key=${NO_SUCH}'] },
      /^error \/args\/1 the variable NO_SUCH is not set, so the server is left out; set it, or give a default: \$\{NO_SUCH:-\.\.\.\}$/,
    ],
    'a secret that is missing': [
      { url: 'http://x', auth: { grant: 'client_credentials', clientId: 'x' } },
      /^error \/auth\/clientSecret or "privateKey" is required/,
    ],
  }
  for (const [what, [server, problem]] of Object.entries(wrong)) {
    it(`tells of ${what}, and costs that server alone`, async () => {
      const [told, ...others] = await problemsOf(server)
      expect(told).to.match(problem)
      expect(others).to.deep.equal([])
    })
  }

  it('says what has no effect', async () => {
    expect(await problemsOf({ command: 'x', autoApprove: ['y'] })).to.deep.equal([
      'warning /autoApprove has no effect: whoever calls a tool decides; see "allow" and "deny"',
    ])
  })

  for (const server of [
    { disabled: true, nonsense: 1 },
    { enabled: false, command: '${NO_SUCH}' },
  ]) {
    it(`leaves ${JSON.stringify(server)} alone`, async () => {
      expect(await problemsOf(server)).to.deep.equal([])
    })
  }

  const unusable: Record<string, [content: unknown, problem: RegExp]> = {
    'no JSON': ['{', /cannot be read/],
    'a list': [[], /must hold an object with "mcpServers"/],
    'servers that are a list': [{ mcpServers: [] }, /must hold an object under "mcpServers"/],
  }
  for (const [what, [content, problem]] of Object.entries(unusable)) {
    it(`is refused where it is ${what}`, async () => {
      const error = await failure(readMcpConfig(await written(content), {}))
      expect(error).to.include({ code: 'invalid-settings' })
      expect(error.message).to.match(problem)
    })
  }

  it('may have the older shape, comments and variables everywhere', async () => {
    const path = await written({
      '// what': 'a comment',
      mcpServers: {
        one: {
          command: '${SHELL_OF_MINE:-sh}',
          args: ['-c', '${WHAT}'],
          env: { KEY: '${WHAT}!' },
          cwd: './here',
          'x-note': 1,
        },
      },
      services: {
        one: { type: 'stdio', enabled: true },
        two: { type: 'sse', url: 'http://two', enabled: true },
        off: { enabled: false },
      },
    })
    const { servers, problems } = await readMcpConfig(path, { WHAT: 'run' })
    expect(problems).to.deep.equal([])
    const transport = {
      type: 'stdio',
      command: 'sh',
      args: ['-c', 'run'],
      env: { KEY: 'run!' },
      cwd: join(folder, 'here'),
    }
    expect(servers[0]).to.deep.include({
      id: 'one',
      location: path,
      transport,
      connectTimeout: 30_000,
      protocol: 'legacy',
    })
    expect(servers[1]).to.deep.nested.include({ id: 'two', 'transport.type': 'sse', protocol: 'legacy' })
    expect(servers).to.have.length(2)
  })

  it('is named by a flag, a variable, or its place', async () => {
    const path = await written({ mcpServers: {} })
    const resolved = async (given: Parameters<typeof resolveSettings>[0]) =>
      (await resolveSettings({ env: {}, workingFolder: tmpdir(), ...given })).mcpConfig
    expect(await resolved({})).to.equal(undefined)
    expect(await resolved({ workingFolder: folder })).to.equal(path)
    expect(await resolved({ env: { MCP_CONFIG_PATH: path } })).to.equal(path)
    expect(await resolved({ env: { MCP_CONFIG_PATH: 'b.json', DRAMATIS_MCP_CONFIG: path } })).to.equal(path)
    expect(await resolved({ flags: { mcpConfig: path }, env: { MCP_CONFIG_PATH: 'b.json' } })).to.equal(path)
  })
})
