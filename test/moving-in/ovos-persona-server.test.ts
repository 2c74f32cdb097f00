import { join } from 'node:path'
import { expect } from 'chai'
import { settingsOf } from '../../src/commands/flags.ts'
import { idleIn, idleVariables } from '../../src/config/predecessors.ts'
import type { Settings } from '../../src/config/settings.ts'
import type { Runtime } from '../../src/runtime.ts'
import { type Deployment, deploy, send } from './deployment.ts'

const files = {
  'assistant.json': {
    name: 'assistant',
    handlers: ['ovos-wordnet-plugin', 'ovos-solver-rivescript-plugin', 'ovos-solver-failure-plugin'],
  },
  'personas/one.json': { name: 'one', solvers: ['ovos-solver-rivescript-plugin', 'ovos-solver-failure-plugin'] },
  'personas/two.json': { name: 'two', chat_module: 'ovos-solver-failure-plugin' },
}
const chat = { model: '', messages: [{ role: 'user', content: 'hello' }] }

describe('an ovos-persona-server deployment', () => {
  let deployment: Deployment
  beforeEach(() => {
    deployment = deploy('ovos-persona-server', files)
  })
  afterEach(() => deployment.close())

  describe('takes its defaults, flags and variables', () => {
    const rows: Record<
      string,
      [flags: Parameters<typeof settingsOf>[0], env: NodeJS.ProcessEnv, expected: (folder: string) => Partial<Settings>]
    > = {
      'nothing given': [{}, {}, () => ({ host: '0.0.0.0', port: 8337, corsOrigins: ['*'], requireKeys: false })],
      '--persona, repeated': [
        { persona: ['a.json', 'b.json'] },
        {},
        (folder) => ({ personas: [join(folder, 'a.json'), join(folder, 'b.json')] }),
      ],
      '--personas-dir': [{ personasDir: 'bots' }, {}, (folder) => ({ personas: [join(folder, 'bots')] })],
      '--default-persona': [{ defaultPersona: 'two' }, {}, () => ({ defaultPersona: 'two' })],
      '--host and --port': [{ host: '127.0.0.1', port: 1 }, {}, () => ({ host: '127.0.0.1', port: 1 })],
      'no --mcp': [{}, {}, () => ({ surfaces: { mcp: { enabled: false } } })],
      '--mcp': [{ mcp: true }, {}, () => ({ surfaces: { mcp: { enabled: true } } })],
      '--a2a-base-url': [{ a2aBaseUrl: 'http://b:1/a2a' }, {}, () => ({ publicUrl: 'http://b:1' })],
      '--a2a-base-url with a slash': [{ a2aBaseUrl: 'http://b:1/x/a2a/' }, {}, () => ({ publicUrl: 'http://b:1/x' })],
      PERSONA_PATH: [{}, { PERSONA_PATH: 'p.json' }, (folder) => ({ personas: [join(folder, 'p.json')] })],
      PERSONA_SYSTEM_PROMPT_STRATEGY: [
        {},
        { PERSONA_SYSTEM_PROMPT_STRATEGY: 'append' },
        () => ({ promptStrategy: 'append' }),
      ],
    }
    for (const [name, [flags, env, expected]] of Object.entries(rows)) {
      it(name, async () => {
        const settings = await deployment.settings(env, settingsOf(flags))
        expect(settings).to.deep.include(expected(deployment.folder))
      })
    }

    for (const [name, reason] of Object.entries(idleVariables)) {
      it(`${name} is told to do nothing`, () => {
        expect(idleIn({ [name]: 'transparent' })).to.deep.equal([`${name} has no effect: ${reason}.`])
      })
    }
    it('CHAT_MEMORY=off is what happens anyway', () => expect(idleIn({ CHAT_MEMORY: 'off' })).to.deep.equal([]))
  })

  describe('answers at every path of its documentation', () => {
    let host: Runtime
    beforeEach(async () => {
      host = await deployment.start({}, { host: '127.0.0.1', port: 0, personas: ['assistant.json'] })
    })

    const messages = [{ role: 'user', content: 'hello' }]
    const rows: readonly [method: string, path: string, body?: unknown, status?: number][] = [
      ['GET', '/openai/v1/models'],
      ['POST', '/openai/v1/chat/completions', chat],
      ['POST', '/openai/v1/completions', { model: '', prompt: 'hello' }],
      ['POST', '/openai/v1/embeddings', { model: '', input: 'hello' }, 501],
      ['GET', '/openai/v1/files'],
      ['GET', '/openai/v1/vector_stores'],
      ['POST', '/openai/v1/vector_stores', { name: 'x' }],
      ['GET', '/v1/models'],
      ['POST', '/v1/chat/completions', chat],
      ['POST', '/v1/completions', { model: '', prompt: 'hello' }],
      ['POST', '/v1/embeddings', { model: '', input: 'hello' }, 501],
      ['POST', '/ollama/api/pull', { model: 'assistant', stream: false }],
      ['POST', '/ollama/api/push', { model: 'assistant' }, 400],
      ['POST', '/ollama/api/chat', { ...chat, stream: false }],
      ['POST', '/ollama/api/generate', { model: '', prompt: 'hello', stream: false }],
      ['GET', '/ollama/api/tags'],
      ['GET', '/ollama/api/ps'],
      ['POST', '/ollama/api/show', { model: 'assistant' }],
      ['POST', '/ollama/api/embed', { model: '', input: 'hello' }, 400],
      ['POST', '/ollama/api/embeddings', { model: '', prompt: 'hello' }, 400],
      ['GET', '/api/tags'],
      ['POST', '/api/chat', { ...chat, stream: false }],
      ['POST', '/anthropic/v1/messages', { model: 'assistant', max_tokens: 100, messages }],
      ['POST', '/gemini/v1beta/models/assistant:generateContent', { contents: [{ parts: [{ text: 'hello' }] }] }],
      ['POST', '/gemini/v1beta/models/assistant:streamGenerateContent', { contents: [{ parts: [{ text: 'hello' }] }] }],
      [
        'POST',
        '/gemini/v1beta/models/assistant:batchEmbedContents',
        { requests: [{ content: { parts: [{ text: 'hello' }] } }] },
        501,
      ],
      ['POST', '/gemini/v1beta/models/assistant:embedContent', { content: { parts: [{ text: 'hello' }] } }, 501],
      ['POST', '/cohere/v1/chat', { message: 'hello' }],
      ['POST', '/cohere/v1/generate', { prompt: 'hello' }],
      ['POST', '/cohere/v1/embed', { texts: ['hello'], model: '' }, 400],
      ['POST', '/tgi/generate', { inputs: 'hello' }],
      ['POST', '/tgi', { inputs: 'hello' }],
      ['POST', '/tgi/generate_stream', { inputs: 'hello' }],
      ['POST', '/tgi/embed', { inputs: 'hello' }, 422],
      ['GET', '/tgi/info'],
      ['GET', '/tgi/health'],
      ['POST', '/bedrock/model/assistant/invoke', { messages: [{ role: 'user', content: 'hello' }] }],
      ['POST', '/bedrock/model/assistant/converse', { messages: [{ role: 'user', content: [{ text: 'hello' }] }] }],
      ['POST', '/bedrock/model/assistant/invoke-with-response-stream', { inputText: 'hello' }],
      ['GET', '/a2a/.well-known/agent.json'],
      ['GET', '/a2a/assistant/.well-known/agent.json'],
      ['GET', '/tools/manual'],
      ['POST', '/tools/calculate', { expression: '6 * 7' }],
      ['GET', '/openapi.json'],
    ]
    for (const [method, path, body, status = 200] of rows) {
      it(`${method} ${path}: ${status}`, async () => {
        const sent = body === undefined ? {} : { body: JSON.stringify(body) }
        const answered = await fetch(host.url + path, { method, ...sent })
        expect(answered.status, await answered.text()).to.equal(status)
      })
    }

    it('with the documented A2A message, which has neither an id nor a kind', async () => {
      const params = { message: { role: 'user', parts: [{ kind: 'text', text: 'hello' }] } }
      const answered = await send(host, 'POST', '/a2a/', { jsonrpc: '2.0', id: '1', method: 'message/send', params })
      expect(answered.body).to.have.nested.property('result.status.state', 'completed')
    })

    it('older paths say what has come after them', async () => {
      const { headers } = await send(host, 'GET', '/v1/models')
      expect(headers.get('deprecation')).to.be.a('string')
      expect(headers.get('link')).to.include('/openai/v1/models')
    })

    it('without tools over MCP, which nobody has asked for', async () => {
      expect((await send(host, 'POST', '/mcp', {})).status).to.equal(404)
    })
  })

  it('serves tools over MCP with --mcp', async () => {
    const flags = settingsOf({ host: '127.0.0.1', port: 0, mcp: true, persona: ['assistant.json'] })
    const host = await deployment.start({}, flags)
    expect((await send(host, 'GET', '/mcp')).status).to.not.equal(404)
  })

  it('hosts several personas by their names; an empty one is the default, an unknown one is told', async () => {
    const flags = settingsOf({ host: '127.0.0.1', port: 0, personasDir: 'personas' })
    const host = await deployment.start({}, flags)
    const models = await send(host, 'GET', '/openai/v1/models')
    expect((models.body as { data: { id: string }[] }).data.map(({ id }) => id)).to.deep.equal(['one', 'two'])
    const asked = async (model: string) => {
      const { status, headers } = await send(host, 'POST', '/openai/v1/chat/completions', { ...chat, model })
      return [status, headers.get('x-dramatis-persona')]
    }
    expect(await asked('two')).to.deep.equal([200, 'two'])
    expect(await asked('nobody')).to.deep.equal([404, null])
    expect(await asked('')).to.deep.equal([200, 'one'])
  })
})
