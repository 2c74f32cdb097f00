import { expect } from 'chai'
import { compileChecking, type JsonSchema, type Log } from 'dramatis'
import { silentLog } from 'dramatis/testing'
import type { Runtime } from '../../src/runtime.ts'
import { eventually } from '../support/stage.ts'
import { kit, openKit, ordered, waited } from './tools-kit.ts'

/** What answers hold, one or the other of it. */
interface Body {
  error: { code: string; message: string; requests: { key: string }[]; problems: object[]; _state: string }
  title: string
  items: unknown[]
}

interface Answer {
  status: number
  body: Body
  headers: Headers
}

describe('tools over HTTP', () => {
  let host: Runtime
  const logged: { details: object; message: string }[] = []
  const log: Log = { ...silentLog, info: (details, message) => void logged.push({ details, message }) }
  before(async () => {
    host = await openKit({ settings: { toolTimeout: 200, allowedHosts: ['tools.lan'] }, log })
  })
  after(() => host.close())

  const call = async (path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> => {
    const sent = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }
    const response = await fetch(`${host.url}/tools/${path}`, { method: 'POST', headers, ...sent })
    const text = await response.text()
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text), headers: response.headers }
  }

  describe('a call that fails tells', () => {
    const failures: Record<string, { call: [string, unknown?]; status: number; error: object; says: RegExp }> = {
      'a field that is missing': {
        call: ['search', {}],
        status: 422,
        error: {
          code: 'invalid_input',
          problems: [{ pointer: '/query', message: 'is required', expected: 'a string' }],
        },
        says: /^The input of the tool "search" is wrong: \/query is required\.$/,
      },
      'every field that is wrong': {
        call: ['search', { query: 7, limit: 0, querry: 'x' }],
        status: 422,
        error: {
          code: 'invalid_input',
          problems: [
            {
              pointer: '/querry',
              message: 'is not a known key; did you mean "query"?',
              expected: 'one of "query", "limit", "exact", "tags", "opts"',
            },
            { pointer: '/query', message: 'must be a string, not a number', expected: 'a string' },
            { pointer: '/limit', message: 'must be >= 1', expected: '>= 1' },
          ],
        },
        says: /querry.*\/query.*\/limit/,
      },
      'a body that is no object': {
        call: ['search', []],
        status: 422,
        error: { code: 'invalid_input' },
        says: /it must be an object, not an array/,
      },
      'a body that is no JSON': {
        call: ['search', '{"query'],
        status: 400,
        error: { code: 'invalid_request' },
        says: /must be JSON/,
      },
      'a tool that is none, with the nearest': {
        call: ['serch', { query: 'x' }],
        status: 404,
        error: { code: 'not_found' },
        says: /^There is no tool "serch"; did you mean "search"\?$/,
      },
      'what a tool throws, and never its stack': {
        call: ['throws', {}],
        status: 500,
        error: { code: 'tool_failed' },
        says: /^The disk is full; delete something\.$/,
      },
      'a rejection without words': {
        call: ['rejects', {}],
        status: 500,
        error: { code: 'tool_failed' },
        says: /^The tool "rejects" failed and did not say why\.$/,
      },
      'a tool that hangs': {
        call: ['hangs', {}],
        status: 504,
        error: { code: 'timeout' },
        says: /^The tool "hangs" did not answer within 200 ms\.$/,
      },
      'an output that breaks its schema': {
        call: ['liar', {}],
        status: 500,
        error: { code: 'plugin_failed' },
        says: /^The tool "liar" of the toolbox "kit" broke its own output schema: it must be a number, not a string\.$/,
      },
      'an output that JSON cannot hold': {
        call: ['circular', {}],
        status: 500,
        error: { code: 'plugin_failed' },
        says: /returned what JSON cannot hold/,
      },
      'what the caller cannot do': {
        call: ['sample', {}],
        status: 500,
        error: { code: 'tool_failed' },
        says: /needs a caller that can lend its language model, and this one cannot/,
      },
      'a state that was changed': {
        call: ['order', { _state: 'e30.AAAA' }],
        status: 400,
        error: { code: 'invalid_request' },
        says: /was not made by this host, or was changed on its way/,
      },
    }
    for (const [what, { call: given, status, error, says }] of Object.entries(failures)) {
      it(what, async () => {
        const answer = await call(...given)
        expect(answer.status).to.equal(status)
        const { message, ...rest } = answer.body.error
        expect(message).to.match(says)
        expect(rest).to.deep.include(error)
        expect(JSON.stringify(answer.body)).to.not.include('secret')
      })
    }
  })

  const all = { limit: 10, exact: false, tags: [] }
  const calls: Record<string, { call: [string, unknown?]; output: unknown }> = {
    'the documented body': { call: ['search', { query: 'hello' }], output: { query: 'hello', ...all } },
    'arguments of a query, as the schema wants them': {
      call: ['search?query=5&limit=3&exact=true&tags[]=a&opts[lang]=en&opts[depth]=2'],
      output: { query: '5', limit: 3, exact: true, tags: ['a'], opts: { lang: 'en', depth: 2 } },
    },
    'a list of a query that is written in each of its ways': {
      call: ['search?query=x&tags=a&tags=b'],
      output: { query: 'x', ...all, tags: ['a', 'b'] },
    },
    'one value where a list is wanted': {
      call: ['search?query=x&tags=a'],
      output: { query: 'x', ...all, tags: ['a'] },
    },
    'a body that wins over the query': {
      call: ['search?query=x&limit=3', { query: 'y' }],
      output: { query: 'y', ...all, limit: 3 },
    },
    'a text': { call: ['greet'], output: 'Hello' },
    nothing: { call: ['silent', {}], output: null },
    media: {
      call: ['picture', {}],
      output: [
        { type: 'text', text: 'A dot.' },
        { type: 'image', mediaType: 'image/png', data: 'AQID' },
      ],
    },
  }
  for (const [what, { call: given, output }] of Object.entries(calls)) {
    it(`takes and gives ${what}`, async () => {
      const { status, body } = await call(...given)
      expect(body).to.deep.equal(output)
      expect(status).to.equal(200)
    })
  }

  it('does not change texts of a body into numbers', async () => {
    expect((await call('search', { query: 'x', limit: '3' })).status).to.equal(422)
  })
  it('shortens a text of 100 MB, and says so', async () => {
    const { status, body, headers } = await call('huge', {})
    expect(status).to.equal(200)
    expect(body).to.match(/^x{200000,}… \[104,5\d\d,\d{3} more characters\]$/)
    expect(Buffer.byteLength(JSON.stringify(body))).to.be.at.most(256 * 1024)
    expect(headers.get('x-dramatis-shortened')).to.match(/had 104,857,600 bytes, .* limit of 262,144\.$/)
  })
  it('shortens a list in the shape that its schema promises', async () => {
    const { body } = await call('many', {})
    expect(body.title).to.equal('All of them')
    expect(body.items.length).to.be.within(10_000, 199_999)
    expect(body.items.every((item: unknown) => typeof item === 'number')).to.equal(true)
  })

  it('tells what a tool asks, and goes on with the answers', async () => {
    ordered.count = 0
    const first = await call('order', {})
    expect(first.status).to.equal(409)
    const { code, message, requests, _state } = first.body.error
    expect({ code, requests }).to.deep.equal({
      code: 'input_required',
      requests: [{ key: 'ask1', message: 'Which size?', schema: { type: 'string', enum: ['S', 'M'] } }],
    })
    expect(message).to.match(/send the same input again with "ask1" in "_inputs"/)
    const second = await call('order', { _inputs: { ask1: 'M' }, _state })
    expect(second.status).to.equal(409)
    expect(second.body.error.requests[0]?.key).to.equal('who')
    const wrong = await call('order', { _inputs: { who: { name: 7 } }, _state: second.body.error._state })
    expect(wrong.body.error).to.deep.include({
      code: 'invalid_input',
      problems: [{ pointer: '/_inputs/who/name', message: 'must be a string, not a number', expected: 'a string' }],
    })
    const done = await call('order', { _inputs: { who: { name: 'Ada' } }, _state: second.body.error._state })
    expect(done.body, 'what was done once is not done again').to.equal('1: M for Ada')
    expect(done.status).to.equal(200)
    expect(ordered.count).to.equal(1)
  })
  it('takes all answers at once, and hears when somebody declines', async () => {
    ordered.count = 0
    expect((await call('order', { _inputs: { ask1: 'S', who: { name: 'Bo' } } })).body).to.equal('1: S for Bo')
    const declined = await call('order', { _inputs: { ask1: null } })
    expect(declined.body.error.message).to.equal('Whoever was asked declined to answer: Which size?')
  })
  it('refuses the state of another call', async () => {
    const { _state } = (await call('order', {})).body.error
    const other = await call('order', { more: 1, _state, _inputs: { ask1: 'S' } })
    expect(other.body.error.message).to.match(/belongs to another call, or to another input/)
    const [payload = '', signature] = _state.split('.')
    const body = JSON.parse(Buffer.from(payload, 'base64url').toString())
    const forged = Buffer.from(JSON.stringify({ ...body, done: { number: 99 } })).toString('base64url')
    const answer = await call('order', { _state: `${forged}.${signature}`, _inputs: { ask1: 'S' } })
    expect(answer.body.error.message).to.match(/was changed on its way/)
  })
  it('remembers a conversation, and nothing outside of one', async () => {
    const times = async (headers?: Record<string, string>) => (await call('remember', {}, headers)).body
    const somebody = { 'x-conversation-id': 'somebody' }
    // The state is loaded when it is first needed, which may take longer than this host gives a tool.
    await eventually('the state is there', async () => typeof (await times(somebody)) === 'number')
    expect([await times(), await times()]).to.deep.equal([1, 1])
    const ada = { 'x-conversation-id': 'ada' }
    expect([await times(ada), await times(ada), await times({ 'x-conversation-id': 'bo' })]).to.deep.equal([1, 2, 1])
  })
  it('tells a tool when its caller has left', async () => {
    waited.left = 0
    const leaving = new AbortController()
    const left = fetch(`${host.url}/tools/patient`, { method: 'POST', signal: leaving.signal }).catch(() => undefined)
    setTimeout(() => leaving.abort(), 50)
    await left
    await new Promise((resolve) => setTimeout(resolve, 50)) // less than its time limit, which tells it too
    expect(waited.left).to.equal(1)
  })
  it('leaves a line for every call, without what was said', async () => {
    logged.length = 0
    await call('search', { query: 'a secret' })
    await call('search', { quest: 'a secret' })
    const lines = logged.filter(({ message }) => message === 'A tool was called.').map(({ details }) => details)
    expect(lines).to.have.length(2)
    expect(lines[0]).to.include({ tool: 'search', toolbox: 'kit', caller: 'http', outcome: 'answered' })
    expect(lines[1]).to.include({ outcome: 'invalid-request' })
    for (const line of lines) expect(line).to.have.keys('tool', 'toolbox', 'caller', 'outcome', 'milliseconds')
  })

  describe('names that a page may have pointed here', () => {
    const names: Record<string, number> = {
      'evil.example.com': 403,
      'localhost.evil.com': 403,
      'localhost:1234': 200,
      '127.0.0.1': 200,
      '[::1]:80': 200,
      '192.168.1.7:8337': 200,
      'tools.lan:8337': 200,
      'TOOLS.LAN': 200,
    }
    for (const [name, status] of Object.entries(names)) {
      it(`${name} gets ${status}`, async () => {
        const { get } = await import('node:http')
        const seen = await new Promise<number | undefined>((resolve, reject) => {
          get(`${host.url}/tools`, { headers: { host: name } }, (response) => {
            response.resume()
            resolve(response.statusCode)
          }).on('error', reject)
        })
        expect(seen).to.equal(status)
      })
    }
    it('are told which flag allows them', async () => {
      const { request } = await import('node:http')
      const text = await new Promise<string>((resolve, reject) => {
        const sent = request(`${host.url}/tools/greet`, { method: 'POST', headers: { host: 'bots.example.com' } })
        sent.on('response', async (response) => resolve(Buffer.concat(await response.toArray()).toString()))
        sent.on('error', reject).end()
      })
      expect(JSON.parse(text)).to.deep.equal({
        error: {
          code: 'forbidden',
          message:
            'Tools may not be reached under the name "bots.example.com"; allow it with --allowed-host or --public-url.',
        },
      })
    })
    it('and pages of other origins are refused', async () => {
      const { status } = await call('greet', {}, { origin: 'http://evil.example.com' })
      expect(status).to.equal(403)
    })
  })

  describe('the manuals', () => {
    const get = (path: string, headers: Record<string, string> = {}) => fetch(`${host.url}${path}`, { headers })
    const json = async (path: string) => (await (await get(path)).json()) as { tools: Record<string, unknown>[] }
    const search = kit.tools[0]

    it('list each tool with its address', async () => {
      const { tools } = await json('/tools')
      expect(tools).to.have.length(kit.tools.length)
      const { name, title, description, input, output } = search ?? {}
      const url = `${host.url}/tools/search`
      expect(tools[0]).to.deep.equal({ name, title, description, input, output, toolbox: 'kit', url })
    })
    it('have the older form where its clients look, with a link to the official one', async () => {
      const response = await get('/tools/manual')
      expect(response.headers.get('link')).to.equal(`<${host.url}/utcp>; rel="alternate"; type="application/json"`)
      const { utcp_version, tools } = (await response.json()) as { utcp_version: string; tools: object[] }
      expect(utcp_version).to.equal('1.0')
      expect(tools[0]).to.deep.equal({
        name: 'search',
        description: 'Does what "search" says.',
        tool_provider: {
          type: 'http',
          method: 'POST',
          url: `${host.url}/tools/search`,
          content_type: 'application/json',
        },
        inputs: [
          { name: 'query', type: 'string', required: true, description: 'What to look for.' },
          { name: 'limit', type: 'integer', required: false, description: '' },
          { name: 'exact', type: 'boolean', required: false, description: '' },
          { name: 'tags', type: 'array', required: false, description: '' },
          { name: 'opts', type: 'object', required: false, description: '' },
        ],
        output_schema: search?.output,
      })
    })
    it('are the same at /utcp and with ?format=utcp', async () => {
      expect(await json('/tools/manual?format=utcp')).to.deep.equal(await json('/utcp'))
    })
    for (const path of ['/utcp', '/tools/manual', '/tools']) {
      it(`${path} is not sent twice`, async () => {
        const etag = (await get(path)).headers.get('etag') ?? ''
        expect(etag).to.match(/^"[\w-]{20,}"$/)
        for (const tags of [etag, `W/${etag}`, `"x", ${etag}`, '*']) {
          expect((await get(path, { 'if-none-match': tags })).status, tags).to.equal(304)
        }
        expect((await get(path, { 'if-none-match': '"x"' })).status).to.equal(200)
      })
    }
    it('have schemas that still find what they refer to', async () => {
      const { tools } = await json('/utcp')
      const inManual = tools.find(({ name }) => name === 'tree')?.inputs as JsonSchema // of the manual's form
      const { components } = (await (await get('/openapi.json')).json()) as { components: object }
      const inOpenApi = { $ref: '#/components/schemas/tree.input', components }
      const wrong = { root: { next: { size: 'x' } } }
      expect(compileChecking(inManual)({ body: wrong })[0]).to.include({ pointer: '/body/root/next/size' })
      expect(compileChecking(inOpenApi)(wrong)[0]).to.include({ pointer: '/root/next/size' })
    })
    it('spell out schemas that are true or false: some clients read objects alone', async () => {
      const { tools } = await json('/utcp')
      const shape = tools.find(({ name }) => name === 'shape')
      const properties = {
        at: { type: 'array', prefixItems: [{ type: 'number' }, {}], items: { not: {} } },
        any: {},
        properties: { type: 'object', default: { exact: true }, additionalProperties: false },
      }
      expect(shape?.['inputs']).to.have.deep.nested.property('properties.body.properties', properties)
      expect(shape?.['outputs']).to.deep.equal({ type: 'object', properties: { any: {} } })
      const { components } = (await (await get('/openapi.json')).json()) as { components: object }
      expect(components).to.have.nested.property('schemas.shape\\.input.properties').that.deep.equals(properties)
    })
    it('name the public URL where there is one', async () => {
      const other = await openKit({ settings: { publicUrl: 'https://bots.example.com/' } })
      try {
        const { tools } = (await (await fetch(`${other.url}/tools`)).json()) as { tools: { url: string }[] }
        expect(tools[0]?.url).to.equal('https://bots.example.com/tools/search')
      } finally {
        await other.close()
      }
    })
  })
})
