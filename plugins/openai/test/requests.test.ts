import { expect } from 'chai'
import type { ChatRequest, Message, Part, ToolSpec } from 'dramatis'
import { chatRequest } from 'dramatis/testing'
import { encodeChat } from '../src/chat.ts'
import { encodeResponse } from '../src/responses.ts'
import { play, stream } from './stand-in.ts'
import { chunk, numbered, response } from './wires.ts'

const png = Uint8Array.of(1, 2, 3)
const url = new URL('https://a.example/b.pdf')
const tool: ToolSpec = { name: 'add', description: 'Adds.', input: { type: 'object' } }
const schema = { type: 'object', properties: { x: { type: 'number' } } }
const thought = { id: 'rs_1', type: 'reasoning', summary: [], encrypted_content: 'secret' }

function asked(rest: Partial<ChatRequest>, ...messages: Message[]): ChatRequest {
  return messages.length > 0 ? { question: '', messages, ...rest } : { ...chatRequest('hi'), ...rest }
}

function user(...parts: Part[]): Message {
  return { role: 'user', parts }
}

const words = (text: string): Part => ({ type: 'text', text })
const called: Part = { type: 'call', call: { id: 'a', name: 'add', input: { x: 1 } } }
const result: Message = { role: 'tool', callId: 'a', parts: [words('1')] }

interface Case {
  request: ChatRequest
  settings?: object
  /** Fields of the body, of each endpoint; undefined where there must be none. */
  chat: Record<string, unknown>
  responses: Record<string, unknown>
}

const hi = [{ role: 'user', content: 'hi' }]
const limits = {
  maxTokens: 9,
  stop: ['x'],
  temperature: 0,
  topP: 0.5,
  topK: 4,
  seed: 1,
  presencePenalty: 1,
  frequencyPenalty: 2,
}

