import { expect } from 'chai'
import { linesOf, startOllamaHost } from './ollama-host.ts'

describe('ollama clients', () => {
  let host: Awaited<ReturnType<typeof startOllamaHost>>
  before(async () => {
    host = await startOllamaHost()
  })
  after(async () => await host.close())

  for (const path of ['/', '/ollama', '/ollama/']) {
    it(`HEAD and GET ${path}`, async () => {
      const head = await host.send('HEAD', path)
      expect(head.status).to.equal(200)
      const got = await host.send('GET', path)
      expect(await got.text()).to.equal('Ollama is running')
      expect(got.headers.get('content-type')).to.match(/^text\/plain/)
    })
  }

  for (const path of ['/ollama/api/version', '/ollama/api/tags', '/ollama/api/ps', '/api/version', '/api/tags']) {
    it(`HEAD ${path}`, async () => {
      const head = await host.send('HEAD', path)
      expect([head.status, head.headers.get('content-type'), await head.text()]).to.deep.equal([
        200,
        'application/json',
        '',
      ])
      const { headers } = await host.send('GET', path)
      expect(head.headers.get('content-length')).to.equal(headers.get('content-length'))
    })
  }

  interface FirstCall {
    client: string
    call: readonly [string, string, object?]
    /** Paths into the answer, or into its last line, and what must be there. */
    needs: Readonly<Record<string, RegExp>>
  }
  const iso = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z$/
  const weather = {
    type: 'function',
    function: { name: 'weather', description: '', parameters: { type: 'object', properties: {} } },
  }
  const firstCalls: FirstCall[] = [
    { client: 'Open WebUI verifies', call: ['GET', '/ollama/api/version'], needs: { version: /^\d+(\.\d+)*$/ } },
    {
      client: 'Open WebUI lists',
      call: ['GET', '/ollama/api/tags'],
      needs: { 'models.0.model': /^Talker$/, 'models.0.name': /^Talker$/, 'models.0.digest': /^[0-9a-f]{64}$/ },
    },
    {
      client: 'Open WebUI lists what is loaded',
      call: ['GET', '/ollama/api/ps'],
      needs: { 'models.0.name': /^Talker$/, 'models.0.model': /^Talker$/, 'models.0.expires_at': iso },
    },
    {
      client: 'Open WebUI unloads',
      call: ['POST', '/ollama/api/generate', { model: 'Talker', keep_alive: 0, prompt: '' }],
      needs: { done_reason: /^unload$/, done: /^true$/ },
    },
    { client: 'LibreChat, which drops the path', call: ['GET', '/api/tags'], needs: { 'models.1.name': /^Seer$/ } },
    {
      client: 'Home Assistant sets up',
      call: ['GET', '/ollama/api/tags'],
      needs: { 'models.0.model': /^Talker$/, 'models.0.modified_at': iso, 'models.0.size': /^\d+$/ },
    },
    {
      client: 'Home Assistant pulls',
      call: ['POST', '/ollama/api/pull', { model: 'Talker', insecure: false, stream: false }],
      needs: { status: /^success$/ },
    },
    {
      client: 'Home Assistant asks',
      call: [
        'POST',
        '/ollama/api/chat',
        {
          model: 'Talker',
          messages: [
            { role: 'system', content: 'You control a house.' },
            { role: 'user', content: 'hello' },
          ],
          tools: [weather],
          stream: true,
          think: false,
          format: null,
          options: { num_ctx: 8192 },
          keep_alive: '60s',
        },
      ],
      needs: { done: /^true$/, 'message.role': /^assistant$/, done_reason: /^stop$/ },
    },
    {
      client: 'The Python client shows',
      call: ['POST', '/ollama/api/show', { model: 'Talker' }],
      needs: { modified_at: iso, 'model_info.general\\.architecture': /./, 'details.family': /./ },
    },
    {
      client: 'The ollama command runs',
      call: [
        'POST',
        '/ollama/api/show',
        { model: 'Talker:latest', system: '', template: '', verbose: false, options: null, name: '' },
      ],
      needs: { 'capabilities.0': /^completion$/, template: /^./, parameters: /^$/, remote_host: /^undefined$/ },
    },
    {
      client: 'The ollama command loads',
      call: [
        'POST',
        '/ollama/api/generate',
        {
          model: 'Talker',
          prompt: '',
          suffix: '',
          system: '',
          template: '',
          format: '',
          keep_alive: '5m0s',
          options: null,
        },
      ],
      needs: { done_reason: /^load$/ },
    },
    {
      client: 'The ollama command chats',
      call: [
        'POST',
        '/ollama/api/chat',
        {
          model: 'Talker',
          messages: [{ role: 'user', content: 'hello' }],
          format: '',
          options: {},
          keep_alive: null,
          think: null,
        },
      ],
      needs: { total_duration: /^\d+$/, eval_count: /^\d+$/ },
    },
    {
      client: 'Continue shows',
      call: ['POST', '/ollama/api/show', { name: 'Talker' }],
      needs: { parameters: /^$/, template: /Prompt/, 'details.parent_model': /^$/ },
    },
    {
      client: 'Continue completes',
      call: [
        'POST',
        '/ollama/api/generate',
        {
          model: 'Talker',
          prompt: 'hello',
          suffix: 'the end',
          raw: true,
          options: { stop: ['\n\n'], num_predict: -1 },
        },
      ],
      needs: { response: /^$/, done: /^true$/, 'context.length': /^0$/ },
    },
    {
      client: 'Continue embeds',
      call: ['POST', '/ollama/api/embed', { model: 'Seer', input: ['a', 'b'] }],
      needs: { 'embeddings.1.0': /^0\.6/ },
    },
  ]
  for (const { client, call, needs } of firstCalls) {
    it(client, async () => {
      const response = await host.send(...call)
      expect(response.status).to.equal(200)
      const last: unknown = (await linesOf(response)).at(-1)
      for (const [path, needed] of Object.entries(needs)) {
        const keys = path.split(/(?<!\\)\./).map((key) => key.replaceAll('\\', ''))
        const value = keys.reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], last)
        expect(String(value), path).to.match(needed)
      }
    })
  }
})
