import { expect } from 'chai'
import { type ChatRequest, type Embeddings, type EmbedRequest, isSolverError, type SolverEvent } from 'dramatis'
import { chatRequest, createSolver, settle, solverContract, startTestHost, testContext } from 'dramatis/testing'
import gemini from 'dramatis-solver-gemini'
import { askOnce } from '../../../test/support/ask-once.ts'
import { type FaultServer, type Said, startFaultServer } from '../../../test/support/fault-server.ts'
import { message, toolbox, toolResult } from '../../../test/support/model.ts'
import { postChat } from '../../../test/support/stage.ts'
import { chunks, ends, says } from './stand-in.ts'

const tool = { name: 'weather', description: 'Tells it.', input: { type: 'object' } }
const call: SolverEvent = {
  type: 'tool-call',
  call: { id: 'call_1', name: 'weather', input: { city: 'Rome' }, opaque: 'c2ln' },
}
const usage = { inputTokens: 7, outputTokens: 3, cachedTokens: 2, reasoningTokens: 1 }

interface Asked {
  contents: readonly { parts: readonly { functionCall?: { id: string } }[] }[]
}

let asked: ChatRequest | undefined
let embedding: EmbedRequest | undefined
let host: Awaited<ReturnType<typeof startTestHost>>

/** Says what it is asked, calls the first tool, and thinks when it is asked to. */
async function* speak(request: ChatRequest): AsyncGenerator<SolverEvent> {
  asked = request
  if (request.reasoning) yield { type: 'reasoning-delta', text: 'Hm.', opaque: 'aG0=' }
  for (const text of ['You said: ', request.question.slice(0, 40) || 'nothing']) yield { type: 'text-delta', text }
  if (request.tools?.length) yield call
  yield { type: 'source', source: { title: 'a', url: 'https://a.example/', start: 0, end: 3 } }
  yield { type: 'finish', reason: request.question === 'refuse' ? 'refusal' : 'stop', usage }
}

before(async () => {
  const embed = (request: EmbedRequest): Embeddings => {
    embedding = request
    return { vectors: request.inputs.map((input) => Float32Array.of(input.length, 0.5)) }
  }
  const solver = {
    uses: ['tools', 'reasoning'] as const,
    applies: ['stop', 'maxTokens'] as const,
    accepts: ['image', 'audio', 'file'] as const,
    solve: speak,
    embed,
  }
  host = await startTestHost({ personas: [{ name: 'Echo', chain: [{ id: 'echo', solver }] }] })
})
after(() => host.close(0))

const settings = {
  model: 'Echo',
  get baseUrl() {
    return `${host.url}/gemini/v1beta`
  },
}

solverContract('gemini', gemini, { config: settings, answers: { 'how are you?': 'You said: how are you?' } })

