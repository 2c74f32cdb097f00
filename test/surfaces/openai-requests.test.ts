import { expect } from 'chai'
import type { ChatRequest } from 'dramatis'
import { openStage, type Stage } from '../support/stage.ts'

const text = (value: string) => ({ type: 'text', text: value }) as const
const plain = { role: 'user', content: 'plain' }
const add = { name: 'add', description: 'Adds.', parameters: { type: 'object' } }
const sub = { name: 'sub' }
const tools = [add, sub].map((described) => ({ type: 'function', function: described }))
const [addSpec, subSpec] = [
  { name: 'add', description: 'Adds.', input: { type: 'object' } },
  { name: 'sub', description: '', input: { type: 'object', properties: {} } },
]

const understood: { title: string; body: object; request: Partial<ChatRequest> }[] = [
  {
    title: 'instructions of the system and of the developer',
    body: { messages: [{ role: 'system', content: 'A.' }, { role: 'developer', content: [text('B.')] }, plain] },
    request: {
      messages: [
        { role: 'system', parts: [text('A.')] },
        { role: 'system', parts: [text('B.')] },
        { role: 'user', parts: [text('plain')] },
      ],
    },
  },
  {
    title: 'a refusal of the assistant',
    body: { messages: [{ role: 'assistant', content: null, refusal: 'No.' }, plain] },
    request: {
      messages: [
        { role: 'assistant', parts: [text('No.')] },
        { role: 'user', parts: [text('plain')] },
      ],
    },
  },
  {
    title: 'that some tools are allowed',
    body: {
      messages: [plain],
      tools,
      tool_choice: { type: 'allowed_tools', allowed_tools: { mode: 'required', tools: [tools[1]] } },
    },
    request: { tools: [subSpec], toolChoice: 'required' },
  },
  {
    title: 'functions, the older spelling of tools',
    body: { messages: [plain], functions: [add, sub], function_call: { name: 'sub' } },
    request: { tools: [addSpec, subSpec], toolChoice: { name: 'sub' }, parallelToolCalls: false },
  },
  {
    title: 'what came of calls in the older spelling',
    body: {
      messages: [
        { role: 'user', content: 'sum' },
        { role: 'assistant', content: null, function_call: { name: 'add', arguments: '{"a":1}' } },
        { role: 'function', name: 'add', content: '2' },
        plain,
      ],
      functions: [add],
      function_call: 'auto',
    },
    request: {
      toolChoice: 'auto',
      messages: [
        { role: 'user', parts: [text('sum')] },
        { role: 'assistant', parts: [{ type: 'call', call: { id: 'function_1', name: 'add', input: { a: 1 } } }] },
        { role: 'tool', callId: 'function_1', name: 'add', parts: [text('2')] },
        { role: 'user', parts: [text('plain')] },
      ],
    },
  },
  {
    title: 'calls that are no JSON, as a model wrote them, and fields of null',
    body: {
      messages: [
        {
          role: 'assistant',
          tool_calls: [{ id: 'c1', type: 'function', function: { name: 'add', arguments: '{"a' } }],
        },
        { role: 'tool', tool_call_id: 'c1', content: 'no JSON', name: null },
        { ...plain, name: null, tool_calls: null, tool_call_id: null },
      ],
    },
    request: {
      messages: [
        { role: 'assistant', parts: [{ type: 'call', call: { id: 'c1', name: 'add', input: '{"a' } }] },
        { role: 'tool', callId: 'c1', parts: [text('no JSON')] },
        { role: 'user', parts: [text('plain')] },
      ],
    },
  },
  { title: 'who asks', body: { messages: [plain], safety_identifier: 's' }, request: { user: 's' } },
  {
    title: 'hints that make no difference here',
    body: { messages: [plain], prediction: { type: 'content', content: 'x' }, service_tier: 'flex', verbosity: 'low' },
    request: { question: 'plain' },
  },
]

