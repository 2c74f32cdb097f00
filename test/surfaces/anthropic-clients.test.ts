import { expect } from 'chai'
import { eventsOf, fold } from '../support/anthropic.ts'
import { openStage, type Stage } from '../support/stage.ts'

const ephemeral = { cache_control: { type: 'ephemeral' } }
const schema = { $schema: 'http://json-schema.org/draft-07/schema#', type: 'object', properties: {} }

/** What well-known clients send, as their sources and their documentation have it. */
const clients: { client: string; path: string; headers: Record<string, string>; body: object }[] = [
  {
    client: 'Claude Code, a turn',
    path: '/anthropic/v1/messages?beta=true',
    headers: {
      authorization: 'Bearer none',
      'anthropic-version': '2023-06-01',
      'anthropic-beta':
        'claude-code-20250219,interleaved-thinking-2025-05-14,context-management-2025-06-27,prompt-caching-scope-2026-01-05',
      'x-app': 'cli',
      'user-agent': 'claude-cli/2.1.0 (external, cli)',
    },
    body: {
      model: 'Scripted',
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: '<system-reminder>\nBe exact.\n</system-reminder>' },
            { type: 'text', text: 'look', ...ephemeral },
          ],
        },
        {
          role: 'assistant',
          content: [
            { type: 'thinking', thinking: 'Hm.', signature: 'c2ln' },
            { type: 'tool_use', id: 'toolu_1', name: 'Bash', input: { command: 'ls' } },
          ],
        },
        {
          role: 'user',
          content: [{ type: 'tool_result', tool_use_id: 'toolu_1', content: 'a b', is_error: false, ...ephemeral }],
        },
        { role: 'user', content: [{ type: 'text', text: 'plain', ...ephemeral }] },
      ],
      system: [
        { type: 'text', text: 'x-anthropic-billing-header: cc_version=2.1.0;' },
        { type: 'text', text: 'You are an agent.', cache_control: { type: 'ephemeral', ttl: '1h', scope: 'global' } },
      ],
      tools: [
        { name: 'Bash', description: 'Runs a command.', input_schema: schema, eager_input_streaming: true },
        { name: 'Read', description: 'Reads a file.', input_schema: schema, defer_loading: true, ...ephemeral },
      ],
      metadata: { user_id: '{"device_id":"d","account_uuid":"","session_id":"s"}' },
      max_tokens: 32_000,
      thinking: { type: 'adaptive' },
      context_management: { edits: [{ type: 'clear_thinking_20251015', keep: 'all' }] },
      output_config: { effort: 'high' },
      stream: true,
    },
  },
  {
    client: 'Claude Code, the title of a session',
    path: '/v1/messages?beta=true',
    headers: { 'x-api-key': 'none', 'anthropic-version': '2023-06-01' },
    body: {
      model: 'Scripted',
      messages: [{ role: 'user', content: 'plain' }],
      system: [{ type: 'text', text: 'Name the session.' }],
      tools: [],
      max_tokens: 512,
      temperature: 1,
      output_config: { format: { type: 'json_schema', schema: { type: 'object' } } },
      stream: true,
    },
  },
  {
    client: 'LibreChat, with thought and a cached prompt',
    path: '/anthropic/v1/messages',
    headers: { 'x-api-key': 'none', 'anthropic-version': '2023-06-01', 'anthropic-beta': 'prompt-caching-2024-07-31' },
    body: {
      model: 'Scripted',
      stream: true,
      max_tokens: 8192,
      stop_sequences: [],
      messages: [{ role: 'user', content: [{ type: 'text', text: 'plain', ...ephemeral }] }],
      metadata: { user_id: '66f1' },
      thinking: { type: 'enabled', budget_tokens: 2000 },
      top_k: undefined,
    },
  },
  {
    client: 'Continue, whose base ends with a slash',
    path: '/anthropic/v1/messages',
    headers: { 'x-api-key': 'none', 'anthropic-version': '2023-06-01' },
    body: {
      model: 'Scripted',
      top_k: 40,
      top_p: 1,
      temperature: 0.5,
      max_tokens: 2048,
      stop_sequences: ['\n\n\n'],
      system: 'Be brief.',
      messages: [{ role: 'user', content: [{ type: 'text', text: 'plain' }] }],
      stream: true,
    },
  },
  {
    client: 'Open WebUI, through a pipe',
    path: '/anthropic/v1/messages/',
    headers: { 'x-api-key': 'none', 'anthropic-version': '2023-06-01' },
    body: {
      model: 'Scripted',
      messages: [{ role: 'user', content: [{ type: 'text', text: 'plain' }] }],
      max_tokens: 4096,
      temperature: 0.8,
      top_k: 40,
      top_p: 0.9,
      stop_sequences: [],
      system: '',
      stream: false,
    },
  },
  {
    client: 'Vercel AI SDK, with a schema as a tool',
    path: '/anthropic/v1/messages',
    headers: { 'x-api-key': 'none', 'anthropic-version': '2023-06-01' },
    body: {
      model: 'Scripted',
      max_tokens: 4096,
      messages: [{ role: 'user', content: [{ type: 'text', text: 'plain' }] }],
      tools: [{ name: 'json', description: 'Respond with a JSON object.', input_schema: schema }],
      tool_choice: { type: 'any', disable_parallel_tool_use: true },
    },
  },
  {
    client: 'an agent at the address of Ollama',
    path: '/ollama/v1/messages',
    headers: { authorization: 'Bearer ollama', 'anthropic-version': '2023-06-01' },
    body: { model: 'Scripted', max_tokens: 1024, messages: [{ role: 'user', content: 'plain' }] },
  },
]