describe('gemini, in front of a real server of the protocol', () => {
  const ask = (request: Partial<ChatRequest> = {}) =>
    askOnce(gemini, { baseUrl: settings.baseUrl, model: 'Echo' }, { ...chatRequest('Hi'), ...request })

  it('passes everything on, both ways', async () => {
    const limits = { maxTokens: 9, stop: ['.'], temperature: 0.5, topP: 0.5, topK: 2, seed: 3 }
    const data = Buffer.from('89504e470d0a1a0a', 'hex')
    const messages = [
      message('system', 'Be kind.'),
      message('user', 'Hi', { type: 'image', mediaType: 'image/png', data }),
    ]
    const output = { schema: { type: 'object' } }
    const { events } = await ask({
      messages,
      limits,
      tools: [tool],
      toolChoice: 'required',
      output,
      reasoning: { effort: 'low' },
    })
    expect(events).to.deep.equal([
      { type: 'reasoning-delta', text: 'Hm.', opaque: { gemini: 'aG0=' } },
      { type: 'text-delta', text: 'You said: ' },
      { type: 'text-delta', text: 'Hi' },
      {
        type: 'tool-call',
        call: { id: 'call_1', name: 'weather', input: { city: 'Rome' }, opaque: { gemini: 'c2ln' } },
      },
      { type: 'source', source: { title: 'a', url: 'https://a.example/', start: 0, end: 3 } },
      { type: 'finish', reason: 'tool-calls', usage },
    ])
    expect(asked).to.deep.include({ limits, output, reasoning: { effort: 'low' }, toolChoice: 'required' })
    expect(asked?.tools).to.deep.equal([tool])
    expect(asked?.messages.map(({ role }) => role)).to.deep.equal(['system', 'user'])
    expect(asked?.messages[1]?.parts[1]).to.deep.equal({ type: 'image', mediaType: 'image/png', data })
  })

  it('brings results back to their calls, with what was signed', async () => {
    const { events } = await ask({ tools: [tool] })
    const called = events.flatMap((event) => (event.type === 'tool-call' ? [event.call] : []))[0]
    if (!called) throw new Error('Nothing was called.')
    await ask({
      tools: [tool],
      messages: [
        message('user', 'Hi'),
        message('assistant', { type: 'call', call: called }),
        toolResult(called.id, 'Sunny'),
      ],
    })
    expect(asked?.messages[1]?.parts).to.deep.equal([
      { type: 'call', call: { id: 'call_1', name: 'weather', input: { city: 'Rome' }, opaque: 'c2ln' } },
    ])
    expect(asked?.messages[2]).to.deep.include({ role: 'tool', callId: 'call_1', name: 'weather' })
  })

  it('hears a refusal', async () => {
    const { events } = await ask(chatRequest('refuse'))
    expect(events.at(-1)).to.have.property('reason', 'refusal')
  })

  it('embeds, for a purpose', async () => {
    const solver = await createSolver(gemini, { baseUrl: settings.baseUrl, embeddingModel: 'Echo' })
    const inputs = Array.from({ length: 230 }, (_, index) => 'x'.repeat(index))
    const given = { inputs, dimensions: 2, purpose: 'search_document' }
    const embedded = await solver.embed?.(given, testContext())
    await solver.close?.()
    expect(embedded?.vectors).to.deep.equal(inputs.map(({ length }) => Float32Array.of(length, 0.5)))
    expect(embedding).to.deep.include({ dimensions: 2, purpose: 'RETRIEVAL_DOCUMENT' })
  })
})