const cases: Record<string, Case> = {
  'a question': {
    request: asked({}),
    chat: { model: 'm', messages: hi, stream: true, stream_options: { include_usage: true } },
    responses: { model: 'm', input: hi, stream: true, store: false },
  },
  'instructions stay where they are': {
    request: asked({}, { role: 'system', parts: [words('Be kind.')] }, user(words('hi'))),
    chat: { messages: [{ role: 'system', content: 'Be kind.' }, ...hi] },
    responses: { input: [{ role: 'system', content: 'Be kind.' }, ...hi], instructions: undefined },
  },
  limits: {
    request: asked({ limits }),
    chat: {
      max_tokens: 9,
      stop: ['x'],
      temperature: 0,
      top_p: 0.5,
      top_k: 4,
      seed: 1,
      presence_penalty: 1,
      frequency_penalty: 2,
    },
    responses: { max_output_tokens: 9, temperature: 0, top_p: 0.5, stop: undefined, seed: undefined, top_k: undefined },
  },
  "the client's limits before the settings'": {
    request: asked({ limits: { temperature: 0 } }),
    settings: { temperature: 1, max_tokens: 7, top_p: 0.3 },
    chat: { temperature: 0, max_tokens: 7, top_p: 0.3 },
    responses: { temperature: 0, max_output_tokens: 7, top_p: 0.3 },
  },
  tools: {
    request: asked({ tools: [tool], toolChoice: 'required', parallelToolCalls: false }),
    chat: {
      tools: [{ type: 'function', function: { name: 'add', description: 'Adds.', parameters: { type: 'object' } } }],
      tool_choice: 'required',
      parallel_tool_calls: false,
    },
    responses: {
      tools: [{ type: 'function', name: 'add', description: 'Adds.', parameters: { type: 'object' }, strict: false }],
      tool_choice: 'required',
      parallel_tool_calls: false,
    },
  },
  'one tool by name': {
    request: asked({ tools: [tool], toolChoice: { name: 'add' } }),
    chat: { tool_choice: { type: 'function', function: { name: 'add' } } },
    responses: { tool_choice: { type: 'function', name: 'add' } },
  },
  'what is understood is not said': {
    request: asked({ tools: [tool], toolChoice: 'auto' }),
    chat: { tool_choice: undefined, parallel_tool_calls: undefined },
    responses: { tool_choice: undefined, parallel_tool_calls: undefined },
  },
  'a choice without tools': {
    request: asked({ tools: [], toolChoice: 'none' }),
    chat: { tools: undefined, tool_choice: undefined },
    responses: { tools: undefined, tool_choice: undefined },
  },
  JSON: {
    request: asked({ output: {} }),
    chat: { response_format: { type: 'json_object' } },
    responses: { text: { format: { type: 'json_object' } } },
  },
  'JSON of a schema': {
    request: asked({ output: { schema } }),
    chat: { response_format: { type: 'json_schema', json_schema: { name: 'answer', schema } } },
    responses: { text: { format: { type: 'json_schema', name: 'answer', schema } } },
  },
  'thinking, as the client wants it': {
    request: asked({ reasoning: { effort: 'high' }, user: 'u1' }),
    settings: { reasoningEffort: 'low' },
    chat: { reasoning_effort: 'high', user: 'u1' },
    responses: {
      reasoning: { effort: 'high', summary: 'auto' },
      include: ['reasoning.encrypted_content'],
      user: 'u1',
    },
  },
  'thinking, as the settings say': {
    request: asked({}),
    settings: { reasoningEffort: 'low' },
    chat: { reasoning_effort: 'low' },
    responses: { reasoning: { effort: 'low', summary: 'auto' } },
  },
  'models that do not think are not asked to': {
    request: asked({}),
    chat: { reasoning_effort: undefined },
    responses: { reasoning: undefined, include: undefined },
  },
  'a call and its result': {
    request: asked({}, user(words('hi')), { role: 'assistant', parts: [words('So:'), called] }, result),
    chat: {
      messages: [
        ...hi,
        {
          role: 'assistant',
          content: 'So:',
          tool_calls: [{ id: 'a', type: 'function', function: { name: 'add', arguments: '{"x":1}' } }],
        },
        { role: 'tool', tool_call_id: 'a', content: '1' },
      ],
    },
    responses: {
      input: [
        ...hi,
        { role: 'assistant', content: 'So:' },
        { type: 'function_call', call_id: 'a', name: 'add', arguments: '{"x":1}' },
        { type: 'function_call_output', call_id: 'a', output: '1' },
      ],
    },
  },
  'thoughts that are wanted back, each by who gave them': {
    request: asked({}, user(words('hi')), {
      role: 'assistant',
      parts: [
        { type: 'reasoning', text: 'Hm.' },
        { type: 'reasoning', text: '', opaque: { reasoning_content: 'Hm.' } },
        { type: 'reasoning', text: '', opaque: thought },
        { type: 'reasoning', text: '', opaque: 'a signature of somebody else' },
        { type: 'call', call: { id: 'a', name: 'add', input: {}, opaque: { extra_content: { google: 1 } } } },
      ],
    }),
    chat: {
      messages: [
        ...hi,
        {
          reasoning_content: 'Hm.',
          role: 'assistant',
          content: null,
          tool_calls: [
            { id: 'a', type: 'function', function: { name: 'add', arguments: '{}' }, extra_content: { google: 1 } },
          ],
        },
      ],
    },
    responses: {
      input: [...hi, thought, { type: 'function_call', call_id: 'a', name: 'add', arguments: '{}' }],
    },
  },
  'thoughts without a call stay behind': {
    request: asked({}, user(words('hi')), {
      role: 'assistant',
      parts: [{ type: 'reasoning', text: '', opaque: { reasoning_content: 'Hm.' } }, words('Ho.')],
    }),
    chat: { messages: [...hi, { role: 'assistant', content: 'Ho.' }] },
    responses: { input: [...hi, { role: 'assistant', content: 'Ho.' }] },
  },
  'images and files': {
    request: asked(
      {},
      user(
        words('Look.'),
        { type: 'image', mediaType: 'image/png', data: png },
        { type: 'image', mediaType: 'image/*', data: new URL('https://a.example/b.png') },
        { type: 'file', mediaType: 'application/pdf', data: png, name: 'b.pdf' },
      ),
    ),
    chat: {
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'Look.' },
            { type: 'image_url', image_url: { url: 'data:image/png;base64,AQID' } },
            { type: 'image_url', image_url: { url: 'https://a.example/b.png' } },
            { type: 'file', file: { file_data: 'data:application/pdf;base64,AQID', filename: 'b.pdf' } },
          ],
        },
      ],
    },
    responses: {
      input: [
        {
          role: 'user',
          content: [
            { type: 'input_text', text: 'Look.' },
            { type: 'input_image', image_url: 'data:image/png;base64,AQID', detail: 'auto' },
            { type: 'input_image', image_url: 'https://a.example/b.png', detail: 'auto' },
            { type: 'input_file', file_data: 'data:application/pdf;base64,AQID', filename: 'b.pdf' },
          ],
        },
      ],
    },
  },
  'what an endpoint has no place for is text': {
    request: asked({}, user({ type: 'file', mediaType: 'application/pdf', data: url })),
    chat: { messages: [{ role: 'user', content: [{ type: 'text', text: '[file](https://a.example/b.pdf)' }] }] },
    responses: { input: [{ role: 'user', content: [{ type: 'input_file', file_url: url.href }] }] },
  },
  'sound, and data': {
    request: asked({}, user({ type: 'data', data: { x: 1 } }, { type: 'audio', mediaType: 'audio/x-wav', data: png })),
    chat: {
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: '{\n  "x": 1\n}' },
            { type: 'input_audio', input_audio: { data: 'AQID', format: 'wav' } },
          ],
        },
      ],
    },
    responses: {
      input: [
        {
          role: 'user',
          content: [
            { type: 'input_text', text: '{\n  "x": 1\n}' },
            { type: 'input_text', text: '[audio](data:audio/x-wav;base64,AQID)' },
          ],
        },
      ],
    },
  },
  'pictures of the model itself': {
    request: asked(
      {},
      { role: 'assistant', parts: [words('Look: '), { type: 'image', mediaType: 'image/png', data: png }] },
    ),
    chat: { messages: [{ role: 'assistant', content: 'Look: [image (image/png)]' }] },
    responses: { input: [{ role: 'assistant', content: 'Look: [image (image/png)]' }] },
  },
  'pictures that came of calls': {
    request: {
      question: '',
      messages: [
        { role: 'assistant', parts: [called] },
        { role: 'tool', callId: 'a', parts: [words('Here:'), { type: 'image', mediaType: 'image/png', data: png }] },
        { role: 'tool', callId: 'b', parts: [{ type: 'audio', mediaType: 'audio/wav', data: png, name: 'b.wav' }] },
        user(words('And?')),
      ],
    },
    chat: {
      messages: [
        {
          role: 'assistant',
          content: null,
          tool_calls: [{ id: 'a', type: 'function', function: { name: 'add', arguments: '{"x":1}' } }],
        },
        { role: 'tool', tool_call_id: 'a', content: 'Here:\n[image (image/png)]' },
        { role: 'tool', tool_call_id: 'b', content: '[b.wav (audio/wav)]' },
        { role: 'user', content: [{ type: 'image_url', image_url: { url: 'data:image/png;base64,AQID' } }] },
        { role: 'user', content: 'And?' },
      ],
    },
    responses: {},
  },
  "fields of the server's own": {
    request: asked({}),
    settings: { body: { stream_options: null, provider: { order: ['a'] } } },
    chat: { provider: { order: ['a'] }, stream_options: undefined, messages: hi },
    responses: { provider: { order: ['a'] }, input: hi },
  },
}

