import type Anthropic from '@anthropic-ai/sdk'
import { jsonSchemaOutputFormat } from '@anthropic-ai/sdk/helpers/json-schema'
import { expect } from 'chai'
import type { Script } from 'dramatis/testing'
import { describeSdks } from '../support/anthropic.ts'
import { openStage } from '../support/stage.ts'

type Params = Anthropic.MessageCreateParamsNonStreaming

const ask = (content: Anthropic.MessageParam['content'], rest: object = {}): Params => ({
  model: 'Scripted',
  max_tokens: 100,
  messages: [{ role: 'user', content: content as string }], // a user message takes blocks as well
  ...rest,
})

const tool = {
  name: 'add',
  description: 'Adds.',
  input_schema: { type: 'object', properties: { a: { type: 'number' } } },
} as const

const schema = {
  type: 'object',
  properties: { sum: { type: 'number' } },
  required: ['sum'],
  additionalProperties: false,
} as const

const scripts: Record<string, Script> = {
  add: async function* ({ messages }) {
    const results = messages.flatMap((message) => (message.role === 'tool' ? message.parts : []))
    if (results.length > 0) return yield `The sum is ${results.map((part) => 'text' in part && part.text)}.`
    yield 'Let me add.'
    yield { type: 'tool-input-delta', id: 'call_1', name: 'add', text: '{"a":' }
    yield { type: 'tool-input-delta', id: 'call_1', name: 'add', text: '1}' }
    yield { type: 'tool-call', call: { id: 'call_1', name: 'add', input: { a: 1 } } }
  },
  json: ({ output }) => JSON.stringify({ sum: output?.schema === undefined ? 'no schema' : 3 }),
  think: async function* ({ messages }) {
    const thoughts = messages.flatMap(({ parts }) => parts.filter(({ type }) => type === 'reasoning'))
    yield { type: 'reasoning-delta', text: 'Hm' }
    yield { type: 'reasoning-delta', text: '.', opaque: { seal: 7 } }
    yield { type: 'reasoning-delta', text: '', opaque: { redacted: 'secret' } }
    yield JSON.stringify(thoughts)
  },
  sourced: async function* () {
    yield 'It is known.'
    yield { type: 'source', source: { title: 'A page', url: 'https://example.com/a' } }
  },
}

const texts = (content: readonly { type: string; text?: string }[]): string =>
  content.flatMap(({ text }) => text ?? []).join('')

