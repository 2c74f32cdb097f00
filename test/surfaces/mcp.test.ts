import { get } from 'node:http'
import { expect } from 'chai'
import type { Tool, Toolbox, ToolboxChange } from 'dramatis'
import { aborted, scriptedSolver, startTestHost } from 'dramatis/testing'
import type { Runtime } from '../../src/runtime.ts'
import { clients, connectTo } from '../support/mcp.ts'
import { overHttp2, requestHttp2 } from '../support/raw.ts'
import { eventually } from '../support/stage.ts'

interface Message {
  id?: number | null
  method?: string
  params?: { uri?: string }
  result?: Record<string, unknown> & { tools?: { name: string }[]; nextCursor?: string; content?: { text: string }[] }
  error?: { code: number; message: string }
}

const accept = 'application/json, text/event-stream'
const json = { 'content-type': 'application/json', accept }
const hello = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
}
const call = (name: string, input: object = {}) => ({ method: 'tools/call', params: { name, arguments: input } })

const tool = (name: string, run: Tool['run'], more: Partial<Tool> = {}): Tool => ({
  name,
  description: 'Tests.',
  input: { type: 'object' },
  run,
  ...more,
})

const begun: string[] = []
const left: string[] = []
const watchers = new Set<(what: ToolboxChange) => void>()
const box: Toolbox = {
  tools: [
    tool('count', async (_input, { memory }) => {
      const count = Number((await memory.get('count')) ?? 0) + 1
      await memory.set('count', count)
      return count
    }),
    tool('wait', async (_input, { signal }) => {
      begun.push('wait')
      await aborted(signal)
      left.push('wait')
    }),
    tool('slow', async (_input, { progress }) => {
      await progress(1, 2)
      await new Promise((resolve) => setTimeout(resolve, 300))
      return 'It took a while.'
    }),
    tool('pair', () => ({ a: 1 }), { output: { type: 'object', properties: { a: { type: 'number' } } } }),
    tool('need', (_input, { ask }) => ask('Your name?', { type: 'object' })),
  ],
  resources: [
    { uri: 'box://bytes', name: 'Bytes', mediaType: 'image/png', read: () => Uint8Array.from([1, 2, 3]) },
    {
      uri: 'box://broken',
      name: 'Broken',
      read: () => {
        throw new Error('The disk is gone.')
      },
    },
  ],
  watch(changed) {
    watchers.add(changed)
    return () => void watchers.delete(changed)
  },
}
const many: Toolbox = {
  tools: Array.from({ length: 2_500 }, (_, index) => tool(`many_${String(index).padStart(4, '0')}`, () => index)),
}

