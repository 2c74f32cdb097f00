import { expect } from 'chai'
import { type ChatRequest, type Embeddings, isSolverError, type SolverEvent } from 'dramatis'
import { chatRequest, createSolver, settle, solverContract, startTestHost, testContext } from 'dramatis/testing'
import ollama from 'dramatis-solver-ollama'
import { askOnce } from '../../../test/support/ask-once.ts'
import { type FaultServer, type Said, startFaultServer } from '../../../test/support/fault-server.ts'
import { finish, message } from '../../../test/support/model.ts'
import { done, lines, word } from './stand-in.ts'

const tool = { name: 'weather', description: 'Tells it.', input: { type: 'object' } }
const call: SolverEvent = { type: 'tool-call', call: { id: 'call_1', name: 'weather', input: { city: 'Rome' } } }

let asked: ChatRequest | undefined
let host: Awaited<ReturnType<typeof startTestHost>>

/** Says what it is asked, calls the first tool, and thinks when it is asked to. */
async function* speak(request: ChatRequest): AsyncGenerator<SolverEvent> {
  asked = request
  if (request.reasoning && request.reasoning.effort !== 'none') yield { type: 'reasoning-delta', text: 'Hm.' }
  for (const text of ['You said: ', request.question.slice(0, 40) || 'nothing']) yield { type: 'text-delta', text }
  if (request.tools?.length) yield call
  yield request.limits?.maxTokens === 1 ? ({ ...finish(7, 1), reason: 'length' } as SolverEvent) : finish(7, 3)
}

before(async () => {
  const embed = ({ inputs }: { inputs: readonly string[] }): Embeddings => ({
    vectors: inputs.map((input) => Float32Array.of(input.length, 0, 0)),
  })
  const solver = {
    uses: ['tools', 'reasoning'] as const,
    applies: ['stop', 'maxTokens'] as const,
    accepts: ['image'] as const,
    solve: speak,
    embed,
  }
  host = await startTestHost({ personas: ['Echo', 'Other'].map((name) => ({ name, chain: [{ id: 'echo', solver }] })) })
})
after(() => host.close(0))

const settings = {
  model: 'Echo',
  get baseUrl() {
    return `${host.url}/ollama`
  },
}

solverContract('ollama', ollama, { config: settings, answers: { 'how are you?': 'You said: how are you?' } })

describe('ollama, in front of a real server of the protocol', () => {
  const ask = (request: Partial<ChatRequest> = {}, more: object = {}) =>
    askOnce(ollama, { baseUrl: settings.baseUrl, model: 'Echo', ...more }, { ...chatRequest('Hi'), ...request })

  it('passes everything on, both ways', async () => {
    const limits = { maxTokens: 1, stop: ['.'], temperature: 0.5 }
    const png = Buffer.from('89504e470d0a1a0a', 'hex')
    const messages = [
      message('system', 'Be kind.'),
      message('user', 'Hi', { type: 'image', mediaType: 'image/png', data: png }),
    ]
    const { events } = await ask({
      messages,
      limits,
      tools: [tool],
      reasoning: {},
      output: { schema: { type: 'object' } },
    })
    expect(events).to.deep.equal([
      { type: 'reasoning-delta', text: 'Hm.' },
      { type: 'text-delta', text: 'You said: ' },
      { type: 'text-delta', text: 'Hi' },
      call,
      { type: 'finish', reason: 'length', usage: { inputTokens: 7, outputTokens: 1 } },
    ])
    expect(asked).to.deep.include({ limits, output: { schema: { type: 'object' } }, reasoning: {} })
    expect(asked?.tools).to.deep.equal([tool])
    expect(asked?.messages.map(({ role }) => role)).to.deep.equal(['system', 'user'])
    expect(asked?.messages[1]?.parts).to.deep.equal([
      { type: 'text', text: 'Hi' },
      { type: 'image', mediaType: 'image/png', data: png },
    ])
  })

  it('calls tools', async () => {
    const { events } = await ask({ tools: [tool] })
    expect(events.at(-2)).to.deep.equal(call)
    expect(events.at(-1)).to.have.property('reason', 'tool-calls')
  })

  it('says how to get a model that is not there', async () => {
    const thrown = await ask({}, { model: 'llama9' }).then(
      () => undefined,
      (error: unknown) => error,
    )
    expect(isSolverError(thrown) && thrown.kind).to.equal('bad-request')
    expect(thrown).to.have.property('message').that.includes('ollama pull llama9')
  })

  it('embeds by a model of its own', async () => {
    const solver = await createSolver(ollama, { baseUrl: settings.baseUrl, embeddingModel: 'Echo', model: 'other' })
    const embedded = await solver.embed?.({ inputs: ['one', 'three'] }, testContext())
    expect(embedded?.vectors).to.deep.equal([Float32Array.of(1, 0, 0), Float32Array.of(1, 0, 0)])
    expect(embedded?.usage?.inputTokens).to.be.greaterThan(0)
    await solver.close?.()
  })

  it('embeds nothing without such a model', async () => {
    expect(await createSolver(ollama, {})).not.to.have.property('embed')
  })
})

