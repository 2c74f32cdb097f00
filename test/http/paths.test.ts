import { expect } from 'chai'
import { openLine } from '../support/raw.ts'
import { chatBody, chatPath, openStage, type Stage } from '../support/stage.ts'

type Envelope = 'openai' | 'problem' | 'none'

const paths: readonly { path: string; method?: string; status: number; envelope: Envelope; allow?: string }[] = [
  { path: '/openai/v1/nope', status: 404, envelope: 'openai' },
  { path: '/openai', status: 404, envelope: 'openai' },
  { path: '/openai/', status: 404, envelope: 'openai' },
  { path: '/openai/v1/%ff', status: 404, envelope: 'openai' },
  { path: '/openai/v1/models/%ff', status: 404, envelope: 'openai' },
  { path: '/openai/v1/models/no%20such', status: 404, envelope: 'openai' },
  { path: '/openai/v1/models/a/b/c?d=e?f', status: 404, envelope: 'openai' },
  { path: '/openai/v1/models/../../health', status: 404, envelope: 'openai' },
  { path: '/v1/nope', status: 404, envelope: 'openai' },
  { path: '/v1', status: 404, envelope: 'openai' },
  { path: '/openaiX/v1/models', status: 404, envelope: 'problem' },
  { path: '/OpenAI/v1/models', status: 404, envelope: 'problem' },
  { path: '/nope', status: 404, envelope: 'problem' },
  { path: '/%ff', status: 404, envelope: 'problem' },
  { path: '/..', status: 404, envelope: 'problem' },
  { path: '/../openai/v1/models', status: 404, envelope: 'problem' },
  { path: '/%2e%2e/%2e%2e/etc/passwd', status: 404, envelope: 'problem' },
  { path: '/nope%00', status: 404, envelope: 'problem' },
  { path: `/${'a/'.repeat(2000)}`, status: 404, envelope: 'problem' },
  { path: '/api/v1/turns/%ff', status: 404, envelope: 'problem' },
  { path: `/api/v1/turns/${'x'.repeat(5000)}`, status: 404, envelope: 'problem' },
  { path: '/openai/v1/chat/completions', status: 405, envelope: 'openai', allow: 'POST' },
  { path: '/openai/v1/models', method: 'DELETE', status: 405, envelope: 'openai', allow: 'GET, HEAD' },
  { path: '/v1/models/Scripted', method: 'PUT', status: 405, envelope: 'openai', allow: 'GET, HEAD' },
  { path: '/openai/v1/models', method: 'PROPFIND', status: 405, envelope: 'openai', allow: 'GET, HEAD' },
  { path: '/health', method: 'POST', status: 405, envelope: 'problem', allow: 'GET, HEAD' },
  { path: '/health', method: 'OPTIONS', status: 405, envelope: 'problem', allow: 'GET, HEAD' },
  { path: '/health', status: 200, envelope: 'none' },
  { path: '/health/', status: 200, envelope: 'none' },
  { path: '/health?x=%ff', status: 200, envelope: 'none' },
  { path: '/openai/v1/models/', status: 200, envelope: 'none' },
  { path: '/openai//v1/models', status: 200, envelope: 'none' },
  { path: '//openai/v1///models//?a=//', status: 200, envelope: 'none' },
  { path: '/openai//v1/nope', status: 404, envelope: 'openai' },
  { path: '/openai/v1/models/acme/bot:1', status: 200, envelope: 'none' },
  { path: '/openai/v1/models/acme%2Fbot%3a1', status: 200, envelope: 'none' },
  { path: 'http://other.example/openai/v1/models', status: 200, envelope: 'none' },
  { path: 'http://other.example/openai/v1/nope', status: 404, envelope: 'openai' },
]

describe('http: paths', () => {
  let stage: Stage
  before(async () => {
    stage = await openStage()
  })
  after(() => stage.close())

  for (const { path, method = 'GET', status, envelope, allow } of paths) {
    it(`answers ${status} to ${method} ${path.slice(0, 60)}`, async () => {
      // `fetch` would tidy the path up
      const line = await openLine(stage.url)
      line.send(`${method} ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`)
      const [head = '', body = ''] = (await line.end()).split('\r\n\r\n')
      expect(head).to.match(new RegExp(`^HTTP/1\\.1 ${status} `))
      expect(/^allow: (.*)$/im.exec(head)?.[1]).to.equal(allow)
      if (envelope === 'openai') expect(JSON.parse(body).error).to.have.keys('message', 'type', 'param', 'code')
      if (envelope === 'problem') {
        expect(head).to.match(/^content-type: application\/problem\+json$/im)
        expect(JSON.parse(body)).to.include({ status }).and.to.have.property('detail')
      }
      expect(stage.defects).to.deep.equal([])
    })
  }

  for (const path of ['/health', '/openai/v1/models', '/v1/models/Scripted', '/docs/', '/openapi.json']) {
    it(`answers HEAD ${path} like GET, without a body`, async () => {
      const whole = await fetch(stage.url + path)
      const length = Buffer.byteLength(await whole.text())
      const head = await fetch(stage.url + path, { method: 'HEAD' })
      expect(head.status).to.equal(200)
      expect(head.headers.get('content-type')).to.equal(whole.headers.get('content-type'))
      expect(Number(head.headers.get('content-length'))).to.equal(length)
      expect(await head.text()).to.equal('')
    })
  }
  it('answers HEAD of what is not there without a body', async () => {
    const response = await fetch(`${stage.url}/openai/v1/nope`, { method: 'HEAD' })
    expect([response.status, await response.text()]).to.deep.equal([404, ''])
  })

  const ids = [
    { given: 'my-id_1.2:3', taken: true },
    { given: 'a'.repeat(128), taken: true },
    { given: 'a'.repeat(129), taken: false },
    { given: 'two words', taken: false },
    { given: '<script>', taken: false },
    { given: undefined, taken: false },
  ]
  for (const { given, taken } of ids) {
    for (const path of ['/health', '/openai/v1/nope', '/docs/', chatPath]) {
      it(`${taken ? 'takes over' : 'does not take over'} the request id "${given?.slice(0, 20)}" at ${path}`, async () => {
        const headers: Record<string, string> = given === undefined ? {} : { 'x-request-id': given }
        const init = path === chatPath ? { method: 'POST', body: chatBody('plain') } : {}
        const id = (await fetch(stage.url + path, { ...init, headers })).headers.get('x-request-id')
        if (taken) expect(id).to.equal(given)
        else expect(id).to.match(/^[0-9a-f]{8}-[0-9a-f-]{27}$/)
      })
    }
  }
})