describeSdks(
  'messages',
  (sdk) => {
    const create = (params: Params) => sdk.client.messages.create(params)

    it('has an answer', async () => {
      const { id, type, role, model, content, stop_reason, usage, _request_id } = await create(ask('plain'))
      expect(content).to.deep.equal([{ type: 'text', text: 'One. Two. Three.', citations: [] }])
      expect([type, role, model, stop_reason]).to.deep.equal(['message', 'assistant', 'Scripted', 'end_turn'])
      expect([usage.input_tokens, usage.output_tokens]).to.deep.equal([2, 4])
      expect(id).to.match(/^msg_/)
      expect(_request_id).to.match(/^[0-9a-f-]{36}$/)
    })

    it('streams', async () => {
      const said: string[] = []
      for await (const event of await sdk.client.messages.create({ ...ask('words'), stream: true }))
        if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') said.push(event.delta.text)
      expect(said).to.deep.equal(['One', ' two', ' three'])
    })

    it('streams through its helper, to the same message', async () => {
      const stream = sdk.client.messages.stream(ask('words'))
      const said: string[] = []
      stream.on('text', (delta) => said.push(delta))
      const { id, ...message } = await stream.finalMessage()
      expect(said).to.deep.equal(['One', ' two', ' three'])
      expect(await stream.finalText()).to.equal('One two three')
      const whole = await create(ask('words'))
      expect(message).to.deep.include({ content: whole.content, stop_reason: 'end_turn', usage: whole.usage })
      expect(stream.request_id).to.match(/^[0-9a-f-]{36}$/)
    })

    const limits = [
      { rest: { stop_sequences: ['Two'] }, text: 'One. ', end: ['stop_sequence', 'Two'], question: 'plain' },
      { rest: { max_tokens: 2 }, text: 'abcdabcd', end: ['max_tokens', null], question: 'long' },
    ]
    for (const { rest, text, end, question } of limits) {
      it(`keeps to ${Object.keys(rest)}, whole and streamed`, async () => {
        const streamed = sdk.client.messages.stream(ask(question, rest)).finalMessage()
        for (const { content, stop_reason, stop_sequence } of [await create(ask(question, rest)), await streamed])
          expect([texts(content), stop_reason, stop_sequence]).to.deep.equal([text, ...end])
      })
    }

    it('calls a tool, and hears of its result', async () => {
      const stream = sdk.client.messages.stream(ask('add', { tools: [tool] }))
      const pieces: string[] = []
      stream.on('inputJson', (piece) => pieces.push(piece))
      const called = await stream.finalMessage()
      expect(pieces.join('')).to.equal('{"a":1}')
      expect(called.stop_reason).to.equal('tool_use')
      expect(called.content.at(-1)).to.deep.include({ type: 'tool_use', id: 'call_1', name: 'add', input: { a: 1 } })
      const whole = await create(ask('add', { tools: [tool] }))
      expect(JSON.parse(JSON.stringify(called.content))).to.deep.equal(whole.content)
      const result = { type: 'tool_result', tool_use_id: 'call_1', content: '7' } as const
      const messages: Anthropic.MessageParam[] = [
        { role: 'user', content: 'add' },
        { role: 'assistant', content: called.content },
        { role: 'user', content: [result] },
      ]
      const answer = await create({ model: 'Scripted', max_tokens: 100, messages, tools: [tool] })
      expect(texts(answer.content)).to.equal('The sum is 7.')
    })

    for (const stream of [false, true]) {
      it(`runs tools through its helper, ${stream ? 'streamed' : 'whole'}`, async () => {
        const inputs: unknown[] = []
        const run = (input: object) => String(inputs.push(input))
        const tools = [{ ...tool, type: 'custom' as const, run, parse: (input: unknown) => input as object }]
        const runner = sdk.client.beta.messages.toolRunner({
          ...ask('add'),
          messages: [{ role: 'user', content: 'add' }],
          tools,
          stream,
        })
        const { content } = await runner.runUntilDone()
        expect(texts(content)).to.equal('The sum is 1.')
        expect(inputs).to.deep.equal([{ a: 1 }])
      })
    }

    it('parses an answer of its schema', async () => {
      const format = jsonSchemaOutputFormat(schema)
      const { parsed_output } = await sdk.client.messages.parse({ ...ask('json'), output_config: { format } })
      expect(parsed_output).to.deep.equal({ sum: 3 })
      expect(sdk.stage.requests.at(-1)?.output).to.deep.equal({ schema })
    })

    it('thinks, and takes its thoughts back as it gave them', async () => {
      const { content } = await sdk.client.messages.stream(ask('think')).finalMessage()
      expect(content.slice(0, 2)).to.deep.equal([
        { type: 'thinking', thinking: 'Hm.', signature: 'json:{"seal":7}' },
        { type: 'redacted_thinking', data: 'secret' },
      ])
      const question = { role: 'user', content: 'think' } as const
      const again = await create(ask('', { messages: [question, { role: 'assistant', content }, question] }))
      expect(JSON.parse(texts(again.content))).to.deep.equal([
        { type: 'reasoning', text: 'Hm.', opaque: { seal: 7 } },
        { type: 'reasoning', text: '', opaque: { redacted: 'secret' } },
      ])
    })

    it('names its sources', async () => {
      const stream = sdk.client.messages.stream(ask('sourced'))
      const cited: unknown[] = []
      stream.on('citation', (citation) => cited.push('url' in citation && [citation.title, citation.url]))
      const [block] = (await stream.finalMessage()).content
      expect(cited).to.deep.equal([['A page', 'https://example.com/a']])
      expect((await create(ask('sourced'))).content).to.deep.equal([block])
    })

    it('passes images and documents on as parts', async () => {
      const png = { type: 'base64', media_type: 'image/png', data: 'AQID' } as const
      const pdf = { type: 'base64', media_type: 'application/pdf', data: 'AQID' } as const
      await create(
        ask([
          { type: 'text', text: 'plain' },
          { type: 'image', source: png },
          { type: 'document', source: pdf },
        ]),
      )
      expect(sdk.stage.requests.at(-1)?.messages[0]?.parts).to.deep.equal([
        { type: 'text', text: 'plain' },
        { type: 'image', mediaType: 'image/png', data: Buffer.from([1, 2, 3]) },
        { type: 'file', mediaType: 'application/pdf', data: Buffer.from([1, 2, 3]) },
      ])
    })

    it('counts tokens', async () => {
      const { usage } = await create(ask('plain', { system: 'Be brief.' }))
      const { messages } = ask('plain')
      const counted = await sdk.client.messages.countTokens({ model: 'Scripted', messages, system: 'Be brief.' })
      expect(counted).to.deep.include({ input_tokens: usage.input_tokens })
    })

    it('serves its beta methods', async () => {
      const betas = ['interleaved-thinking-2025-05-14']
      const params = { ...ask('plain'), messages: [{ role: 'user', content: 'plain' } as const], betas }
      expect(texts((await sdk.client.beta.messages.create(params)).content)).to.equal('One. Two. Three.')
      expect(await sdk.client.beta.messages.stream(params).finalText()).to.equal('One. Two. Three.')
      const counted = { model: 'Scripted', messages: params.messages, betas }
      expect((await sdk.client.beta.messages.countTokens(counted)).input_tokens).to.equal(2)
    })

    it('lists models, page after page', async () => {
      const listed: string[] = []
      for await (const { id, type } of sdk.client.models.list({ limit: 1 })) if (type === 'model') listed.push(id)
      expect(listed).to.have.members(['Scripted', 'Patient', 'acme/bot:1', 'Numbers'])
      expect((await sdk.client.models.retrieve('acme/bot:1')).display_name).to.equal('acme/bot:1')
      const back: string[] = []
      for await (const { id } of sdk.client.models.list({ limit: 2, before_id: listed.at(-1) ?? '' })) back.push(id)
      expect(back).to.have.members(listed.slice(0, -1))
    })

    it('leaves no defect behind', () => expect(sdk.stage.defects).to.deep.equal([]))
  },
  () => openStage({ scripts }),
)
