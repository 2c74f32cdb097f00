import { expect } from 'chai'
import { type Cohere, CohereClient, CohereClientV2, CohereError } from 'cohere-ai'
import type { Script } from 'dramatis/testing'
import { thrownBy } from '../support/openai.ts'
import { eventually, openStage, type Stage } from '../support/stage.ts'

const awkward = 'He said: data: [DONE] \\[DONE]\n\n{"x":"}"} \u2028 \u{1F600}'

const scripts: Record<string, Script> = {
  awkward: () => awkward,
  add: async function* ({ messages }) {
    const results = messages.flatMap((message) => (message.role === 'tool' ? message.parts : []))
    if (results.length > 0) return yield `The sum is ${JSON.stringify(results)}.`
    yield 'I add.'
    yield { type: 'tool-input-delta', id: 'call_1', name: 'add', text: '{"a":' }
    yield { type: 'tool-input-delta', id: 'call_1', name: 'add', text: '1}' }
    yield { type: 'tool-call', call: { id: 'call_1', name: 'add', input: { a: 1 } } }
  },
  cited: async function* () {
    yield { type: 'reasoning-delta', text: 'Hm.' }
    yield 'It is known.'
    yield { type: 'source', source: { title: 'A page', url: 'https://example.com/a', start: 0, end: 12 } }
  },
  json: ({ output }) => JSON.stringify({ sum: output?.schema === undefined ? 'no schema' : 3 }),
}

const schema = { type: 'object', properties: { sum: { type: 'number' } }, required: ['sum'] }
const model = 'Scripted'

async function collect<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = []
  for await (const item of stream) items.push(item)
  return items
}