const refused: { body: object; param: string }[] = [
  { body: { messages: [plain], top_logprobs: 2 }, param: 'top_logprobs' },
  { body: { messages: [plain], logit_bias: { 50256: -100 } }, param: 'logit_bias' },
  { body: { messages: [plain], modalities: ['text', 'audio'], audio: { voice: 'x' } }, param: 'modalities' },
  { body: { messages: [{ role: 'assistant', audio: { id: 'audio_1' } }, plain] }, param: 'messages[0].audio' },
  { body: { messages: [plain], web_search_options: {} }, param: 'web_search_options' },
  { body: { messages: [plain], moderation: { model: 'm' } }, param: 'moderation' },
  { body: { messages: [plain], reasoning_effort: 'most' }, param: 'reasoning_effort' },
  { body: { messages: [plain], tools: [{ type: 'custom', custom: { name: 'x' } }] }, param: 'tools[0].type' },
  { body: { messages: [plain], tools, tool_choice: 'owl' }, param: 'tool_choice' },
  { body: { messages: [plain], tools, tool_choice: { type: 'custom', custom: { name: 'x' } } }, param: 'tool_choice' },
  {
    body: {
      messages: [plain],
      tools,
      tool_choice: { type: 'allowed_tools', allowed_tools: { mode: 'auto', tools: [{ type: 'function' }] } },
    },
    param: 'tool_choice.allowed_tools.tools',
  },
  {
    body: { messages: [plain], tools, tool_choice: { type: 'function', function: { name: 'mul' } } },
    param: 'tool_choice.function.name',
  },
  { body: { messages: [plain], functions: [add], function_call: { name: 'mul' } }, param: 'function_call.name' },
  { body: { messages: [plain], tools, functions: [add] }, param: 'functions' },
  { body: { messages: [plain], functions: [add], function_call: 'required' }, param: 'function_call' },
]

describe('openai chat understands', () => {
  let stage: Stage
  before(async () => {
    stage = await openStage({
      scripts: {
        calls: async function* () {
          yield { type: 'tool-input-delta', id: 'a', name: 'add', text: '{"a":' }
          yield { type: 'tool-input-delta', id: 'b', name: 'sub', text: '{}' }
          yield { type: 'tool-input-delta', id: 'a', name: 'add', text: '1}' }
          yield { type: 'tool-call', call: { id: 'a', name: 'add', input: { a: 1 } } }
          yield { type: 'tool-call', call: { id: 'b', name: 'sub', input: {} } }
        },
      },
    })
  })
  after(() => stage.close())

  const post = (body: object) =>
    fetch(`${stage.url}/openai/v1/chat/completions`, { method: 'POST', body: JSON.stringify(body) })

  for (const { title, body, request } of understood) {
    it(title, async () => {
      const response = await post(body)
      expect(response.status, await response.text()).to.equal(200)
      expect(stage.requests.at(-1)).to.deep.include(request)
    })
  }

  for (const { body, param } of refused) {
    it(`what is wrong with ${JSON.stringify(body)}`, async () => {
      const response = await post(body)
      const { error } = (await response.json()) as { error: { message: string } }
      expect([response.status, error], error.message).to.deep.equal([
        400,
        { message: error.message, type: 'invalid_request_error', param, code: 'invalid_value' },
      ])
    })
  }

  it('that a client of functions hears of one call, and of others as text', async () => {
    const body = { messages: [{ role: 'user', content: 'calls' }], functions: [add, sub] }
    const whole = await (await post(body)).json()
    expect(whole).to.have.nested.property('choices[0].finish_reason', 'function_call')
    expect((whole as { choices: { message: object }[] }).choices[0]?.message).to.deep.include({
      content: 'sub({})',
      function_call: { name: 'add', arguments: '{"a":1}' },
    })
    const frames = (await (await post({ ...body, stream: true })).text()).split('\n\n').slice(0, -2)
    const choices = frames.map((frame) => JSON.parse(frame.slice('data: '.length)).choices[0])
    expect(choices.map(({ delta }) => delta)).to.deep.equal([
      { role: 'assistant', content: '' },
      { function_call: { name: 'add', arguments: '{"a":' } },
      { function_call: { arguments: '1}' } },
      { content: 'sub({})' },
      {},
    ])
    expect(choices.at(-1).finish_reason).to.equal('function_call')
  })

  it('that a text completion is to have log probabilities, be it those of its own words alone', async () => {
    const init = { method: 'POST', body: JSON.stringify({ prompt: 'plain', logprobs: 0 }) }
    const response = await fetch(`${stage.url}/openai/v1/completions`, init)
    expect([response.status, await response.json()]).to.have.deep.nested.property('[1].error.param', 'logprobs')
    expect(response.status).to.equal(400)
  })

  it('that stored completions are asked for, and has none', async () => {
    const { id } = (await (await post({ messages: [plain], store: true, metadata: { a: 'b' } })).json()) as {
      id: string
    }
    const response = await fetch(`${stage.url}/openai/v1/chat/completions/${id}`)
    expect([response.status, await response.json()]).to.have.deep.nested.property(
      '[1].error.type',
      'invalid_request_error',
    )
    expect(response.status).to.equal(404)
  })
})
