import type { ClientHttp2Session } from 'node:http2'
import { expect } from 'chai'
import { overHttp2, requestHttp2 } from '../support/raw.ts'
import { chatBody, chatPath, eventually, openStage, type Stage } from '../support/stage.ts'

const post = { ':method': 'POST', ':path': chatPath }

describe('http: HTTP/2 with prior knowledge, on the same port', () => {
  let stage: Stage
  let open: (() => void) | undefined
  before(async () => {
    const gated = async function* () {
      yield 'first'
      await new Promise<void>((resolve) => {
        open = resolve
      })
      yield ' second'
    }
    stage = await openStage({ scripts: { gated } })
  })
  after(() => stage.close())
  const withSession = <T>(use: (session: ClientHttp2Session) => Promise<T>) => overHttp2(stage.url, use)

  const answers = [
    { title: 'JSON', question: 'plain', rest: {}, status: 200, says: 'One. Two. Three.' },
    { title: 'a stream', question: 'words', rest: { stream: true }, status: 200, says: 'data: [DONE]' },
    { title: 'several answers', question: 'words', rest: { stream: true, n: 5 }, status: 200, says: '"index":4' },
    { title: 'nobody has an answer', question: 'nothing', rest: { stream: true }, status: 422, says: 'unanswered' },
    { title: 'a failure', question: 'early failure', rest: {}, status: 502, says: 'solver_failed' },
    {
      title: 'a failure in a stream',
      question: 'late failure',
      rest: { stream: true },
      status: 200,
      says: 'solver_failed',
    },
    { title: 'a wrong field', question: 'plain', rest: { n: 0 }, status: 400, says: 'invalid_value' },
  ]
  for (const { title, question, rest, status, says } of answers) {
    it(`carries ${title}`, async () => {
      const answer = await withSession((session) => requestHttp2(session, post, chatBody(question, rest)))
      expect([answer.status, answer.rstCode], answer.body).to.deep.equal([status, 0])
      expect(answer.body).to.include(says)
      expect(answer.headers['x-request-id']).to.be.a('string')
      expect(answer.headers['x-dramatis-turn'] === undefined).to.equal(status === 400)
    })
  }

  const others = [
    { path: '/health', method: 'GET', status: 200, says: '"ok"' },
    { path: '/health', method: 'HEAD', status: 200, says: '' },
    { path: '/openai/v1/models/acme%2Fbot:1', method: 'GET', status: 200, says: 'acme/bot:1' },
    { path: '/openai/v1/models', method: 'DELETE', status: 405, says: 'method_not_supported' },
    { path: '/openai/v1/nope?a', method: 'GET', status: 404, says: 'unknown_url' },
    { path: '/v1/models/a<b>"\u00e9', method: 'GET', status: 404, says: 'model_not_found' },
    { path: '/docs/', method: 'GET', status: 404, says: 'HTTP/1.1' },
  ]
  for (const { path, method, status, says } of others) {
    it(`answers ${status} to ${method} ${path}`, async () => {
      const answer = await withSession((session) => requestHttp2(session, { ':method': method, ':path': path }))
      expect([answer.status, answer.rstCode]).to.deep.equal([status, 0])
      expect(answer.body).to.include(says)
    })
  }

  it('writes no header that a path could break out of', async () => {
    const path = '/v1/models/x>;rel="preload"<'
    const { headers } = await withSession((session) => requestHttp2(session, { ':path': path }))
    expect(headers.link).to.match(/^<[^<>]*>; rel="successor-version"$/)
  })

  it('refuses a body of 40 MB, and goes on with the connection', async () => {
    await withSession(async (session) => {
      const answer = await requestHttp2(session, post, Buffer.alloc(40 * 1024 * 1024, 'a'))
      expect([answer.status, JSON.parse(answer.body).error.code]).to.deep.equal([413, 'request_too_large'])
      expect((await requestHttp2(session, post, chatBody('plain'))).status).to.equal(200)
    })
  })

  it('sends a word before the next one is there', async () => {
    await withSession(async (session) => {
      const stream = session.request(post)
      stream.setEncoding('utf8').end(chatBody('gated', { stream: true }))
      let received = ''
      stream.on('data', (text: string) => {
        received += text
      })
      await eventually('the first word', () => received.includes('first'))
      expect(received).to.not.include('second')
      open?.()
      await eventually('the end', () => received.endsWith('data: [DONE]\n\n'))
      expect(received).to.include(' second')
    })
  })

  it('carries a hundred streams at once over one connection', async () => {
    await withSession(async (session) => {
      const body = chatBody('words', { stream: true })
      const all = await Promise.all(Array.from({ length: 100 }, () => requestHttp2(session, post, body)))
      for (const { body: said, rstCode } of all) expect([said.includes(' three'), rstCode]).to.deep.equal([true, 0])
    })
  })

  it('leaves no defect behind', () => expect(stage.defects).to.deep.equal([]))
})
