import { expect } from 'chai'
import type { Script } from 'dramatis/testing'
import type OpenAI from 'openai'
import { adds } from '../support/adds.ts'
import { describeSdks } from '../support/openai.ts'
import { openStage } from '../support/stage.ts'

type Params = Omit<OpenAI.ChatCompletionCreateParams, 'stream'>

const ask = (content: Params['messages'][number]['content'], rest: Partial<Params> = {}): Params => ({
  model: 'Scripted',
  messages: [{ role: 'user', content: content as string }], // a user message takes parts as well
  ...rest,
})

const tool = {
  type: 'function',
  function: {
    name: 'add',
    description: 'Adds.',
    parameters: { type: 'object', properties: { a: { type: 'number' } } },
  },
} as const

const schema = {
  type: 'object',
  properties: { sum: { type: 'number' } },
  required: ['sum'],
  additionalProperties: false,
}
const json = { type: 'json_schema', json_schema: { name: 'answer', strict: true, schema } } as const

const scripts: Record<string, Script> = {
  add: adds(),
  json: ({ output }) => JSON.stringify({ sum: output?.schema === undefined ? 'no schema' : 3 }),
}

describeSdks(
  'chat',
  (sdk) => {
    const create = (params: Params) => sdk.client.chat.completions.create(params)

    it('has an answer', async () => {
      const { choices, usage, model, object, id } = await create(ask('plain'))
      expect(choices.map(({ message, finish_reason }) => [message.content, finish_reason])).to.deep.equal([
        ['One. Two. Three.', 'stop'],
      ])
      expect([model, object, usage?.total_tokens]).to.deep.equal(['Scripted', 'chat.completion', 6])
      expect(id).to.match(/^chatcmpl-/)
    })

    it('streams', async () => {
      const chunks: OpenAI.ChatCompletionChunk[] = []
      for await (const chunk of await sdk.client.chat.completions.create({ ...ask('words'), stream: true }))
        chunks.push(chunk)
      expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('')).to.equal('One two three')
      expect(chunks.at(-1)?.choices[0]?.finish_reason).to.equal('stop')
      expect(new Set(chunks.map(({ id }) => id))).to.have.lengthOf(1)
      expect(chunks.some((chunk) => 'usage' in chunk)).to.equal(false)
    })

    it('streams through its helper, with usage', async () => {
      const stream = sdk.client.chat.completions.stream({ ...ask('words'), stream_options: { include_usage: true } })
      const said: string[] = []
      stream.on('content', (delta) => said.push(delta))
      expect(await stream.finalContent()).to.equal('One two three')
      expect((await stream.finalMessage()).role).to.equal('assistant')
      expect(await stream.totalUsage()).to.deep.include({ prompt_tokens: 2, completion_tokens: 4, total_tokens: 6 })
      expect(said).to.deep.equal(['One', ' two', ' three'])
    })

    it('has several answers, whole and streamed', async () => {
      const { choices, usage } = await create(ask('plain', { n: 3 }))
      expect(choices.map(({ index, message }) => [index, message.content])).to.deep.equal(
        [0, 1, 2].map((index) => [index, 'One. Two. Three.']),
      )
      expect(usage).to.deep.include({ prompt_tokens: 2, completion_tokens: 12 })
      const streamed = await sdk.client.chat.completions.stream(ask('words', { n: 3 })).finalChatCompletion()
      expect(streamed.choices.map(({ message }) => message.content)).to.deep.equal(Array(3).fill('One two three'))
    })

    const limits = [
      { title: 'stop', params: { stop: ['Two'] }, text: 'One. ', finish: 'stop', question: 'plain' },
      { title: 'max_tokens', params: { max_tokens: 2 }, text: 'abcdabcd', finish: 'length', question: 'long' },
      {
        title: 'max_completion_tokens',
        params: { max_completion_tokens: 1 },
        text: 'abcd',
        finish: 'length',
        question: 'long',
      },
    ]
    for (const { title, params, text, finish, question } of limits) {
      it(`keeps to ${title}, whole and streamed`, async () => {
        const streamed = sdk.client.chat.completions.stream(ask(question, params)).finalChatCompletion()
        for (const { choices } of [await create(ask(question, params)), await streamed])
          expect([choices[0]?.message.content, choices[0]?.finish_reason]).to.deep.equal([text, finish])
      })
    }

    it('calls a tool, and hears of its result', async () => {
      const { choices } = await create(ask('add', { tools: [tool] }))
      const calls = choices[0]?.message.tool_calls ?? []
      expect(calls).to.deep.equal([{ id: 'call_1', type: 'function', function: { name: 'add', arguments: '{"a":1}' } }])
      expect([choices[0]?.message.content, choices[0]?.finish_reason]).to.deep.equal([null, 'tool_calls'])
      const messages: Params['messages'] = [
        { role: 'user', content: 'add' },
        { role: 'assistant', content: null, tool_calls: calls },
        { role: 'tool', tool_call_id: 'call_1', content: '7' },
      ]
      const answer = await create({ model: 'Scripted', messages, tools: [tool] })
      expect(answer.choices[0]?.message.content).to.equal('The sum is 7.')
    })

    for (const stream of [false, true]) {
      it(`runs tools through its helper, ${stream ? 'streamed' : 'whole'}`, async () => {
        const inputs: unknown[] = []
        const run = (input: object) => String(inputs.push(input))
        const runnable = {
          ...tool,
          function: { ...tool.function, function: run, parse: (text: string) => JSON.parse(text) },
        }
        const params = { ...ask('add'), tools: [runnable] }
        const runner = stream
          ? sdk.client.chat.completions.runTools({ ...params, stream: true })
          : sdk.client.chat.completions.runTools({ ...params, stream: false })
        expect(await runner.finalContent()).to.equal('The sum is 1.')
        expect(inputs).to.deep.equal([{ a: 1 }])
      })
    }

    it('passes a JSON schema on to the solver', async () => {
      const { choices } = await sdk.client.chat.completions.parse(ask('json', { response_format: json }))
      expect(choices[0]?.message.content).to.equal('{"sum":3}')
      expect(sdk.stage.requests.at(-1)?.output).to.deep.equal({ schema })
      await create(ask('plain', { response_format: { type: 'json_object' } }))
      expect(sdk.stage.requests.at(-1)?.output).to.deep.equal({})
    })

    it('passes images on as parts', async () => {
      const image = (url: string) => ({ type: 'image_url', image_url: { url } }) as const
      const text = { type: 'text', text: 'plain' } as const
      await create(ask([text, image('data:image/png;base64,AQID'), image('https://example.com/a.png')]))
      expect(sdk.stage.requests.at(-1)?.messages[0]?.parts).to.deep.equal([
        { type: 'text', text: 'plain' },
        { type: 'image', mediaType: 'image/png', data: Buffer.from([1, 2, 3]) },
        { type: 'image', mediaType: 'image/*', data: new URL('https://example.com/a.png') },
      ])
    })

    it('passes every sampling parameter on', async () => {
      const sampling = { temperature: 0.5, top_p: 0.9, presence_penalty: 1, frequency_penalty: -1, seed: 7 }
      await create(
        ask('plain', { ...sampling, tool_choice: 'none', tools: [tool], reasoning_effort: 'low', user: 'u1' }),
      )
      const request = sdk.stage.requests.at(-1)
      expect(request?.limits).to.deep.equal({
        temperature: 0.5,
        topP: 0.9,
        presencePenalty: 1,
        frequencyPenalty: -1,
        seed: 7,
      })
      expect([request?.toolChoice, request?.reasoning, request?.user]).to.deep.equal(['none', { effort: 'low' }, 'u1'])
    })
  },
  () => openStage({ scripts }),
)