describe('ollama, as it is set up', () => {
  let server: FaultServer
  let said: Said
  before(async () => {
    server = await startFaultServer(() => said)
  })
  beforeEach(() => {
    said = lines(word('Yes.'), done)
  })
  after(() => server.close())

  const { OLLAMA_HOST: own } = process.env
  beforeEach(() => {
    delete process.env['OLLAMA_HOST']
  })
  after(() => {
    if (own === undefined) delete process.env['OLLAMA_HOST']
    else process.env['OLLAMA_HOST'] = own
  })

  const portOf = () => new URL(server.url).port
  const hosts: Readonly<Record<string, (port: string) => string>> = {
    'host:port': (port) => `127.0.0.1:${port}`,
    ':port': (port) => `:${port}`,
    'the address of every interface': (port) => `0.0.0.0:${port}`,
    'that address as a URL': (port) => `http://0.0.0.0:${port}/`,
    'a path': (port) => `http://127.0.0.1:${port}/models/`,
    'the path of the API': (port) => `localhost:${port}/api`,
  }
  for (const [form, write] of Object.entries(hosts)) {
    it(`finds its server by OLLAMA_HOST: ${form}`, async () => {
      process.env['OLLAMA_HOST'] = write(portOf())
      const solver = await createSolver(ollama, {})
      const { text } = await settle(solver.solve(chatRequest('Hi'), testContext()))
      await solver.close?.()
      expect(text).to.equal('Yes.')
      expect(server.calls.at(-1)?.path).to.equal(form === 'a path' ? '/models/api/chat' : '/api/chat')
    })
  }

  const addresses: readonly (readonly [setting: string | undefined, upstream: string])[] = [
    [undefined, 'http://127.0.0.1:11434'],
    [' ', 'http://127.0.0.1:11434'],
    ['gpu.example', 'http://gpu.example:11434'],
    ['[::1]', 'http://[::1]:11434'],
    ['[::]:1', 'http://127.0.0.1:1'],
    ['gpu.example/a/b', 'http://gpu.example:11434/a/b'],
    ['https://gpu.example', 'https://gpu.example'],
    ['https://gpu.example:8443/api/', 'https://gpu.example:8443'],
  ]
  for (const [given, upstream] of addresses) {
    it(`${given ?? 'no address'} is ${upstream}`, async () => {
      const solver = await createSolver(ollama, given === undefined ? {} : { baseUrl: given })
      expect(solver.upstream).to.equal(upstream)
      await solver.close?.()
    })
  }

  it('refuses an address that is none', async () => {
    const creating = createSolver(ollama, { baseUrl: 'ftp://gpu.example' }).then(
      () => '',
      (error) => error.message,
    )
    expect(await creating).to.include('"baseUrl"')
  })

  it('takes its prompt, its media and the spellings of other runtimes from the settings', async () => {
    const solver = await createSolver(ollama, { api_url: server.url, system_prompt: 'Be kind.', accepts: ['audio'] })
    expect(solver).to.deep.include({ prompt: 'Be kind.', accepts: ['audio'], upstream: server.url })
    await solver.close?.()
  })

  const embeddings: Readonly<Record<string, readonly [frames: string, words: RegExp]>> = {
    'no JSON': ['{"embed', /no JSON/],
    'no vectors': ['{}', /did not send 2 vectors/],
    'too few vectors': ['{"embeddings":[[1]]}', /did not send 2 vectors/],
  }
  for (const [title, [frame, words]] of Object.entries(embeddings)) {
    it(`fails to embed where the server sends ${title}`, async () => {
      said = { headers: { 'content-type': 'application/json' }, frames: [frame] }
      const solver = await createSolver(ollama, {
        baseUrl: server.url,
        embeddingModel: 'e',
        options: { num_ctx: 9 },
        keepAlive: 3,
      })
      const thrown = await Promise.resolve(solver.embed?.({ inputs: ['a', 'b'], dimensions: 4 }, testContext())).then(
        () => undefined,
        (error: unknown) => error,
      )
      await solver.close?.()
      expect(isSolverError(thrown) && thrown.message).to.match(words)
      expect(server.calls.at(-1)).to.deep.include({
        path: '/api/embed',
        body: { model: 'e', input: ['a', 'b'], dimensions: 4, options: { num_ctx: 9 }, keep_alive: 3 },
      })
    })
  }
})
