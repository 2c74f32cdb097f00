import { expect } from 'chai'
import { openStage, type Stage } from '../support/stage.ts'

/** What well-known clients send, as their sources have it, with the fields of the answer that they read. */
const clients = [
  {
    client: 'Open WebUI, a chat',
    path: '/v1/chat/completions',
    body: {
      model: 'Scripted',
      stream: true,
      stream_options: { include_usage: true },
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'plain' },
      ],
      temperature: 0.7,
      stop: null,
      metadata: { chat_id: 'c1', features: { web_search: false } },
    },
  },
  {
    client: 'Open WebUI, the title of a chat',
    path: '/openai/v1/chat/completions',
    body: {
      model: 'Scripted',
      messages: [{ role: 'user', content: 'plain' }],
      stream: false,
      max_completion_tokens: 1000,
    },
  },
  {
    client: 'LibreChat, with parts and a user',
    path: '/openai/v1/chat/completions',
    body: {
      model: 'Scripted',
      messages: [{ role: 'user', content: [{ type: 'text', text: 'plain' }] }],
      user: '66f1',
      stream: true,
      top_p: 1,
      presence_penalty: 0,
      frequency_penalty: 0,
    },
  },
  {
    client: 'Home Assistant, extended conversation, with functions to call',
    path: '/openai/v1/chat/completions',
    body: {
      model: 'Scripted',
      messages: [
        { role: 'system', content: 'You are at home.' },
        { role: 'user', content: 'plain', name: 'anna' },
      ],
      max_tokens: 150,
      top_p: 1,
      temperature: 0.5,
      user: '01HZ',
      tools: [
        {
          type: 'function',
          function: {
            name: 'execute_services',
            description: 'Runs a service.',
            parameters: { type: 'object', properties: { list: { type: 'array', items: { type: 'object' } } } },
          },
        },
      ],
      tool_choice: 'auto',
    },
  },
  {
    client: 'LangChain, after a tool was called',
    path: '/openai/v1/chat/completions',
    body: {
      model: 'Scripted',
      stream: true,
      stream_options: { include_usage: true },
      n: 1,
      messages: [
        {
          role: 'assistant',
          content: '',
          tool_calls: [{ id: 'c1', type: 'function', function: { name: 'f', arguments: '{}' } }],
        },
        { role: 'tool', content: '[1,2]', tool_call_id: 'c1', name: 'f' },
        { role: 'user', content: 'plain' },
      ],
      tools: [{ type: 'function', function: { name: 'f', parameters: { type: 'object' }, strict: true } }],
      parallel_tool_calls: false,
    },
  },
  {
    client: 'Vercel AI SDK, with a schema and a picture',
    path: '/openai/v1/chat/completions',
    body: {
      model: 'Scripted',
      messages: [
        { role: 'developer', content: 'JSON only.' },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'plain' },
            { type: 'image_url', image_url: { url: 'data:image/png;base64,AQID', detail: 'auto' } },
          ],
        },
      ],
      response_format: {
        type: 'json_schema',
        json_schema: { name: 'response', strict: true, schema: { type: 'object' } },
      },
      tool_choice: { type: 'function', function: { name: 'f' } },
      tools: [
        {
          type: 'function',
          function: {
            name: 'f',
            description: 'F',
            parameters: { $schema: 'http://json-schema.org/draft-07/schema#', type: 'object' },
          },
        },
      ],
      stream: true,
      stream_options: { include_usage: true },
      logprobs: false,
      store: false,
    },
  },
  {
    client: 'Continue, fill in the middle',
    path: '/v1/completions',
    body: {
      model: 'Scripted',
      prompt: 'plain',
      max_tokens: 2048,
      temperature: 0.01,
      stop: ['\n\n'],
      stream: true,
      suffix: '',
    },
  },
] as const

describe('openai answers what clients send', () => {
  let stage: Stage
  before(async () => {
    stage = await openStage()
  })
  after(() => stage.close())

  for (const { client, path, body } of clients) {
    it(client, async () => {
      const response = await fetch(stage.url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: 'Bearer sk-none' },
        body: JSON.stringify(body),
      })
      const text = await response.text()
      expect(response.status, text).to.equal(200)
      const streamed = 'stream' in body && body.stream
      expect(response.headers.get('content-type')).to.match(streamed ? /^text\/event-stream/ : /^application\/json$/)
      const chunks = streamed ? text.split('\n\n').filter((frame) => frame.startsWith('data: {')) : [`data: ${text}`]
      const choices = chunks.flatMap((chunk) => JSON.parse(chunk.slice(6)).choices)
      const said = choices.map(({ delta, message, text }) => delta?.content ?? message?.content ?? text ?? '').join('')
      expect(said).to.equal('One. Two. Three.')
      expect(choices.at(-1).finish_reason).to.equal('stop')
      const usage = JSON.parse((chunks.at(-1) ?? '').slice(6)).usage
      const asked = 'stream_options' in body || !streamed
      expect(usage === undefined).to.equal(!asked)
      if (asked) expect(usage.total_tokens).to.equal(usage.prompt_tokens + usage.completion_tokens)
    })
  }

  for (const path of ['/v1/models', '/openai/v1/models', '/openai/v1/models/']) {
    it(`lists models at ${path}, as Open WebUI, LibreChat and Home Assistant want them`, async () => {
      const response = await fetch(stage.url + path, { headers: { authorization: 'Bearer x' } })
      const { data } = (await response.json()) as { data: { id: string; name?: string | null }[] }
      expect(data.map(({ id }) => id)).to.include('Scripted')
      for (const model of data) expect(model.name).to.not.equal(null)
    })
  }

  const deprecated = [
    { path: '/v1/models', successor: '/openai/v1/models', init: {} },
    { path: '/v1/models/Scripted', successor: '/openai/v1/models/Scripted', init: {} },
    { path: '/v1/models/no-such', successor: '/openai/v1/models/no-such', init: {} },
    { path: '/v1/embeddings', successor: '/openai/v1/embeddings', init: { method: 'POST', body: '{' } },
  ]
  for (const { path, successor, init } of deprecated) {
    it(`points from ${path} to its successor`, async () => {
      const { headers } = await fetch(stage.url + path, init)
      expect(headers.get('deprecation')).to.match(/^@\d+$/)
      expect(headers.get('link')).to.equal(`<${successor}>; rel="successor-version"`)
      const there = await fetch(stage.url + successor, init)
      expect([there.headers.get('deprecation'), there.headers.get('link')]).to.deep.equal([null, null])
    })
  }
})
