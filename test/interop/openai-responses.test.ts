import { expect } from 'chai'
import type { Script } from 'dramatis/testing'
import type OpenAI from 'openai'
import { adds } from '../support/adds.ts'
import { describeSdks, thrownBy } from '../support/openai.ts'
import { eventually, openStage } from '../support/stage.ts'

type Params = Omit<OpenAI.Responses.ResponseCreateParamsNonStreaming, 'stream'>
type Thrown = InstanceType<typeof OpenAI.APIError>

const ask = (input: Params['input'], rest: Partial<Params> = {}): Params => ({
  model: 'Scripted',
  ...(input === undefined ? {} : { input }),
  ...rest,
})

const schema = {
  type: 'object',
  properties: { sum: { type: 'number' } },
  required: ['sum'],
  additionalProperties: false,
}
const format = { type: 'json_schema', name: 'answer', strict: true, schema } as const
const tool = { type: 'function', name: 'add', description: 'Adds.', parameters: schema, strict: true } as const

const scripts: Record<string, Script> = {
  add: adds({ pieces: ['{"a":', ' 1}'] }),
  json: ({ output }) => JSON.stringify({ sum: output?.schema === undefined ? 'no schema' : 3 }),
  everything: async function* () {
    yield { type: 'reasoning-delta', text: 'Let me ' }
    yield { type: 'reasoning-delta', text: 'think.', opaque: 'sealed' }
    yield 'It is '
    yield 'known.'
    yield { type: 'source', source: { title: 'A page', url: 'https://example.com/a', start: 0, end: 12 } }
    yield { type: 'tool-call', call: { id: 'call_1', name: 'add', input: { a: 1 } } }
    yield 'Done.'
  },
  refuse: async function* () {
    yield 'I would rather not.'
    yield { type: 'finish', reason: 'refusal' }
  },
  patch: async function* ({ messages }) {
    const results = messages.flatMap((message) => (message.role === 'tool' ? message.parts : []))
    if (results.length > 0) return yield JSON.stringify(messages.at(-2)?.parts)
    yield { type: 'tool-call', call: { id: 'call_1', name: 'patch', input: { input: '*** Begin' } } }
  },
  'refuse in words': async function* () {
    yield { type: 'text-delta', text: 'I would rather not.', refusal: true }
    yield { type: 'finish', reason: 'refusal' }
  },
}

