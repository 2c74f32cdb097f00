import { expect } from 'chai'
import { dig, events, json, send } from '../support/cohere.ts'
import { openStage, type Stage } from '../support/stage.ts'

/** What well-known clients send, as their sources have it. */
const v1 = [
  {
    client: "LangChain's ChatCohere for JavaScript",
    body: { model: 'Scripted', temperature: 0.3, message: 'plain', chat_history: [] },
  },
  {
    client: "LangChain's ChatCohere for JavaScript, with a history",
    body: {
      model: 'Scripted',
      temperature: 0.3,
      message: 'plain',
      chat_history: [
        { role: 'SYSTEM', message: 'Be brief.' },
        { role: 'USER', message: 'Hi' },
        { role: 'CHATBOT', message: 'Hello.', tool_calls: [] },
      ],
    },
  },
  {
    client: "LangChain's ChatCohere for Python, of its first versions",
    body: {
      model: 'Scripted',
      message: 'plain',
      chat_history: [{ role: 'User', message: 'Hi' }],
      tools: null,
      force_single_step: false,
      prompt_truncation: 'AUTO',
    },
  },
  {
    client: 'the documented curl example',
    body: {
      model: 'Scripted',
      chat_history: [
        { role: 'USER', message: 'Who discovered gravity?' },
        { role: 'CHATBOT', message: 'Sir Isaac Newton' },
      ],
      message: 'plain',
    },
  },
]

const tool = {
  type: 'function',
  function: {
    name: 'weather',
    description: 'The weather.',
    parameters: {
      $schema: 'http://json-schema.org/draft-07/schema#',
      type: 'object',
      properties: { city: { type: 'string' } },
      required: ['city'],
      additionalProperties: false,
    },
  },
}

const v2 = [
  {
    client: 'the AI SDK',
    body: { model: 'Scripted', messages: [{ role: 'user', content: 'plain' }] },
  },
  {
    client: 'the AI SDK, with tools and what came of them',
    body: {
      model: 'Scripted',
      max_tokens: 100,
      temperature: 0,
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'What is the weather?' },
        {
          role: 'assistant',
          tool_calls: [{ id: 'a', type: 'function', function: { name: 'weather', arguments: '{"city":"Rome"}' } }],
        },
        { role: 'tool', content: '{"sky":"blue"}', tool_call_id: 'a' },
        { role: 'user', content: 'plain' },
      ],
      tools: [tool],
    },
  },
  {
    client: 'the AI SDK, for an object, with a file and thoughts',
    body: {
      model: 'Scripted',
      response_format: { type: 'json_object', json_schema: tool.function.parameters },
      messages: [{ role: 'user', content: 'plain' }],
      documents: [{ data: { text: 'Penguins.', title: 'penguins.txt' } }],
      thinking: { type: 'enabled', token_budget: 1000 },
    },
  },
  {
    client: 'the AI SDK, which wants a tool called',
    body: {
      model: 'Scripted',
      messages: [{ role: 'user', content: 'plain' }],
      tools: [tool],
      tool_choice: 'REQUIRED',
    },
  },
  {
    client: "LangChain's ChatCohere for Python",
    body: {
      model: 'Scripted',
      messages: [
        { role: 'user', content: 'Hi' },
        {
          role: 'assistant',
          tool_plan: 'I look.',
          tool_calls: [{ id: 'a', type: 'function', function: { name: 'weather', arguments: '{}' } }],
        },
        {
          role: 'tool',
          tool_call_id: 'a',
          content: [{ type: 'document', document: { data: '{"output": "blue"}' } }],
        },
        { role: 'user', content: [{ type: 'text', text: 'plain' }] },
      ],
      tools: [tool],
      safety_mode: 'CONTEXTUAL',
    },
  },
]

describe('cohere clients', () => {
  let stage: Stage
  before(async () => {
    stage = await openStage()
  })
  after(() => stage.close())

  for (const { client, body } of v1) {
    it(`${client}: find what they read`, async () => {
      const { text, meta, tool_calls = [] } = await json(stage, '/cohere/v1/chat', body)
      expect([text, tool_calls]).to.deep.equal(['One. Two. Three.', []])
      expect(dig(meta, 'tokens', 'input_tokens')).to.be.greaterThan(0)
      const end = (await events(stage, '/cohere/v1/chat', body)).at(-1)
      expect(dig(end, 'response', 'text')).to.equal('One. Two. Three.')
    })
  }

  for (const { client, body } of v2) {
    it(`${client}: find what they read`, async () => {
      const { message, usage } = await json(stage, '/cohere/v2/chat', body)
      expect(dig(message, 'content')).to.deep.equal([{ type: 'text', text: 'One. Two. Three.' }])
      for (const counts of ['billed_units', 'tokens']) {
        expect(dig(usage, counts, 'input_tokens')).to.be.greaterThan(0)
        expect(dig(usage, counts, 'output_tokens')).to.equal(4)
      }
      const end = (await events(stage, '/cohere/v2/chat', body)).at(-1)
      expect(dig(end, 'delta', 'usage', 'tokens', 'output_tokens')).to.equal(4)
    })
  }

  it('that embed find their vectors and what they cost', async () => {
    const body = { model: 'Numbers', embedding_types: ['float'], texts: ['a', 'b'], input_type: 'search_query' }
    const answer = await json(stage, '/cohere/v2/embed', body)
    expect(dig(answer, 'embeddings', 'float')).to.have.lengthOf(2)
    expect(dig(answer, 'meta', 'billed_units', 'input_tokens')).to.equal(1)
  })

  it('that send form data, as curl does, are understood', async () => {
    const init = { headers: { 'content-type': 'application/x-www-form-urlencoded' } }
    expect((await send(stage, '/cohere/v1/chat', { message: 'plain' }, init)).status).to.equal(200)
  })
})
