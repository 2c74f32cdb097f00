import { expect } from 'chai'
import { type Keyed, openKeyed, operatorKey } from './kit.ts'
import { call, type Place, places } from './places.ts'

describe('keys: every surface', () => {
  let host: Keyed
  before(async () => {
    host = await openKeyed()
  })
  after(() => host.close())

  const refused = async (place: Place, key: string | undefined, how: 'missing' | 'wrong'): Promise<void> => {
    const response = await call(host.url, place, key)
    const text = await response.text()
    expect(response.status, text).to.equal(place.refused[how] ?? 401)
    if (key !== undefined) expect(text).not.to.include(key)
    if (response.status === 401) expect(response.headers.get('www-authenticate')).to.match(/^Bearer /)
    expect(response.headers.get('x-should-retry')).to.equal('false')
    const shape =
      how === 'missing' && place.refused.missing === 403 && place.surface === 'gemini' ? 'forbidden' : 'unauthorized'
    for (const [path, value] of Object.entries(place.shape(shape)))
      expect(JSON.parse(text)).to.have.nested.property(path, value)
  }

  for (const place of places) {
    describe(place.name, () => {
      it('refuses a call without a key', () => refused(place, undefined, 'missing'))
      it('refuses a wrong key', () => refused(place, 'not-the-key', 'wrong'))
      it('refuses a key with one wrong letter', async () => {
        const { text } = await host.add()
        await refused(place, text.slice(0, -1) + (text.endsWith('0') ? '1' : '0'), 'wrong')
      })
      it('refuses a key that was revoked', async () => {
        const { id, text } = await host.add()
        await host.keys.revoke(id)
        await refused(place, text, 'wrong')
      })
      it('refuses a key that has expired', async () => {
        const { text } = await host.add({ expiresAt: Date.now() - 1 })
        await refused(place, text, 'wrong')
      })
      it('refuses a key of another surface', async () => {
        const { text } = await host.add({ scope: { manage: false, surfaces: ['other', 'xyz*'] } })
        const response = await call(host.url, place, text)
        expect(response.status).to.equal(403)
        const body = await response.text()
        for (const [path, value] of Object.entries(place.shape('forbidden'))) {
          expect(JSON.parse(body)).to.have.nested.property(path, value)
        }
        expect(body).not.to.include(text)
      })
      it('serves a key of the settings', async () => {
        const response = await call(host.url, place, operatorKey)
        expect(response.status, await response.text()).to.equal(place.served ?? 200)
      })
      it('serves a key of the store', async () => {
        const { text } = await host.add({ scope: { manage: false, surfaces: [place.surface] } })
        const response = await call(host.url, place, text)
        expect(response.status, await response.text()).to.equal(place.served ?? 200)
      })
      it('lets a key ask as often as it may', async () => {
        const { text } = await host.add({ rate: 1 })
        const first = await call(host.url, place, text)
        await first.text()
        expect(first.status).to.equal(place.served ?? 200)
        expect(first.headers.get('ratelimit')).to.match(/^"requests";r=0;t=60$/)
        const second = await call(host.url, place, text)
        const body = await second.text()
        expect(second.status, body).to.equal(429)
        expect(Number(second.headers.get('retry-after'))).to.be.within(1, 60)
        expect(second.headers.get('ratelimit-policy')).to.equal('"requests";q=1;w=60')
        for (const [path, value] of Object.entries(place.shape('overloaded'))) {
          expect(JSON.parse(body)).to.have.nested.property(path, value)
        }
      })
      if (place.body && /model|PERSONA/.test(place.path + place.body.toString())) {
        it('knows no persona that a key is not good for', async () => {
          const { text } = await host.add({ scope: { manage: false, personas: ['second', 'th*'] } })
          const response = await call(host.url, place, text, 'First')
          const body = await response.text()
          expect(response.status, body).to.equal(404)
          expect(body).not.to.match(/did you mean "First"/i)
          expect((await call(host.url, place, text, 'Second')).status).to.equal(200)
        })
      }
    })
  }

  const free: readonly [path: string, status: number][] = [
    ['/health', 200],
    ['/ready', 200],
    ['/openapi.json', 200],
    ['/docs/', 200],
    ['/nothing', 404],
    ['/openai/v1/nothing', 404],
  ]
  for (const [path, status] of free) {
    const credentials: Record<string, Record<string, string>> = {
      'no key': {},
      'a wrong key': { authorization: 'Bearer not-the-key' },
      'two keys': { authorization: 'Bearer not-the-key', 'x-api-key': 'another' },
      'a signature': { authorization: 'AWS4-HMAC-SHA256 nonsense' },
      'a key': { authorization: `Bearer ${operatorKey}` },
    }
    for (const [name, headers] of Object.entries(credentials)) {
      it(`answers ${status} at ${path} with ${name}`, async () => {
        const response = await fetch(host.url + path, { headers })
        expect(response.status, await response.text()).to.equal(status)
      })
    }
  }

  it('lets preflights of pages through', async () => {
    const headers = { origin: 'http://localhost:3000', 'access-control-request-method': 'POST' }
    const response = await fetch(`${host.url}/openai/v1/chat/completions`, { method: 'OPTIONS', headers })
    expect(response.status).to.equal(204)
    expect(response.headers.get('access-control-allow-credentials')).to.equal(null)
  })
  it('tells a page of an allowed origin that a key is needed', async () => {
    const headers = { origin: 'http://localhost:3000' }
    const response = await fetch(`${host.url}/openai/v1/models`, { headers })
    expect([response.status, response.headers.get('access-control-allow-origin')]).to.deep.equal([401, headers.origin])
  })

  describe('afterwards', () => {
    it('has told no key to the log', () => {
      const log = host.log.join('\n')
      expect(log).to.include('/gemini/v1beta/models/First:generateContent')
      expect(log).to.match(/A request is done\. \{[^}]*status: 200[^}]*\}/)
      expect(log).to.match(/A request is done\. \{[^}]*key: 'set-[0-9a-f]{12}'/)
      expect(log).not.to.match(/drm_[0-9a-f]{12}_|not-the-key/)
      expect(log).not.to.include(operatorKey)
    })
  })
})

