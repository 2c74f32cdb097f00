import { expect } from 'chai'
import type { ChatRequest, Message, Part, ToolSpec } from 'dramatis'
import { chatRequest } from 'dramatis/testing'
import { message, toolResult } from '../../../test/support/model.ts'
import { done, lines, play } from './stand-in.ts'

interface Given extends Partial<ChatRequest> {
  settings?: object
}

const png = Uint8Array.of(137, 80, 78, 71)
const weather: ToolSpec = {
  name: 'weather',
  description: 'Tells it.',
  input: { type: 'object', properties: { city: { type: 'string' } } },
}
const clock: ToolSpec = { name: 'clock', description: '', input: { type: 'object' } }
const weatherTool = {
  type: 'function',
  function: { name: 'weather', description: 'Tells it.', parameters: weather.input },
}
const clockTool = { type: 'function', function: { name: 'clock', description: '', parameters: { type: 'object' } } }
const calling = (id: string, name: string, input: unknown): Part => ({ type: 'call', call: { id, name, input } })
const image = (data: Uint8Array | URL): Part => ({ type: 'image', mediaType: 'image/png', data })
const failed = (given: Message): Message => ({ ...given, failed: true }) as Message // it is one of a tool
const question = [{ role: 'user', content: 'Hi' }]
const schema = { type: 'object', properties: { n: { type: 'integer' } } }

/** Requests, and what of them the server hears besides the question, the model and `stream`. */
const requests: Readonly<Record<string, readonly [given: Given, body: object]>> = {
  'a question': [{}, {}],
  'a conversation': [
    {
      messages: [
        message('system', 'Be kind.'),
        message('user', 'One'),
        message('assistant', 'Two', ' 2'),
        message('user', ''),
      ],
    },
    {
      messages: [
        { role: 'system', content: 'Be kind.' },
        { role: 'user', content: 'One' },
        { role: 'assistant', content: 'Two 2' },
        { role: 'user', content: '' },
      ],
    },
  ],
  'images, and what is read as text': [
    {
      messages: [
        message(
          'user',
          'See',
          image(png),
          image(new URL('https://a.example/b.png')),
          { type: 'data', data: [1] },
          {
            type: 'file',
            mediaType: 'text/plain',
            data: new URL('https://a.example/c'),
            name: 'c',
          },
        ),
      ],
    },
    {
      messages: [
        {
          role: 'user',
          content: 'See![image](https://a.example/b.png)[\n  1\n][c](https://a.example/c)',
          images: ['iVBORw=='],
        },
      ],
    },
  ],
  'calls, what came of them, and the thoughts before': [
    {
      messages: [
        message('user', 'Hi'),
        message(
          'assistant',
          { type: 'reasoning', text: 'Hm.', opaque: { another: 'vendor' } },
          calling('a', 'weather', { city: 'Rome' }),
          calling('b', 'clock', 'now'),
          calling('c', 'clock', undefined),
        ),
        { ...toolResult('a', 'Sunny'), parts: [{ type: 'text', text: 'Sunny' }, image(png)] },
        failed(toolResult('b', 'It broke.')),
        { ...toolResult('z', '1'), name: 'other' } as Message, // it is one of a tool
        toolResult('y', '2'),
      ],
    },
    {
      messages: [
        ...question,
        {
          role: 'assistant',
          content: '',
          thinking: 'Hm.',
          tool_calls: [
            { id: 'a', function: { name: 'weather', arguments: { city: 'Rome' } } },
            { id: 'b', function: { name: 'clock', arguments: { value: 'now' } } },
            { id: 'c', function: { name: 'clock', arguments: {} } },
          ],
        },
        { role: 'tool', content: 'Sunny', images: ['iVBORw=='], tool_name: 'weather', tool_call_id: 'a' },
        { role: 'tool', content: 'It broke.', tool_name: 'clock', tool_call_id: 'b' },
        { role: 'tool', content: '1', tool_name: 'other', tool_call_id: 'z' },
        { role: 'tool', content: '2', tool_call_id: 'y' },
      ],
    },
  ],
  tools: [{ tools: [weather, clock], toolChoice: 'auto' }, { tools: [weatherTool, clockTool] }],
  'tools of which one must be called': [
    { tools: [weather, clock], toolChoice: { name: 'clock' } },
    { tools: [clockTool] },
  ],
  'tools that must not be called': [{ tools: [weather], toolChoice: 'none' }, {}],
  JSON: [{ output: {} }, { format: 'json' }],
  'JSON of a schema': [{ output: { schema } }, { format: schema }],
  thoughts: [{ reasoning: {} }, { think: true }],
  'thoughts of an effort': [{ reasoning: { effort: 'low' } }, { think: true }],
  'no thoughts': [{ reasoning: { effort: 'none' }, settings: { think: true } }, { think: false }],
  'levels of thought, for the model that has them': [
    { reasoning: { effort: 'minimal' }, settings: { model: 'gpt-oss:20b' } },
    { model: 'gpt-oss:20b', think: 'low' },
  ],
  'a level above them': [
    { reasoning: { effort: 'max' }, settings: { model: 'gpt-oss:20b' } },
    { model: 'gpt-oss:20b', think: 'high' },
  ],
  'thoughts by the settings': [{ settings: { think: 'high' } }, { think: 'high' }],
  limits: [
    {
      limits: {
        maxTokens: 9,
        stop: ['.', '!'],
        temperature: 0,
        topP: 0.5,
        topK: 4,
        seed: 0,
        presencePenalty: 1,
        frequencyPenalty: -1,
      },
    },
    {
      options: {
        num_predict: 9,
        stop: ['.', '!'],
        temperature: 0,
        top_p: 0.5,
        top_k: 4,
        seed: 0,
        presence_penalty: 1,
        frequency_penalty: -1,
      },
    },
  ],
  'limits of client, settings and options, in that order': [
    {
      limits: { temperature: 0.1 },
      settings: {
        temperature: 0.2,
        max_tokens: 50,
        stop_token: 'END',
        options: { temperature: 0.3, num_predict: 7, num_ctx: 8192, mirostat: 2 },
      },
    },
    { options: { temperature: 0.1, num_predict: 50, stop: ['END'], num_ctx: 8192, mirostat: 2 } },
  ],
  'how long to stay': [{ settings: { keepAlive: '10m' } }, { keep_alive: '10m' }],
  'how long to stay, in the other spelling': [{ settings: { keep_alive: 0 } }, { keep_alive: 0 }],
}

describe('ollama asks', () => {
  for (const [title, [{ settings = {}, ...given }, expected]] of Object.entries(requests)) {
    it(title, async () => {
      const { call } = await play(lines(done), { ...chatRequest('Hi'), ...given }, settings)
      expect(call?.path).to.equal('/api/chat')
      expect(call?.body).to.deep.equal({ model: 'm', messages: question, stream: true, ...expected })
    })
  }

  it('with the key and the headers of the settings, and never reads a file that a text may name', async () => {
    const headers = { 'x-team': 'a' }
    const messages = [message('user', { type: 'image', mediaType: 'image/png', data: Buffer.from('package.json') })]
    const { call } = await play(lines(done), { question: '', messages }, { apiKey: 'k', headers })
    expect(call?.headers).to.include({ authorization: 'Bearer k', 'x-team': 'a', 'content-type': 'application/json' })
    expect(call?.body).to.have.nested.property('messages[0].images[0]', 'cGFja2FnZS5qc29u')
  })

  it('without a key where there is none', async () => {
    const { call } = await play(lines(done), chatRequest('Hi'))
    expect(call?.headers).not.to.have.property('authorization')
  })
})
