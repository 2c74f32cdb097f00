import { expect } from 'chai'
import type { ChatRequest, Message } from 'dramatis'
import { send } from '../support/cohere.ts'
import { openStage, type Stage } from '../support/stage.ts'

const text = (words: string) => ({ type: 'text', text: words }) as const
const user = (words: string): Message => ({ role: 'user', parts: [text(words)] })
const call = (id: string, at: number) => ({ type: 'call', call: { id, name: 'look', input: { at } } }) as const
const result = (callId: string, ...outputs: object[]): Message => ({
  role: 'tool',
  callId,
  name: 'look',
  parts: outputs.map((data) => ({ type: 'data', data })),
})
const look = (at: number) => ({ name: 'look', parameters: { at } })

const conversations: { title: string; body: object; messages: Message[]; question?: string }[] = [
  {
    title: 'a preamble and a history with instructions in it',
    body: {
      preamble: 'Be brief.',
      chat_history: [
        { role: 'USER', message: 'Hi' },
        { role: 'CHATBOT', message: 'Hello.' },
        { role: 'SYSTEM', message: 'Be kind.' },
      ],
    },
    messages: [
      { role: 'system', parts: [text('Be brief.')] },
      user('Hi'),
      { role: 'assistant', parts: [text('Hello.')] },
      { role: 'system', parts: [text('Be kind.')] },
      user('plain'),
    ],
  },
  {
    title: "roles as LangChain's older versions spell them",
    body: {
      chat_history: [
        { role: 'User', message: 'Hi' },
        { role: 'Chatbot', message: 'Hello.' },
      ],
    },
    messages: [user('Hi'), { role: 'assistant', parts: [text('Hello.')] }, user('plain')],
  },
  {
    title: 'documents, without what is not for the model',
    body: {
      preamble: 'Be brief.',
      documents: [{ id: 'd1', title: 'Tall penguins', text: 'Emperors.', url: 'x', _excludes: ['url'] }],
    },
    messages: [
      { role: 'system', parts: [text('Be brief.')] },
      {
        role: 'system',
        parts: [{ type: 'data', data: { documents: [{ title: 'Tall penguins', text: 'Emperors.' }] } }],
      },
      user('plain'),
    ],
  },
  {
    title: 'results of one step, which repeat the calls',
    body: {
      tool_results: [
        { call: look(1), outputs: [{ sky: 'grey' }, { sky: 'blue' }] },
        { call: look(2), outputs: [] },
      ],
    },
    messages: [
      user('plain'),
      { role: 'assistant', parts: [call('call_0', 1), call('call_1', 2)] },
      result('call_0', { sky: 'grey' }, { sky: 'blue' }),
      result('call_1'),
    ],
  },
  {
    title: 'results of many steps, in another order than the calls',
    body: {
      message: '',
      chat_history: [
        { role: 'USER', message: 'plain' },
        { role: 'CHATBOT', message: 'I look.', tool_calls: [look(1), look(2), look(1)] },
      ],
      tool_results: [
        { call: look(2), outputs: [{ sky: 'grey' }] },
        { call: look(1), outputs: [{ sky: 'blue' }] },
        { call: look(1), outputs: [{ sky: 'red' }] },
      ],
    },
    messages: [
      user('plain'),
      {
        role: 'assistant',
        parts: [text('I look.'), call('call_0', 1), call('call_1', 2), call('call_2', 1)],
      },
      result('call_1', { sky: 'grey' }),
      result('call_0', { sky: 'blue' }),
      result('call_2', { sky: 'red' }),
    ],
  },
  {
    title: 'results without a message',
    body: {
      message: undefined,
      chat_history: [{ role: 'USER', message: 'plain' }],
      tool_results: [{ call: look(1), outputs: [] }],
    },
    messages: [user('plain'), { role: 'assistant', parts: [call('call_0', 1)] }, result('call_0')],
  },
  {
    title: 'results in the history',
    body: {
      chat_history: [
        { role: 'CHATBOT', message: '', tool_calls: [look(1)] },
        { role: 'TOOL', tool_results: [{ call: look(1), outputs: [{ sky: 'blue' }] }] },
      ],
    },
    messages: [{ role: 'assistant', parts: [call('call_0', 1)] }, result('call_0', { sky: 'blue' }), user('plain')],
  },
]

const fields: [object, Partial<ChatRequest>][] = [
  [
    { max_tokens: 5, temperature: 0, k: 3, p: 0.5, seed: 0 },
    { limits: { maxTokens: 5, temperature: 0, topK: 3, topP: 0.5, seed: 0 } },
  ],
  [
    { stop_sequences: ['x'], frequency_penalty: 0.5, presence_penalty: 1 },
    { limits: { stop: ['x'], frequencyPenalty: 0.5, presencePenalty: 1 } },
  ],
  [{ k: 0, max_tokens: null, p: null, stop_sequences: null }, { limits: {} }],
  [{ conversation_id: 'c1' }, { limits: {}, conversation: 'c1' }],
  [
    { response_format: { type: 'json_object', schema: { type: 'object' } } },
    { limits: {}, output: { schema: { type: 'object' } } },
  ],
  [{ response_format: { type: 'json_object' } }, { limits: {}, output: {} }],
  [{ response_format: { type: 'text' } }, { limits: {} }],
  [
    {
      prompt_truncation: 'AUTO',
      safety_mode: 'STRICT',
      max_input_tokens: 9,
      raw_prompting: true,
      force_single_step: true,
    },
    { limits: {} },
  ],
  [{ tools: [], documents: [], connectors: [], chat_history: null, preamble: null }, { limits: {} }],
]

