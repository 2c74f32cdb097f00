import { expect } from 'chai'
import type { ChatRequest, Message, Part, ToolSpec } from 'dramatis'
import { chatRequest } from 'dramatis/testing'
import { message } from '../../../test/support/model.ts'
import { standIn } from './stand-in.ts'

interface Given extends Partial<ChatRequest> {
  settings?: object
}

const png = Uint8Array.of(137, 80, 78, 71)
const weather: ToolSpec = {
  name: 'weather',
  description: 'Tells it.',
  input: { properties: { city: { type: 'string' } } },
}
const clock: ToolSpec = { name: 'clock', description: '', input: { type: 'object' } }
const weatherTool = {
  name: 'weather',
  description: 'Tells it.',
  input_schema: { type: 'object', properties: { city: { type: 'string' } } },
}
const clockTool = { name: 'clock', input_schema: { type: 'object' } }

const words = (text: string) => ({ type: 'text', text })
const user = (...content: readonly object[]) => ({ role: 'user', content })
const assistant = (...content: readonly object[]) => ({ role: 'assistant', content })
const calling = (id: string, name: string, input: unknown = {}): Part => ({ type: 'call', call: { id, name, input } })
const result = (callId: string, parts: readonly Part[], failed?: boolean): Message => ({
  role: 'tool',
  callId,
  parts,
  ...(failed ? { failed } : {}),
})
const shown = (...parts: readonly (string | Part)[]): Given => ({ messages: [message('user', ...parts)] })
const file = (mediaType: string, data: Uint8Array | URL, name?: string): Part => ({
  type: 'file',
  mediaType,
  data,
  ...(name === undefined ? {} : { name }),
})

const older = { version: '2023-06-01' }
const newer = { version: '2026-10-21' }
const question = [user(words('Hi'))]
const schema = { type: 'object', properties: { n: { type: 'integer', minimum: 1 } }, required: ['n'] }

