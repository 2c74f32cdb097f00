import { expect } from 'chai'
import type { ChatRequest } from 'dramatis'
import { openStage, type Stage } from '../support/stage.ts'

const ask = (content: unknown, rest: object = {}) => ({
  model: 'Scripted',
  max_tokens: 100,
  messages: [{ role: 'user', content }],
  ...rest,
})
const text = (text: string) => ({ type: 'text' as const, text })
const said = (role: 'system' | 'user' | 'assistant', ...texts: string[]) => ({ role, parts: texts.map(text) })
const plain = said('user', 'plain')

const conversations: [what: string, body: object, messages: unknown][] = [
  ['a system prompt', { system: 'Be brief.' }, [said('system', 'Be brief.'), plain]],
  ['a system prompt of blocks', { system: [text('Be'), text('brief.')] }, [said('system', 'Be', 'brief.'), plain]],
  ['an empty system prompt', { system: '' }, [plain]],
  ['no system prompt', { system: null }, [plain]],
  [
    'instructions among the messages',
    {
      messages: [
        { role: 'system', content: [text('Be brief.')] },
        { role: 'user', content: 'plain' },
      ],
    },
    [said('system', 'Be brief.'), plain],
  ],
  [
    'a conversation that ends with the beginning of its answer',
    {
      messages: [
        { role: 'user', content: 'plain' },
        { role: 'assistant', content: 'One' },
      ],
    },
    [plain, said('assistant', 'One')],
  ],
  [
    'calls and what came of them',
    {
      messages: [
        { role: 'user', content: 'plain' },
        {
          role: 'assistant',
          content: [
            { type: 'thinking', thinking: 'Hm.', signature: 'c2ln' },
            { type: 'thinking', thinking: 'So.', signature: '' },
            { type: 'redacted_thinking', data: 'secret' },
            text('Wait.'),
            { type: 'tool_use', id: 'a', name: 'look', input: { at: 1 }, caller: { type: 'direct' } },
            { type: 'tool_use', id: 'b', name: 'look', input: {} },
          ],
        },
        {
          role: 'user',
          content: [
            { type: 'tool_result', tool_use_id: 'a', content: 'Grey.', cache_control: { type: 'ephemeral' } },
            {
              type: 'tool_result',
              tool_use_id: 'b',
              is_error: true,
              content: [
                text('No.'),
                { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AQID' } },
              ],
            },
            { type: 'tool_result', tool_use_id: 'c' },
            text('And now?'),
          ],
        },
      ],
    },
    [
      plain,
      {
        role: 'assistant',
        parts: [
          { type: 'reasoning', text: 'Hm.', opaque: 'c2ln' },
          { type: 'reasoning', text: 'So.' },
          { type: 'reasoning', text: '', opaque: { redacted: 'secret' } },
          text('Wait.'),
          { type: 'call', call: { id: 'a', name: 'look', input: { at: 1 } } },
          { type: 'call', call: { id: 'b', name: 'look', input: {} } },
        ],
      },
      { role: 'tool', callId: 'a', parts: [text('Grey.')] },
      {
        role: 'tool',
        callId: 'b',
        failed: true,
        parts: [text('No.'), { type: 'image', mediaType: 'image/png', data: Buffer.from([1, 2, 3]) }],
      },
      { role: 'tool', callId: 'c', parts: [] },
      said('user', 'And now?'),
    ],
  ],
  [
    'what the tools of the vendor left behind',
    {
      messages: [
        {
          role: 'assistant',
          content: [
            { type: 'server_tool_use', id: 's', name: 'web_search', input: { query: 'x' } },
            { type: 'web_search_tool_result', tool_use_id: 's', content: [{ type: 'web_search_result', url: 'u' }] },
          ],
        },
        { role: 'user', content: 'plain' },
      ],
    },
    [
      {
        role: 'assistant',
        parts: [
          { type: 'data', data: { type: 'server_tool_use', id: 's', name: 'web_search', input: { query: 'x' } } },
          {
            type: 'data',
            data: {
              type: 'web_search_tool_result',
              tool_use_id: 's',
              content: [{ type: 'web_search_result', url: 'u' }],
            },
          },
        ],
      },
      plain,
    ],
  ],
]

const pdf = { type: 'file', mediaType: 'application/pdf' }
const found = { type: 'search_result', source: 'https://example.com/', title: 'A page', content: [text('It is so.')] }
const parts: [what: string, block: object, parts: unknown[]][] = [
  [
    'text with its extras',
    { ...text('a'), citations: null, cache_control: { type: 'ephemeral', ttl: '1h' } },
    [text('a')],
  ],
  [
    'an image inline',
    { type: 'image', source: { type: 'base64', media_type: 'image/webp', data: 'AQID' } },
    [{ type: 'image', mediaType: 'image/webp', data: Buffer.from([1, 2, 3]) }],
  ],
  [
    'an image by its address',
    { type: 'image', source: { type: 'url', url: 'https://example.com/a.png' } },
    [{ type: 'image', mediaType: 'image/*', data: new URL('https://example.com/a.png') }],
  ],
  [
    'a document inline',
    {
      type: 'document',
      title: 'Deed',
      context: 'Signed.',
      source: { type: 'base64', media_type: 'application/pdf', data: 'AQID' },
    },
    [{ ...pdf, data: Buffer.from([1, 2, 3]), name: 'Deed' }, text('Signed.')],
  ],
  [
    'a document by its address',
    { type: 'document', title: null, source: { type: 'url', url: 'https://example.com/a.pdf' } },
    [{ ...pdf, data: new URL('https://example.com/a.pdf') }],
  ],
  [
    'a document of plain text',
    { type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'Caf\u00e9' } },
    [{ type: 'file', mediaType: 'text/plain', data: Buffer.from('Caf\u00e9') }],
  ],
  [
    'a document made of a text',
    { type: 'document', source: { type: 'content', content: 'a' } },
    [{ type: 'file', mediaType: 'text/plain', data: Buffer.from('a') }],
  ],
  [
    'a document made of blocks',
    {
      type: 'document',
      source: {
        type: 'content',
        content: [text('a'), { type: 'image', source: { type: 'url', url: 'https://example.com/a.png' } }],
      },
    },
    [text('a'), { type: 'image', mediaType: 'image/*', data: new URL('https://example.com/a.png') }],
  ],
  ['a search result', found, [{ type: 'data', data: found }]],
]

