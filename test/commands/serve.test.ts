import { once } from 'node:events'
import { createServer } from 'node:net'
import { expect } from 'chai'
import { puppet, Running, run, workingFolder } from './command.ts'

describe('dramatis serve', () => {
  const folder = workingFolder({
    'plugins/puppet.ts': puppet,
    'personas/judy.json': { name: 'Judy', solvers: ['puppet', 'failure'] },
    'flawed/toby.json': { name: 'Toby', solvers: ['puppet', 'pupet'] },
    'broken/broken.ts': 'import "no-such-package"',
    'mute/mute.json': { solvers: ['nope'] },
    'stuck/stuck.json': { name: 'Stuck', solvers: ['stuck'] },
    'sticky/stuck.ts': `import { defineSolver } from 'dramatis'
export default defineSolver({
  create: () => ({ solve: () => 'here', close: () => new Promise(() => setInterval(() => {}, 1000)) }),
})`,
    'sticky/sharp.ts': `import { defineToolbox } from 'dramatis'
export default defineToolbox({ create: () => ({ tools: [], close: () => { throw new Error('ouch') } }) })`,
    'settings.json': {
      ...{ port: 0, personas: ['personas', 'flawed'], defaultPersona: 'toby', logLevel: 'silent' },
      surfaces: { mcp: { enabled: false } },
    },
  })
  const started: Running[] = []
  const start = async (...args: string[]) => {
    const server = new Running(folder, ['serve', '--port', '0', ...args])
    started.push(server)
    const [, url = ''] = await server.shows(/listens on (http:\S+)[\s\S]*Docs .*\n/)
    return { server, url }
  }
  const ask = (url: string, question: string, body: object = {}) =>
    fetch(`${url}/openai/v1/chat/completions`, {
      method: 'POST',
      body: JSON.stringify({ model: 'judy', messages: [{ role: 'user', content: question }], ...body }),
    })
  const logged = ({ stderr }: Running): readonly Record<string, unknown>[] =>
    stderr.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]))
  afterEach(async () => {
    for (const { process, finished } of started.splice(0)) {
      process.kill('SIGKILL')
      await finished
    }
  })

  const failures: Record<string, { args: readonly string[]; says: RegExp }> = {
    'a missing folder': { args: ['nowhere'], says: /^".*nowhere" cannot be read: ENOENT/ },
    'personas of which none loads': { args: ['mute'], says: /^No persona could be loaded; run "dramatis check"/ },
    'an unknown default persona': { args: ['--default-persona', 'x'], says: /^The default persona "x" is not among/ },
    'an address of another machine': {
      args: ['--host', '192.0.2.1'],
      says: /^The address 192\.0\.2\.1:0 cannot be used/,
    },
    'a state of no kind': { args: ['--state', 'mysql://x'], says: /--state must be file:PATH, memory: or postgres:/ },
    'a configuration with unknown keys': {
      args: ['--config', 'flawed/toby.json'],
      says: /toby\.json: "name" is not/,
    },
  }
  for (const [name, { args, says }] of Object.entries(failures)) {
    it(`exits with 1 for ${name}`, async () => {
      const finished = await run(folder, ['serve', '--port', '0', ...args])
      expect(finished.stderr)
        .to.match(says)
        .and.not.match(/^ +at /m)
      expect(finished).to.include({ code: 1, stdout: '' })
    })
  }

  it('exits with 1 for a port in use', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const address = other.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const { code, stderr } = await run(folder, ['serve', '--port', String(port)])
    other.close()
    expect(stderr).to.equal(
      `Port ${port} on 127.0.0.1 is in use; stop the other program, or choose another with --port.\n`,
    )
    expect(code).to.equal(1)
  })

  it('lists what it serves, and what it cannot', async () => {
    const { server, url } = await start(
      'personas',
      '--persona',
      'flawed',
      '--plugins',
      'plugins',
      '--plugins',
      'broken',
    )
    expect(server.stdout).to.match(/^ {2}Judy +judy +puppet > failure\n {2}Toby +toby +puppet$/m)
    expect(server.stdout).to.match(/^ {2}\d+ solvers(, \d+ \w+)*$/m)
    expect(server.stdout).to.match(/^ {2}plugin +broken\/broken\.ts: .*no-such-package/m)
    expect(server.stdout).to.match(/^ {2}error +flawed\/toby\.json: \/solvers\/1: .*did you mean "puppet"/m)
    expect(server.stdout).to.include(`OPENAI_BASE_URL=${url}/openai/v1\n`).and.include(`${url}/docs\n`)
    expect(server.stdout).to.match(/^ {2}A2A +http:\S+\/agent-card\.json\n[\s\S]*^ {2}MCP +http:\S+\/mcp$/m)
    expect(logged(server)).to.have.length(1)
    expect(logged(server)[0]).to.deep.include({ level: 'info', url, msg: 'The host listens.' })
    const addresses = [...server.stdout.matchAll(/(http:\S+\/(?:v1|docs|agent-card\.json))\n/g)].map(
      ([, address]) => address,
    )
    const answers = addresses.map((address) => fetch(address?.endsWith('/v1') ? `${address}/models` : `${address}`))
    expect((await Promise.all(answers)).map(({ status }) => status)).to.deep.equal([200, 200, 200])
  })

  it('goes on where nobody reads what it prints', async () => {
    const server = new Running(folder, ['serve', '--port', '0', '--host', '0.0.0.0'])
    started.push(server)
    server.process.stdout.destroy()
    const [, url = ''] = await server.shows(/"url":"([^"]+)"/, 'stderr')
    server.process.stderr.destroy()
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect((await fetch(`${url}/health`)).status).to.equal(200)
  })

  it('tells clients its public URL', async () => {
    const { server } = await start('--public-url', 'https://bots.example.com/')
    expect(server.stdout).to.include('OPENAI_BASE_URL=https://bots.example.com/openai/v1\n')
  })

  it('reads its configuration', async () => {
    const { server, url } = await start('--config', 'settings.json')
    expect(server.stdout).to.match(/Judy[\s\S]*Toby/)
    expect(server.stdout).to.include('/openai/v1\n').and.not.include('/mcp')
    expect((await ask(url, 'hi', { model: 'unknown' })).headers.get('x-dramatis-persona')).to.match(/toby/i)
  })

  it('applies the limits of its flags', async () => {
    const { url } = await start('--body-limit', '1kb', '--cors-origin', 'https://a.example')
    expect((await ask(url, 'x'.repeat(2000))).status).to.equal(413)
    const from = (origin: string) => fetch(`${url}/health`, { headers: { origin } }).then(({ status }) => status)
    expect([await from('https://a.example'), await from('https://b.example')]).to.deep.equal([200, 403])
  })

  it('takes no more turns at once than its flag says', async () => {
    const { url } = await start('--max-turns', '1')
    const first = await ask(url, 'wait', { stream: true })
    expect((await ask(url, 'hi')).status).to.equal(429)
    await first.body?.cancel()
  })

  it('warns where more than this machine can reach it', async () => {
    const { server } = await start('--host', '0.0.0.0')
    await server.shows(/^WARNING: listening on 0\.0\.0\.0, .*asking for no key/m, 'stderr')
  })

  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    it(`closes at ${signal} within 2 s`, async () => {
      const { server, url } = await start()
      expect((await ask(url, 'hi')).status).to.equal(200)
      const before = performance.now()
      server.process.kill(signal)
      expect(await server.finished).to.include({ code: 0, signal: null })
      expect(performance.now() - before).to.be.below(2000)
      expect(logged(server).at(-1)).to.include({ level: 'info', signal })
    })
  }

  it('waits no longer than 5 s for plugins that do not close', async () => {
    const { server, url } = await start('stuck', '--plugins', 'sticky')
    expect((await fetch(`${url}/tools`)).status).to.equal(200)
    server.process.kill('SIGTERM')
    expect(await server.finished).to.include({ code: 0, signal: null })
    const told = logged(server).flatMap(({ level, msg }) => (level === 'warn' ? [msg] : []))
    expect(told).to.have.members([
      'A toolbox did not close properly; the host closes all the same.',
      'A persona did not close properly; the host closes all the same.',
    ])
  })

  it('lets an answer finish at the first signal, and ends at once at the second', async () => {
    const { server, url } = await start()
    const answer = await ask(url, 'wait', { stream: true })
    server.process.kill('SIGTERM')
    await server.shows(/"signal":"SIGTERM"/, 'stderr')
    expect(server.process.exitCode).to.equal(null)
    server.process.kill('SIGTERM')
    expect(await server.finished).to.include({ code: null, signal: 'SIGTERM' })
    await answer.text().catch(() => undefined) // the connection is gone
  })

  it('outlives a rejection that a plugin forgot, and names the plugin', async () => {
    const { server, url } = await start()
    expect((await ask(url, 'reject')).status).to.equal(200)
    await server.shows(/stray/, 'stderr')
    expect((await ask(url, 'hi')).status).to.equal(200)
    expect(logged(server).at(-1)).to.deep.include({ level: 'error', plugin: 'puppet' })
  })

  it('stops loudly at an exception that nobody can catch', async () => {
    const { server, url } = await start('--log-level', 'silent')
    await ask(url, 'throw later').catch(() => undefined) // it may stop before it has answered
    expect(await server.finished).to.include({
      code: 1,
      stderr: 'An uncaught exception of the plugin "puppet" stopped the process: boom\n',
    })
  })
})