describe('anthropic answers what clients send', () => {
  let stage: Stage
  before(async () => {
    stage = await openStage()
  })
  after(() => stage.close())

  for (const { client, path, headers, body } of clients) {
    it(client, async () => {
      const response = await fetch(stage.url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      })
      const text = await response.text()
      expect(response.status, text).to.equal(200)
      const streamed = 'stream' in body && body.stream
      expect(response.headers.get('content-type')).to.match(streamed ? /^text\/event-stream/ : /^application\/json$/)
      const message = streamed ? fold(eventsOf(text)) : JSON.parse(text)
      expect([message.content[0].text, message.stop_reason]).to.deep.equal(['One. Two. Three.', 'end_turn'])
      expect(message.usage.input_tokens).to.be.greaterThan(0)
    })
  }

  it('counts what the usage of the same question says', async () => {
    for (const { path, body } of clients) {
      const at = stage.url + path.replace(/\/messages\/?/, '/messages/count_tokens')
      const counted = await (await fetch(at, { method: 'POST', body: JSON.stringify(body) })).json()
      const asked = { ...body, stream: false }
      const answer = await fetch(`${stage.url}/anthropic/v1/messages`, { method: 'POST', body: JSON.stringify(asked) })
      const { usage } = (await answer.json()) as { usage: { input_tokens: number } }
      expect(counted, path).to.deep.equal({ input_tokens: usage.input_tokens })
    }
  })

  const nothings: object[] = [
    { messages: [{ role: 'user', content: '' }] },
    { messages: [{ role: 'user', content: [] }] },
  ]
  for (const body of nothings) {
    it(`never counts 0: ${JSON.stringify(body)}`, async () => {
      const init = { method: 'POST', body: JSON.stringify({ model: 'Scripted', ...body }) }
      const response = await fetch(`${stage.url}/anthropic/v1/messages/count_tokens`, init)
      expect(await response.json()).to.deep.equal({ input_tokens: 1 })
    })
  }
})

describe('anthropic answers a model that nobody is called, as Claude Code needs for its titles,', () => {
  const ask = async (stage: Stage): Promise<number> => {
    const messages = [{ role: 'user', content: 'plain' }]
    const body = JSON.stringify({ model: 'claude-haiku-4-5-20251001', max_tokens: 32, messages })
    return (await fetch(`${stage.url}/anthropic/v1/messages`, { method: 'POST', body })).status
  }
  const cases: [what: string, settings: { defaultPersona?: string }, status: number][] = [
    ['where a default persona is set', { defaultPersona: 'scripted' }, 200],
    ['and not where none is', {}, 404],
  ]
  for (const [what, settings, status] of cases) {
    it(what, async () => {
      const stage = await openStage({ settings })
      try {
        expect(await ask(stage)).to.equal(status)
      } finally {
        await stage.close()
      }
    })
  }
})