const schema = { type: 'object', properties: { a: { type: 'string' } } }
const tool = { name: 'f', description: 'F.', input_schema: schema, cache_control: null, eager_input_streaming: true }
const settings: [what: string, rest: object, request: Partial<ChatRequest>][] = [
  [
    'limits',
    { stop_sequences: ['#'], temperature: 0, top_p: 1, top_k: 5 },
    { limits: { maxTokens: 100, stop: ['#'], temperature: 0, topP: 1, topK: 5 } },
  ],
  ['limits of null', { stop_sequences: null, temperature: null, top_p: null }, { limits: { maxTokens: 100 } }],
  ['the user', { metadata: { user_id: 'u1' } }, { user: 'u1' }],
  ['tools', { tools: [tool] }, { tools: [{ name: 'f', description: 'F.', input: schema }] }],
  [
    'tools that the vendor defines and the client runs',
    { tools: [{ type: 'bash_20250124', name: 'bash' }] },
    { tools: [{ name: 'bash', description: '', input: { type: 'object' } }] },
  ],
  ['a free choice of tools', { tools: [tool], tool_choice: { type: 'auto' } }, { toolChoice: 'auto' }],
  ['no choice of tools', { tools: [tool], tool_choice: { type: 'none' } }, { toolChoice: 'none' }],
  [
    'any tool, one at a time',
    { tools: [tool], tool_choice: { type: 'any', disable_parallel_tool_use: true } },
    { toolChoice: 'required', parallelToolCalls: false },
  ],
  ['a tool by name', { tools: [tool], tool_choice: { type: 'tool', name: 'f' } }, { toolChoice: { name: 'f' } }],
  ['a schema', { output_config: { format: { type: 'json_schema', schema } } }, { output: { schema } }],
  ['a schema in its older place', { output_format: { type: 'json_schema', schema } }, { output: { schema } }],
  ['effort', { output_config: { effort: 'low' } }, { reasoning: { effort: 'low' } }],
  ['thought', { thinking: { type: 'enabled', budget_tokens: 2048 } }, { reasoning: { budget: 2048 } }],
  [
    'adaptive thought',
    { thinking: { type: 'adaptive' }, output_config: { effort: 'max' } },
    { reasoning: { effort: 'max' } },
  ],
  ['no thought', { thinking: { type: 'disabled' } }, { reasoning: { effort: 'none' } }],
]

