import { expect } from 'chai'
import { eventually } from '../support/stage.ts'
import { puppet, Running, run, workingFolder } from './command.ts'

describe('dramatis keys', () => {
  const folder = workingFolder({
    'plugins/puppet.ts': puppet,
    'personas/judy.json': { name: 'Judy', solvers: ['puppet'] },
    'personas/toby.json': { name: 'Toby', solvers: ['puppet'] },
  })
  const state = ['--state', 'file:state/keys.db']
  const keys = (...args: string[]) => run(folder, ['keys', ...args, ...state])
  const started: Running[] = []
  const start = async (args: readonly string[], env: NodeJS.ProcessEnv = {}) => {
    const server = new Running(folder, ['serve', '--port', '0', ...state, ...args], env)
    started.push(server)
    const [, url = ''] = await server.shows(/listens on (http:\S+)[\s\S]*Docs .*\n/)
    return { server, url }
  }
  afterEach(async () => {
    for (const { process, finished } of started.splice(0)) {
      process.kill('SIGKILL')
      await finished
    }
  })

  const wrong: Record<string, { args: readonly string[]; code: number; says: RegExp }> = {
    'no name': { args: ['add'], code: 2, says: /missing required argument 'NAME'/ },
    'an empty name': { args: ['add', ' '], code: 1, says: /1 to 100 characters/ },
    'a name that moves the cursor': { args: ['add', '\u001b[2J'], code: 1, says: /control character/ },
    'a rate that is none': { args: ['add', 'x', '--rate', '0'], code: 2, says: /from 1 on/ },
    'a time that is none': { args: ['add', 'x', '--expires', 'soon'], code: 2, says: /like 30d, 12h or 2y/ },
    'a day that is over': { args: ['add', 'x', '--expires', '2020-01-01'], code: 2, says: /a day to come/ },
    'a day that is none': { args: ['add', 'x', '--expires', '2099-13-41'], code: 2, says: /a day to come/ },
    'a day that its month has not': { args: ['add', 'x', '--expires', '2099-02-30'], code: 2, says: /a day to come/ },
    'a key that there is not': {
      args: ['revoke', '0123456789ab'],
      code: 1,
      says: /no key 0123456789ab\. See "dramatis/,
    },
    'a state in memory': { args: ['add', 'x', '--state', 'memory:'], code: 1, says: /gone at once; name another/ },
  }
  for (const [name, { args, code, says }] of Object.entries(wrong)) {
    it(`exits with ${code} for ${name}`, async () => {
      const where = args.includes('--state') ? [] : state
      const finished = await run(folder, ['keys', ...args, ...where])
      expect(finished.stderr).to.match(says)
      expect(finished).to.include({ code, stdout: '' })
    })
  }

  it('makes a key and prints it once, so that a script can take it', async () => {
    const { code, stdout, stderr } = await keys('add', 'laptop', '--rate', '60')
    expect(code).to.equal(0)
    expect(stdout).to.match(/^drm_[0-9a-f]{12}_[0-9a-f]{48}\n$/)
    expect(stderr).to.match(/^This is the key "laptop" \([0-9a-f]{12}\)\. Keep it/)
    const listed = await keys('list')
    expect(listed.stdout).to.match(/laptop +everything +60\/min +never +never/)
    expect(listed.stdout).not.to.include(stdout.trim().slice(-48))
  })
  it('lists what keys are good for, as a table and as JSON', async () => {
    const scope = ['--persona', 'judy', '--persona', 't*', '--surface', 'openai', '--manage', '--concurrency', '2']
    const added = JSON.parse((await keys('add', 'site', ...scope, '--expires', '30d', '--aws', '--json')).stdout)
    expect(added).to.have.all.keys('id', 'name', 'key', 'accessKeyId', 'secretAccessKey')
    expect((await keys('list')).stdout).to.match(
      /site +personas judy t\*, surfaces openai, and to manage +2 at once +20/,
    )
    const listed = await keys('list', '--json')
    expect(listed.stdout).not.to.include(added.secretAccessKey)
    const found = JSON.parse(listed.stdout).keys.find(({ name }: { name: string }) => name === 'site')
    expect(found).to.deep.include({ id: added.id, signs: true, concurrency: 2 })
    expect(found.scope).to.deep.equal({ personas: ['judy', 't*'], surfaces: ['openai'], manage: true })
    expect(Date.parse(found.expiresAt) - Date.now()).to.be.within(29.9 * 86_400_000, 30 * 86_400_000)
  })

  it('works beside a host that runs', async () => {
    const first = (await keys('add', 'first')).stdout.trim()
    const { server, url } = await start(['--require-keys', '--log-level', 'debug'])
    const status = async (key: string) =>
      (await fetch(`${url}/openai/v1/models`, { headers: { authorization: `Bearer ${key}` } })).status
    expect([await status(first), await status('other')]).to.deep.equal([200, 401])
    const second = (await keys('add', 'second')).stdout.trim()
    expect(await status(second)).to.equal(200)
    const revoked = await keys('revoke', second)
    expect(revoked.stdout).to.match(/^The key [0-9a-f]{12} is not good any more\.\n$/)
    await eventually('the host knows', async () => (await status(second)) === 401)
    expect(await status(first)).to.equal(200)
    expect((await keys('revoke', second)).stderr).to.match(/was revoked before/)
    expect((await keys('list')).stdout).to.match(/second +everything +- +revoked 20/)
    for (const key of [first, second]) expect(server.stdout + server.stderr).not.to.include(key)
  })

  it('are asked for in the words of another system too', async () => {
    const env = { API_ENABLE_AUTH: 'true', API_ALLOWED_KEYS: ' one , ,two', API_KEY_HEADER: 'X-Persona-Key' }
    const { server, url } = await start(['--log-level', 'debug'], env)
    const status = async (headers: Record<string, string>) =>
      (await fetch(`${url}/openai/v1/models`, { headers })).status
    expect(await status({ 'x-persona-key': 'one' })).to.equal(200)
    expect(await status({ 'x-persona-key': 'two' })).to.equal(200)
    for (const key of ['', ' ', 'three']) expect(await status({ 'x-persona-key': key })).to.equal(401)
    expect(server.stderr).not.to.match(/"(one|two)"/)
  })
  it('are missed at the start, where they are required', async () => {
    const { code, stderr } = await run(folder, ['serve', '--port', '0', '--require-keys', '--state', 'memory:'])
    expect(code).to.equal(1)
    expect(stderr).to.match(/^Keys are required, and there is none: make one with "dramatis keys add NAME"/)
  })
  it('spare the warning about an address that others reach', async () => {
    const env = { DRAMATIS_API_KEYS: 'one' }
    const { server } = await start(['--host', '0.0.0.0', '--require-keys'], env)
    expect(server.stderr).not.to.include('WARNING')
    const open = await start(['--host', '0.0.0.0'], env)
    await open.server.shows(/WARNING: listening on 0\.0\.0\.0.*asking for no key/, 'stderr')
    expect(open.server.stderr).to.include('anybody may call')
  })
})
