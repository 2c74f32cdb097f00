import { readFile, stat } from 'node:fs/promises'
import { expect } from 'chai'
import { type LiveHost, openLiveHost } from '../support/live-host.ts'

const secret = 'sk-very-secret'

/** Where people put secrets that no key of their own tells of. */
const places: Readonly<Record<string, { server: object; shown: object }>> = {
  'the query of a URL': {
    server: { url: `http://127.0.0.1:1/mcp?a=b&api_key=${secret}&token=\${PATH}` },
    shown: { url: 'http://127.0.0.1:1/mcp?a=b&api_key=********&token=${PATH}' },
  },
  'an argument after its option': {
    server: { command: 'true', args: ['serve', '--api-key', secret, '--port', '80'] },
    shown: { command: 'true', args: ['serve', '--api-key', '********', '--port', '80'] },
  },
  'an argument with its option': {
    server: { command: 'true', args: [`--token=${secret}`, '--sort-key=name'] },
    shown: { command: 'true', args: ['--token=********', '--sort-key=name'] },
  },
}

describe('secrets of a persona', () => {
  let host: LiveHost
  before(async () => {
    host = await openLiveHost({ 'personas/a.json': { name: 'A', solvers: ['eliza'] } })
  })
  after(() => host.close())

  let number = 0
  for (const [name, { server, shown }] of Object.entries(places)) {
    it(`are not shown in ${name}, and are kept`, async () => {
      const id = `made${++number}`
      const written = { id, name: id, solvers: ['eliza'], mcpServers: { own: { enabled: false, ...server } } }
      const made = await host.api('POST', '/personas', written)
      expect(made.status, JSON.stringify(made.body)).to.equal(201)
      const { body } = await host.api('GET', `/personas/${id}`)
      expect(body.mcpServers).to.deep.equal({ own: { enabled: false, ...shown } })
      expect((await host.api('PUT', `/personas/${id}`, { ...body, description: 'New.' })).status).to.equal(200)
      const file = host.path(`personas/${id}.json`)
      expect(JSON.parse(await readFile(file, 'utf8'))).to.deep.equal({ ...written, description: 'New.' })
      expect((await stat(file)).mode & 0o777).to.equal(0o600)
    })
  }
})
