import { expect } from 'chai'
import type { Log } from '../../src/core/types.ts'
import { call, closeAll, failure, isAlive, reached, sessionOf, started, toolkitOf, until } from './clients.ts'

/** A server that answers the first message and ends soon after; `then` is what it does in between. */
const ending = (then: string) => `process.stdin.once('data', (line) => {
  const result = { protocolVersion: '2025-11-25', capabilities: { tools: {} }, serverInfo: { name: 'ill', version: '1' } }
  ${then}
  setTimeout(() => console.log(JSON.stringify({ jsonrpc: '2.0', id: JSON.parse(line).id, result })), 50)
  setTimeout(() => (console.error('No key.'), process.exit(3)), 400)
})`
const deafened = ending("process.stdin.destroy(); require('fs').closeSync(0)")

describe('MCP servers that are started here', () => {
  afterEach(closeAll)

  const broken: Record<string, [settings: object, problem: RegExp]> = {
    'cannot be found': [{ command: 'no-such-program' }, /"no-such-program" cannot be started: .*ENOENT/],
    'ends at once': [started('bare', 'die=start', 'complain=No key.'), /it ended with code 3: No key$/],
    'hears nothing any more, and then ends': [
      { command: process.execPath, args: ['-e', deafened], protocol: 'legacy' },
      /it ended with code 3: No key$/,
    ],
    'ends when its tools are to be listed': [
      { command: process.execPath, args: ['-e', ending('')], protocol: 'legacy' },
      /it ended with code 3: No key$/,
    ],
    'is no server': [{ command: process.execPath, args: ['-e', ''] }, /it ended with code 0/],
    'does not answer': [
      { ...started('bare', 'start=60000'), connectTimeout: '300ms' },
      /it did not answer within 300 ms/,
    ],
    'cannot be reached': [{ url: 'http://127.0.0.1:65432/mcp' }, /ECONNREFUSED/],
  }
  for (const [what, [settings, problem]] of Object.entries(broken)) {
    it(`one that ${what} is told, and the others serve`, async () => {
      const toolkit = await reached({ broken: settings, well: started('bare') })
      expect(toolkit.tools.map(({ name }) => name)).to.deep.equal(['tell'])
      const [told, ...others] = toolkit.problems
      expect(others).to.deep.equal([])
      expect(told?.id).to.equal('broken')
      expect(told?.message.replace(/\.$/, '')).to.match(problem)
    })
  }

  it('are not waited for longer than whoever asks has patience', async () => {
    const toolkit = toolkitOf({ slow: started('bare', 'start=700', 'name=late'), quick: started('bare') })
    const heard: unknown[] = []
    toolkit.onChange((what) => heard.push(what))
    await toolkit.ready(350)
    expect(toolkit.ready(), 'one has waited: that is enough').to.equal(undefined)
    expect(toolkit.tools.map(({ name }) => name)).to.deep.equal(['tell'])
    await until(() => toolkit.tools.length === 2, 'the slow one has come')
    expect(heard).to.include('tools')
    expect((await call(toolkit, 'late', { of: 'name' })).text).to.equal('late')
  })

  it('are started by nobody who has not asked for tools', async () => {
    const log: string[] = []
    const toolkit = toolkitOf({ one: started('bare', 'complain=started') }, listening(log))
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(toolkit.tools).to.deep.equal([])
    expect(log).to.deep.equal([])
    await toolkit.ready()
    await until(() => log.includes('started'), 'it has started')
  })

  it('get no more of the environment than they need', async () => {
    process.env.SECRET_OF_THE_HOST = 'secret'
    const toolkit = await reached({ one: { ...started('bare'), env: { OWN: 'mine' } } })
    const env = JSON.parse((await call(toolkit, 'tell', { of: 'env' })).text)
    delete process.env.SECRET_OF_THE_HOST
    expect(env).to.include({ OWN: 'mine', PATH: process.env.PATH })
    expect(env).not.to.have.property('SECRET_OF_THE_HOST')
    const known = ['OWN', 'PATH', 'HOME', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR', 'USER', 'SHELL']
    expect(Object.keys(env).filter((name) => !known.includes(name))).to.deep.equal([])
  })

  it('may print what is no message', async () => {
    const toolkit = await reached({ one: started('bare', 'rubbish') })
    expect((await call(toolkit, 'tell', { of: 'pid' })).text).to.match(/^\d+$/)
  })

  it('may end when they are asked for the newer protocol', async () => {
    const toolkit = await reached({ one: { ...started('bare', 'die=stranger'), protocol: 'auto' } })
    expect((await call(toolkit, 'tell', { of: 'pid' })).text).to.match(/^\d+$/)
  })

  it('come back after they have died, and a call that was under way fails', async () => {
    const toolkit = await reached({ one: started('bare', 'die=call') })
    const error = await failure(call(toolkit, 'tell'))
    expect(error.message).to.match(/^The MCP server "one" cannot be used now: /)
    const [problem] = toolkit.problems
    expect(problem?.message).to.equal('The MCP server "one" cannot be used: it ended with code 4.')
    expect(
      toolkit.tools.map(({ name }) => name),
      'it stays known',
    ).to.deep.equal(['tell'])
    await until(() => toolkit.problems.length === 0, 'it has come back')
  })

  it('are not tried again sooner because somebody calls again and again', async () => {
    const lines: string[] = []
    const toolkit = await reached({ one: started('bare', 'die=call', 'complain=started') }, listening(lines))
    await failure(call(toolkit, 'tell'))
    await failure(call(toolkit, 'tell')) // it was well until now, so it is started again at once
    const errors = await Promise.all(Array.from({ length: 20 }, () => failure(call(toolkit, 'tell'))))
    expect(errors[0]?.message).to.match(/cannot be reached: .* The next attempt is in \d s\.$/)
    expect(lines.filter((line) => line === 'started')).to.have.length(2)
  })

  it('share no name: each has the other told', async () => {
    const toolkit = await reached({ one: started('bare', 'name=tell'), two: started('bare', 'name=tell') })
    expect(toolkit.tools.map(({ name }) => name)).to.deep.equal(['one__tell', 'two__tell'])
    expect(toolkit.problems.map(({ message }) => message)).to.deep.equal([
      'Its tool "tell" is called "one__tell", since "two" has one of that name too.',
      'Its tool "tell" is called "two__tell", since "one" has one of that name too.',
    ])
  })

  for (const lists of [{ allow: ['other_*'] }, { allowedTools: [] }, { deny: ['te?l'] }]) {
    it(`have no tool that ${JSON.stringify(lists)} forbids`, async () => {
      const toolkit = await reached({ one: { ...started('bare'), ...lists } })
      expect(toolkit.tools).to.deep.equal([])
      expect((await failure(call(toolkit, 'tell'))).message).to.match(/^There is no tool "tell"/)
      expect(toolkit.problems.map(({ message }) => message)).to.deep.equal([
        'None of its tools is allowed by "allow" and "deny".',
      ])
    })
  }

  it('are told when nobody waits any more: the time is over, or the caller has left', async () => {
    const lines: string[] = []
    const hanging = { ...started('bare', 'hang=call'), timeout: '200ms' }
    const toolkit = await reached({ one: hanging }, listening(lines))
    expect(await failure(call(toolkit, 'tell'))).to.include({ code: 'timeout' })
    await until(() => lines.includes('cancelled'), 'it was told')
    const caller = new AbortController()
    const calling = failure(toolkit.call('tell', {}, sessionOf({ signal: caller.signal })))
    setTimeout(() => caller.abort(), 50)
    expect(await calling).to.include({ code: 'cancelled' })
    await until(() => lines.filter((line) => line === 'cancelled').length === 2, 'it was told again')
  })

  for (const [what, args] of [
    ['with what they have started', ['child']],
    ['though they do not want to', ['stubborn', 'child']],
  ] as const) {
    it(`end ${what}`, async () => {
      const toolkit = await reached({ one: started('bare', ...args) })
      const pids = [await call(toolkit, 'tell', { of: 'pid' }), await call(toolkit, 'tell', { of: 'grandchild' })]
      const [pid = 0, grandchild = 0] = pids.map(({ text }) => Number(text))
      expect([isAlive(pid), isAlive(grandchild)]).to.deep.equal([true, true])
      await toolkit.close()
      await until(() => !isAlive(pid) && !isAlive(grandchild), 'both are gone')
    })
  }

  it('end with a toolkit that is closed while they start', async () => {
    const toolkit = toolkitOf({ one: started('bare', 'start=60000') })
    const coming = toolkit.ready(Number.POSITIVE_INFINITY)
    await new Promise((resolve) => setTimeout(resolve, 100))
    const from = performance.now()
    await toolkit.close()
    await coming
    expect(performance.now() - from).to.be.below(3_000)
  })
})

/** What a server writes to stderr. */
function listening(lines: string[]): Log {
  const none = (): void => {}
  const debug = (details: object): void => {
    if ('text' in details) lines.push(String(details.text))
  }
  return { debug, info: none, warn: none, error: none }
}