describe('the MCP surface', () => {
  let host: Runtime
  before(async () => {
    const scripts = { hello: () => 'Hello to you.', image: () => 'See https://example.org' }
    const solver = scriptedSolver({
      ...scripts,
      'what did I say?': ({ messages }) => `${messages.length} messages`,
      nothing: () => undefined,
    })
    host = await startTestHost({
      personas: [
        { name: 'Bot', chain: [{ id: 'scripted', solver }], voice: { prompt: 'You are Bot.' }, toolbox: box },
        { name: 'Mute', chain: [{ id: 'scripted', solver }] },
      ],
      toolboxes: { box, many },
      settings: { allowedHosts: ['tools.lan'] },
    })
  })
  after(() => host.close(0))

  /** Posts a message, and gives what came back, whichever way. */
  const post = async (path: string, message: unknown, headers: Record<string, string> = {}) => {
    const body = typeof message === 'string' ? message : JSON.stringify(message)
    const response = await fetch(host.url + path, { method: 'POST', headers: { ...json, ...headers }, body })
    const text = await response.text()
    return { status: response.status, headers: response.headers, messages: messagesOf(text), text }
  }
  const begin = async (path = '/mcp') => {
    const { headers } = await post(path, hello)
    const session = { 'mcp-session-id': headers.get('mcp-session-id') ?? '', 'mcp-protocol-version': '2025-11-25' }
    await post(path, { jsonrpc: '2.0', method: 'notifications/initialized' }, session)
    return session
  }
  const ask = async (session: Record<string, string>, request: object, path = '/mcp') => {
    const { messages } = await post(path, { jsonrpc: '2.0', id: 7, ...request }, session)
    return messages.find(({ id }) => id === 7)
  }
  const askModern = async (request: { method: string; params?: object }, headers = {}, capabilities = {}) => {
    const _meta = {
      'io.modelcontextprotocol/protocolVersion': '2026-07-28',
      'io.modelcontextprotocol/clientCapabilities': capabilities,
    }
    const name = request.params && 'name' in request.params ? { 'mcp-name': String(request.params.name) } : {}
    const sent = { 'mcp-protocol-version': '2026-07-28', 'mcp-method': request.method, ...name, ...headers }
    const message = { jsonrpc: '2.0', id: 7, ...request, params: { ...request.params, _meta } }
    return await post('/mcp', message, sent)
  }

  const refusals: Record<string, { path?: string; message?: unknown; headers?: object; status: number; says: RegExp }> =
    {
      'no body': { message: '', status: 400, says: /-32700.*The body is empty/ },
      'what is not JSON': { message: '{"a"', status: 400, says: /-32700.*not valid JSON/ },
      'another content type': { headers: { 'content-type': 'text/plain' }, status: 415, says: /application\/json/ },
      'a client that takes no streams': {
        headers: { accept: 'application/json' },
        status: 406,
        says: /text\/event-stream/,
      },
      'a request before the first': {
        message: { jsonrpc: '2.0', id: 1, method: 'tools/list' },
        status: 400,
        says: /Send a complete \\"initialize\\" first/,
      },
      'a session that is none': {
        message: { jsonrpc: '2.0', id: 1, method: 'tools/list' },
        headers: { 'mcp-session-id': 'x' },
        status: 404,
        says: /-32001.*There is no such session/,
      },
      'a persona that is none': { path: '/mcp/nobody', status: 404, says: /nobody/ },
      'a page of another origin': { headers: { origin: 'http://evil.example' }, status: 403, says: /--cors-origin/ },
      'an older message without a session': { path: '/mcp/messages?sessionId=x', status: 404, says: /connect again/ },
      'a revision that is none': {
        headers: { 'mcp-protocol-version': '2099-01-01' },
        message: { jsonrpc: '2.0', id: 1, method: 'ping', params: { _meta: meta('2099-01-01') } },
        status: 400,
        says: /-32022|nsupported protocol version/,
      },
    }
  for (const [what, { path = '/mcp', message = hello, headers = {}, status, says }] of Object.entries(refusals)) {
    it(`refuses ${what}`, async () => {
      const answer = await post(path, message, { ...headers })
      expect(answer.text).to.match(says)
      expect(answer.status).to.equal(status)
      expect(JSON.parse(answer.text)).to.include({ jsonrpc: '2.0' })
    })
  }
  for (const [name, status] of Object.entries({ 'tools.lan:80': 404, localhost: 404, 'evil.example': 403 })) {
    it(`answers ${status} under the name ${name}`, async () => {
      const path = '/mcp/mute'
      const answer = await new Promise<number | undefined>((resolve) => {
        get(host.url + path, { headers: { host: name, 'mcp-session-id': 'x' } }, (response) => {
          response.resume()
          resolve(response.statusCode)
        })
      })
      expect(answer).to.equal(status)
    })
  }

  it('lists in pages that have a stable order', async () => {
    const list = async () => {
      const session = await begin()
      const pages: string[][] = []
      let cursor: string | undefined
      do {
        const params = cursor === undefined ? {} : { params: { cursor } }
        const result: Message['result'] = (await ask(session, { method: 'tools/list', ...params }))?.result
        pages.push((result?.tools ?? []).map(({ name }) => name))
        cursor = result?.nextCursor
      } while (cursor !== undefined)
      return pages
    }
    const pages = await list()
    expect(pages.map((page) => page.length)).to.deep.equal([1_000, 1_000, 505])
    expect(new Set(pages.flat()).size).to.equal(2_505)
    expect(await list()).to.deep.equal(pages)
  })
  it('says that a cursor is not known', async () => {
    const params = { cursor: Buffer.from('gone').toString('base64url') }
    const answer = await ask(await begin(), { method: 'tools/list', params })
    expect(answer?.error).to.include({ code: -32602 })
    expect(answer?.error?.message).to.match(/list it again/)
  })
  it('keeps what tools remember within a session', async () => {
    const [one, other] = [await begin(), await begin()]
    const count = async (session: Record<string, string>) =>
      (await ask(session, call('count')))?.result?.content?.[0]?.text
    expect([await count(one), await count(one), await count(other)]).to.deep.equal(['1', '2', '1'])
  })
  it('keeps it in a conversation where there are no sessions', async () => {
    const count = async (headers = {}) =>
      (await askModern(call('count'), headers)).messages[0]?.result?.content?.[0]?.text
    const conversation = { 'x-conversation-id': 'mcp-test' }
    expect([await count(conversation), await count(conversation), await count()]).to.deep.equal(['1', '2', '1'])
  })
  it('sends structured content with its text', async () => {
    const { messages } = await askModern(call('pair'))
    expect(messages[0]?.result).to.deep.include({
      content: [{ type: 'text', text: '{"a":1}' }],
      structuredContent: { a: 1 },
    })
  })
  it('says that a client cannot be asked', async () => {
    const { status, messages } = await askModern(call('need'))
    expect([status, messages[0]?.error?.code]).to.deep.equal([400, -32021])
    const older = await ask(await begin(), call('need'))
    expect(older?.result).to.deep.include({ isError: true })
    expect(older?.result?.content?.[0]?.text).to.match(/needs a caller that can be asked.*Your name\?/)
  })
  it('reads bytes, and says why something cannot be read', async () => {
    const session = await begin()
    const read = (uri: string) => ask(session, { method: 'resources/read', params: { uri } })
    const contents = [{ uri: 'box://bytes', mimeType: 'image/png', blob: 'AQID' }]
    expect((await read('box://bytes'))?.result).to.deep.equal({ contents })
    expect((await read('box://broken'))?.error?.message).to.equal('The disk is gone.')
  })
  it('is of one endpoint alone', async () => {
    const session = await begin('/mcp')
    const { status } = await post('/mcp/bot', { jsonrpc: '2.0', id: 1, method: 'tools/list' }, session)
    expect(status).to.equal(404)
  })
  it('ends when the client says goodbye', async () => {
    const session = await begin()
    const goodbye = await fetch(`${host.url}/mcp`, { method: 'DELETE', headers: session })
    expect(goodbye.status).to.equal(200)
    expect((await post('/mcp', { jsonrpc: '2.0', id: 1, method: 'ping' }, session)).status).to.equal(404)
  })
  it('ends a tool when the client has left', async () => {
    const leaving = new AbortController()
    const { params, method } = call('wait')
    const message = { jsonrpc: '2.0', id: 1, method, params: { ...params, _meta: meta('2026-07-28') } }
    const headers = { ...json, 'mcp-protocol-version': '2026-07-28', 'mcp-method': method, 'mcp-name': 'wait' }
    const { signal } = leaving
    const sent = fetch(`${host.url}/mcp`, { method: 'POST', headers, body: JSON.stringify(message), signal })
    setTimeout(() => leaving.abort(), 100)
    await sent.catch(() => undefined)
    await eventually('the tool learns of it', () => left.length > 0)
  })
  it('ends the stream of a call that is cancelled', async () => {
    const session = await begin()
    const before = { begun: begun.length, left: left.length }
    const { method, params } = call('wait')
    const calling = post('/mcp', { jsonrpc: '2.0', id: 9, method, params }, session)
    const cancel = { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 9 } }
    await eventually('the call is under way', () => begun.length > before.begun)
    expect((await post('/mcp', cancel, session)).status).to.equal(202)
    const [last] = (await calling).messages.slice(-1)
    expect(last).to.deep.include({ id: 9 })
    expect(last?.error?.message).to.equal('The request was cancelled.')
    expect(left.length).to.equal(before.left + 1)
    expect((await post('/mcp', cancel, session)).status, 'of what is over').to.equal(202)
    expect((await ask(session, call('count')))?.result?.content).to.be.an('array')
  })
  for (const [protocolVersion, status] of [
    ['2024-11-05', 200],
    ['2025-03-26', 200],
    ['2025-06-18', 400],
    ['2025-11-25', 400],
  ] as const) {
    it(`${status === 200 ? 'takes' : 'refuses'} several messages at once in revision ${protocolVersion}`, async () => {
      const { headers } = await post('/mcp', { ...hello, params: { ...hello.params, protocolVersion } })
      const session = { 'mcp-session-id': headers.get('mcp-session-id') ?? '' }
      const pings = [1, 2].map((id) => ({ jsonrpc: '2.0', id, method: 'ping' }))
      const answered = await post('/mcp', pings, session)
      expect([answered.status, answered.messages.length]).to.deep.equal([status, status === 200 ? 2 : 1])
      if (status === 400) expect(answered.messages[0]?.error?.code).to.equal(-32_600)
    })
  }
  const malformed: Record<string, { request: { method: string; params?: object }; says: RegExp }> = {
    'a tool without a name': { request: { method: 'tools/call', params: {} }, says: /\/params\/name/ },
    'a cursor that is a number': { request: { method: 'tools/list', params: { cursor: 5 } }, says: /\/params\/cursor/ },
    'a resource without an address': { request: { method: 'resources/read', params: {} }, says: /\/params\/uri/ },
    'a prompt with an argument that is no text': {
      request: { method: 'prompts/get', params: { name: 'x', arguments: { a: 5 } } },
      says: /\/params\/arguments\/a/,
    },
    'a completion of nothing': { request: { method: 'completion/complete', params: {} }, says: /\/params\/ref/ },
  }
  for (const [what, { request, says }] of Object.entries(malformed)) {
    it(`says what is wrong with ${what}, in every revision`, async () => {
      const modern = (await askModern(request)).messages.at(-1)
      for (const error of [(await ask(await begin(), request))?.error, modern?.error]) {
        expect(error?.code).to.equal(-32_602)
        expect(error?.message).to.match(says).and.not.include('[')
      }
    })
  }
  it('says what is wrong with a level of the log', async () => {
    const answer = await ask(await begin(), { method: 'logging/setLevel', params: { level: 'loud' } })
    expect(answer?.error?.code).to.equal(-32_602)
  })
  it('gives an answer to a client that lost its connection and comes back', async () => {
    const session = await begin()
    const leaving = new AbortController()
    const { params, method } = call('slow')
    const body = JSON.stringify({ jsonrpc: '2.0', id: 9, method, params: { ...params, _meta: { progressToken: 1 } } })
    const headers = { ...json, ...session }
    const sent = await fetch(`${host.url}/mcp`, { method: 'POST', headers, body, signal: leaving.signal })
    const id = await firstEvent(sent)
    leaving.abort()
    await new Promise((resolve) => setTimeout(resolve, 400))
    const again = { ...session, accept: 'text/event-stream', 'last-event-id': id }
    const text = await (await fetch(`${host.url}/mcp`, { headers: again })).text()
    const answer = messagesOf(text).find((message) => message.id === 9)
    expect(answer?.result?.content?.[0]?.text).to.equal('It took a while.')
    const other = { ...(await begin()), accept: 'text/event-stream', 'last-event-id': id }
    expect((await fetch(`${host.url}/mcp`, { headers: other })).status, 'of another session').to.equal(400)
  })
  it('tells of a resource to those who subscribed to it', async () => {
    const session = await begin()
    const stream = await fetch(`${host.url}/mcp`, { headers: { ...session, accept: 'text/event-stream' } })
    const heard: string[] = []
    const reading = (async () => {
      for await (const chunk of stream.body ?? []) heard.push(Buffer.from(chunk).toString())
    })().catch(() => undefined)
    const tell = (): void => {
      for (const watcher of watchers) watcher({ uri: 'box://bytes' })
    }
    tell()
    await ask(session, { method: 'resources/subscribe', params: { uri: 'box://bytes' } })
    tell()
    await eventually('the client hears of it', () => heard.join('').includes('notifications/resources/updated'))
    await ask(session, { method: 'resources/unsubscribe', params: { uri: 'box://bytes' } })
    tell()
    await fetch(`${host.url}/mcp`, { method: 'DELETE', headers: session })
    await reading
    expect(heard.join('').match(/resources\/updated/g)).to.have.length(1)
  })
  it('speaks over HTTP/2 as well', async () => {
    const headers = { ':method': 'POST', ':path': '/mcp', ...json }
    const answer = await overHttp2(host.url, (session) => requestHttp2(session, headers, JSON.stringify(hello)))
    expect(answer.status).to.equal(200)
    expect(messagesOf(answer.body)[0]?.result).to.deep.include({ protocolVersion: '2025-11-25' })
  })

  describe('for one persona', () => {
    it('offers its tools, a tool to talk with it, and its voice', async () => {
      const client = await connectTo(`${host.url}/mcp/Bot`)
      const { tools } = await client.listTools()
      expect(tools.map(({ name }) => name)).to.have.members(['chat', 'count', 'need', 'pair', 'slow', 'wait'])
      const answer = await client.callTool('chat', { message: 'hello' })
      expect(answer.content).to.deep.equal([{ type: 'text', text: 'Hello to you.' }])
      const { messages } = await client.getPrompt({ name: 'voice' })
      expect(messages).to.deep.equal([{ role: 'user', content: { type: 'text', text: 'You are Bot.' } }])
      await client.close()
    })
    it('goes on with a conversation that has a name', async () => {
      const client = await connectTo(`${host.url}/mcp/bot`)
      const say = async (message: string, conversation?: string) =>
        (await client.callTool('chat', { message, ...(conversation ? { conversation } : {}) })).content[0]?.text
      await say('hello', 'ours')
      expect(await say('what did I say?', 'ours')).to.equal('3 messages')
      expect(await say('what did I say?')).to.equal('1 messages')
      await client.close()
    })
    const failures: Record<string, { input: object; says: RegExp }> = {
      'nobody has an answer': { input: { message: 'nothing' }, says: /declined|no answer/i },
      'there is no message': { input: {}, says: /The input of the tool "chat" is wrong: \/message is required\./ },
      'there is something else': { input: { message: 'hello', to: 'Bot' }, says: /to/ },
    }
    for (const [what, { input, says }] of Object.entries(failures)) {
      it(`says so where ${what}`, async () => {
        const client = await connectTo(`${host.url}/mcp/bot`)
        const { isError, content } = await client.callTool('chat', input)
        expect(isError).to.equal(true)
        expect(content[0]?.text).to.match(says)
        await client.close()
      })
    }
    it('has no prompt where it has no voice', async () => {
      const client = await connectTo(`${host.url}/mcp/mute`)
      const error = await client.getPrompt({ name: 'voice' }).catch((thrown: Error) => thrown)
      expect(error)
        .to.have.property('message')
        .that.matches(/There is no prompt "voice"/)
      await client.close()
    })
  })
})