const said = {
  chat: stream(chunk({ content: 'Hi' }, 'stop')),
  responses: stream(
    ...numbered([{ type: 'response.completed', ...{ response: { ...response, status: 'completed' } } }]),
  ),
}

for (const api of ['chat', 'responses'] as const) {
  describe(`openai by ${api}: requests`, () => {
    for (const [name, { request, settings, [api]: expected }] of Object.entries(cases)) {
      it(name, async () => {
        const { call } = await play(said[api], request, { api, ...settings })
        const body = call?.body as Record<string, unknown> // the solver sends an object
        const seen = Object.fromEntries(Object.keys(expected).map((key) => [key, body[key]]))
        expect(seen).to.deep.equal(expected)
      })
    }

    it('sends nothing else', async () => {
      const { call } = await play(said[api], chatRequest('hi'), { api })
      expect(Object.keys(call?.body as object)).to.have.members(Object.keys(cases['a question']?.[api] ?? {}))
    })

    it('goes to its own path, with the key and the headers', async () => {
      const settings = { api, key: 'secret', headers: { 'x-title': 'Dramatis' }, organization: 'o', project: 'p' }
      const { call } = await play(said[api], chatRequest('hi'), { apiKey: undefined, ...settings })
      expect(call?.path).to.equal(api === 'chat' ? '/v1/chat/completions' : '/v1/responses')
      expect(call?.headers).to.deep.include({
        authorization: 'Bearer secret',
        'content-type': 'application/json',
        'x-title': 'Dramatis',
        'openai-organization': 'o',
        'openai-project': 'p',
      })
    })
  })
}

