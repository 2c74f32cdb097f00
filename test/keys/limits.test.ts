import { expect } from 'chai'
import { overHttp2, requestHttp2 } from '../support/raw.ts'
import { chatPath, eventually, postChat } from '../support/stage.ts'
import { type Keyed, openKeyed, operatorKey } from './kit.ts'

describe('keys: limits', () => {
  let host: Keyed
  before(async () => {
    host = await openKeyed()
  })
  after(() => host.close())

  const headersOf = (key: string) => ({ authorization: `Bearer ${key}` })
  const ask = (key: string, question: string, rest: object = {}, signal?: AbortSignal) =>
    postChat(host.url, question, { model: 'First', ...rest }, { headers: headersOf(key), signal: signal ?? null })

  it('counts requests under way, until they are over or their client leaves', async () => {
    const { text } = await host.add({ concurrency: 2 })
    const leaving = new AbortController()
    const open = await Promise.all([1, 2].map(() => ask(text, 'endless', { stream: true }, leaving.signal)))
    expect(open.map(({ status }) => status)).to.deep.equal([200, 200])
    const refused = await ask(text, 'hello')
    expect([refused.status, refused.headers.get('retry-after')]).to.deep.equal([429, '1'])
    expect((await ask(operatorKey, 'hello')).status).to.equal(200)
    leaving.abort()
    await eventually('there is room again', async () => (await ask(text, 'hello')).status === 200)
    for (let count = 0; count < 5; count++) expect((await ask(text, 'hello')).status).to.equal(200)
  })
  it('lets go of requests that were refused', async () => {
    const { text } = await host.add({ concurrency: 1, rate: 1 })
    expect((await ask(text, 'hello')).status).to.equal(200)
    for (let count = 0; count < 3; count++) {
      const refused = await ask(text, 'hello')
      expect(await refused.text()).to.include('a minute are allowed')
    }
  })
  it('tells what is left in the vendors’ own headers', async () => {
    const { text } = await host.add({ rate: 7 })
    const openai = await ask(text, 'hello')
    expect(openai.headers.get('x-ratelimit-limit-requests')).to.equal('7')
    expect(openai.headers.get('x-ratelimit-remaining-requests')).to.equal('6')
    expect(openai.headers.get('x-ratelimit-reset-requests')).to.match(/^\d+s$/)
    const anthropic = await fetch(`${host.url}/anthropic/v1/models`, { headers: headersOf(text) })
    expect(anthropic.headers.get('anthropic-ratelimit-requests-remaining')).to.equal('5')
    const reset = Date.parse(anthropic.headers.get('anthropic-ratelimit-requests-reset') ?? '')
    expect(reset - Date.now()).to.be.within(50_000, 60_000)
  })
  it('does not take a wrong key for the one it resembles', async () => {
    const { text } = await host.add({ rate: 1 })
    const wrong = `${text.slice(0, -4)}0000`
    for (let count = 0; count < 3; count++) expect((await ask(wrong, 'hello')).status).to.equal(401)
    expect((await ask(text, 'hello')).status).to.equal(200)
  })
})

describe('keys: calls that come through no route', () => {
  let host: Keyed
  before(async () => {
    host = await openKeyed()
  })
  after(() => host.close())

  const call = async (key: string | undefined, query = '') => {
    const headers: Record<string, string> = key === undefined ? {} : { authorization: `Bearer ${key}` }
    const response = await fetch(`${host.url}/queue/calls?${query}`, { method: 'POST', headers })
    return { status: response.status, text: await response.text() }
  }

  it('need a key that is good for them', async () => {
    const { id, text } = await host.add({ name: 'mine' })
    const other = await host.add({ scope: { manage: false, surfaces: ['other'] } })
    expect(await call(text)).to.deep.equal({ status: 200, text: JSON.stringify({ id, name: 'mine' }) })
    expect((await call(undefined)).status).to.equal(401)
    expect((await call('wrong')).status).to.equal(401)
    expect((await call(other.text)).status).to.equal(403)
  })
  it('are counted until they are over', async () => {
    const { text } = await host.add({ concurrency: 1, rate: 3 })
    const first = call(text, 'for=200')
    await new Promise((resolve) => setTimeout(resolve, 80))
    expect((await call(text)).status).to.equal(429)
    expect((await first).status).to.equal(200)
    expect((await call(text)).status).to.equal(200)
    expect((await call(text)).status).to.equal(200)
    expect((await call(text)).text).to.include('3 a minute are allowed')
  })
  it('are of nobody where no key is needed, and limited by their address', async () => {
    const open = await openKeyed({ requireKeys: false, anonymousRate: 1 })
    try {
      const ask = (from: string) =>
        fetch(`${open.url}/queue/calls?from=${from}`, { method: 'POST' }).then(({ status }) => status)
      expect([await ask('10.0.0.1'), await ask('10.0.0.1'), await ask('10.0.0.2')]).to.deep.equal([200, 429, 200])
      const network = ['2001:db8:1:2::1', '2001:db8:1:2:3::4', '2001:db8:1:3::1']
      expect([await ask(network[0] ?? ''), await ask(network[1] ?? ''), await ask(network[2] ?? '')]).to.deep.equal([
        200, 429, 200,
      ])
    } finally {
      await open.close()
    }
  })
})

describe('keys: callers without one, where none is needed', () => {
  it('are limited by their address', async () => {
    const host = await openKeyed({ requireKeys: false, anonymousRate: 2, anonymousConcurrency: 1 })
    try {
      const statuses: number[] = []
      for (let count = 0; count < 3; count++) statuses.push((await fetch(`${host.url}/openai/v1/models`)).status)
      expect(statuses).to.deep.equal([200, 200, 429])
      expect((await fetch(`${host.url}/health`)).status).to.equal(200)
      const request = { ':method': 'GET', ':path': '/openai/v1/models' }
      const again = await overHttp2(host.url, (session) => requestHttp2(session, request))
      expect(again.status).to.equal(429)
    } finally {
      await host.close()
    }
  })
  it('may send any text for a key', async () => {
    const host = await openKeyed({ requireKeys: false })
    try {
      const headers = { authorization: 'Bearer whatever', 'x-api-key': 'other' }
      const response = await fetch(host.url + chatPath, { method: 'POST', headers, body: '{}' })
      expect(response.status).to.equal(400)
      expect(host.log.join('\n')).to.include('anybody may call')
    } finally {
      await host.close()
    }
  })
})
