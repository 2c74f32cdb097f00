import { expect } from 'chai'
import { aborted, gate, type Script, scriptedSolver, startTestHost } from 'dramatis/testing'
import { type Message, Ollama } from 'ollama'

const left = gate()

const scripts: Record<string, Script> = {
  hello: () => 'Hello there.',
  count: async function* () {
    for (const word of ['one', ' two', ' three']) yield word
  },
  think: async function* () {
    yield { type: 'reasoning-delta', text: 'Hm.' }
    yield 'Yes.'
  },
  'the weather?': async function* ({ messages }) {
    const result = messages.find(({ role }) => role === 'tool')
    if (result) yield `It is ${JSON.stringify(result.parts)}.`
    else yield { type: 'tool-call', call: { id: 'w1', name: 'weather', input: { city: 'Graz' } } }
  },
  endless: async function* (_request, { signal }) {
    yield 'begin'
    await aborted(signal)
    left.open()
  },
  fail: async function* () {
    yield 'begin'
    throw new Error('secret-detail')
  },
}

describe('the ollama SDK', () => {
  let host: Awaited<ReturnType<typeof startTestHost>>
  let client: Ollama

  before(async () => {
    const solver = scriptedSolver(scripts)
    host = await startTestHost({
      personas: [
        { name: 'Talker', chain: [{ id: 'talk', solver }] },
        { name: 'Other', chain: [{ id: 'talk', solver }] },
      ],
    })
    client = new Ollama({ host: `${host.url}/ollama` })
  })
  after(async () => await host.close(0))

  const model = 'Talker'
  const asking = (content: string): { model: string; messages: Message[] } => ({
    model,
    messages: [{ role: 'user', content }],
  })
  const failure = async (promise: Promise<unknown>) => {
    const error = await promise.then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
    expect(error).to.be.instanceOf(Error)
    return error as Error & { status_code?: number } // ResponseError, which the package does not export
  }

  it('chats', async () => {
    const answer = await client.chat(asking('hello'))
    expect(answer.message).to.deep.equal({ role: 'assistant', content: 'Hello there.' })
    expect(answer).to.include({ model, done: true, done_reason: 'stop' })
    expect(answer.eval_count).to.be.greaterThan(0)
  })
  it('streams a chat', async () => {
    const words: string[] = []
    for await (const part of await client.chat({ ...asking('count'), stream: true })) words.push(part.message.content)
    expect(words).to.deep.equal(['one', ' two', ' three', ''])
  })
  it('thinks', async () => {
    const { message } = await client.chat({ ...asking('think'), think: 'low' })
    expect(message).to.deep.equal({ role: 'assistant', content: 'Yes.', thinking: 'Hm.' })
  })
  it('generates, whole and streamed', async () => {
    expect((await client.generate({ model, prompt: 'hello' })).response).to.equal('Hello there.')
    let text = ''
    for await (const part of await client.generate({ model, prompt: 'count', stream: true })) text += part.response
    expect(text).to.equal('one two three')
  })
  it('calls a tool and brings its result', async () => {
    const { messages, ...rest } = asking('the weather?')
    const tools = [{ type: 'function', function: { name: 'weather', parameters: { type: 'object', properties: {} } } }]
    const { message } = await client.chat({ ...rest, messages, tools })
    const [call] = message.tool_calls ?? []
    expect(call?.function).to.deep.include({ name: 'weather', arguments: { city: 'Graz' } })
    const result = { role: 'tool', content: 'sunny', tool_name: 'weather' }
    const answer = await client.chat({ ...rest, messages: [...messages, message, result], tools })
    expect(answer.message.content).to.contain('sunny')
  })
  it('lists, shows, pulls and asks for the version', async () => {
    const { models } = await client.list()
    expect(models.map(({ name }) => name)).to.deep.equal(['Talker', 'Other'])
    expect((await client.ps()).models.map(({ name }) => name)).to.deep.equal(['Talker', 'Other'])
    const shown = await client.show({ model: 'Talker:latest' })
    expect(shown.capabilities).to.deep.equal(['completion'])
    expect(shown.details.family).to.equal('dramatis')
    expect((await client.version()).version).to.match(/^\d+\.\d+\.\d+$/)
    expect((await client.pull({ model })).status).to.equal('success')
    const statuses: string[] = []
    for await (const { status } of await client.pull({ model, stream: true })) statuses.push(status)
    expect(statuses.at(-1)).to.equal('success')
  })

  const refusals: [string, () => Promise<unknown>, number, RegExp][] = [
    ['an unknown model', () => client.chat({ ...asking('hello'), model: 'zz' }), 404, /^model 'zz' not found$/],
    [
      'it when streaming',
      () => client.generate({ model: 'zz', prompt: 'a', stream: true }),
      404,
      /^model 'zz' not found$/,
    ],
    ['to show what is not there', () => client.show({ model: 'zz' }), 404, /^model 'zz' not found$/],
    ['to pull what is not there', () => client.pull({ model: 'zz' }), 404, /file does not exist/],
    ['a question nobody can answer', () => client.chat(asking('who knows')), 422, /no answer/],
    ['to embed', () => client.embed({ model, input: 'a' }), 400, /does not support embeddings/],
    ['to create', () => client.create({ model: 'new', from: model }), 400, /persona file/],
    ['to copy', () => client.copy({ source: model, destination: 'new' }), 400, /persona file/],
    ['to push', () => client.push({ model }), 400, /persona file/],
    ['to delete', () => client.delete({ model }), 400, /persona file/],
  ]
  for (const [what, call, status, message] of refusals) {
    it(`is refused ${what}`, async () => {
      const error = await failure(call())
      expect(error.name).to.equal('ResponseError')
      expect(error.status_code).to.equal(status)
      expect(error.message).to.match(message)
    })
  }
  it('throws when an answer breaks off', async () => {
    const stream = await client.chat({ ...asking('fail'), stream: true })
    const read = async () => {
      for await (const part of stream) expect(part.done).to.equal(false)
    }
    expect((await failure(read())).message).to.match(/broke off/)
  })
  it('aborts, and the solver hears of it', async () => {
    const stream = await client.chat({ ...asking('endless'), stream: true })
    const read = async () => {
      for await (const _ of stream) stream.abort()
    }
    expect((await failure(read())).name).to.equal('AbortError')
    await left.opened
  })
})