describe("openai: what is OpenAI's own", () => {
  const at = (host: string, name: string) => ({
    host,
    name,
    reads: [],
    limits: { maxTokens: 9, topK: 4 },
    effort: undefined,
  })

  it('the most tokens, by another name', () => {
    expect(encodeChat(at('api.openai.com', 'm'), chatRequest('hi'), false))
      .to.include({ max_completion_tokens: 9 })
      .and.not.have.any.keys('max_tokens', 'top_k')
  })
  it('thoughts that can be handed back, of models that have some', () => {
    const include = (host: string, name: string) => encodeResponse(at(host, name), chatRequest('hi')).include
    for (const name of ['gpt-5', 'gpt-5.6-mini', 'o3', 'codex-mini-latest']) {
      expect(include('api.openai.com', name), name).to.deep.equal(['reasoning.encrypted_content'])
      expect(include('127.0.0.1', name), name).to.equal(undefined)
    }
    for (const name of ['gpt-4o', 'gpt-5-chat-latest', 'ours']) {
      expect(include('api.openai.com', name), name).to.equal(undefined)
    }
  })
  it('ids of calls at Mistral have nine characters, the same for a call and what came of it', () => {
    const called = (id: string): Message => ({
      role: 'assistant',
      parts: [{ type: 'call', call: { id, name: 'add', input: {} } }],
    })
    const messages: Message[] = ['call_0123456789abcdef', 'D681PevKs'].flatMap((id) => [
      called(id),
      { role: 'tool', callId: id, parts: [] },
    ])
    const wire = encodeChat(at('api.mistral.ai', 'm'), { question: '', messages }, false).messages
    const ids = wire.map((each) =>
      'tool_call_id' in each ? each.tool_call_id : 'tool_calls' in each && each.tool_calls?.[0]?.id,
    )
    expect(ids[0]).to.match(/^[a-zA-Z0-9]{9}$/)
    expect(ids).to.deep.equal([ids[0], ids[0], 'D681PevKs', 'D681PevKs'])
  })
  it('usage at Mistral is not asked for', () => {
    expect(encodeChat(at('api.mistral.ai', 'm'), chatRequest('hi'), false)).not.to.have.property('stream_options')
  })
})