describeSdks(
  'responses',
  (sdk) => {
    const create = (params: Params) => sdk.client.responses.create(params)

    it('have an answer', async () => {
      const response = await create(ask('plain'))
      expect(response.output_text).to.equal('One. Two. Three.')
      expect(response).to.deep.include({ object: 'response', status: 'completed', model: 'Scripted', error: null })
      expect(response.usage).to.deep.include({ input_tokens: 2, output_tokens: 4, total_tokens: 6 })
      expect(response._request_id).to.match(/^[0-9a-f-]{36}$/)
    })

    it('stream', async () => {
      const types: string[] = []
      for await (const { type } of await sdk.client.responses.create({ ...ask('words'), stream: true }))
        types.push(type)
      expect(types).to.deep.equal([
        'response.created',
        'response.in_progress',
        'response.output_item.added',
        'response.content_part.added',
        ...Array(3).fill('response.output_text.delta'),
        'response.output_text.done',
        'response.content_part.done',
        'response.output_item.done',
        'response.completed',
      ])
    })

    it('stream through the helper whatever an answer is made of', async () => {
      const snapshots: string[] = []
      const types = new Set<string>()
      const stream = sdk.client.responses.stream(ask('everything', { tools: [tool] }))
      stream.on('response.output_text.delta', ({ snapshot }) => snapshots.push(snapshot))
      stream.on('event', ({ type }) => types.add(type))
      const response = await stream.finalResponse()
      expect(snapshots).to.deep.equal(['It is ', 'It is known.', 'Done.'])
      expect(response.output.map(({ type }) => type)).to.deep.equal([
        'reasoning',
        'message',
        'function_call',
        'message',
      ])
      expect(response.output_text).to.equal('It is known.Done.')
      expect([...types]).to.include.members([
        'response.reasoning_summary_part.added',
        'response.reasoning_summary_text.done',
        'response.output_text.annotation.added',
        'response.function_call_arguments.done',
      ])
      const [reasoning, message, call] = response.output
      if (reasoning?.type !== 'reasoning' || message?.type !== 'message' || call?.type !== 'function_call')
        throw new Error()
      expect(reasoning.summary).to.deep.equal([{ type: 'summary_text', text: 'Let me think.' }])
      expect(message.content[0]).to.have.nested.property('annotations[0].url', 'https://example.com/a')
      expect(JSON.parse(call.arguments)).to.deep.equal({ a: 1 })
    })

    it('are made by a schema, and parsed', async () => {
      const params = ask('json', { text: { format } })
      expect((await sdk.client.responses.parse(params)).output_parsed).to.deep.equal({ sum: 3 })
      const streamed = await sdk.client.responses.stream(params).finalResponse()
      expect(JSON.parse(streamed.output_text)).to.deep.equal({ sum: 3 }) // version 6 parses only what is not streamed
      expect(sdk.stage.requests.at(-1)?.output).to.deep.equal({ schema })
    })

    it('say no in words, which are not parsed', async () => {
      const params = ask('refuse in words', { text: { format } })
      const said: string[] = []
      const stream = sdk.client.responses.stream(params)
      stream.on('response.refusal.delta', ({ delta }) => said.push(delta))
      for (const response of [await sdk.client.responses.parse(params), await stream.finalResponse()]) {
        expect([response.status, response.output_parsed ?? null, response.output_text]).to.deep.equal([
          'completed',
          null,
          '',
        ])
        expect(response.output[0]).to.have.nested.property('content[0].refusal', 'I would rather not.')
      }
      expect(said.join('')).to.equal('I would rather not.')
    })

    it('call a tool that takes a text, and hear of its result', async () => {
      const tools = [{ type: 'custom', name: 'patch', description: 'Patches.' }] as const
      const params = ask('patch', { tools: [...tools] })
      const told: string[] = []
      const stream = sdk.client.responses.stream(params)
      stream.on('response.custom_tool_call_input.done', ({ input }) => told.push(input))
      for (const { output } of [await create(params), await stream.finalResponse()]) {
        expect(output[0]).to.deep.include({ type: 'custom_tool_call', name: 'patch', input: '*** Begin' })
        const history = output as OpenAI.Responses.ResponseInputItem[] // the SDK's examples do the same
        const result = { type: 'custom_tool_call_output', call_id: 'call_1', output: 'done' } as const
        const { output_text } = await create(ask([{ role: 'user', content: 'patch' }, ...history, result]))
        expect(JSON.parse(output_text)).to.deep.equal([
          { type: 'call', call: { id: 'call_1', name: 'patch', input: { input: '*** Begin' } } },
        ])
      }
      expect(told).to.deep.equal(['*** Begin'])
    })

    it('call a tool, and hear of its result from the history that the client keeps', async () => {
      const input: OpenAI.Responses.ResponseInputItem[] = [{ role: 'user', content: 'add' }]
      const first = await create(ask(input, { tools: [tool], store: false }))
      for (const item of first.output) {
        if (item.type !== 'function_call') throw new Error(`no call but ${item.type}`)
        input.push(item, { type: 'function_call_output', call_id: item.call_id, output: '7' })
      }
      const { output_text } = await create(ask(input, { tools: [tool], store: false }))
      expect(output_text).to.equal('The sum is 7.')
    })

    it('call a tool, and hear of its result through the response before', async () => {
      const first = await sdk.client.responses.stream(ask('add', { tools: [tool] })).finalResponse()
      const result = { type: 'function_call_output', call_id: 'call_1', output: '7' } as const
      const next = ask([result], { tools: [tool], previous_response_id: first.id })
      expect((await create(next)).output_text).to.equal('The sum is 7.')
    })

    it('take back everything that they said', async () => {
      const { output } = await create(ask('everything', { tools: [tool], include: ['reasoning.encrypted_content'] }))
      const history = output as OpenAI.Responses.ResponseInputItem[] // the SDK's examples do the same
      await create(ask([...history, { role: 'user', content: 'plain' }]))
      expect(sdk.stage.requests.at(-1)?.messages[0]?.parts).to.deep.equal([
        { type: 'reasoning', text: 'Let me think.', opaque: 'sealed' },
        { type: 'text', text: 'It is known.' },
        { type: 'call', call: { id: 'call_1', name: 'add', input: { a: 1 } } },
        { type: 'text', text: 'Done.' },
      ])
    })

    it('are retrieved, listed and deleted', async () => {
      const { id, output } = await create(ask('plain'))
      expect((await sdk.client.responses.retrieve(id)).output).to.deep.equal(output)
      const roles: string[] = []
      for await (const item of sdk.client.responses.inputItems.list(id)) if ('role' in item) roles.push(item.role)
      expect(roles).to.deep.equal(['user'])
      await sdk.client.responses.delete(id)
      const thrown = await thrownBy(sdk.client.responses.retrieve(id))
      expect(thrown).to.be.instanceOf(sdk.OpenAI.NotFoundError)
      expect((thrown as Thrown).message).to.include(`Response with id '${id}' not found.`)
    })

    it('list a long input page by page', async () => {
      const input = Array.from({ length: 30 }, (_, index) => ({ role: 'user', content: `${index}` }) as const)
      const { id } = await create(ask([...input, { role: 'user', content: 'plain' }]))
      let listed = 0
      for await (const _ of sdk.client.responses.inputItems.list(id, { limit: 10 })) listed++
      expect(listed).to.equal(31)
    })

    it('are not cancelled', async () => {
      const { id } = await create(ask('plain'))
      expect(await thrownBy(sdk.client.responses.cancel(id))).to.be.instanceOf(sdk.OpenAI.BadRequestError)
    })

    it('have their input counted', async () => {
      const { input_tokens, object } = await sdk.client.responses.inputTokens.count({
        model: 'Scripted',
        input: 'plain',
      })
      expect({ input_tokens, object }).to.deep.equal({ input_tokens: 2, object: 'response.input_tokens' })
    })

    it('are incomplete where they were too long, and when they are a refusal', async () => {
      for (const [params, text, reason] of [
        [ask('plain', { max_output_tokens: 1 }), 'One.', 'max_output_tokens'],
        [ask('refuse', { text: { format } }), 'I would rather not.', 'content_filter'],
      ] as const) {
        for (const response of [await create(params), await sdk.client.responses.stream(params).finalResponse()]) {
          expect([response.output_text, response.status, response.incomplete_details]).to.deep.equal([
            text,
            'incomplete',
            { reason },
          ])
        }
      }
    })

    const failures = [
      { params: ask('nothing'), kind: 'UnprocessableEntityError', status: 422, code: 'unanswered' },
      { params: ask('early failure'), kind: 'InternalServerError', status: 502, code: 'solver_failed' },
      { params: ask('plain', { model: 'no-such' }), kind: 'NotFoundError', status: 404, code: 'model_not_found' },
      {
        params: ask('plain', { previous_response_id: 'resp_1' }),
        kind: 'BadRequestError',
        status: 400,
        code: 'previous_response_not_found',
      },
    ] as const
    for (const { params, kind, status, code } of failures) {
      it(`throw ${kind} ${status} ${code}, whole and streamed`, async () => {
        for (const stream of [false, true]) {
          const thrown = await thrownBy(sdk.client.responses.create({ ...params, stream }))
          expect(thrown).to.be.instanceOf(sdk.OpenAI[kind]).and.to.include({ status, code })
        }
      })
    }

    it('have failed where they break off in the middle of a stream', async () => {
      const response = await sdk.client.responses.stream(ask('late failure')).finalResponse()
      expect(response).to.deep.include({ status: 'failed', output_text: 'It began' })
      expect(response.error?.code).to.equal('server_error')
      expect(response.error?.message).to.not.include('secret-detail')
    })

    it('tell the solver of an abort in the middle of a stream', async () => {
      const before = sdk.stage.left.length
      const stream = sdk.client.responses.stream(ask('endless', { model: 'Patient' }))
      for await (const { type } of stream) if (type === 'response.output_text.delta') break
      await eventually('the solver hears of it', () => sdk.stage.left.length === before + 1)
    })
  },
  () => openStage({ scripts }),
)