const refusals: [body: object, message: string][] = [
  [{ model: 'Scripted', max_tokens: 1 }, 'messages: Field required'],
  [{ ...ask('plain'), max_tokens: undefined }, 'max_tokens: Field required'],
  [ask('plain', { max_tokens: 'x' }), 'max_tokens: Input should be a valid integer'],
  [ask('plain', { max_tokens: -1 }), 'max_tokens: Input should be greater than or equal to 0'],
  [ask('plain', { max_tokens: 0, stream: true }), 'max_tokens: Input should be greater than 0 when streaming'],
  [ask('plain', { messages: [] }), 'messages: at least one message is required'],
  [ask('plain', { messages: 'plain' }), 'messages: Input should be a valid list'],
  [ask('plain', { messages: [{ role: 'user' }] }), 'messages.0.content: Field required'],
  [ask('plain', { messages: [{ content: 'plain' }] }), 'messages.0.role: Field required'],
  [
    ask('plain', { messages: [{ role: 'owl', content: 'plain' }] }),
    "messages.0.role: Input should be 'user', 'assistant' or 'system'",
  ],
  [ask(7), 'messages.0.content: Input should be a valid string or a valid list'],
  [ask([{ text: 'plain' }]), 'messages.0.content.0.type: Field required'],
  [ask([{ type: 'text' }]), 'messages.0.content.0.text: Field required'],
  [ask([{ type: 'text', text: 7 }]), 'messages.0.content.0.text: Input should be a valid string'],
  [ask([{ type: 'image' }]), 'messages.0.content.0.source: Field required'],
  [ask([{ type: 'image', source: 'x' }]), 'messages.0.content.0.source: Input should be a valid dictionary'],
  [ask([{ type: 'image', source: {} }]), 'messages.0.content.0.source.type: Field required'],
  [
    ask([{ type: 'image', source: { type: 'base64', data: 'AQID' } }]),
    'messages.0.content.0.source.media_type: Field required',
  ],
  [
    ask([{ type: 'image', source: { type: 'base64', media_type: 'image/png', data: '!' } }]),
    'messages.0.content.0.source.data: The data is not valid base64.',
  ],
  [
    ask([{ type: 'image', source: { type: 'file', file_id: 'file_1' } }]),
    'messages.0.content.0.source.file_id: File not found: file_1. Send it inline.',
  ],
  [
    ask([{ type: 'document', source: { type: 'file', file_id: 'file_1' } }]),
    'messages.0.content.0.source.file_id: File not found: file_1. Send it inline.',
  ],
  [
    ask([{ type: 'container_upload', file_id: 'file_1' }]),
    'messages.0.content.0: Files are taken inline: there is no file storage.',
  ],
  [ask([{ type: 'tool_result' }]), 'messages.0.content.0.tool_use_id: Field required'],
  [
    ask([{ type: 'tool_use', id: 'a', name: 'f', input: {} }]),
    'messages.0.content.0: `tool_use` blocks can only be in `assistant` messages',
  ],
  [
    ask('plain', { messages: [{ role: 'assistant', content: [{ type: 'tool_use', id: 'a' }] }] }),
    'messages.0.content.0.name: Field required',
  ],
  [ask('plain', { system: 7 }), 'system: Input should be a valid string or a valid list'],
  [ask('plain', { temperature: 1.5 }), 'temperature: Input should be less than or equal to 1'],
  [ask('plain', { stream: 'yes' }), 'stream: Input should be a valid boolean'],
  [ask('plain', { tools: [{ name: 'f' }] }), 'tools.0.input_schema: Field required'],
  [ask('plain', { tools: [{ input_schema: {} }] }), 'tools.0.name: Field required'],
  [
    ask('plain', { tools: [tool, { type: 'web_search_20250305', name: 'web_search' }] }),
    "tools.1: 'Scripted' does not support tool types: web_search_20250305.",
  ],
  [ask('plain', { tool_choice: { type: 'owl' } }), "tool_choice.type: Input should be 'auto', 'any', 'tool' or 'none'"],
  [ask('plain', { tool_choice: { type: 'tool' } }), 'tool_choice.name: Field required'],
  [
    ask('plain', { tools: [tool], tool_choice: { type: 'tool', name: 'g' } }),
    "tool_choice: Tool 'g' not found in provided tools",
  ],
  [
    ask('plain', { tools: [{ type: 'browser_toolset_20260801' }] }),
    "tools.0: 'Scripted' does not support tool types: browser_toolset_20260801.",
  ],
  [
    ask('plain', { output_config: { effort: 'most' } }),
    "output_config.effort: Input should be 'low', 'medium', 'high', 'xhigh' or 'max'",
  ],
  [ask('plain', { thinking: { type: 'enabled' } }), 'thinking.budget_tokens: Field required'],
  [ask('plain', { output_config: { format: { type: 'json_schema' } } }), 'output_config.format.schema: Field required'],
  [ask('plain', { mcp_servers: [{}] }), 'mcp_servers: MCP servers cannot be called from here; send their tools.'],
  [ask('plain', { container: 'c1' }), 'container: There are no containers here.'],
]

