import { expect } from 'chai'
import { isSolverError } from 'dramatis'
import { chatRequest, createSolver, settle, silentLog, testContext } from 'dramatis/testing'
import { openUpstream } from 'dramatis/upstream'
import a2a from 'dramatis-solver-a2a'
import { askOnce } from '../../../test/support/ask-once.ts'
import { type Call, type FaultServer, startFaultServer } from '../../../test/support/fault-server.ts'
import { chooseInterface, readCard } from '../src/card.ts'
import { CardSource } from '../src/card-source.ts'
import { readSettings } from '../src/settings.ts'
import { type CardAnswer, type CardServer, card, startCardServer } from './card-server.ts'
import { failureOf } from './failure-of.ts'
import { bare, inAnswer, status } from './wires.ts'

/** What a card says, and what becomes of it. */
let answer: (path: string) => CardAnswer
let cards: CardServer
let agent: FaultServer

const ask = (settings: object = {}, baseUrl = cards.url) => askOnce(a2a, { baseUrl, ...settings }, 'hi')

const lastCall = (): Call | undefined => agent.calls.at(-1)

describe("a2a, as an agent's card says", () => {
  before(async () => {
    cards = await startCardServer((path) => answer(path))
    agent = await startFaultServer(({ path, body }) => {
      const frame = path.includes('message:') ? bare : inAnswer(Object(body).id)
      const older = { kind: 'status-update', contextId: 'c', taskId: 't', status: { state: 'completed' } }
      const told = {
        message: { kind: 'message', messageId: 'm', role: 'agent', parts: [{ kind: 'text', text: 'Old.' }] },
      }
      const isOlder = Object(body).method === 'message/stream'
      const end = isOlder ? { ...older, status: { ...older.status, ...told } } : status('COMPLETED', 'New.')
      return { headers: { 'content-type': 'text/event-stream' }, frames: [frame(end)] }
    })
  })
  after(async () => {
    await cards.close()
    await agent.close()
  })

  describe('finds it', () => {
    const places: readonly [title: string, base: string, where: string][] = [
      ['under its address', '/deep/agent', '/deep/agent/.well-known/agent-card.json'],
      ['under its address with a slash', '/deep/agent/', '/deep/agent/.well-known/agent-card.json'],
      ['by the name of 0.2', '/deep/agent', '/deep/agent/.well-known/agent.json'],
      ["at its host's root", '/deep/agent', '/.well-known/agent-card.json'],
      ["at its host's root by the name of 0.2", '/deep/agent', '/.well-known/agent.json'],
      ['where it is named', '/cards/mine.json', '/cards/mine.json'],
    ]
    for (const [title, base, where] of places) {
      it(title, async () => {
        answer = (path) => (path === where ? { body: card(agent.url) } : { status: 404 })
        expect((await ask({}, cards.url + base)).text).to.equal('New.')
      })
    }
  })

  describe('is refused', () => {
    const failures: readonly [title: string, card: CardAnswer, kind: string, words: RegExp][] = [
      ['where there is none', { status: 404 }, 'bad-request', /agent-card\.json answered 404/],
      ['where it is behind a key', { status: 401 }, 'unauthorized', /answered 401/],
      ['where its server is broken', { status: 500 }, 'server-error', /answered 500/],
      ['where it is no JSON', { body: 'Hello!' }, 'server-error', /is no JSON: Hello!/],
      ['where it is no card', { body: { name: 'x' } }, 'server-error', /no card of an agent/],
      ['where it is a list', { body: [] }, 'server-error', /no card of an agent/],
      ['where it is a web page', { headers: { 'content-type': 'text/html' }, body: '<p>' }, 'server-error', /web page/],
      ['where it offers what is not spoken', { body: card('x', {}, 'SMTP') }, 'bad-request', /offers nothing; wanted/],
    ]
    for (const [title, given, kind, words] of failures) {
      it(title, async () => {
        answer = () => given
        const error = await failureOf(ask())
        if (!isSolverError(error)) throw error
        expect(error.kind).to.equal(kind)
        expect(error.message).to.match(words)
      })
    }

    it('where the settings want another binding, with what it offers', async () => {
      answer = () => ({ body: card(agent.url) })
      const error = await failureOf(ask({ transport: 'jsonrpc', protocol: '0.3' }))
      expect(error).to.have.property('message').that.includes(`offers rest 1.0 at ${agent.url}`)
    })

    it('and asked for again on the next question', async () => {
      answer = () => ({ body: card('x', {}, 'SMTP') })
      const solver = await createSolver(a2a, { baseUrl: cards.url })
      const asking = () => settle(solver.solve(chatRequest('hi'), testContext()))
      await failureOf(asking())
      answer = () => ({ body: card(agent.url) })
      expect((await asking()).text).to.equal('New.')
      await solver.close?.()
    })
  })

  describe('goes where it points', () => {
    const both = () => {
      const ways = ['HTTP+JSON 0.3 /old', 'JSONRPC 1.0 /rpc', 'HTTP+JSON 1.0 /new'].map((way) => way.split(' '))
      const supportedInterfaces = ways.map(([protocolBinding, protocolVersion, path]) => {
        return { protocolBinding, protocolVersion, url: `${agent.url}${path}` }
      })
      return card('', { supportedInterfaces })
    }
    const cases: readonly [title: string, card: () => object, settings: object, path: string][] = [
      ['the binding it names first, in its newest version', both, {}, '/new/message:stream'],
      ['the version of the settings', both, { protocol: '0.3' }, '/old/v1/message:stream'],
      ['the binding of the settings', both, { transport: 'jsonrpc' }, '/rpc'],
      ['a tenant', () => tenant('t'), {}, '/t/message:stream'],
      ['a version with a patch', () => card(`${agent.url}/p`, {}, 'HTTP+JSON', '1.0.1'), {}, '/p/message:stream'],
      ['a card of 0.3', () => older({}), {}, '/old'],
      ['a card of 0.2', () => older({ protocolVersion: '0.2.6' }), {}, '/old'],
      [
        'an interface beside the first of a card of 0.3',
        () => older({ additionalInterfaces: [{ url: `${agent.url}/more`, transport: 'HTTP+JSON' }] }),
        { transport: 'rest' },
        '/more/v1/message:stream',
      ],
    ]
    const tenant = (name: string) => {
      const only = { url: agent.url, protocolBinding: 'HTTP+JSON', protocolVersion: '1.0', tenant: name }
      return card('', { supportedInterfaces: [only] })
    }
    const older = (rest: object) => ({ url: `${agent.url}/old`, capabilities: { streaming: true }, ...rest })
    for (const [title, given, settings, path] of cases) {
      it(title, async () => {
        answer = () => ({ body: given() })
        const { text } = await ask(settings)
        expect(lastCall()?.path).to.equal(path)
        expect(text).to.equal(path === '/old' ? 'Old.' : 'New.')
      })
    }
  })

  describe('sends the key', () => {
    const schemes = (given: object) => card(agent.url, { securitySchemes: given })
    const cases: readonly [title: string, card: () => object, settings: object, name: string, value: string][] = [
      ['as a bearer token', () => card(agent.url), { apiKey: 'k' }, 'authorization', 'Bearer k'],
      ['in the spelling of others', () => card(agent.url), { api_key: 'k' }, 'authorization', 'Bearer k'],
      ['word for word', () => card(agent.url), { auth_header: 'Basic abc' }, 'authorization', 'Basic abc'],
      ['in headers of the settings', () => card(agent.url), { headers: { 'X-Mine': 'k' } }, 'x-mine', 'k'],
      [
        'where a card of 1.0 wants it',
        () => schemes({ a: { apiKeySecurityScheme: { location: 'header', name: 'X-Key' } } }),
        { apiKey: 'k' },
        'x-key',
        'k',
      ],
      [
        'where a card of 0.3 wants it',
        () => schemes({ a: { type: 'apiKey', in: 'header', name: 'X-Key' } }),
        { apiKey: 'k' },
        'x-key',
        'k',
      ],
      [
        'as a bearer token where the card takes both',
        () => schemes({ a: { type: 'apiKey', in: 'header', name: 'X-Key' }, b: { type: 'http', scheme: 'bearer' } }),
        { apiKey: 'k' },
        'authorization',
        'Bearer k',
      ],
    ]
    for (const [title, given, settings, name, value] of cases) {
      it(title, async () => {
        answer = () => ({ body: given() })
        await ask(settings)
        expect(lastCall()?.headers[name]).to.equal(value)
      })
    }

    it('with the version that is spoken', async () => {
      answer = () => ({ body: card(agent.url) })
      await ask()
      expect(lastCall()?.headers['a2a-version']).to.equal('1.0')
      answer = () => ({ body: card(agent.url, {}, 'HTTP+JSON', '0.3') })
      await ask()
      expect(lastCall()?.headers['a2a-version']).to.equal('0.3')
    })
  })

  describe('is kept', () => {
    const asker = async (settings: object = {}) => {
      const solver = await createSolver(a2a, { baseUrl: cards.url, ...settings })
      return {
        ask: () => settle(solver.solve(chatRequest('hi'), testContext())),
        close: async () => await solver.close?.(),
      }
    }
    const body = () => card(agent.url)

    it('from question to question', async () => {
      answer = () => ({ body: body() })
      const before = cards.calls.length
      const { ask, close } = await asker()
      for (let count = 0; count < 3; count++) await ask()
      expect(cards.calls.length - before).to.equal(1)
      await close()
    })

    it('for those who ask at once', async () => {
      answer = () => ({ body: body() })
      const before = cards.calls.length
      const { ask, close } = await asker()
      await Promise.all(Array.from({ length: 10 }, ask))
      expect(cards.calls.length - before).to.equal(1)
      await close()
    })

    it('while its tag is the same, once it is in doubt', async () => {
      const { ask, close } = await asker()
      const broken = await startFaultServer(() => ({ status: 500 }))
      answer = () => ({ headers: { etag: '"1"' }, body: card(broken.url) })
      await failureOf(ask())
      answer = () => ({ status: 304 })
      await failureOf(ask())
      expect(cards.calls.at(-1)?.headers['if-none-match']).to.equal('"1"')
      expect(broken.calls).to.have.length(2)
      answer = () => ({ headers: { etag: '"2"' }, body: body() })
      expect((await ask()).text).to.equal('New.')
      await close()
      await broken.close()
    })

    it('while it cannot be had again', async () => {
      const broken = await startFaultServer(() => ({ status: 500 }))
      answer = () => ({ body: card(broken.url) })
      const { ask, close } = await asker()
      await failureOf(ask())
      answer = () => ({ status: 503 })
      await failureOf(ask())
      expect(broken.calls).to.have.length(2)
      await close()
      await broken.close()
    })
  })

  it('is not waited for when nobody waits any more', async () => {
    const silent = await startFaultServer(() => ({ ending: 'silent' }))
    const leaving = new AbortController()
    const solver = await createSolver(a2a, { baseUrl: silent.url })
    const asking = settle(solver.solve(chatRequest('hi'), testContext({ signal: leaving.signal })))
    await new Promise((resolve) => setTimeout(resolve, 50))
    const time = performance.now()
    leaving.abort(new Error('It left.'))
    expect(await failureOf(asking)).to.have.property('message', 'It left.')
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect((silent.calls[0]?.left ?? Number.POSITIVE_INFINITY) - time).to.be.below(100)
    await solver.close?.()
    await silent.close()
  })

  describe('is read', () => {
    it('with a host that listens everywhere as its own', () => {
      const read = (binding: string, url: string) =>
        readCard(card(url, {}, binding), 'https://a.example/card.json').interfaces.map(({ url, encrypted }) => [
          url,
          encrypted,
        ])
      expect(read('JSONRPC', 'http://0.0.0.0:99/rpc')).to.deep.equal([['http://a.example:99/rpc', false]])
      expect(read('GRPC', '0.0.0.0:99')).to.deep.equal([['a.example:99', true]])
      expect(read('GRPC', 'http://[::]:99')).to.deep.equal([['a.example:99', false]])
      expect(read('GRPC', 'grpcs://b.example:99/')).to.deep.equal([['b.example:99', true]])
      expect(read('JSONRPC', '/rpc')).to.deep.equal([['https://a.example/rpc', true]])
      expect(read('JSONRPC', 'file:///etc/passwd')).to.deep.equal([])
    })

    it('without interfaces that would carry the key unencrypted', () => {
      const given = readCard(card('http://a.example'), 'https://a.example/card.json')
      const settings = (more: object) => {
        const common = { streaming: true, transport: 'auto', protocol: 'auto', accepts: [], headers: {} } as const
        return readSettings({
          ...common,
          baseUrl: 'https://a.example',
          logRequests: false,
          logResponses: false,
          ...more,
        })
      }
      expect(() => chooseInterface(given, settings({ apiKey: 'k' }))).to.throw(/wanted: .*encrypted/)
      expect(chooseInterface(given, settings({})).url).to.equal('http://a.example/')
    })

    it('again, and is the same while it says the same or has not changed', async () => {
      const warned: string[] = []
      const log = { ...silentLog, warn: (_: object, message: string) => void warned.push(message) }
      const upstream = openUpstream({ baseUrl: cards.url, log })
      const source = new CardSource({ address: cards.url, headers: {}, fetch: upstream.fetch, log })
      const get = () => {
        source.doubt()
        return source.get(new AbortController().signal)
      }
      answer = () => ({ headers: { etag: '"1"' }, body: card(agent.url) })
      const first = await get()
      expect(await get()).to.equal(first)
      answer = () => ({ status: 304 })
      expect(await get()).to.equal(first)
      expect(warned).to.deep.equal([])
      answer = () => ({ status: 500 })
      expect(await get()).to.equal(first)
      expect(warned).to.have.length(1)
      answer = () => ({ body: card(`${agent.url}/new`) })
      expect(await get()).not.to.equal(first)
      await upstream.close()
    })
  })

  const wrong: readonly [title: string, settings: object, words: RegExp][] = [
    ['no address', {}, /has no agent: set "baseUrl"/],
    ['an address that is none', { baseUrl: 'agent.example' }, /must be an http\(s\) URL/],
    ['an address of another kind', { baseUrl: 'ftp://agent.example' }, /must be an http\(s\) URL/],
  ]
  for (const [title, settings, words] of wrong) {
    it(`is not looked for with ${title}`, async () => {
      const error = await failureOf(createSolver(a2a, settings))
      expect(error).to.have.property('message').that.matches(words)
    })
  }
})