describe('cohere-ai', () => {
  let stage: Stage
  let v1: CohereClient
  let v2: CohereClientV2
  before(async () => {
    stage = await openStage({ scripts })
    const options = { token: 'none', baseUrl: `${stage.url}/cohere`, maxRetries: 0 }
    v1 = new CohereClient(options)
    v2 = new CohereClientV2(options)
  })
  after(() => stage.close())

  const user = (content: Cohere.UserMessageV2Content): Cohere.ChatMessageV2 => ({ role: 'user', content })
  const ask = (content: Cohere.UserMessageV2Content, rest: Partial<Cohere.V2ChatRequest> = {}) => ({
    model,
    messages: [user(content)],
    ...rest,
  })

  describe('CohereClient', () => {
    const tools = [{ name: 'add', description: 'Adds.', parameterDefinitions: { a: { type: 'int', required: true } } }]

    it('chats', async () => {
      const answer = await v1.chat({ model, message: 'plain', preamble: 'Be brief.' })
      expect(answer).to.deep.include({ text: 'One. Two. Three.', finishReason: 'COMPLETE' })
      expect(answer.meta?.tokens).to.deep.equal({ inputTokens: 4, outputTokens: 4 })
      expect(answer.chatHistory?.map(({ role }) => role)).to.deep.equal(['USER', 'CHATBOT'])
    })

    for (const question of ['plain', 'awkward', 'cited']) {
      it(`streams what it chats: ${question}`, async () => {
        const whole = await v1.chat({ model, message: question })
        const events = await collect(await v1.chatStream({ model, message: question }))
        const said = events.map((event) => (event.eventType === 'text-generation' ? event.text : ''))
        expect(said.join('')).to.equal(whole.text)
        const end = events.at(-1)
        if (end?.eventType !== 'stream-end') throw new Error('there is no end')
        const { responseId, generationId } = end.response
        expect({ ...whole, responseId, generationId }).to.deep.equal(end.response)
      })
    }

    it('gives results of many steps back', async () => {
      const first = await v1.chat({ model, message: 'add', tools })
      expect(first.toolCalls).to.deep.equal([{ name: 'add', parameters: { a: 1 } }])
      const toolResults = (first.toolCalls ?? []).map((call) => ({ call, outputs: [{ sum: 7 }] }))
      const chatHistory = first.chatHistory ?? []
      const last = await v1.chat({ model, message: '', tools, chatHistory, toolResults, forceSingleStep: false })
      expect(last.text).to.equal('The sum is [{"type":"data","data":{"sum":7}}].')
      expect(stage.requests.at(-1)?.messages.map(({ role }) => role)).to.deep.equal(['user', 'assistant', 'tool'])
    })

    it('gives results of a single step back', async () => {
      const toolResults = [{ call: { name: 'add', parameters: { a: 1 } }, outputs: [{ sum: 7 }] }]
      const last = await v1.chat({ model, message: 'add', tools, toolResults, forceSingleStep: true })
      expect(last.text).to.match(/^The sum is/)
      expect(stage.requests.at(-1)?.messages.map(({ role }) => role)).to.deep.equal(['user', 'assistant', 'tool'])
    })

    it('has structured output', async () => {
      const { text } = await v1.chat({ model, message: 'json', responseFormat: { type: 'json_object', schema } })
      expect(JSON.parse(text)).to.deep.equal({ sum: 3 })
    })

    it('keeps a conversation by its id', async () => {
      const conversationId = 'with-the-sdk'
      await v1.chat({ model, message: 'plain', conversationId })
      await v1.chat({ model, message: 'plain', conversationId })
      expect(stage.requests.at(-1)?.messages).to.have.lengthOf(3)
    })

    it('tells of citations and documents', async () => {
      const { citations, documents } = await v1.chat({ model, message: 'cited' })
      expect(citations).to.deep.equal([{ start: 0, end: 12, text: 'It is known.', documentIds: ['doc_0'] }])
      expect(documents).to.deep.equal([{ id: 'doc_0', title: 'A page', url: 'https://example.com/a' }])
    })

    it('embeds', async () => {
      const floats = await v1.embed({ model: 'Numbers', texts: ['a', 'bc'], inputType: 'search_document' })
      expect(floats).to.deep.include({ responseType: 'embeddings_floats', texts: ['a', 'bc'] })
      expect(floats.embeddings).to.deep.equal([
        [1, 0.5, -1],
        [2, 0.5, -1],
      ])
      const typed = await v1.embed({ model: 'Numbers', texts: ['a'], embeddingTypes: ['int8', 'ubinary'] })
      expect(typed.embeddings).to.deep.equal({ int8: [[127, 64, -127]], ubinary: [[192]] })
    })

    it('tokenizes', async () => {
      const { tokens, tokenStrings } = await v1.tokenize({ model, text: 'tokenize me! :D' })
      expect([tokens.length, tokenStrings.join('')]).to.deep.equal([4, 'tokenize me! :D'])
    })

    it('lists models, and finds one', async () => {
      const { models, nextPageToken } = await v1.models.list({ pageSize: 2, endpoint: 'chat' })
      expect([models.length, typeof nextPageToken]).to.deep.equal([2, 'string'])
      expect((await v1.models.get('acme/bot:1')).name).to.equal('acme/bot:1')
      const [byDefault] = (await v1.models.list({ endpoint: 'chat', defaultOnly: true })).models
      expect(byDefault?.name).to.equal('Scripted')
    })

    it('checks its key', async () => expect((await v1.checkApiKey()).valid).to.equal(true))

    it('works with a version in its base URL', async () => {
      for (const baseUrl of [`${stage.url}/cohere/v1`, `${stage.url}/cohere/v2`]) {
        expect((await new CohereClient({ token: 'none', baseUrl }).chat({ model, message: 'plain' })).text).to.match(
          /One/,
        )
      }
    })

    it('hears of an answer that breaks off', async () => {
      const events = await collect(await v1.chatStream({ model, message: 'late failure' }))
      expect(events.at(-1)).to.deep.include({ eventType: 'stream-end', finishReason: 'ERROR' })
    })
  })

  describe('CohereClientV2', () => {
    const tools = [
      { type: 'function', function: { name: 'add', description: 'Adds.', parameters: schema } },
    ] satisfies Cohere.ToolV2[]

    it('chats', async () => {
      const { message, finishReason, usage, id } = await v2.chat(ask('plain'))
      expect(message).to.deep.equal({ role: 'assistant', content: [{ type: 'text', text: 'One. Two. Three.' }] })
      expect(finishReason).to.equal('COMPLETE')
      expect(usage?.tokens).to.deep.equal({ inputTokens: 2, outputTokens: 4 })
      expect(id).to.match(/^[0-9a-f-]{36}$/)
    })

    for (const question of ['plain', 'awkward']) {
      it(`streams what it chats: ${question}`, async () => {
        const { message } = await v2.chat(ask(question))
        const events = await collect(await v2.chatStream(ask(question)))
        const said = events.map((event) =>
          event.type === 'content-delta' ? (event.delta?.message?.content?.text ?? '') : '',
        )
        expect(message.content).to.deep.equal([{ type: 'text', text: said.join('') }])
        const end = events.at(-1)
        expect(end?.type === 'message-end' && end.delta?.finishReason).to.equal('COMPLETE')
      })
    }

    it('thinks, and tells of citations', async () => {
      const { message } = await v2.chat(ask('cited', { thinking: { type: 'enabled', tokenBudget: 9 } }))
      expect(message.content?.[0]).to.deep.equal({ type: 'thinking', thinking: 'Hm.' })
      expect(message.citations?.[0]).to.deep.include({ start: 0, end: 12, text: 'It is known.', contentIndex: 1 })
      expect(stage.requests.at(-1)?.reasoning).to.deep.equal({ budget: 9 })
      const events = await collect(await v2.chatStream(ask('cited')))
      const cited = events.flatMap((event) =>
        event.type === 'citation-start' ? [event.delta?.message?.citations] : [],
      )
      expect(cited).to.deep.equal(message.citations)
    })

    for (const stream of [false, true]) {
      it(`calls a tool, and gives its result back, ${stream ? 'streamed' : 'whole'}`, async () => {
        const { toolCalls, ...rest } = stream ? await folded() : (await v2.chat(ask('add', { tools }))).message
        expect(toolCalls).to.deep.equal([
          { id: 'call_1', type: 'function', function: { name: 'add', arguments: '{"a":1}' } },
        ])
        const document = { id: '1', data: { sum: 7 } }
        const messages: Cohere.ChatMessages = [
          user('add'),
          { ...rest, role: 'assistant', ...(toolCalls ? { toolCalls } : {}) },
          { role: 'tool', toolCallId: 'call_1', content: [{ type: 'document', document }] },
        ]
        const { message } = await v2.chat({ model, messages, tools })
        expect(message.content).to.deep.equal([
          { type: 'text', text: 'The sum is [{"type":"data","data":{"sum":7}}].' },
        ])
      })
    }

    /** The calls of a streamed answer, as clients add them up. */
    async function folded(): Promise<{ toolCalls: Cohere.ToolCallV2[] }> {
      const toolCalls: Cohere.ToolCallV2[] = []
      for await (const event of await v2.chatStream(ask('add', { tools }))) {
        const begun = event.type === 'tool-call-start' ? event.delta?.message?.toolCalls : undefined
        if (begun) toolCalls.push(begun)
        const call = toolCalls.at(-1)?.function
        if (event.type === 'tool-call-delta' && call) {
          call.arguments = `${call.arguments}${event.delta?.message?.toolCalls?.function?.arguments}`
        }
      }
      return { toolCalls }
    }

    it('has structured output', async () => {
      const { message } = await v2.chat(ask('json', { responseFormat: { type: 'json_object', jsonSchema: schema } }))
      expect(message.content).to.deep.equal([{ type: 'text', text: '{"sum":3}' }])
    })

    it('sends images and documents', async () => {
      const imageUrl = { url: 'data:image/png;base64,AQID' }
      const content = [{ type: 'text', text: 'plain' } as const, { type: 'image_url', imageUrl } as const]
      await v2.chat(ask(content, { documents: ['Penguins.', { id: 'd', data: { title: 'x' } }] }))
      const [documents, question] = stage.requests.at(-1)?.messages ?? []
      expect(documents?.parts).to.deep.equal([{ type: 'data', data: { documents: ['Penguins.', { title: 'x' }] } }])
      expect(question?.parts.map(({ type }) => type)).to.deep.equal(['text', 'image'])
    })

    it('embeds', async () => {
      const { embeddings, texts } = await v2.embed({
        model: 'Numbers',
        inputType: 'search_query',
        inputs: [{ content: [{ type: 'text', text: 'abc' }] }],
        embeddingTypes: ['float', 'base64'],
        outputDimension: 2,
      })
      expect(embeddings.float).to.deep.equal([[3, 0.5]])
      expect(embeddings.base64).to.deep.equal([Buffer.from(Float32Array.of(3, 0.5).buffer).toString('base64')])
      expect(texts).to.deep.equal(['abc'])
    })

    it('hears of an answer that breaks off', async () => {
      const end = (await collect(await v2.chatStream(ask('late failure')))).at(-1)
      if (end?.type !== 'message-end') throw new Error('there is no end')
      expect(end.delta?.finishReason).to.equal('ERROR')
      expect(end.delta?.error).to.be.a('string').and.not.include('secret-detail')
    })
  })

  describe('throws', () => {
    const failures = [
      ['UnprocessableEntityError', 422, 'nothing', model],
      ['CohereError', 502, 'early failure', model],
      ['GatewayTimeoutError', 504, 'too slow', model],
      ['NotFoundError', 404, 'plain', 'no-such'],
      ['BadRequestError', 400, '', model],
    ] as const
    for (const [kind, status, message, name] of failures) {
      for (const way of ['chat', 'chatStream'] as const) {
        it(`${kind} ${status} from ${way} of version 1`, async () => {
          const error = await thrownBy(v1[way]({ model: name, message }))
          expect(error).to.be.instanceOf(CohereError)
          expect(error).to.include({ statusCode: status }).and.to.have.nested.property('body.message')
          expect((error as Error).constructor.name).to.equal(kind)
        })
      }
    }
    for (const [kind, status, question, name] of failures.slice(0, 4)) {
      it(`${kind} ${status} from version 2, with the id of the request`, async () => {
        const error = await thrownBy(v2.chatStream({ model: name, messages: [user(question)] }))
        if (!(error instanceof CohereError)) throw error
        expect([error.constructor.name, error.statusCode]).to.deep.equal([kind, status])
        const { id } = error.body as { id: string }
        expect(id).to.equal(error.rawResponse?.headers.get('x-debug-trace-id'))
        expect(error.message).to.not.include('secret-detail')
      })
    }

    it('BadRequestError at once where a persona cannot embed', async () => {
      const patient = new CohereClientV2({ token: 'none', baseUrl: `${stage.url}/cohere` })
      const error = await thrownBy(patient.embed({ model, texts: ['x'], inputType: 'search_query' }))
      expect([(error as Error).constructor.name, (error as CohereError).statusCode]).to.deep.equal([
        'BadRequestError',
        400,
      ])
    })

    it('NotFoundError for token ids', async () => {
      const error = await thrownBy(v1.detokenize({ model, tokens: [1] }))
      expect((error as Error).constructor.name).to.equal('NotFoundError')
    })
  })

  for (const version of ['v1', 'v2'] as const) {
    it(`tells the solver that it has left: ${version}`, async () => {
      const before = stage.left.length
      const controller = new AbortController()
      const options = { abortSignal: controller.signal }
      const params = { model: 'Patient', message: 'endless', messages: [user('endless')] }
      const stream = version === 'v1' ? await v1.chatStream(params, options) : await v2.chatStream(params, options)
      const read = async () => {
        for await (const event of stream) {
          const kind = 'type' in event ? event.type : event.eventType
          if (kind === 'content-delta' || kind === 'text-generation') controller.abort()
        }
      }
      await thrownBy(read())
      await eventually('the solver hears of it', () => stage.left.length > before)
    })
  }
})