const types: [type: string, schema: object][] = [
  ['str', { type: 'string' }],
  ['int', { type: 'integer' }],
  ['float', { type: 'number' }],
  ['bool', { type: 'boolean' }],
  ['string', { type: 'string' }],
  ['List', { type: 'array' }],
  ['Dict', { type: 'object' }],
  ['List[str]', { type: 'array', items: { type: 'string' } }],
  ['list[Dict[str, int]]', { type: 'array', items: { type: 'object', additionalProperties: { type: 'integer' } } }],
  ['Optional[float]', { type: 'number' }],
  ['Owl', {}],
  ['List[Owl]', { type: 'array', items: {} }],
  ['List[', {}],
  ['toString', {}],
  ['str[int]', { type: 'string' }],
]

const refused: [title: string, body: object, message: RegExp][] = [
  ['no message', { message: undefined }, /message must be at least 1 token long or tool results must be specified/],
  ['an empty one', { message: '' }, /message must be at least 1 token long or tool results must be specified/],
  ['a number for it', { message: 7 }, /"message" must be a string or null, not a number/],
  [
    'a role that nobody has',
    { chat_history: [{ role: 'OWL', message: 'x' }] },
    /"chat_history\[0\]\.role" must be one of/,
  ],
  ['a history of texts', { chat_history: ['x'] }, /"chat_history\[0\]" must be an object/],
  ['a p over 1', { p: 2 }, /"p" must be <= 1/],
  ['a k over 500', { k: 501 }, /"k" must be <= 500/],
  ['no tokens at all', { max_tokens: 0 }, /"max_tokens" must be >= 1/],
  ['six stop sequences', { stop_sequences: [...'abcdef'] }, /"stop_sequences"/],
  ['a tool without a name', { tools: [{ description: 'x' }] }, /"tools\[0\]\.name" is required/],
  [
    'results that are no objects',
    { tool_results: [{ call: look(1), outputs: ['x'] }] },
    /"tool_results\[0\]\.outputs\[0\]" must be an object/,
  ],
  ['results without their calls', { tool_results: [{ outputs: [] }] }, /"tool_results\[0\]\.call" is required/],
  ['connectors', { connectors: [{ id: 'web-search' }] }, /There are no connectors here/],
  ['search queries alone', { search_queries_only: true }, /Search queries cannot be had/],
  ['another format', { response_format: { type: 'xml' } }, /"response_format\.type" must be one of/],
]

describe('cohere requests of version 1', () => {
  let stage: Stage
  before(async () => {
    stage = await openStage()
  })
  after(() => stage.close())

  const ask = async (body: object): Promise<ChatRequest | undefined> => {
    const { status, text } = await send(stage, '/cohere/v1/chat', { model: 'Scripted', message: 'plain', ...body })
    expect(status, text).to.equal(200)
    return stage.requests.at(-1)
  }

  for (const { title, body, messages } of conversations) {
    it(`may have ${title}`, async () => {
      const request = await ask(body)
      expect(request?.messages).to.deep.equal(messages)
      expect(request?.question).to.equal('plain')
    })
  }

  for (const [body, expected] of fields) {
    it(`are read: ${JSON.stringify(body)}`, async () => {
      const { question, messages, ...rest } = (await ask(body)) ?? {}
      expect({ question, messages }).to.deep.equal({ question: 'plain', messages: [user('plain')] })
      expect(rest).to.deep.equal(expected)
    })
  }

  for (const [type, schema] of types) {
    it(`may have tools with a ${type}`, async () => {
      const parameter_definitions = { at: { type, description: 'Where.', required: true }, by: { type } }
      const request = await ask({ tools: [{ name: 'look', description: 'Looks.', parameter_definitions }] })
      const properties = { at: { ...schema, description: 'Where.' }, by: schema }
      const input = { type: 'object', properties, required: ['at'] }
      expect(request?.tools).to.deep.equal([{ name: 'look', description: 'Looks.', input }])
    })
  }

  it('may have tools without parameters', async () => {
    const request = await ask({ tools: [{ name: 'look' }] })
    const input = { type: 'object', properties: {} }
    expect(request?.tools).to.deep.equal([{ name: 'look', description: '', input }])
  })

  it('continue the conversation that they name', async () => {
    const conversation_id = 'kept'
    await ask({ conversation_id })
    expect((await ask({ conversation_id }))?.messages.map(({ role }) => role)).to.deep.equal([
      'user',
      'assistant',
      'user',
    ])
  })

  for (const [title, body, message] of refused) {
    it(`are refused for ${title}`, async () => {
      const given = { model: 'Scripted', message: 'plain', ...body }
      const { status, text } = await send(stage, '/cohere/v1/chat', given)
      const error = JSON.parse(text)
      expect([status, Object.keys(error)]).to.deep.equal([400, ['message']])
      expect(error.message)
        .to.match(/^invalid request: /)
        .and.to.match(message)
    })
  }

  it('may have types and results without end, and are answered in time', async () => {
    const deep = 'List['.repeat(100_000) + ']'.repeat(100_000)
    const results = Array.from({ length: 20_000 }, () => ({ call: look(1), outputs: [] }))
    const chat_history = [{ role: 'CHATBOT', message: '', tool_calls: results.map(({ call }) => call) }]
    const started = performance.now()
    await ask({
      tools: [{ name: 'look', parameter_definitions: { at: { type: deep } } }],
      chat_history,
      tool_results: results,
    })
    expect(performance.now() - started).to.be.lessThan(2000)
  })
})
