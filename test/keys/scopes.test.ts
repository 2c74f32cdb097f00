import { expect } from 'chai'
import { type Keyed, openKeyed, operatorKey } from './kit.ts'
import { call, places } from './places.ts'

const initialize = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
}

describe('keys: what a key is good for', () => {
  let host: Keyed
  let limited: { id: string; text: string }
  before(async () => {
    host = await openKeyed()
    limited = await host.add({ name: 'limited', scope: { manage: false, personas: ['SECOND', 'thi?d'] } })
  })
  after(() => host.close())

  const get = async (path: string, key = limited.text) => {
    const response = await fetch(host.url + path, { headers: { authorization: `Bearer ${key}` } })
    return { status: response.status, json: JSON.parse(await response.text()) }
  }
  const post = (path: string, body: object, key = limited.text, more: Record<string, string> = {}) =>
    fetch(host.url + path, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${key}`,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        ...more,
      },
      body: JSON.stringify(body),
    })
  const ask = (model: string, key = limited.text) =>
    post('/openai/v1/chat/completions', { model, messages: [{ role: 'user', content: 'hello' }] }, key)

  const lists: readonly [path: string, names: (json: never) => string[]][] = [
    ['/openai/v1/models', ({ data }: { data: { id: string }[] }) => data.map(({ id }) => id)],
    [
      '/ollama/api/tags',
      ({ models }: { models: { name: string }[] }) => models.map(({ name }) => name.split(':')[0] ?? ''),
    ],
    ['/anthropic/v1/models', ({ data }: { data: { id: string }[] }) => data.map(({ id }) => id)],
    ['/gemini/v1beta/models', ({ models }: { models: { name: string }[] }) => models.map(({ name }) => name.slice(7))],
    ['/cohere/v1/models', ({ models }: { models: { name: string }[] }) => models.map(({ name }) => name)],
  ]
  for (const [path, names] of lists) {
    it(`${path} lists the personas of the key`, async () => {
      expect(names((await get(path)).json as never)).to.have.members(['Second', 'Third'])
      expect(names((await get(path, operatorKey)).json as never)).to.have.members(['First', 'Second', 'Third'])
    })
  }
  it('knows no other persona by its name', async () => {
    expect((await get('/openai/v1/models/First')).status).to.equal(404)
    expect((await get('/openai/v1/models/Second')).status).to.equal(200)
  })
  it('suggests no other persona', async () => {
    const response = await ask('Firstt')
    expect([response.status, await response.text()].join(' '))
      .to.match(/^404 /)
      .and.not.to.match(/First"\?/)
    expect(await (await ask('Firstt', operatorKey)).text()).to.match(/First/)
  })
  it('takes the first persona of the key where the default is none of them', async () => {
    const response = await ask('')
    expect([response.status, response.headers.get('x-dramatis-persona')]).to.deep.equal([200, 'second'])
  })
  it('takes the only persona of a key for every name', async () => {
    const { text } = await host.add({ scope: { manage: false, personas: ['third'] } })
    const response = await ask('gpt-4o', text)
    expect([response.status, response.headers.get('x-dramatis-persona')]).to.deep.equal([200, 'third'])
    expect((await ask('gpt-4o')).status).to.equal(404)
  })

  describe('tools', () => {
    const names = async (key: string) => (await get('/tools', key)).json.tools.map(({ name }: { name: string }) => name)
    const tools = async (path: string, key: string) => {
      const begun = await post(path, initialize, key)
      const session = begun.headers.get('mcp-session-id') ?? ''
      await begun.text()
      const listed = await post(path, { jsonrpc: '2.0', id: 2, method: 'tools/list' }, key, {
        'mcp-session-id': session,
      })
      const data = /^data: (\{.*)$/m.exec(await listed.text())?.[1] ?? ''
      return JSON.parse(data).result.tools.map(({ name }: { name: string }) => name)
    }

    for (const place of places.filter(({ surface }) => surface === 'tools' || surface === 'mcp')) {
      it(`none is told of without a key: ${place.name}`, async () => {
        expect((await call(host.url, place, undefined)).status).to.equal(401)
      })
    }
    it('none is told of in the API document without a key', async () => {
      const paths = async (key?: string) => {
        const headers = key === undefined ? {} : { authorization: `Bearer ${key}` }
        const { paths } = JSON.parse(await (await fetch(`${host.url}/openapi.json`, { headers })).text())
        return Object.keys(paths).filter((path) => path.startsWith('/tools/e'))
      }
      expect(await paths()).to.deep.equal([])
      expect(await paths(operatorKey)).to.deep.equal(['/tools/echo'])
    })
    it('a key for all may call all', async () => {
      expect(await names(operatorKey)).to.deep.equal(['echo', 'shout'])
      expect(await tools('/mcp', operatorKey)).to.deep.equal(['echo', 'shout'])
    })
    it('a key of personas may call none', async () => {
      expect(await names(limited.text)).to.deep.equal([])
      expect(await tools('/mcp', limited.text)).to.deep.equal([])
      expect(await tools('/mcp/third', limited.text)).to.deep.equal(['chat'])
      expect((await post('/tools/echo', { text: 'a' })).status).to.equal(404)
      expect((await post('/mcp/first', initialize)).status).to.equal(404)
    })
    it('a key of tools may call these', async () => {
      const { text } = await host.add({ scope: { manage: false, tools: ['ec*'] } })
      expect(await names(text)).to.deep.equal(['echo'])
      expect(await tools('/mcp', text)).to.deep.equal(['echo'])
      expect(await tools('/mcp/third', text)).to.deep.equal(['chat', 'echo'])
      expect((await post('/tools/echo', { text: 'a' }, text)).status).to.equal(200)
      const refused = await post('/tools/shoot', {}, text)
      expect([refused.status, await refused.text()].join(' '))
        .to.match(/^404 /)
        .and.not.to.include('shout')
      expect((await post('/tools/shout', {}, text)).status).to.equal(404)
    })
    it('a call is in the log with the id of its key', async () => {
      const { id, text } = await host.add()
      await post('/tools/echo', { text: 'a' }, text)
      expect(host.log.filter((line) => line.startsWith('A tool was called.')).at(-1)).to.include(`key: '${id}'`)
    })
    it('a call that a persona makes in a stream is, too', async () => {
      const { id, text } = await host.add({ scope: { manage: false, personas: ['third'] } })
      const question = { model: 'Third', stream: true, messages: [{ role: 'user', content: 'use a tool' }] }
      await (await post('/openai/v1/chat/completions', question, text)).text()
      expect(host.log.filter((line) => line.startsWith('A tool was called.')).at(-1)).to.include(`key: '${id}'`)
    })
    it('are described with their key', async () => {
      const { json } = await get('/utcp', operatorKey)
      expect(json.tools[0].tool_call_template.auth).to.deep.equal({
        auth_type: 'api_key',
        api_key: 'Bearer ${API_KEY}',
        var_name: 'Authorization',
        location: 'header',
      })
      const document = (await get('/openapi.json', operatorKey)).json
      expect(document.security).to.deep.equal([{ bearer: [] }, { header: [] }])
      expect(document.components.securitySchemes.header).to.deep.equal({
        type: 'apiKey',
        in: 'header',
        name: 'x-api-key',
      })
      expect(document.paths['/health'].get.security).to.deep.equal([])
      expect(document.paths['/openai/v1/models'].get.security).to.equal(undefined)
    })
  })

  it('a session of MCP is nobody else’s', async () => {
    const begun = await post('/mcp', initialize, operatorKey)
    const session = { 'mcp-session-id': begun.headers.get('mcp-session-id') ?? '' }
    await begun.text()
    const list = { jsonrpc: '2.0', id: 2, method: 'tools/list' }
    const { text } = await host.add()
    expect((await post('/mcp', list, text, session)).status).to.equal(404)
    expect((await post('/mcp', list, operatorKey, session)).status).to.equal(200)
  })

  it('an answer belongs to its key, whoever reads it', async () => {
    const { id, text } = await host.add()
    const response = await post('/queue', {}, text)
    expect(await response.text()).to.equal(`of ${id}; of ${id};`)
  })

  it('a trace is nobody else’s, but for those who manage', async () => {
    const turn = (await ask('Second')).headers.get('x-dramatis-turn')
    const manager = await host.add({ scope: { manage: true } })
    const other = await host.add()
    const statuses = [limited.text, other.text, manager.text, operatorKey].map(async (key) => {
      return (await get(`/api/v1/turns/${turn}`, key)).status
    })
    expect(await Promise.all(statuses)).to.deep.equal([200, 404, 200, 200])
  })
})

describe('keys: surfaces that were opened', () => {
  let host: Keyed
  before(async () => {
    host = await openKeyed({ openSurfaces: ['metrics', 'ollama', 'nowhere'], corsOrigins: ['*'], anonymousRate: 3 })
  })
  after(() => host.close())

  const chat = (headers: Record<string, string> = {}) =>
    fetch(`${host.url}/ollama/api/tags`, { headers }).then(({ status }) => status)

  it('need no key, and the others do', async () => {
    expect((await fetch(`${host.url}/metrics`)).status).to.equal(200)
    expect(await chat({ authorization: 'Bearer wrong' })).to.equal(200)
    expect((await fetch(`${host.url}/openai/v1/models`)).status).to.equal(401)
  })
  it('are missed where there are none', () => {
    expect(host.log.find((line) => line.startsWith('There is no such surface'))).to.include("'nowhere'")
  })
  it('let pages of every origin ask where it is said so, and never with what the browser knows', async () => {
    const headers = { origin: 'https://example.com', 'access-control-request-method': 'POST' }
    const response = await fetch(`${host.url}/openai/v1/models`, { method: 'OPTIONS', headers })
    expect(response.headers.get('access-control-allow-origin')).to.equal('https://example.com')
    expect(response.headers.get('access-control-allow-credentials')).to.equal(null)
  })
  it('count callers without a key by their address, and those with one by it', async () => {
    expect([await chat(), await chat()]).to.deep.equal([200, 429])
    expect(await chat({ authorization: `Bearer ${operatorKey}` })).to.equal(200)
  })
})
