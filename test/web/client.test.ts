import { inspect } from 'node:util'
import { gzipSync } from 'node:zlib'
import { expect } from 'chai'
import { isRuntimeError } from 'dramatis'
import { createWebClient, isWebError, shape, type WebClient, type WebClientOptions, type WebError } from 'dramatis/web'
import { type Asked, type LookupServer, type Said, startLookupServer } from '../support/lookup-server.ts'

const signal = new AbortController().signal

describe('a web client', () => {
  let server: LookupServer
  let client: WebClient
  let answer: (asked: Asked, times: number) => Said

  const open = (options: Partial<WebClientOptions> = {}): WebClient => {
    client = createWebClient({ baseUrl: `${server.url}/base/`, timeout: 2000, ...options })
    return client
  }
  const failure = async (asking: Promise<unknown>): Promise<WebError> => {
    try {
      await asking
    } catch (error) {
      if (isWebError(error)) return error
      throw error
    }
    throw new Error('It did not fail.')
  }

  beforeEach(async () => {
    answer = () => ({ body: { said: 'hello' } })
    server = await startLookupServer((asked) => answer(asked, server.asked.length))
    open()
  })
  afterEach(async () => {
    await client.close()
    await server.close()
  })

  describe('asks', () => {
    it('under its base URL, with the query, as who it is', async () => {
      open({ query: { key: 'k 1' } })
      expect(await client.json('/a/b', { query: { q: 'ä & b', limit: 5, none: undefined }, signal })).to.deep.equal({
        said: 'hello',
      })
      const [asked] = server.asked
      expect(asked).to.deep.include({ path: '/base/a/b', query: { q: 'ä & b', limit: '5', key: 'k 1' } })
      expect(asked?.headers['user-agent']).to.match(/^dramatis\/\d+\.\d+\.\d+/)
      expect(asked?.headers.accept).to.equal('application/json')
    })

    it('as whom it is told to be, with the headers of the call', async () => {
      open({ userAgent: 'Library/2 (desk@example.org)' })
      await client.text('/', { headers: { 'accept-language': 'de' }, signal })
      expect(server.asked[0]?.headers).to.include({
        'user-agent': 'Library/2 (desk@example.org)',
        'accept-language': 'de',
      })
    })

    it('over connections that it keeps', async () => {
      for (let call = 0; call < 20; call++) await client.text(`/${call}`, { signal })
      expect(server.connections).to.be.at.most(2)
    })

    it('reads what is packed', async () => {
      answer = () => ({ headers: { 'content-encoding': 'gzip' }, body: gzipSync('{"packed":true}') })
      expect(await client.json('/', { signal })).to.deep.equal({ packed: true })
      expect(server.asked[0]?.headers['accept-encoding']).to.equal('gzip')
    })
  })

  describe('fails with a reason', () => {
    const rows: [what: string, said: Said, kind: string, message: RegExp, options?: Partial<WebClientOptions>][] = [
      ['a status', { status: 404, body: 'secret' }, 'status', /\/base\/x answered with status 404/],
      ['a page instead of JSON', { body: '<html>secret</html>' }, 'malformed', /it is no JSON/],
      ['nothing instead of JSON', { body: '' }, 'malformed', /it is no JSON/],
      ['half a body', { body: 'x'.repeat(5000), cut: true }, 'network', /broke off/, { retries: 0 }],
      ['too much', { body: 'x'.repeat(5001) }, 'malformed', /more than 5000 bytes/, { maxBytes: 5000 }],
      ['too much, packed', packed('x'.repeat(100_000)), 'malformed', /more than 5000 bytes/, { maxBytes: 5000 }],
      ['broken gzip', { headers: { 'content-encoding': 'gzip' }, body: 'plain' }, 'malformed', /cannot be unpacked/],
      ['another encoding', { headers: { 'content-encoding': 'br' }, body: '?' }, 'malformed', /"br"/],
      ['a late answer', { body: {}, delay: 1000 }, 'timeout', /within 80 ms/, { timeout: '80ms' }],
      ['a silent connection', { body: 'xxxx', cut: 'silent' }, 'timeout', /within 80 ms/, { timeout: 80 }],
      [
        'a redirect to another host',
        to('https://example.com/secret'),
        'malformed',
        /https:\/\/example\.com, .*"baseUrl"/,
      ],
      ['a redirect to itself', to('x'), 'malformed', /more than 5 times/],
      ['a redirect to nowhere', to('http://:'), 'malformed', /redirects to no URL/],
    ]
    for (const [what, said, kind, message, options] of rows) {
      it(`for ${what}`, async () => {
        open({ query: { appid: 'secret' }, ...options })
        answer = () => said
        const error = await failure(client.json('/x', { query: { q: 'secret' }, signal }))
        expect(error).to.include({ kind })
        expect(error.message).to.match(message)
        expect(inspect(error, { depth: 10, showHidden: true })).not.to.contain('secret')
      })
    }

    it('where nobody listens', async () => {
      open({ retries: 1 })
      await server.close()
      expect(await failure(client.text('/x', { signal }))).to.include({ kind: 'network' })
    })

    it('where JSON is of another shape, and asks again next time', async () => {
      const pages = shape({ type: 'object', properties: { pages: { type: 'array' } }, required: ['pages'] })
      expect((await failure(client.json('/x', { shape: pages, signal }))).message).to.match(/"pages" is required/)
      answer = () => ({ body: { pages: [1] } })
      expect(await client.json('/x', { shape: pages, signal })).to.deep.equal({ pages: [1] })
    })

    for (const baseUrl of ['', 'example.com', 'ftp://example.com', 'https://u:p@example.com', 'https://a.com/?q=']) {
      it(`for the base URL "${baseUrl}"`, () => {
        expect(() => createWebClient({ baseUrl }))
          .to.throw(/is no base URL: write it like/)
          .and.to.satisfy(isRuntimeError)
      })
    }
  })

  describe('follows redirects', () => {
    it('on its host', async () => {
      answer = ({ path }) => (path.endsWith('/old') ? to('new?v=2') : { body: path })
      expect(await client.text('/old', { signal })).to.equal('/base/new')
    })

    it('to a host that it is told of, without the headers of the call', async () => {
      const other = await startLookupServer(() => ({ body: 'from afar' }))
      open({ redirectsTo: [other.url] })
      answer = () => to(`${other.url}/there`)
      expect(await client.text('/here', { headers: { authorization: 'mine' }, signal })).to.equal('from afar')
      expect(server.asked[0]?.headers.authorization).to.equal('mine')
      expect(other.asked[0]?.headers).not.to.have.property('authorization')
      await other.close()
    })
  })

  describe('tries again', () => {
    for (const [what, said] of Object.entries({
      'a server error': { status: 503 },
      'a rate limit': { status: 429, headers: { 'retry-after': '0' } },
      'half a body': { body: 'xxxx', cut: true },
    } satisfies Record<string, Said>)) {
      it(`after ${what}`, async () => {
        answer = (_, times) => (times < 3 ? said : { body: 'at last' })
        expect(await client.text('/', { signal })).to.equal('at last')
        expect(server.asked).to.have.length(3)
      })
    }

    it('after pauses that grow', async () => {
      const times: number[] = []
      answer = () => {
        times.push(performance.now())
        return { status: 500 }
      }
      await failure(client.text('/', { signal }))
      const [first = 0, second = 0, third = 0] = times
      expect(second - first).to.be.within(120, 400)
      expect(third - second).to.be.within(240, 700)
    })

    it('only as often as it may', async () => {
      open({ retries: 1 })
      answer = () => ({ status: 500 })
      expect(await failure(client.text('/', { signal }))).to.include({ kind: 'status', status: 500 })
      expect(server.asked).to.have.length(2)
    })

    it('never after an answer that stays the same', async () => {
      for (const status of [400, 403, 404, 501]) {
        answer = () => ({ status })
        expect(await failure(client.text(`/${status}`, { signal }))).to.include({ status })
      }
      expect(server.asked).to.have.length(4)
    })

    it('not before it is told to', async () => {
      const started = performance.now()
      answer = (_, times) => (times === 1 ? { status: 429, headers: { 'retry-after': '1' } } : { body: 'now' })
      expect(await client.text('/', { signal })).to.equal('now')
      expect(performance.now() - started).to.be.within(1000, 1900)
    })

    it('not at all where that would take too long, and leaves the host alone meanwhile', async () => {
      const later = new Date(Date.now() + 30_000).toUTCString()
      answer = () => ({ status: 429, headers: { 'retry-after': later } })
      const started = performance.now()
      const error = await failure(client.text('/1', { signal }))
      expect(error.retryAfter).to.be.within(28, 31)
      expect(await failure(client.text('/2', { signal }))).to.include({ kind: 'status', status: 429 })
      expect(performance.now() - started).to.be.below(500)
      expect(server.asked).to.have.length(1)
    })
  })

  describe('keeps answers', () => {
    it('of equal calls, and of no others', async () => {
      answer = (_, times) => ({ body: String(times) })
      const ask = (q: string, lang?: string) =>
        client.text('/', { query: { q }, ...(lang ? { headers: { 'accept-language': lang } } : {}), signal })
      expect(await ask('a')).to.equal('1')
      expect(await ask('a')).to.equal('1')
      expect(await ask('b')).to.equal('2')
      expect(await ask('a', 'de')).to.equal('3')
    })

    it('that there is nothing', async () => {
      answer = () => ({ status: 404, body: 'not found' })
      for (const _ of [1, 2]) expect(await client.text('/', { absent: [404], signal })).to.equal(undefined)
      expect(server.asked).to.have.length(1)
    })

    it('so that nobody can change them for others', async () => {
      const first = (await client.json('/', { signal })) as { said: string } // as the server says it
      first.said = 'changed'
      expect(await client.json('/', { signal })).to.deep.equal({ said: 'hello' })
      expect(server.asked).to.have.length(1)
    })

    const unkept: [string, Said, Partial<WebClientOptions>][] = [
      ['longer than it may', { body: '1' }, { cacheFor: 20 }],
      ['where it is not to', { body: '1' }, { cacheFor: 0 }],
      ['that are provisional', { status: 202, body: '1' }, {}],
    ]
    for (const [what, said, options] of unkept) {
      it(`but not ${what}`, async () => {
        open(options)
        answer = () => said
        await client.text('/', { signal })
        await new Promise((resolve) => setTimeout(resolve, 40))
        await client.text('/', { signal })
        expect(server.asked).to.have.length(2)
      })
    }

    it('but no failures', async () => {
      answer = (_, times) => (times === 1 ? { status: 400 } : { body: 'well' })
      await failure(client.text('/', { signal }))
      expect(await client.text('/', { signal })).to.equal('well')
    })
  })

  describe('shares calls', () => {
    beforeEach(() => {
      answer = () => ({ body: 'shared', delay: 100 })
    })

    it('among those who ask the same at the same time', async () => {
      const all = await Promise.all([1, 2, 3].map(() => client.text('/', { signal })))
      expect(all).to.deep.equal(['shared', 'shared', 'shared'])
      expect(server.asked).to.have.length(1)
    })

    it('and goes on when one of them leaves', async () => {
      const leaving = new AbortController()
      const [first, second] = [leaving.signal, signal].map((waiting) => client.text('/', { signal: waiting }))
      setTimeout(() => leaving.abort(new Error('gone')), 30)
      const outcomes = await Promise.allSettled([first, second])
      expect(outcomes.map(({ status }) => status)).to.deep.equal(['rejected', 'fulfilled'])
      expect(outcomes[0]).to.have.nested.property('reason.message', 'gone')
      expect(server.asked).to.have.length(1)
    })

    it('and hangs up when the last has left', async () => {
      const leaving = new AbortController()
      const both = [1, 2].map(() => client.text('/', { signal: leaving.signal }))
      setTimeout(() => leaving.abort(new Error('gone')), 30)
      const outcomes = await Promise.allSettled(both)
      expect(outcomes.map(({ status }) => status)).to.deep.equal(['rejected', 'rejected'])
      for (let waited = 0; server.left === 0 && waited < 80; waited += 5)
        await new Promise((resolve) => setTimeout(resolve, 5))
      expect(server.left).to.equal(1)
      expect(await client.text('/', { signal })).to.equal('shared')
    })

    it('and asks nobody for someone who has left before', async () => {
      const gone = AbortSignal.abort(new Error('gone'))
      expect(await client.text('/', { signal: gone }).catch((error: Error) => error.message)).to.equal('gone')
      expect(server.asked).to.have.length(0)
    })
  })

  it('lets go of everybody when it is closed', async () => {
    answer = () => ({ body: 'late', delay: 5000 })
    const asking = failure(client.text('/', { signal }))
    await new Promise((resolve) => setTimeout(resolve, 50))
    await client.close()
    expect((await asking).message).to.match(/was closed/)
    expect((await failure(client.text('/', { signal }))).message).to.match(/is closed/)
    await client.close()
  })
})

function to(location: string): Said {
  return { status: 302, headers: { location } }
}

function packed(text: string): Said {
  return { headers: { 'content-encoding': 'gzip' }, body: gzipSync(text) }
}
