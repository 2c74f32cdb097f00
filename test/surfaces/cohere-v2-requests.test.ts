import { expect } from 'chai'
import type { ChatRequest, Message } from 'dramatis'
import { send } from '../support/cohere.ts'
import { openStage, type Stage } from '../support/stage.ts'

const text = (words: string) => ({ type: 'text', text: words }) as const
const user = (words: string): Message => ({ role: 'user', parts: [text(words)] })
const plain = { role: 'user', content: 'plain' }
const call = { id: 'a', type: 'function', function: { name: 'look', arguments: '{"at":1}' } }
const decodedCall = { type: 'call', call: { id: 'a', name: 'look', input: { at: 1 } } } as const

const conversations: { title: string; body: object; messages: Message[] }[] = [
  {
    title: 'instructions, as text and as parts',
    body: {
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'system', content: [{ type: 'text', text: 'Be kind.' }] },
        plain,
      ],
    },
    messages: [
      { role: 'system', parts: [text('Be brief.')] },
      { role: 'system', parts: [text('Be kind.')] },
      user('plain'),
    ],
  },
  {
    title: 'images',
    body: {
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'plain' },
            { type: 'image_url', image_url: { url: 'data:image/png;base64,AQID', detail: 'low' } },
            { type: 'image_url', image_url: { url: 'https://example.com/a.png' } },
          ],
        },
      ],
    },
    messages: [
      {
        role: 'user',
        parts: [
          text('plain'),
          { type: 'image', mediaType: 'image/png', data: Buffer.from([1, 2, 3]) },
          { type: 'image', mediaType: 'image/*', data: new URL('https://example.com/a.png') },
        ],
      },
    ],
  },
  {
    title: 'documents of every form, after the instructions',
    body: {
      messages: [{ role: 'system', content: 'Be brief.' }, plain],
      documents: ['Penguins.', { id: 'd1', data: { title: 'Tall ones' } }, { data: 'Small ones.' }],
    },
    messages: [
      { role: 'system', parts: [text('Be brief.')] },
      {
        role: 'system',
        parts: [{ type: 'data', data: { documents: ['Penguins.', { title: 'Tall ones' }, 'Small ones.'] } }],
      },
      user('plain'),
    ],
  },
  {
    title: 'a plan, calls, and results of every form',
    body: {
      messages: [
        plain,
        { role: 'assistant', tool_plan: 'I look.', tool_calls: [call] },
        { role: 'tool', tool_call_id: 'a', content: 'grey' },
        {
          role: 'tool',
          tool_call_id: 'a',
          content: [
            { type: 'text', text: 'grey' },
            { type: 'document', document: { id: '1', data: { sky: 'grey' } } },
            { type: 'document', document: { data: '{"sky":"grey"}' } },
          ],
        },
      ],
    },
    messages: [
      user('plain'),
      { role: 'assistant', parts: [text('I look.'), decodedCall] },
      { role: 'tool', callId: 'a', parts: [text('grey')] },
      {
        role: 'tool',
        callId: 'a',
        parts: [text('grey'), { type: 'data', data: { sky: 'grey' } }, text('{"sky":"grey"}')],
      },
    ],
  },
  {
    title: 'thoughts of earlier answers',
    body: {
      messages: [
        {
          role: 'assistant',
          content: [
            { type: 'thinking', thinking: 'Hm.' },
            { type: 'text', text: 'Hello.' },
          ],
        },
        plain,
      ],
    },
    messages: [{ role: 'assistant', parts: [{ type: 'reasoning', text: 'Hm.' }, text('Hello.')] }, user('plain')],
  },
]