describe('keys: where a key is read', () => {
  let host: Keyed
  before(async () => {
    host = await openKeyed({ apiKeyHeader: 'X-Persona-Key' })
  })
  after(() => host.close())

  const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`
  const cases: readonly [name: string, headers: Record<string, string>, status: number][] = [
    ['nothing', {}, 401],
    ['an empty bearer', { authorization: 'Bearer ' }, 401],
    ['a bearer of no word', { authorization: 'Bearer' }, 401],
    ['blanks', { 'x-api-key': '   ' }, 401],
    ['bearer', { authorization: `Bearer ${operatorKey}` }, 200],
    ['bearer in small letters', { authorization: `bearer ${operatorKey}` }, 200],
    ['the key alone', { authorization: operatorKey }, 200],
    ['a password', { authorization: basic(`anybody:${operatorKey}`) }, 200],
    ['a user without a password', { authorization: basic(`${operatorKey}:`) }, 200],
    ['a wrong password', { authorization: basic(`${operatorKey}:wrong`) }, 401],
    ['a vendor header', { 'x-api-key': operatorKey }, 200],
    ['the header of the settings', { 'x-persona-key': operatorKey }, 200],
    ['twice the same', { 'x-api-key': operatorKey, authorization: `Bearer ${operatorKey}` }, 200],
    ['a good one before another', { authorization: `Bearer ${operatorKey}`, 'x-api-key': 'other' }, 401],
    ['a good one before two others', { 'api-key': operatorKey, 'x-goog-api-key': operatorKey, 'x-api-key': 'a' }, 401],
    ['two that disagree', { 'x-api-key': operatorKey, authorization: 'Bearer other' }, 401],
    ['a good one and a signature', { 'x-api-key': operatorKey, authorization: 'AWS4-HMAC-SHA256 x' }, 401],
    ['a cookie', { cookie: `key=${operatorKey}` }, 401],
    ['10 kB', { authorization: `Bearer ${'x'.repeat(10_000)}` }, 401],
  ]
  for (const [name, headers, status] of cases) {
    it(`${name}: ${status}`, async () => {
      const response = await fetch(`${host.url}/openai/v1/models`, { headers })
      expect(response.status, await response.text()).to.equal(status)
    })
  }

  it('takes the key of a query for Gemini alone', async () => {
    expect((await fetch(`${host.url}/gemini/v1beta/models?key=${operatorKey}`)).status).to.equal(200)
    expect((await fetch(`${host.url}/gemini/v1beta/models?key=wrong`)).status).to.equal(400)
    expect((await fetch(`${host.url}/openai/v1/models?key=${operatorKey}`)).status).to.equal(401)
    expect(host.log.join('\n')).not.to.include(operatorKey)
  })
  it('leaves the argument "key" of a tool alone', async () => {
    const headers = { authorization: `Bearer ${operatorKey}` }
    const response = await fetch(`${host.url}/tools/echo?text=a&key=b`, { method: 'POST', headers, body: '{}' })
    expect([response.status, await response.json()]).to.deep.equal([200, 'a b'])
  })
})