/** Requests, and what of them the vendor hears besides the question, the model, `stream` and 4096 tokens. */
const requests: Readonly<Record<string, readonly [given: Given, body: object]>> = {
  'a question': [{}, {}],
  'instructions, wherever they stand': [
    {
      messages: [
        message('system', 'Be kind.'),
        message('user', 'Hi'),
        message('system', ' '),
        message('system', 'Be brief.'),
      ],
    },
    { system: 'Be kind.\n\nBe brief.' },
  ],
  'turns of several messages, and empty ones': [
    {
      messages: [
        message('user', 'One', ' \n'),
        message('user', 'Two'),
        message('assistant', ''),
        message('assistant', 'Three'),
        message('user', 'Four'),
      ],
    },
    { messages: [user(words('One'), words('Two')), assistant(words('Three')), user(words('Four'))] },
  ],
  'calls and what came of them, before what is said then': [
    {
      messages: [
        message('user', 'Hi'),
        message(
          'assistant',
          'Wait.',
          calling('a:1', 'weather', { city: 'Rome' }),
          calling('b', 'clock', 'now'),
          calling('c', 'clock', null),
        ),
        message('user', 'And?'),
        result('a:1', [
          { type: 'text', text: 'Sunny' },
          { type: 'image', mediaType: 'image/png', data: png },
        ]),
        result('b', [{ type: 'text', text: 'It broke.' }], true),
        result('c', []),
      ],
    },
    {
      messages: [
        user(words('Hi')),
        assistant(
          words('Wait.'),
          { type: 'tool_use', id: 'a_1', name: 'weather', input: { city: 'Rome' } },
          { type: 'tool_use', id: 'b', name: 'clock', input: { input: 'now' } },
          { type: 'tool_use', id: 'c', name: 'clock', input: {} },
        ),
        user(
          {
            type: 'tool_result',
            tool_use_id: 'a_1',
            content: [
              words('Sunny'),
              { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'iVBORw==' } },
            ],
          },
          { type: 'tool_result', tool_use_id: 'b', content: [words('It broke.')], is_error: true },
          { type: 'tool_result', tool_use_id: 'c' },
          words('And?'),
        ),
      ],
    },
  ],
  'thoughts with their signatures, and none without': [
    {
      messages: [
        message('user', 'Hi'),
        message(
          'assistant',
          { type: 'reasoning', text: 'Let me', opaque: 'c2lnMQ==' },
          { type: 'reasoning', text: ' see' },
          { type: 'reasoning', text: '', opaque: 'c2lnMg==' },
          { type: 'reasoning', text: '', opaque: { redacted: 'ZGF0YQ==' } },
          calling('a', 'clock'),
          { type: 'reasoning', text: 'unsigned' },
          'Yes.',
          { type: 'reasoning', text: 'of another vendor', opaque: { id: 'rs_1' } },
        ),
        message('user', 'Hi'),
      ],
    },
    {
      messages: [
        user(words('Hi')),
        assistant(
          { type: 'thinking', thinking: 'Let me', signature: 'c2lnMQ==' },
          { type: 'thinking', thinking: ' see', signature: 'c2lnMg==' },
          { type: 'redacted_thinking', data: 'ZGF0YQ==' },
          { type: 'tool_use', id: 'a', name: 'clock', input: {} },
          words('Yes.'),
        ),
        user(words('Hi')),
      ],
    },
  ],
  'images, as bytes and by address': [
    shown(
      'What?',
      { type: 'image', mediaType: 'image/png', data: png },
      { type: 'image', mediaType: 'image/*', data: new URL('https://a.example/b.png') },
    ),
    {
      messages: [
        user(
          words('What?'),
          { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'iVBORw==' } },
          { type: 'image', source: { type: 'url', url: 'https://a.example/b.png' } },
        ),
      ],
    },
  ],
  'documents, as bytes and by address': [
    shown(
      file('application/pdf', png, 'a.pdf'),
      file('application/pdf', new URL('https://a.example/a.pdf')),
      file('text/csv; charset=utf-8', Buffer.from('a,b'), 'a.csv'),
      file('application/ld+json', Buffer.from('{}')),
    ),
    {
      messages: [
        user(
          {
            type: 'document',
            source: { type: 'base64', media_type: 'application/pdf', data: 'iVBORw==' },
            title: 'a.pdf',
          },
          { type: 'document', source: { type: 'url', url: 'https://a.example/a.pdf' } },
          { type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'a,b' }, title: 'a.csv' },
          { type: 'document', source: { type: 'text', media_type: 'text/plain', data: '{}' } },
        ),
      ],
    },
  ],
  'what it cannot read, by name': [
    shown(
      file('application/zip', png, 'a.zip'),
      file('text/plain', new URL('https://a.example/a.txt')),
      { type: 'audio', mediaType: 'audio/wav', data: png },
      { type: 'data', data: { a: 1 } },
    ),
    {
      messages: [
        user(
          words('[a.zip (application/zip), which cannot be read here]'),
          words('[file](https://a.example/a.txt)'),
          words('[audio (audio/wav), which cannot be read here]'),
          words('{\n  "a": 1\n}'),
        ),
      ],
    },
  ],
  tools: [{ tools: [weather, clock] }, { tools: [weatherTool, clockTool] }],
  'a free choice': [
    { tools: [clock], toolChoice: 'auto' },
    { tools: [clockTool], tool_choice: { type: 'auto' } },
  ],
  'a call that must be': [
    { tools: [clock], toolChoice: 'required' },
    { tools: [clockTool], tool_choice: { type: 'any' } },
  ],
  'a call that must not be': [
    { tools: [clock], toolChoice: 'none', parallelToolCalls: false },
    { tools: [clockTool], tool_choice: { type: 'none' } },
  ],
  'a call of that tool, alone': [
    { tools: [clock], toolChoice: { name: 'clock' }, parallelToolCalls: false },
    { tools: [clockTool], tool_choice: { type: 'tool', name: 'clock', disable_parallel_tool_use: true } },
  ],
  'calls one by one': [
    { tools: [clock], parallelToolCalls: false },
    { tools: [clockTool], tool_choice: { type: 'auto', disable_parallel_tool_use: true } },
  ],
  'a choice without tools': [{ toolChoice: 'required', parallelToolCalls: true }, {}],
  'a JSON Schema': [
    { output: { schema }, settings: older },
    { output_config: { format: { type: 'json_schema', schema } } },
  ],
  'a JSON Schema, as the newer version takes it': [
    { output: { schema }, settings: newer },
    {
      output_config: {
        format: {
          type: 'json_schema',
          schema: {
            type: 'object',
            properties: { n: { type: 'integer', description: '{minimum: 1}' } },
            additionalProperties: false,
            required: ['n'],
          },
        },
      },
    },
  ],
  'JSON of any form': [
    { output: {}, messages: [message('system', 'Be kind.'), message('user', 'Hi')] },
    { system: 'Be kind.\n\nAnswer with a JSON object and nothing else.' },
  ],
  'limits of the client, which win over the settings': [
    {
      limits: {
        maxTokens: 10,
        stop: ['END', '\n'],
        temperature: 1.5,
        topP: 0.5,
        topK: 3,
        seed: 1,
        presencePenalty: 1,
        frequencyPenalty: 1,
      },
      settings: { ...older, maxTokens: 20, temperature: 0.1, stop: ['NO'], top_p: 0.1, top_k: 1 },
    },
    { max_tokens: 10, stop_sequences: ['END'], temperature: 1, top_p: 0.5, top_k: 3 },
  ],
  'limits of the settings': [
    { settings: { ...older, max_tokens: 20, temperature: 0.1, stop_token: 'NO' } },
    { max_tokens: 20, stop_sequences: ['NO'], temperature: 0.1 },
  ],
  'no temperature, where the newer version has none': [
    { limits: { temperature: 0.5, topP: 0.5, topK: 3, stop: ['\n'] }, settings: newer },
    {},
  ],
  'a user': [{ user: 'u-1' }, { metadata: { user_id: 'u-1' } }],
  'a prompt cache': [
    {
      tools: [weather, clock],
      messages: [message('system', 'Be kind.'), message('user', 'Hi')],
      settings: { cache: true },
    },
    {
      system: [{ type: 'text', text: 'Be kind.', cache_control: { type: 'ephemeral' } }],
      tools: [weatherTool, { ...clockTool, cache_control: { type: 'ephemeral' } }],
    },
  ],
}

