import { expect } from 'chai'
import { startTestHost, type TestPersona } from 'dramatis/testing'
import { EventSourceParserStream } from 'eventsource-parser/stream'
import type { Runtime } from '../../src/runtime.ts'

// biome-ignore lint/suspicious/noExplicitAny: JSON, of which every test reads something else
type Body = any

interface Answer {
  status: number
  headers: Headers
  body: Body
}

const teller: TestPersona = {
  name: 'Teller',
  aliases: ['gpt-4o', 'claude-*'],
  chain: [
    {
      id: 'teller',
      solver: {
        solve({ question, messages }, { memory }) {
          if (question === 'fail') throw new Error('secret-detail')
          if (question === 'nothing') return undefined
          if (question === 'break') return broken()
          if (question === 'remember') memory.set('word', 'owl')
          if (question === 'seen') return messages.map(({ role }) => role[0]).join('')
          return `You said ${question}.`
        },
      },
      settings: { breaker: { failures: 999 } },
    },
  ],
}

async function* broken(): AsyncGenerator<string> {
  yield 'It began'
  throw new Error('secret-detail')
}

describe('agents and sessions', () => {
  let host: Runtime
  before(async () => {
    host = await startTestHost({
      personas: [teller, { ...teller, name: 'Other', aliases: [] }],
      settings: { state: 'memory:' },
    })
  })
  after(() => host.close(0))

  const call = async (method: string, path: string, body?: object): Promise<Answer> => {
    const response = await fetch(`${host.url}/api/v1${path}`, {
      method,
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    return { status: response.status, headers: response.headers, body: await response.json() }
  }
  const agent = async (): Promise<string> => (await call('POST', '/agents', { persona_id: 'teller' })).body.id
  const session = async (agent_id?: string): Promise<string> =>
    (await call('POST', '/sessions', { agent_id: agent_id ?? (await agent()) })).body.id
  const say = (id: string, message: string) => call('POST', `/sessions/${id}/messages`, { message })
  const said = async (id: string): Promise<string[]> =>
    (await call('GET', `/sessions/${id}/messages`)).body.messages.map(
      ({ role, content }: { role: string; content: string }) => `${role}: ${content}`,
    )

  const missing: [method: string, path: string, body?: object][] = [
    ['GET', '/agents/nobody'],
    ['GET', '/agents/nobody%00'],
    ['GET', '/sessions/nobody%00'],
    ['GET', '/conversations/nobody%00'],
    ['DELETE', '/agents/nobody'],
    ['POST', '/sessions', { agent_id: 'nobody' }],
    ['GET', '/sessions/nobody'],
    ['DELETE', '/sessions/nobody'],
    ['GET', '/sessions/nobody/messages'],
    ['POST', '/sessions/nobody/messages', { message: 'hello' }],
    ['GET', '/sessions/nobody/events'],
    ['GET', '/conversations/nobody'],
    ['DELETE', '/conversations/nobody'],
    ['GET', '/turns/nobody'],
    ['POST', '/agents', { persona_id: 'nobody' }],
  ]
  for (const [method, path, body] of missing) {
    it(`are not made up: ${method} ${path}`, async () => {
      const answer = await call(method, path, body)
      expect(answer.status).to.equal(404)
      expect(answer.headers.get('content-type')).to.equal('application/problem+json')
      expect(answer.body.detail).to.match(/nobody/)
    })
  }

  const malformed: [method: string, path: string, body: object | undefined, told: RegExp][] = [
    ['POST', '/agents', {}, /required/],
    ['POST', '/agents', { persona_id: 7 }, /string/],
    ['POST', '/agents', { persona_id: 'teller', model: 'gpt-9' }, /Leave the model out, or give the persona that name/],
    ['POST', '/agents', { persona_id: 'teller', model: 'Other' }, /does not answer to the model/],
    ['POST', '/sessions', {}, /required/],
    ['POST', '/sessions/SESSION/messages', {}, /required/],
    ['POST', '/sessions/SESSION/messages', { message: '' }, /1/],
    ['GET', '/sessions?limit=2000', undefined, /from 1 to 1000/],
    ['GET', '/sessions?limit=0', undefined, /from 1 to 1000/],
    ['GET', '/agents?offset=-1', undefined, /offset/],
    ['GET', '/turns?limit=x', undefined, /limit/],
  ]
  for (const [method, path, body, told] of malformed) {
    it(`refuse ${method} ${path} ${JSON.stringify(body)}`, async () => {
      const answer = await call(method, path.replace('SESSION', await session()), body)
      expect(answer.status).to.equal(400)
      expect(answer.body.detail + answer.body.pointer).to.match(told)
    })
  }

  it('are made, listed and found', async () => {
    const before = Date.now() / 1000
    const made = await call('POST', '/agents', { persona_id: 'TELLER', model: 'claude-3' })
    expect(made.status).to.equal(201)
    expect(made.headers.get('location')).to.equal(`/api/v1/agents/${made.body.id}`)
    expect(made.body).to.deep.include({ persona_id: 'teller', name: 'Teller' })
    expect(made.body.created_at).to.be.within(before - 1, before + 5)
    expect((await call('GET', `/agents/${made.body.id}`)).body).to.deep.equal(made.body)
    const opened = await call('POST', '/sessions', { agent_id: made.body.id })
    expect(opened.status).to.equal(201)
    expect(opened.body).to.deep.include({ agent_id: made.body.id, persona_id: 'teller', message_count: 0 })
    expect((await call('GET', '/agents')).body.agents).to.deep.include(made.body)
    expect((await call('GET', '/sessions')).body.sessions).to.deep.include(opened.body)
  })

  it('are listed in pages', async () => {
    const agentId = await agent()
    for (let count = 0; count < 3; count++) await session(agentId)
    const all = (await call('GET', '/sessions')).body
    const first = (await call('GET', '/sessions?limit=2')).body
    const rest = (await call('GET', '/sessions?offset=2')).body
    expect([...first.sessions, ...rest.sessions]).to.deep.equal(all.sessions)
    expect([first.has_more, rest.has_more, all.has_more]).to.deep.equal([true, false, false])
  })

  it('answer, and keep what was said', async () => {
    const id = await session()
    const answer = await say(id, 'one')
    expect(answer.status).to.equal(200)
    expect(answer.body).to.deep.equal({ session_id: id, success: true, response: 'You said one.', error_details: null })
    expect(answer.headers.get('x-dramatis-persona')).to.equal('teller')
    expect((await say(id, 'seen')).body.response).to.equal('uau')
    expect(await said(id)).to.deep.equal(['user: one', 'assistant: You said one.', 'user: seen', 'assistant: uau'])
    const { body } = await call('GET', `/sessions/${id}`)
    expect(body.message_count).to.equal(4)
    expect(body.last_active).to.be.at.least(body.created_at)
    const page = (await call('GET', `/sessions/${id}/messages?limit=1&offset=1`)).body
    expect([page.messages.length, page.messages[0].content, page.has_more]).to.deep.equal([1, 'You said one.', true])
  })

  for (const [message, status] of [
    ['fail', 502],
    ['nothing', 422],
    ['break', 502],
  ] as const) {
    it(`fail honestly when the persona does: ${message}`, async () => {
      const id = await session()
      await say(id, 'one')
      const answer = await say(id, message)
      expect([answer.status, answer.body.status]).to.deep.equal([status, status])
      expect(JSON.stringify(answer.body)).not.to.include('secret')
      expect(await said(id)).to.deep.equal(['user: one', 'assistant: You said one.'])
    })
  }

  it('stream, and end a stream that breaks off with an error', async () => {
    const id = await session()
    const stream = async (message: string) => {
      const response = await fetch(`${host.url}/api/v1/sessions/${id}/messages`, {
        method: 'POST',
        body: JSON.stringify({ message, stream: true }),
      })
      expect(response.headers.get('content-type')).to.match(/^text\/event-stream/)
      return (await response.text())
        .trim()
        .split('\n\n')
        .map((frame) => [/^event: (.*)$/m.exec(frame)?.[1], JSON.parse(/^data: (.*)$/m.exec(frame)?.[1] ?? '')])
    }
    expect(await stream('one')).to.deep.equal([
      ['delta', { text: 'You said one.' }],
      ['answer', { session_id: id, success: true, response: 'You said one.', error_details: null }],
    ])
    const [delta, error] = await stream('break')
    expect(delta).to.deep.equal(['delta', { text: 'It began' }])
    expect([error?.[0], error?.[1].title]).to.deep.equal(['error', 'solver-failed'])
    expect(await said(id)).to.have.lengthOf(2)
  })

  it('tell of every message as it comes, and go on where a stream broke off', async () => {
    const id = await session()
    await say(id, 'one')
    const leaving = new AbortController()
    const open = async (lastEventId?: string) => {
      const headers = lastEventId === undefined ? {} : { 'last-event-id': lastEventId }
      const response = await fetch(`${host.url}/api/v1/sessions/${id}/events`, { headers, signal: leaving.signal })
      const events = response.body?.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream())
      const reader = events?.getReader()
      return async () => {
        const { value } = (await reader?.read()) ?? {}
        return { id: value?.id, event: value?.event, ...JSON.parse(value?.data ?? '{}') }
      }
    }
    const next = await open()
    expect(await next()).to.include({ event: 'message', role: 'user', content: 'one' })
    const second = await next()
    expect(second).to.include({ role: 'assistant', content: 'You said one.' })
    await say(id, 'two')
    expect((await next()).content).to.equal('two')
    expect((await next()).content).to.equal('You said two.')
    const again = await open(second.id)
    expect((await again()).content).to.equal('two')
    const elsewhere = await fetch(`${host.url}/openai/v1/chat/completions`, {
      method: 'POST',
      headers: { 'x-conversation-id': id },
      body: JSON.stringify({ model: 'Teller', messages: [{ role: 'user', content: 'three' }] }),
    })
    expect(elsewhere.status).to.equal(200)
    expect((await next()).content).to.equal('three')
    expect((await next()).content).to.equal('You said three.')
    await call('DELETE', `/sessions/${id}`)
    expect((await next()).event).to.equal('deleted')
    leaving.abort()
  })

  it('are deleted with everything that was said', async () => {
    const agentId = await agent()
    const [one, two] = [await session(agentId), await session(agentId)]
    await say(one, 'one')
    await say(two, 'two')
    expect((await call('DELETE', `/sessions/${one}`)).body.success).to.equal(true)
    expect((await call('GET', `/conversations/${one}`)).status).to.equal(404)
    expect((await call('GET', `/conversations/${two}`)).status).to.equal(200)
    expect((await call('DELETE', `/agents/${agentId}`)).body.message).to.match(/sessions \(1\)/)
    for (const path of [`/agents/${agentId}`, `/sessions/${two}`, `/conversations/${two}`]) {
      expect((await call('GET', path)).status, path).to.equal(404)
    }
  })

  it('are conversations that can be exported and forgotten', async () => {
    const id = await session()
    await say(id, 'remember')
    const { conversations } = (await call('GET', '/conversations?limit=1')).body
    expect(conversations[0]).to.deep.include({ id, persona_id: 'teller', message_count: 2 })
    const { body } = await call('GET', `/conversations/${id}`)
    expect(body.personas[0].memory).to.deep.equal({ word: 'owl' })
    expect(body.personas[0].messages.map(({ role, parts }: Body) => [role, parts[0].text])).to.deep.equal([
      ['user', 'remember'],
      ['assistant', 'You said remember.'],
    ])
    expect((await call('DELETE', `/conversations/${id}?persona=other`)).status).to.equal(404)
    expect((await call('DELETE', `/conversations/${id}`)).status).to.equal(200)
    expect(await said(id)).to.deep.equal([])
    expect((await say(id, 'seen')).body.response).to.equal('u')
  })

  it('leave traces of their turns', async () => {
    const id = await session()
    const { headers } = await say(id, 'one')
    const turn = headers.get('x-dramatis-turn')
    const { turns } = (await call('GET', `/turns?conversation=${id}&outcome=answered`)).body
    expect(turns).to.deep.equal([(await call('GET', `/turns/${turn}`)).body])
    expect(turns[0]).to.include({ persona: 'teller', outcome: 'answered', conversation: id })
    expect((await call('GET', `/turns?conversation=${id}&outcome=failed`)).body.turns).to.deep.equal([])
  })

  it('are described', async () => {
    const document = (await (await fetch(`${host.url}/openapi.json`)).json()) as Body
    const { post } = document.paths['/api/v1/sessions/{id}/messages']
    expect(post.requestBody.content['application/json'].schema.required).to.deep.equal(['message'])
    expect(post.responses[200].content['application/json'].schema.properties).to.have.property('error_details')
  })
})

describe("the host's own API", () => {
  it('lists for nobody but its own machine what anonymous callers have left behind', async () => {
    const host = await startTestHost({ personas: [teller], settings: { host: '0.0.0.0' } })
    const post = async (path: string, body: object): Promise<Body> =>
      (await fetch(`${host.url}/api/v1${path}`, { method: 'POST', body: JSON.stringify(body) })).json()
    const agent = await post('/agents', { persona_id: 'teller' })
    const session = await post('/sessions', { agent_id: agent.id })
    await post(`/sessions/${session.id}/messages`, { message: 'one' })
    for (const path of ['/agents', '/sessions', '/conversations', '/turns']) {
      const response = await fetch(`${host.url}/api/v1${path}`)
      expect([path, response.status]).to.deep.equal([path, 403])
      expect(((await response.json()) as Body).detail).to.match(/--require-keys/)
    }
    for (const path of [`/sessions/${session.id}/messages`, `/conversations/${session.id}`]) {
      expect((await fetch(`${host.url}/api/v1${path}`)).status).to.equal(200)
    }
    await host.close(0)
  })
  it('has its paths where the settings say', async () => {
    const host = await startTestHost({ personas: [teller], settings: { surfaces: { api: { prefix: '/bots/v2' } } } })
    expect((await fetch(`${host.url}/bots/v2/turns`)).status).to.equal(200)
    expect((await fetch(`${host.url}/api/v1/turns`)).status).to.equal(404)
    await host.close(0)
  })
  it('tells the tools of every toolbox, and the plugins', async () => {
    const tool = { name: 'add', title: 'Add', description: 'Adds.', input: { type: 'object' }, run: () => 2 }
    const host = await startTestHost({ personas: [teller], toolboxes: { sums: { tools: [tool] } } })
    const get = async (path: string): Promise<Body> => (await fetch(`${host.url}/api/v1${path}`)).json()
    expect((await get('/tools')).tools).to.deep.equal([
      { id: 'add', name: 'Add', description: 'Adds.', service_name: 'sums' },
    ])
    expect((await get('/plugins')).plugins).to.be.an('array')
    await host.close(0)
  })
})