describe('gemini, as it is set up', () => {
  const variables = ['GEMINI_API_KEY', 'GOOGLE_API_KEY', 'GOOGLE_GEMINI_BASE_URL'] as const
  const own = variables.map((name) => [name, process.env[name]] as const)
  let server: FaultServer
  let said: Said
  before(async () => {
    server = await startFaultServer(() => said)
  })
  beforeEach(() => {
    said = chunks(says([{ text: 'Yes.' }]), ends('STOP'))
    for (const name of variables) delete process.env[name]
  })
  after(async () => {
    for (const [name, value] of own) {
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
    await server.close()
  })

  const asked = async (config: object) => {
    const solver = await createSolver(gemini, config)
    await settle(solver.solve(chatRequest('Hi'), testContext()))
    await solver.close?.()
    return server.calls.at(-1)
  }

  it('refuses to start without a key for Google', async () => {
    const creating = createSolver(gemini, {}).then(
      () => '',
      (error) => error.message,
    )
    expect(await creating).to.include('GEMINI_API_KEY')
  })

  it('needs no key elsewhere, and sends none', async () => {
    const call = await asked({ baseUrl: server.url })
    expect(call?.headers).not.to.have.property('x-goog-api-key')
  })

  const keys: readonly (readonly [
    given: Partial<Record<(typeof variables)[number], string>>,
    config: object,
    key: string,
  ])[] = [
    [{ GOOGLE_API_KEY: 'google' }, {}, 'google'],
    [{ GOOGLE_API_KEY: 'google', GEMINI_API_KEY: 'gemini' }, {}, 'gemini'],
    [{ GEMINI_API_KEY: 'gemini' }, { api_key: 'own' }, 'own'],
  ]
  for (const [given, config, key] of keys) {
    it(`takes the key "${key}" of ${JSON.stringify({ ...given, ...config })}`, async () => {
      Object.assign(process.env, given)
      expect((await asked({ baseUrl: server.url, ...config }))?.headers['x-goog-api-key']).to.equal(key)
    })
  }

  const bases: readonly (readonly [setting: string, path: string])[] = [
    ['', '/v1beta/'],
    ['/', '/v1beta/'],
    ['/v1alpha/', '/v1alpha/'],
    ['/gateway/gemini', '/gateway/gemini/'],
  ]
  for (const [path, expected] of bases) {
    it(`finds a server by the path "${path}"`, async () => {
      const call = await asked({ baseUrl: server.url + path })
      expect(call?.path).to.match(new RegExp(`^${expected}models/`))
    })
  }

  it("finds its server by Google's own variable, which has no version", async () => {
    process.env['GOOGLE_GEMINI_BASE_URL'] = `${server.url}/gateway/`
    expect((await asked({}))?.path).to.match(/^\/gateway\/v1beta\/models\//)
  })

  it('calls the tools of a persona, and signs its calls when it is asked again', async () => {
    const functionCall = { name: 'weather', args: { city: 'Rome' } }
    const rounds = [
      chunks(says([{ functionCall, thoughtSignature: 'c2ln' }]), ends('STOP')),
      chunks(says([{ text: 'Sunny.' }]), ends('STOP')),
    ]
    const own = await startFaultServer(() => rounds.shift() ?? {})
    const solver = await createSolver(gemini, { baseUrl: own.url })
    const persona = { name: 'Gem', chain: [{ id: 'gemini', solver }], toolbox: toolbox({ weather: () => 'Blue sky.' }) }
    const host = await startTestHost({ personas: [persona] })
    const answer = await (await postChat(host.url, 'How is it?', { model: 'Gem' })).text()
    await host.close(0)
    await own.close()
    expect(answer).to.include('Sunny.')
    const body = own.calls[1]?.body as Asked | undefined // the parts that are looked at are checked below
    const [, called, answered] = body?.contents ?? []
    const id = called?.parts[0]?.functionCall?.id // made up here, as the server gave none
    expect(id).to.match(/^call_/)
    expect([called, answered]).to.deep.equal([
      { role: 'model', parts: [{ functionCall: { id, ...functionCall }, thoughtSignature: 'c2ln' }] },
      { role: 'user', parts: [{ functionResponse: { id, name: 'weather', response: { output: 'Blue sky.' } } }] },
    ])
  })

  it('is at Google by default', async () => {
    const solver = await createSolver(gemini, { apiKey: 'k' })
    expect(solver.upstream?.split(' ')[0]).to.equal('https://generativelanguage.googleapis.com/v1beta')
    expect(solver).not.to.have.property('embed')
    await solver.close?.()
  })

  it('takes its prompt and its media from the settings', async () => {
    const solver = await createSolver(gemini, { baseUrl: server.url, initial_prompt: 'Be kind.', accepts: [] })
    expect(solver).to.deep.include({ prompt: 'Be kind.', accepts: [] })
    await solver.close?.()
  })

  const purposes: readonly (readonly [purpose: string | undefined, task: object])[] = [
    [undefined, {}],
    ['RETRIEVAL_QUERY', { taskType: 'RETRIEVAL_QUERY' }],
    ['clustering', { taskType: 'CLUSTERING' }],
    ['search_query', { taskType: 'RETRIEVAL_QUERY' }],
    ['image', {}],
  ]
  for (const [purpose, task] of purposes) {
    it(`embeds for ${purpose ?? 'no purpose'}`, async () => {
      said = { frames: ['{"embeddings":[{"values":[1,2]}],"usageMetadata":{"promptTokenCount":4}}'] }
      const solver = await createSolver(gemini, { baseUrl: server.url, embeddingModel: 'e' })
      const embedded = await solver.embed?.({ inputs: ['a'], ...(purpose ? { purpose } : {}) }, testContext())
      await solver.close?.()
      expect(embedded).to.deep.equal({ vectors: [Float32Array.of(1, 2)], usage: { inputTokens: 4, outputTokens: 0 } })
      expect(server.calls.at(-1)).to.deep.include({
        path: '/v1beta/models/e:batchEmbedContents',
        body: { requests: [{ model: 'models/e', content: { parts: [{ text: 'a' }] }, ...task }] },
      })
    })
  }

  for (const body of [
    '{"embedd',
    'null',
    '{}',
    '{"embeddings":[]}',
    '{"embeddings":[{"values":1}]}',
    '{"embeddings":[null]}',
  ]) {
    it(`fails to embed where the server sends ${body}`, async () => {
      said = { frames: [body] }
      const solver = await createSolver(gemini, { baseUrl: server.url, embeddingModel: 'e' })
      const thrown = await Promise.resolve(solver.embed?.({ inputs: ['a'] }, testContext())).then(
        () => undefined,
        (error: unknown) => error,
      )
      await solver.close?.()
      expect(isSolverError(thrown) && thrown.kind).to.equal('server-error')
    })
  }
})