const adaptive = { type: 'adaptive', display: 'summarized' }
const budget = (tokens: number) => ({ type: 'enabled', budget_tokens: tokens })
const called: Given = {
  messages: [message('user', 'Hi'), message('assistant', calling('a', 'clock')), result('a', [])],
}
const calledInThought: Given = {
  messages: [
    message('user', 'Hi'),
    message('assistant', { type: 'reasoning', text: 'Hm.', opaque: 'c2ln' }, calling('a', 'clock')),
    result('a', []),
  ],
}

/** Requests for thought, and what becomes of them. */
const thoughts: Readonly<Record<string, readonly [given: Given, body: object]>> = {
  'an effort': [
    { reasoning: { effort: 'high' }, settings: newer },
    { max_tokens: 20_480, thinking: adaptive, output_config: { effort: 'high' } },
  ],
  'an effort within a limit': [
    { reasoning: { effort: 'minimal' }, limits: { maxTokens: 900 }, settings: newer },
    { max_tokens: 900, thinking: adaptive, output_config: { effort: 'low' } },
  ],
  'an effort of the settings': [
    { settings: { ...newer, reasoningEffort: 'low' } },
    { max_tokens: 6144, thinking: adaptive, output_config: { effort: 'low' } },
  ],
  'a budget as an effort': [
    { reasoning: { budget: 10_000 }, settings: newer },
    { max_tokens: 14_096, thinking: adaptive, output_config: { effort: 'high' } },
  ],
  'a budget above all efforts': [
    { reasoning: { budget: 50_000 }, settings: newer },
    { max_tokens: 54_096, thinking: adaptive, output_config: { effort: 'max' } },
  ],
  'thought as the model likes': [
    { reasoning: {}, settings: newer },
    { max_tokens: 12_288, thinking: adaptive },
  ],
  'no thought': [{ reasoning: { effort: 'none' }, settings: newer }, { thinking: { type: 'disabled' } }],
  'an effort beside a forced call': [
    { reasoning: { effort: 'low' }, tools: [clock], toolChoice: 'required', settings: newer },
    { tools: [clockTool], tool_choice: { type: 'any' }, output_config: { effort: 'low' } },
  ],
  'an effort as a budget': [{ reasoning: { effort: 'high' } }, { max_tokens: 20_480, thinking: budget(16_384) }],
  'a budget': [{ reasoning: { budget: 5000 } }, { max_tokens: 9096, thinking: budget(5000) }],
  'a budget that is too small': [{ reasoning: { budget: 100 } }, { max_tokens: 5120, thinking: budget(1024) }],
  'a budget within a limit': [
    { reasoning: { budget: 5000 }, limits: { maxTokens: 6000 } },
    { max_tokens: 6000, thinking: budget(5000) },
  ],
  'a budget beyond a limit': [
    { reasoning: { budget: 5000 }, limits: { maxTokens: 4000 } },
    { max_tokens: 4000, thinking: budget(2000) },
  ],
  'a limit that leaves no room for thought': [
    { reasoning: { effort: 'high' }, limits: { maxTokens: 1000, temperature: 0.5 } },
    { max_tokens: 1000, temperature: 0.5 },
  ],
  'a budget beside a temperature': [
    { reasoning: { budget: 2000 }, limits: { temperature: 0.5 } },
    { max_tokens: 6096, thinking: budget(2000) },
  ],
  'a budget beside a forced call': [
    { reasoning: { budget: 2000 }, tools: [clock], toolChoice: { name: 'clock' } },
    { tools: [clockTool], tool_choice: { type: 'tool', name: 'clock' } },
  ],
  'a budget in a turn that began without thoughts': [
    { ...called, reasoning: { budget: 2000 } },
    {
      messages: [
        user(words('Hi')),
        assistant({ type: 'tool_use', id: 'a', name: 'clock', input: {} }),
        user({ type: 'tool_result', tool_use_id: 'a' }),
      ],
    },
  ],
  'a budget in a turn that began with thoughts': [
    { ...calledInThought, reasoning: { budget: 2000 } },
    {
      max_tokens: 6096,
      thinking: budget(2000),
      messages: [
        user(words('Hi')),
        assistant(
          { type: 'thinking', thinking: 'Hm.', signature: 'c2ln' },
          { type: 'tool_use', id: 'a', name: 'clock', input: {} },
        ),
        user({ type: 'tool_result', tool_use_id: 'a' }),
      ],
    },
  ],
  'an effort for an older model with the newer version': [
    { reasoning: { effort: 'low' }, settings: { ...newer, thinking: 'budget' } },
    { max_tokens: 6144, thinking: budget(2048) },
  ],
}

describe('anthropic asks', () => {
  const vendor = standIn()

  for (const [what, [{ settings, ...given }, body]] of Object.entries({ ...requests, ...thoughts })) {
    it(what, async () => {
      await vendor.ask({ ...chatRequest('Hi'), ...given }, settings)
      const usual = { model: 'claude-sonnet-5-5', max_tokens: 4096, stream: true, messages: question }
      expect(vendor.call.body).to.deep.equal({ ...usual, ...body })
    })
  }

  it('nothing where there is no question', async () => {
    const before = vendor.server.calls.length
    expect((await vendor.ask(chatRequest(' \n'))).events).to.deep.equal([])
    expect(vendor.server.calls).to.have.length(before)
  })

  it('nothing where the vendor has no form for the output', async () => {
    const before = vendor.server.calls.length
    const asking = vendor.ask({ ...chatRequest('Hi'), output: { schema: { minimum: 1 } } }, newer)
    const error = await asking.catch((thrown: unknown) => thrown)
    expect(error).to.include({ name: 'SolverError', kind: 'bad-request' })
    expect(vendor.server.calls).to.have.length(before)
  })
})
