import type Anthropic from '@anthropic-ai/sdk'
import { expect } from 'chai'
import { openStage, type Stage } from '../support/stage.ts'

const names = ['Scripted', 'Patient', 'acme/bot:1', 'Numbers']

const model = (id: string): Anthropic.ModelInfo => ({
  type: 'model',
  id,
  display_name: id,
  created_at: '2026-01-01T00:00:00.000Z',
  lifecycle: 'active',
  line: null,
  deprecated_at: null,
  retires_at: null,
  max_input_tokens: null,
  max_tokens: null,
  capabilities: null,
})

describe('anthropic routes', () => {
  let stage: Stage
  let all: string[]
  before(async () => {
    stage = await openStage()
    const { data } = (await get('/anthropic/v1/models')).body as { data: { id: string }[] }
    all = data.map(({ id }) => id)
  })
  after(() => stage.close())

  const get = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(stage.url + path, init)
    return { status: response.status, headers: response.headers, body: (await response.json()) as object }
  }

  it('lists the personas', async () => {
    expect(all).to.have.members(names)
    const { body } = await get('/anthropic/v1/models')
    const ends = { has_more: false, first_id: all[0], last_id: all[3] }
    expect(body).to.deep.equal({ data: all.map(model), ...ends })
  })

  const pages: [query: (all: string[]) => string, from: number, to: number, more: boolean][] = [
    [() => 'limit=2', 0, 2, true],
    [() => 'limit=4', 0, 4, false],
    [() => 'limit=', 0, 4, false],
    [([, second]) => `limit=2&after_id=${second}`, 2, 4, false],
    [([, second]) => `limit=1&after_id=${second}`, 2, 3, true],
    [([, , , last]) => `after_id=${last}`, 4, 4, false],
    [([, , , last]) => `limit=2&before_id=${last}`, 1, 3, true],
    [([, second]) => `limit=2&before_id=${second}`, 0, 1, false],
    [([first]) => `before_id=${first}`, 0, 0, false],
  ]
  for (const [query, from, to, more] of pages) {
    it(`pages: ${query(['1', '2', '3', '4'])}`, async () => {
      const { body } = await get(`/anthropic/v1/models?${query(all.map(encodeURIComponent))}`)
      const page = all.slice(from, to)
      const ends = { first_id: page[0] ?? null, last_id: page.at(-1) ?? null }
      expect(body).to.deep.equal({ data: page.map(model), has_more: more, ...ends })
    })
  }

  for (const id of ['acme%2Fbot%3A1', 'acme/bot:1', 'acme/bot%3A1']) {
    it(`finds ${id}`, async () =>
      expect((await get(`/anthropic/v1/models/${id}`)).body).to.deep.equal(model('acme/bot:1')))
  }

  const failures: [method: string, path: string, status: number, type: string, message: RegExp][] = [
    ['GET', '/anthropic/v1/models?limit=0', 400, 'invalid_request_error', /^limit: Input should be greater than/],
    ['GET', '/anthropic/v1/models?limit=1001', 400, 'invalid_request_error', /^limit: Input should be less than/],
    ['GET', '/anthropic/v1/models?limit=x', 400, 'invalid_request_error', /^limit: Input should be a valid integer$/],
    ['GET', '/anthropic/v1/models?after_id=no-such', 400, 'invalid_request_error', /^after_id: /],
    ['GET', '/anthropic/v1/models?after_id=a&before_id=b', 400, 'invalid_request_error', /^before_id: /],
    ['GET', '/anthropic/v1/models/no-such', 404, 'not_found_error', /^model: .*no-such/],
    ['GET', '/anthropic/v1/messages', 405, 'invalid_request_error', /GET/],
    ['POST', '/anthropic/v1/messages/batches', 404, 'not_found_error', /batches/],
    ['POST', '/anthropic/v1/complete', 404, 'not_found_error', /complete/],
    ['GET', '/anthropic', 404, 'not_found_error', /anthropic/],
    ['POST', '/v1/messages/no-such', 404, 'not_found_error', /no-such/],
    ['POST', '/ollama/v1/messages/no-such', 404, 'not_found_error', /no-such/],
    ['POST', '/anthropic/v1/messages', 400, 'invalid_request_error', /empty/],
    ['POST', '/anthropic/v1/messages/count_tokens', 400, 'invalid_request_error', /empty/],
  ]
  for (const [method, path, status, type, message] of failures) {
    it(`${status} at ${method} ${path}`, async () => {
      const { headers, body, ...answer } = await get(path, { method })
      const envelope = body as Anthropic.ErrorResponse // what is checked here
      expect([answer.status, envelope.error.type]).to.deep.equal([status, type])
      expect(envelope.error.message).to.match(message)
      expect(headers.get('request-id')).to.equal(envelope.request_id).and.to.be.a('string')
    })
  }

  it('counts for a persona that exists only', async () => {
    const body = JSON.stringify({ model: 'no-such', messages: [{ role: 'user', content: 'plain' }] })
    const answer = await get('/anthropic/v1/messages/count_tokens', { method: 'POST', body })
    expect([answer.status, (answer.body as Anthropic.ErrorResponse).error.type]).to.deep.equal([404, 'not_found_error'])
  })

  it('has the whole conversation sent again by who goes on with a thread', async () => {
    const thread = { type: 'continue', previous_message_id: 'msg_1' }
    const body = JSON.stringify({ model: 'Scripted', max_tokens: 9, messages: [], thread })
    const answer = await get('/anthropic/v1/messages', { method: 'POST', body })
    expect(answer.status).to.equal(404)
    expect((answer.body as Anthropic.ErrorResponse).error).to.deep.equal({
      type: 'not_found_error',
      message: 'thread.previous_message_id: No thread is kept here: send the whole conversation.',
      details: { error_code: 'thread_not_found' },
    })
  })

  for (const path of ['/messages', '/messages/count_tokens']) {
    it(`points from /v1${path} to its successor`, async () => {
      const { headers } = await get(`/v1${path}`, { method: 'POST', body: '{' })
      expect(headers.get('deprecation')).to.match(/^@\d+$/)
      expect(headers.get('link')).to.equal(`</anthropic/v1${path}>; rel="successor-version"`)
    })
  }
})
