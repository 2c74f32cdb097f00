import { expect } from 'chai'
import { catalogue, type ErrorCode, RuntimeError } from 'dramatis'
import { encodeError } from '../../src/formats/openai/index.ts'
import { describeSpec } from '../support/specs.ts'
import { openStage, type Stage } from '../support/stage.ts'

type Answer = { [key: string]: unknown }

describeSpec('openai answers as its published description says', 'openai.openapi.json', (check) => {
  let stage: Stage
  before(async () => {
    stage = await openStage({
      scripts: {
        everything: async function* () {
          yield { type: 'reasoning-delta', text: 'Hm.' }
          yield { type: 'status', text: 'looking it up' }
          yield 'Look: '
          yield { type: 'part', part: { type: 'data', data: { a: 1 } } }
          yield { type: 'source', source: { title: 'A page', url: 'https://example.com/', start: 0, end: 4 } }
          yield { type: 'source', source: { title: 'No address' } }
        },
        call: async function* () {
          yield { type: 'tool-input-delta', id: 'a', name: 'tool', text: '{}' }
          yield { type: 'tool-call', call: { id: 'a', name: 'tool', input: {} } }
          yield { type: 'tool-call', call: { id: 'b', name: 'tool', input: { x: [1] } } }
        },
        refusal: async function* () {
          yield 'No.'
          yield { type: 'finish', reason: 'refusal' }
        },
      },
    })
  })
  after(() => stage.close())

  const post = async (path: string, body: object): Promise<{ status: number; text: string }> => {
    const response = await fetch(`${stage.url}/openai/v1${path}`, { method: 'POST', body: JSON.stringify(body) })
    return { status: response.status, text: await response.text() }
  }
  const chunksOf = (text: string): Answer[] => {
    const data = text.split('\n\n').filter((frame) => frame !== '' && frame !== 'data: [DONE]')
    return data.map((frame) => JSON.parse(frame.slice('data: '.length)))
  }
  const tools = [{ type: 'function', function: { name: 'tool', parameters: { type: 'object' } } }]

  for (const question of ['plain', 'words', 'everything', 'call', 'refusal']) {
    for (const rest of [{}, { n: 2 }, { max_tokens: 1 }, { stream_options: { include_usage: true } }]) {
      const body = { messages: [{ role: 'user', content: question }], tools, ...rest }
      it(`chat: ${question} ${JSON.stringify(rest)}`, async () => {
        const whole = await post('/chat/completions', body)
        expect(whole.status, whole.text).to.equal(200)
        check('CreateChatCompletionResponse', JSON.parse(whole.text))
        const streamed = await post('/chat/completions', { ...body, stream: true })
        const chunks = chunksOf(streamed.text)
        expect(chunks.length).to.be.greaterThan(2)
        for (const chunk of chunks) check('CreateChatCompletionStreamResponse', chunk)
        expect(streamed.text.endsWith('data: [DONE]\n\n')).to.equal(true)
      })
    }
  }

  for (const prompt of ['plain', ['words', 'plain']]) {
    it(`completions: ${JSON.stringify(prompt)}`, async () => {
      check('CreateCompletionResponse', JSON.parse((await post('/completions', { prompt })).text))
      const { text } = await post('/completions', { prompt, stream: true, stream_options: { include_usage: true } })
      for (const chunk of chunksOf(text)) check('CreateCompletionResponse', withoutNulls(chunk))
    })
  }

  it('embeddings', async () => {
    const { text } = await post('/embeddings', { model: 'Numbers', input: ['a', 'b'] })
    check('CreateEmbeddingResponse', JSON.parse(text))
  })

  it('models', async () => {
    const list = await (await fetch(`${stage.url}/openai/v1/models`)).json()
    expect(list).to.have.property('data').with.lengthOf(4)
    check('ListModelsResponse', list)
    check('Model', await (await fetch(`${stage.url}/openai/v1/models/acme%2Fbot%3A1`)).json())
  })

  const errors = [
    { path: '/chat/completions', body: {}, status: 400 },
    {
      path: '/chat/completions',
      body: { model: 'no-such', messages: [{ role: 'user', content: 'plain' }] },
      status: 404,
    },
    { path: '/chat/completions', body: { messages: [{ role: 'user', content: 'nothing' }] }, status: 422 },
    { path: '/chat/completions', body: { messages: [{ role: 'user', content: 'early failure' }] }, status: 502 },
    {
      path: '/chat/completions',
      body: { messages: [{ role: 'user', content: 'too slow' }], stream: true },
      status: 504,
    },
    { path: '/completions', body: { prompt: [1, 2] }, status: 400 },
    { path: '/embeddings', body: { model: 'Scripted', input: 'x' }, status: 501 },
    { path: '/models', body: {}, status: 405 },
    { path: '/no-such', body: {}, status: 404 },
  ]
  for (const { path, body, status } of errors) {
    it(`errors: ${status} at ${path}`, async () => {
      const answer = await post(path, body)
      expect(answer.status).to.equal(status)
      check('ErrorResponse', JSON.parse(answer.text))
    })
  }

  for (const code of Object.keys(catalogue) as ErrorCode[]) {
    it(`errors: ${code}`, () => {
      const { status, body } = encodeError(new RuntimeError(code, 'What happened.', { pointer: '/messages/0' }))
      expect(status).to.equal(catalogue[code].status)
      check('ErrorResponse', body)
      expect(body).to.have.nested.property('error.param', 'messages[0]')
    })
  }

  it('errors: in the middle of a stream', async () => {
    const body = { messages: [{ role: 'user', content: 'late failure' }], stream: true }
    check('ErrorResponse', chunksOf((await post('/chat/completions', body)).text).at(-1))
  })
})

/** The document describes whole text completions only; in the chunks of a stream, fields to come are null. */
function withoutNulls(chunk: Answer): Answer {
  const choices = (chunk.choices as Answer[]).map((choice) => ({
    ...choice,
    finish_reason: choice.finish_reason ?? 'stop',
  }))
  const { usage, ...rest } = chunk
  return { ...rest, choices, ...(usage === null ? {} : { usage }) }
}
