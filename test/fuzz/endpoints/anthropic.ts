import type { Check, FuzzedEndpoint } from '../endpoint.ts'
import { isJson, jsonOf } from '../endpoint.ts'
import type { Tree } from '../json-tree.ts'
import { checkError, checkMessage, checkMessageStream } from '../shapes/anthropic.ts'
import { requireType } from '../shapes/frames.ts'
import { page, pdf, png, questions, schema } from './samples.ts'

const cached: Tree = { type: 'ephemeral', ttl: '5m' }

const tools: Tree = [
  { name: 'get_weather', description: 'The weather.', input_schema: schema, cache_control: cached, strict: true },
  { type: 'custom', name: 'no_arguments', input_schema: { type: 'object' }, eager_input_streaming: true },
]

const question = (content: Tree): { [key: string]: Tree } => ({
  max_tokens: 100,
  messages: [{ role: 'user', content }],
})

/** Bodies of the messages API, without a model. */
export const messagesBodies: readonly { [key: string]: Tree }[] = [
  ...questions.map(question),
  {
    ...question('Go on.'),
    system: 'Be brief.',
    tools,
    tool_choice: { type: 'tool', name: 'get_weather', disable_parallel_tool_use: true },
    temperature: 0.5,
    top_p: 0.9,
    top_k: 40,
    stop_sequences: ['###'],
    metadata: { user_id: 'anna' },
    thinking: { type: 'enabled', budget_tokens: 2048 },
    output_config: { format: { type: 'json_schema', schema }, effort: 'low' },
    service_tier: 'auto',
  },
  {
    max_tokens: 2000,
    system: [
      { type: 'text', text: 'Be brief.', cache_control: cached },
      { type: 'text', text: 'Be kind.' },
    ],
    messages: [
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Look:', cache_control: cached },
          { type: 'image', source: { type: 'base64', media_type: 'image/png', data: png } },
          { type: 'image', source: { type: 'url', url: page } },
          {
            type: 'document',
            source: { type: 'base64', media_type: 'application/pdf', data: pdf },
            title: 'A',
            context: 'B',
          },
          {
            type: 'document',
            source: { type: 'text', media_type: 'text/plain', data: 'Plain.' },
            citations: { enabled: true },
          },
          { type: 'document', source: { type: 'url', url: 'https://example.com/a.pdf' } },
          { type: 'document', source: { type: 'content', content: [{ type: 'text', text: 'Inside.' }] } },
          {
            type: 'search_result',
            source: 'https://example.com/b',
            title: 'B',
            content: [{ type: 'text', text: 'Found.' }],
          },
        ],
      },
      {
        role: 'assistant',
        content: [
          { type: 'thinking', thinking: 'Hm.', signature: 'c2lnbmVk' },
          { type: 'redacted_thinking', data: 'aGlkZGVu' },
          { type: 'text', text: 'Let me see.', citations: null },
          { type: 'tool_use', id: 'toolu_1', name: 'get_weather', input: { city: 'Paris' } },
          { type: 'tool_use', id: 'toolu_2', name: 'no_arguments', input: {} },
        ],
      },
      {
        role: 'user',
        content: [
          { type: 'tool_result', tool_use_id: 'toolu_1', content: 'Grey.', is_error: false },
          {
            type: 'tool_result',
            tool_use_id: 'toolu_2',
            is_error: true,
            content: [
              { type: 'text', text: 'It failed.' },
              { type: 'image', source: { type: 'base64', media_type: 'image/png', data: png } },
            ],
          },
          { type: 'text', text: 'And now?' },
        ],
      },
      { role: 'system', content: 'Be quick.' },
    ],
    tools,
    tool_choice: { type: 'auto' },
    thinking: { type: 'adaptive' },
  },
  {
    max_tokens: 100,
    messages: [
      { role: 'user', content: 'Search.' },
      {
        role: 'assistant',
        content: [
          { type: 'server_tool_use', id: 'srvtoolu_1', name: 'web_search', input: { query: 'x' } },
          {
            type: 'web_search_tool_result',
            tool_use_id: 'srvtoolu_1',
            content: [{ type: 'web_search_result', url: page, title: 'A', encrypted_content: 'x', page_age: null }],
          },
          { type: 'text', text: 'Found.' },
        ],
      },
      { role: 'user', content: 'Go on.' },
    ],
    thinking: { type: 'disabled' },
    tool_choice: { type: 'none' },
  },
]

export const refusedMessages: readonly { [key: string]: Tree }[] = [
  question([{ type: 'image', source: { type: 'file', file_id: 'file_1' } }]),
  { ...question('Go on.'), tools: [{ type: 'web_search_20250305', name: 'web_search', max_uses: 2 }] },
  { messages: [{ role: 'user', content: 'Go on.' }] },
]

const model = 'Fuzzed'

const answer: Check = (answer) => {
  if (isJson(answer)) return checkMessage(jsonOf(answer))
  requireType(answer.headers, 'text/event-stream')
  checkMessageStream(answer.body)
}

const error: Check = (answer) => checkError(jsonOf(answer))

export const anthropic: readonly FuzzedEndpoint[] = [
  {
    name: 'anthropic messages',
    surface: 'anthropic',
    path: '/anthropic/v1/messages',
    valid: [false, true].flatMap((stream) => messagesBodies.map((body) => ({ model, ...body, stream }))),
    refused: refusedMessages.map((body) => ({ model, ...body })),
    answer,
    error,
    failed: [502],
  },
]