const schema = { type: 'object', properties: { sum: { type: 'number' } } }
const fields: [object, Partial<ChatRequest>][] = [
  [
    { max_tokens: 5, temperature: 1.5, k: 3, p: 0.99, seed: 7 },
    { limits: { maxTokens: 5, temperature: 1.5, topK: 3, topP: 0.99, seed: 7 } },
  ],
  [
    { stop_sequences: ['x'], frequency_penalty: 0.5, presence_penalty: 1 },
    { limits: { stop: ['x'], frequencyPenalty: 0.5, presencePenalty: 1 } },
  ],
  [{ response_format: { type: 'json_object', json_schema: schema } }, { limits: {}, output: { schema } }],
  [{ response_format: { type: 'json_object', schema } }, { limits: {}, output: { schema } }],
  [{ thinking: { type: 'enabled' } }, { limits: {}, reasoning: {} }],
  [{ thinking: { type: 'enabled', token_budget: 100 } }, { limits: {}, reasoning: { budget: 100 } }],
  [{ thinking: { type: 'disabled' } }, { limits: {}, reasoning: { effort: 'none' } }],
  [{ tool_choice: 'REQUIRED' }, { limits: {}, toolChoice: 'required' }],
  [{ tool_choice: 'NONE' }, { limits: {}, toolChoice: 'none' }],
  [{ tool_choice: null, thinking: null, documents: null, tools: [], logprobs: false }, { limits: {} }],
  [{ safety_mode: 'OFF', strict_tools: true, priority: 3, citation_options: { mode: 'FAST' } }, { limits: {} }],
  [
    { tools: [{ type: 'function', function: { name: 'look', description: 'Looks.', parameters: schema } }] },
    { limits: {}, tools: [{ name: 'look', description: 'Looks.', input: schema }] },
  ],
  [
    { tools: [{ type: 'function', function: { name: 'look' } }] },
    { limits: {}, tools: [{ name: 'look', description: '', input: { type: 'object', properties: {} } }] },
  ],
]

const refused: [title: string, body: object, message: RegExp][] = [
  ['no messages', { messages: undefined }, /"messages" is required/],
  ['an empty list of them', { messages: [] }, /"messages" must NOT have fewer than 1 items/],
  ['a role that nobody has', { messages: [{ role: 'owl', content: 'x' }] }, /"messages\[0\]\.role" must be one of/],
  ['no content', { messages: [{ role: 'user' }] }, /"messages\[0\]\.content" is required/],
  ['results of no call', { messages: [{ role: 'tool', content: 'x' }] }, /"messages\[0\]\.tool_call_id" is required/],
  ['a part of no kind', { messages: [{ role: 'user', content: [{ type: 'video' }] }] }, /content\[0\]\.type" must be/],
  ['a part of text without any', { messages: [{ role: 'user', content: [{ type: 'text' }] }] }, /is required/],
  [
    'an image that is nowhere',
    { messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'cat.png' } }] }] },
    /must be a data: URL or an http\(s\) URL/,
  ],
  [
    'arguments that are no JSON',
    { messages: [{ role: 'assistant', tool_calls: [{ id: 'a', function: { name: 'look', arguments: '{' } }] }] },
    /arguments of a tool call must be JSON/,
  ],
  ['log probabilities', { logprobs: true }, /Log probabilities cannot be had/],
  ['a choice that is none', { tool_choice: 'look' }, /"tool_choice" must be one of/],
  ['thoughts of no kind', { thinking: { type: 'deep' } }, /"thinking\.type" must be one of/],
  ['a penalty below 0', { presence_penalty: -1 }, /"presence_penalty" must be >= 0/],
]

describe('cohere requests of version 2', () => {
  let stage: Stage
  before(async () => {
    stage = await openStage()
  })
  after(() => stage.close())

  const ask = async (body: object): Promise<ChatRequest | undefined> => {
    const { status, text } = await send(stage, '/cohere/v2/chat', { model: 'Scripted', messages: [plain], ...body })
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

  for (const [title, body, message] of refused) {
    it(`are refused for ${title}`, async () => {
      const given = { model: 'Scripted', messages: [plain], ...body }
      const { status, headers, text } = await send(stage, '/cohere/v2/chat', given)
      const error = JSON.parse(text)
      expect([status, Object.keys(error)]).to.deep.equal([400, ['id', 'message']])
      expect(error.id).to.equal(headers.get('x-request-id'))
      expect(error.message)
        .to.match(/^invalid request: /)
        .and.to.match(message)
    })
  }
})