describe('anthropic reads requests', () => {
  let stage: Stage
  before(async () => {
    stage = await openStage({ scripts: { '': () => 'Nothing was asked.', 'And now?': () => 'Now.' } })
  })
  after(() => stage.close())

  const post = async (
    body: object,
  ): Promise<{ status: number; body: { error: { type: string; message: string } } }> => {
    const response = await fetch(`${stage.url}/anthropic/v1/messages`, { method: 'POST', body: JSON.stringify(body) })
    return { status: response.status, body: (await response.json()) as { error: { type: string; message: string } } }
  }
  const heard = async (body: object): Promise<ChatRequest | undefined> => {
    const asked = stage.requests.length
    const answer = await post(body)
    expect(stage.requests, JSON.stringify(answer.body)).to.have.lengthOf(asked + 1)
    return stage.requests.at(-1)
  }

  for (const [what, body, messages] of conversations) {
    it(what, async () => expect((await heard(ask('plain', body)))?.messages).to.deep.equal(messages))
  }
  for (const [what, block, expected] of parts) {
    it(what, async () => {
      const request = await heard(ask([text('plain'), block]))
      expect(request?.messages).to.deep.equal([{ role: 'user', parts: [text('plain'), ...expected] }])
    })
  }
  for (const [what, rest, expected] of settings) {
    it(what, async () => expect(await heard(ask('plain', rest))).to.deep.include(expected))
  }
  for (const [body, message] of refusals) {
    it(`refuses: ${message}`, async () => {
      const { status, body: answer } = await post(body)
      expect([status, answer.error]).to.deep.equal([400, { type: 'invalid_request_error', message }])
    })
  }
})
