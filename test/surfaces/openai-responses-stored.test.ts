import { expect } from 'chai'
import { openStage, type Stage } from '../support/stage.ts'
import { eventsOf } from './openai-events.ts'

interface Answer {
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: JSON, of which every test reads something else
  body: any
}

describe('openai responses are kept', () => {
  let stage: Stage
  before(async () => {
    stage = await openStage({
      scripts: {
        think: async function* () {
          yield { type: 'reasoning-delta', text: 'Hm.', opaque: { sealed: [1] } }
          yield 'Yes.'
        },
        call: async function* () {
          yield { type: 'tool-call', call: { id: 'c1', name: 'add', input: { a: 1 } } }
        },
        'cut in a call': async function* () {
          yield { type: 'tool-input-delta', id: 'c1', name: 'add', text: '{"a' }
          yield { type: 'finish', reason: 'length' }
        },
      },
    })
  })
  after(() => stage.close())

  const call = async (method: string, path: string, body?: object): Promise<Answer> => {
    const init = { method, ...(body ? { body: JSON.stringify(body) } : {}) }
    const response = await fetch(`${stage.url}/openai/v1/responses${path}`, init)
    const text = await response.text()
    return {
      status: response.status,
      body: response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text,
    }
  }
  const create = async (body: object): Promise<Answer['body']> => (await call('POST', '', body)).body
  const notFound = (id: string) => ({
    status: 404,
    body: {
      error: { message: `Response with id '${id}' not found.`, type: 'invalid_request_error', param: null, code: null },
    },
  })

  it('to be asked for again, as they were answered', async () => {
    const whole = await create({ input: 'plain', metadata: { a: 'b' } })
    expect(await call('GET', `/${whole.id}`)).to.deep.equal({ status: 200, body: whole })
    const streamed = eventsOf(await create({ input: 'words', stream: true }))
    const response = streamed.at(-1)?.response as { id: string }
    expect((await call('GET', `/${response.id}`)).body).to.deep.equal(response)
  })

  it('also when they broke off', async () => {
    const { response } = eventsOf(await create({ input: 'late failure', stream: true })).at(-1) as {
      response?: { id: string }
    }
    expect((await call('GET', `/${response?.id}`)).body)
      .to.deep.equal(response)
      .and.to.have.property('status', 'failed')
  })

  it('under ids that nobody can guess, with items named after them', async () => {
    const { id, output } = await create({ input: 'plain' })
    expect(id).to.match(/^resp_[0-9a-f]{32}$/)
    expect(output[0].id).to.equal(`${id.replace('resp', 'msg')}o0`)
  })

  it('until they are deleted', async () => {
    const { id } = await create({ input: 'plain' })
    expect(await call('DELETE', `/${id}`)).to.deep.equal({
      status: 200,
      body: { id, object: 'response', deleted: true },
    })
    for (const [method, path] of [
      ['GET', ''],
      ['DELETE', ''],
      ['GET', '/input_items'],
      ['POST', '/cancel'],
    ] as const) {
      expect(await call(method, `/${id}${path}`)).to.deep.equal(notFound(id))
    }
  })

  it('unless the client wants none of it', async () => {
    const { id, store } = await create({ input: 'plain', store: false })
    expect(store).to.equal(false)
    expect(await call('GET', `/${id}`)).to.deep.equal(notFound(id))
    const streamed = eventsOf(await create({ input: 'plain', store: false, stream: true }))
    const response = streamed.at(-1)?.response as { id: string }
    expect(await call('GET', `/${response.id}`)).to.deep.equal(notFound(response.id))
  })

  it('to be gone on from: input and output go before, instructions do not', async () => {
    const first = await create({ instructions: 'Be brief.', input: 'think' })
    const second = await create({ input: [{ role: 'user', content: 'plain' }], previous_response_id: first.id })
    expect(second.previous_response_id).to.equal(first.id)
    await create({ instructions: 'Be kind.', input: 'plain', previous_response_id: second.id })
    const text = (value: string) => ({ type: 'text', text: value })
    expect(stage.requests.at(-1)?.messages).to.deep.equal([
      { role: 'system', parts: [text('Be kind.')] },
      { role: 'user', parts: [text('think')] },
      { role: 'assistant', parts: [{ type: 'reasoning', text: 'Hm.', opaque: { sealed: [1] } }, text('Yes.')] },
      { role: 'user', parts: [text('plain')] },
      { role: 'assistant', parts: [text('One. Two. Three.')] },
      { role: 'user', parts: [text('plain')] },
    ])
  })

  it('to be gone on from with what came of a call', async () => {
    const tools = [{ type: 'function', name: 'add' }]
    const { id } = await create({ input: 'call', tools })
    const output = { type: 'function_call_output', call_id: 'c1', output: '2' }
    const body = { input: [output, { role: 'user', content: 'plain' }], tools, previous_response_id: id }
    expect((await create(body)).status).to.equal('completed')
    const [, called, result] = stage.requests.at(-1)?.messages ?? []
    expect(called?.parts).to.deep.equal([{ type: 'call', call: { id: 'c1', name: 'add', input: { a: 1 } } }])
    expect(result).to.deep.equal({ role: 'tool', callId: 'c1', parts: [{ type: 'text', text: '2' }] })
  })

  it('to be gone on from where a call was cut off', async () => {
    const { id, output } = await create({ input: 'cut in a call', tools: [{ type: 'function', name: 'add' }] })
    expect(output[0].arguments).to.equal('{"a')
    expect((await create({ input: 'plain', previous_response_id: id })).status).to.equal('completed')
    expect(stage.requests.at(-1)?.messages[1]?.parts).to.deep.equal([
      { type: 'call', call: { id: 'c1', name: 'add', input: '{"a' } },
    ])
  })

  it('but not without what went before them', async () => {
    const first = await create({ input: 'plain' })
    const second = await create({ input: 'plain', previous_response_id: first.id })
    await call('DELETE', `/${first.id}`)
    const { status, body } = await call('POST', '', { input: 'plain', previous_response_id: second.id })
    expect([status, body.error]).to.deep.equal([
      400,
      {
        message: `Previous response with id '${first.id}' not found.`,
        type: 'invalid_request_error',
        param: 'previous_response_id',
        code: 'previous_response_not_found',
      },
    ])
  })

  it('with their items, which can be referred to', async () => {
    const { id, output } = await create({ input: 'think' })
    const { body } = await call('GET', `/${id}/input_items`)
    const input = [body.data[0], ...output].map((item: { id: string }) => ({ type: 'item_reference', id: item.id }))
    await create({ input: [...input, { role: 'user', content: 'plain' }] })
    const roles = stage.requests.at(-1)?.messages.map(({ role }) => role)
    expect(roles).to.deep.equal(['user', 'assistant', 'user'])
    const twice = await call('POST', '', { input: [input[0], input[0]] })
    expect([twice.status, twice.body.error.param]).to.deep.equal([400, 'input[1].id'])
    const missing = await call('POST', '', { input: [{ id: `${output[0].id}9` }] })
    expect([missing.status, missing.body.error.param]).to.deep.equal([404, 'input[0].id'])
  })

  describe('and their input is listed in pages', () => {
    let path = ''
    before(async () => {
      const input = ['one', 'two', 'three', 'four', 'plain'].map((content) => ({ role: 'user', content }))
      path = `/${(await create({ input })).id}/input_items`
    })
    const texts = ({ body }: Answer) => body.data.map((item: { content: { text: string }[] }) => item.content[0]?.text)

    it('the latest first, unless it is asked otherwise', async () => {
      expect(texts(await call('GET', path))).to.deep.equal(['plain', 'four', 'three', 'two', 'one'])
      expect(texts(await call('GET', `${path}?order=asc`))).to.deep.equal(['one', 'two', 'three', 'four', 'plain'])
    })

    it('page after page', async () => {
      const first = await call('GET', `${path}?order=asc&limit=2`)
      expect([texts(first), first.body.has_more]).to.deep.equal([['one', 'two'], true])
      const second = await call('GET', `${path}?order=asc&limit=3&after=${first.body.last_id}`)
      expect([texts(second), second.body.has_more]).to.deep.equal([['three', 'four', 'plain'], false])
      expect(second.body.first_id).to.equal(second.body.data[0].id)
      const third = await call('GET', `${path}?order=asc&after=${second.body.last_id}`)
      expect(third.body).to.deep.equal({ object: 'list', data: [], first_id: '', last_id: '', has_more: false })
    })

    for (const [query, param] of [
      ['limit=0', 'limit'],
      ['limit=101', 'limit'],
      ['limit=x', 'limit'],
      ['order=up', 'order'],
      ['after=msg_x', 'after'],
    ]) {
      it(`but not by ?${query}`, async () => {
        const { status, body } = await call('GET', `${path}?${query}`)
        expect([status, body.error.param]).to.deep.equal([400, param])
      })
    }
  })

  it('and refuse what only responses in the background can do', async () => {
    const { id } = await create({ input: 'plain' })
    const again = await call('GET', `/${id}?stream=true&starting_after=2`)
    expect([again.status, again.body.error.param]).to.deep.equal([400, 'stream'])
    const cancelled = await call('POST', `/${id}/cancel`)
    expect([cancelled.status, cancelled.body.error.message]).to.deep.equal([
      400,
      'Cannot cancel a synchronous response.',
    ])
  })

  it('under every prefix', async () => {
    const { id } = await create({ input: 'plain' })
    for (const prefix of ['/v1', '/ollama/v1', '/openai/v1']) {
      expect((await fetch(`${stage.url}${prefix}/responses/${id}`)).status).to.equal(200)
    }
  })
})