describe('MCP clients of a host that closes', () => {
  const overHttp = Object.entries(clients).filter(([kind]) => !kind.includes('stdio'))
  for (const [kind, connect] of overHttp) {
    it(`get the answer that is under way, and nobody waits for who only listens: ${kind}`, async () => {
      const host = await startTestHost({ personas: [{ name: 'Bot', chain: [] }], toolboxes: { box } })
      const client = await connect(host.url)
      let answer: ReturnType<typeof client.callTool> | undefined
      await new Promise<void>((resolve) => {
        answer = client.callTool('slow', {}, () => resolve()) // it is under way when it tells how far it is
      })
      const started = performance.now()
      await host.close(8_000)
      expect(performance.now() - started).to.be.below(4_000)
      expect((await answer)?.content[0]?.text).to.equal('It took a while.')
      await client.close()
    })
  }
})

function meta(version: string): object {
  return {
    'io.modelcontextprotocol/protocolVersion': version,
    'io.modelcontextprotocol/clientCapabilities': {},
  }
}

/** The messages of a response: events, or one as JSON. */
function messagesOf(text: string): readonly Message[] {
  const lines = text.startsWith('{')
    ? [text]
    : text.split('\n').flatMap((line) => /^data: (\{.*)/.exec(line)?.[1] ?? [])
  return lines.map((line): Message => JSON.parse(line))
}

/** The id of the first event of a stream. */
async function firstEvent(response: Response): Promise<string> {
  let text = ''
  const reader = response.body?.getReader()
  while (reader && !/id: \d+\n/.test(text)) text += Buffer.from((await reader.read()).value ?? []).toString()
  reader?.releaseLock()
  return /id: (\d+)/.exec(text)?.[1] ?? ''
}
