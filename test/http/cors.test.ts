import { expect } from 'chai'
import { overHttp2, rawExchange, requestHttp2 } from '../support/raw.ts'
import { chatPath, openStage, postChat, type Stage } from '../support/stage.ts'

const cases = [
  { corsOrigins: [], origin: 'http://localhost:3000', allowed: true },
  { corsOrigins: [], origin: 'https://localhost', allowed: true },
  { corsOrigins: [], origin: 'http://127.0.0.1:5173', allowed: true },
  { corsOrigins: [], origin: 'http://[::1]:5173', allowed: true },
  { corsOrigins: [], origin: 'http://app.localhost', allowed: true },
  { corsOrigins: [], origin: 'app://obsidian.md', allowed: true },
  { corsOrigins: [], origin: 'vscode-webview://abc', allowed: true },
  { corsOrigins: [], origin: 'https://evil.example', allowed: false },
  { corsOrigins: [], origin: 'http://localhost.evil.example', allowed: false },
  { corsOrigins: [], origin: 'http://127.0.0.1.evil.example', allowed: false },
  { corsOrigins: [], origin: 'http://evil.example:80#localhost', allowed: false },
  { corsOrigins: [], origin: 'null', allowed: false },
  { corsOrigins: [], origin: '', allowed: false },
  { corsOrigins: ['https://chat.example'], origin: 'https://chat.example', allowed: true },
  { corsOrigins: ['https://chat.example/'], origin: 'https://chat.example', allowed: true },
  { corsOrigins: ['https://chat.example'], origin: 'http://chat.example', allowed: false },
  { corsOrigins: ['https://chat.example'], origin: 'https://chat.example:444', allowed: false },
  { corsOrigins: ['https://chat.example'], origin: 'http://localhost:3000', allowed: true },
  { corsOrigins: ['*'], origin: 'https://evil.example', allowed: true },
  { corsOrigins: ['*'], origin: 'null', allowed: true },
]

describe('http: pages of other origins', () => {
  const stages = new Map<string, Stage>()
  const stageOf = async (corsOrigins: string[]): Promise<Stage> => {
    const key = corsOrigins.join(' ')
    const stage = stages.get(key) ?? (await openStage({ settings: { corsOrigins } }))
    stages.set(key, stage)
    return stage
  }
  after(() => Promise.all([...stages.values()].map((stage) => stage.close())))

  for (const { corsOrigins, origin, allowed } of cases) {
    it(`${allowed ? 'allows' : 'forbids'} "${origin}" with [${corsOrigins}]`, async () => {
      const { url, requests } = await stageOf(corsOrigins)
      const asked = requests.length
      const preflight = await fetch(url + chatPath, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' },
      })
      const response = await postChat(url, 'plain', {}, { headers: { origin } })
      expect([preflight.status, response.status]).to.deep.equal(allowed ? [204, 200] : [403, 403])
      for (const { headers } of [preflight, response])
        expect(headers.get('access-control-allow-origin')).to.equal(allowed ? origin : null)
      if (allowed) expect(preflight.headers.get('access-control-allow-headers')).to.equal('authorization')
      else expect(await response.json()).to.have.nested.property('error.code', 'forbidden')
      expect(requests.length - asked).to.equal(allowed ? 1 : 0)
    })
  }

  it('lets an allowed page read errors and who answered', async () => {
    const { url } = await stageOf([])
    const { headers, status } = await postChat(url, 'nothing', {}, { headers: { origin: 'http://localhost:3000' } })
    expect(status).to.equal(422)
    expect(headers.get('access-control-allow-origin')).to.equal('http://localhost:3000')
    expect(headers.get('vary')).to.match(/\bOrigin\b/)
    for (const name of [
      'x-request-id',
      'x-dramatis-turn',
      'x-dramatis-shortened',
      'x-dramatis-persona',
      'x-dramatis-solver',
      'etag',
      'location',
    ])
      expect(headers.get('access-control-expose-headers')).to.include(name)
  })

  const own = [
    { host: '10.0.0.5:8337', origin: 'http://10.0.0.5:8337', status: 200 },
    { host: '10.0.0.5:8337', origin: 'http://10.0.0.5:9000', status: 403 },
    { host: 'rebound.example:8337', origin: 'http://rebound.example:8337', status: 403 },
  ]
  for (const { host, origin, status } of own) {
    it(`answers ${status} to a page of ${origin} that asks ${host}`, async () => {
      const { url } = await stageOf([])
      // `fetch` does not let a page choose its Host
      const request = `GET /health HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${origin}\r\nConnection: close\r\n\r\n`
      expect(await rawExchange(url, request)).to.match(new RegExp(`^HTTP/1\\.1 ${status} `))
    })
  }

  it('does the same over HTTP/2', async () => {
    const { url } = await stageOf([])
    await overHttp2(url, async (session) => {
      const ask = (origin: string) =>
        requestHttp2(session, {
          ':method': 'OPTIONS',
          ':path': chatPath,
          origin,
          'access-control-request-method': 'POST',
        })
      const allowed = await ask('http://localhost:3000')
      expect([allowed.status, allowed.headers['access-control-allow-origin']]).to.deep.equal([
        204,
        'http://localhost:3000',
      ])
      const forbidden = await ask('https://evil.example')
      expect([forbidden.status, forbidden.headers['access-control-allow-origin']]).to.deep.equal([403, undefined])
    })
  })
})
