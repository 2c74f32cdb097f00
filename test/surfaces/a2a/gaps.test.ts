import { TaskState } from '@a2a-js/sdk'
import { expect } from 'chai'
import type { Runtime } from '../../../src/runtime.ts'
import { collect, connect, get, givenUp, olderWire, openA2aHost, post, rpc, saying, wire } from '../../support/a2a.ts'
import { eventually } from '../../support/stage.ts'

const current = { 'A2A-Version': '1.0' }

/** Where the library for the protocol leaves something to be done, by what a user would see of it. */
describe('A client of A2A', () => {
  let runtime: Runtime
  before(async () => {
    runtime = await openA2aHost({ settings: { surfaces: { a2a: { push: { allowPrivate: true } } } } as object })
  })
  after(() => runtime?.close(0))

  const url = (path = ''): string => `${runtime.url}/a2a/ada${path}`
  const textOf = (task: { artifacts: { parts: { text: string }[] }[] }): string =>
    task.artifacts.flatMap(({ parts }) => parts.map(({ text }) => text)).join('')

  for (const [what, path, headers] of [
    ['forgets to say which version it speaks', '', {}],
    ['says so in the query', '?A2A-Version=1.0', {}],
    ['says so with the number of a patch', '', { 'A2A-Version': '1.0.1' }],
    ['says so in an empty header', '', { 'A2A-Version': '' }],
  ] as const) {
    it(`of 1.0 that ${what} is answered in 1.0`, async () => {
      const { json } = await post(url(path), rpc('SendMessage', wire('hello')), headers)
      expect(json.result.task.status.state).to.equal('TASK_STATE_COMPLETED')
    })
  }
  for (const [what, path, headers] of [
    ['says nothing', '', {}],
    ['says so', '', { 'A2A-Version': '0.3' }],
    ['says so with the number of a patch', '', { 'A2A-Version': '0.3.0' }],
    ['says so in the query', '/?A2A-Version=0.3', {}],
  ] as const) {
    it(`of 0.3 that ${what} is answered in 0.3`, async () => {
      const { json } = await post(url(path), rpc('message/send', olderWire('hello')), headers)
      expect(json.result).to.include({ kind: 'task' })
      expect(json.result.status.state).to.equal('completed')
    })
  }
  it('may leave out what older documentation leaves out: messageId, kind, role, and "type" for a part', async () => {
    const message = { parts: [{ type: 'text', text: 'hello' }] }
    const { json } = await post(url(), rpc('message/send', { message }))
    expect(textOf(json.result)).to.equal('You said: hello')
    expect(json.result.history[0].messageId).to.match(/\S/)
  })
  it('may send 160 kB', async () => {
    const { json } = await post(url(), rpc('SendMessage', wire('x'.repeat(160_000))))
    expect(json.result.task.status.state).to.equal('TASK_STATE_COMPLETED')
  })
  it('may send application/a2a+json to HTTP+JSON, and to JSON-RPC at the same address', async () => {
    const type = { 'content-type': 'application/a2a+json', ...current }
    const rest = await post(url('/message:send'), wire('hello'), type)
    expect([rest.status, rest.type]).to.deep.equal([200, 'application/a2a+json'])
    expect((await post(url(), rpc('SendMessage', wire('hello')), type)).json.result.task).to.be.an('object')
  })
  it('sees no word twice after a cancel', async () => {
    const { json } = await post(
      url(),
      rpc('SendMessage', { ...wire('wait'), configuration: { returnImmediately: true } }),
    )
    const { id } = json.result.task
    await eventually('the first words are there', async () => {
      const task = (await post(url(), rpc('GetTask', { id }))).json.result
      return task.artifacts?.length > 0
    })
    const cancelled = (await post(url(), rpc('CancelTask', { id }))).json.result
    expect(cancelled.status.state).to.equal('TASK_STATE_CANCELED')
    expect(textOf((await post(url(), rpc('GetTask', { id }))).json.result).trim()).to.equal('Working.')
  })
  it('that cancels ends the work itself', async () => {
    const before = givenUp.length
    const { json } = await post(
      url(),
      rpc('SendMessage', { ...wire('wait'), configuration: { returnImmediately: true } }),
    )
    await post(url(), rpc('CancelTask', { id: json.result.task.id }))
    await eventually('the solver is told', () => givenUp.length > before)
  })
  it('cannot put a second message between the words of an answer', async () => {
    const { json } = await post(
      url(),
      rpc('SendMessage', { ...wire('wait'), configuration: { returnImmediately: true } }),
    )
    const taskId = json.result.task.id
    const second = await post(url(), rpc('SendMessage', wire('hello', { taskId })))
    expect(second.json.error.code).to.equal(-32004)
    await post(url(), rpc('CancelTask', { id: taskId }))
  })
  it('finds its task finished after it has left', async () => {
    const leaving = new AbortController()
    const message = wire('slow')
    const response = await fetch(url('/message:stream'), {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...current },
      body: JSON.stringify(message),
      signal: leaving.signal,
    })
    const { value } = (await response.body?.getReader().read()) ?? {}
    const id = /"id":"([^"]+)"/.exec(Buffer.from(value ?? []).toString())?.[1]
    leaving.abort()
    await eventually('the task is done', async () => {
      const { json } = await get(url(`/tasks/${id}`), current)
      return json.status.state === 'TASK_STATE_COMPLETED' && textOf(json) === 'First. Last.'
    })
  })
  it('gets one part of text, however many pieces were spoken', async () => {
    const { json } = await post(url(), rpc('SendMessage', wire('words')))
    expect(json.result.task.artifacts).to.have.length(1)
    expect(json.result.task.artifacts[0].parts).to.have.length(1)
    expect(textOf(json.result.task)).to.equal('One. Two. Three.')
  })
  it('may have long ids of contexts', async () => {
    const contextId = 'c'.repeat(200)
    const { json } = await post(url(), rpc('SendMessage', wire('hello', { contextId })))
    expect(json.result.task.contextId).to.equal(contextId)
  })
  it('cannot have notifications sent to private addresses, unless the operator allows it', async () => {
    const strict = await openA2aHost()
    try {
      const { json } = await post(`${strict.url}/a2a/ada`, rpc('SendMessage', wire('ask')))
      const params = { taskId: json.result.task.id, url: 'http://127.0.0.1:9/hook' }
      const refused = await post(`${strict.url}/a2a/ada`, rpc('CreateTaskPushNotificationConfig', params))
      expect(refused.json.error.code).to.equal(-32602)
    } finally {
      await strict.close(0)
    }
  })
  it('of 0.3 gets the push configuration of a task without naming it', async () => {
    const { json } = await post(url(), rpc('message/send', olderWire('ask')))
    const { id } = json.result
    const none = await post(url(), rpc('tasks/pushNotificationConfig/get', { id }))
    expect(none.json.error.code).to.equal(-32001)
    const pushNotificationConfig = { id: 'mine', url: 'http://127.0.0.1:9/hook' }
    await post(url(), rpc('tasks/pushNotificationConfig/set', { taskId: id, pushNotificationConfig }))
    const got = await post(url(), rpc('tasks/pushNotificationConfig/get', { id }))
    expect(got.json.result).to.deep.equal({ taskId: id, pushNotificationConfig })
  })
  it('over HTTP+JSON gets JSON when it deletes a push configuration, also one that is not there', async () => {
    const { json } = await post(url(), rpc('SendMessage', wire('ask')))
    for (const path of ['/tasks', '/v1/tasks', '/tasks'] as const) {
      const config = url(`${path}/${json.result.task.id}/pushNotificationConfigs/mine`)
      const deleted = await fetch(config, { method: 'DELETE' })
      expect([deleted.status, await deleted.json()]).to.deep.equal([200, {}])
    }
  })
  it('is not told what a solver threw', async () => {
    for (const [path, body] of [
      ['', rpc('SendMessage', wire('boom'))],
      ['', rpc('message/stream', olderWire('boom'))],
      ['/message:stream', wire('boom')],
    ] as const) {
      const { text } = await post(url(path), body)
      expect(text).to.match(/failed/i)
      expect(text).not.to.include('1234')
    }
  })
  it('of 0.3 that asks for more is told that the stream ends there', async () => {
    const { text } = await post(url(), rpc('message/stream', olderWire('ask')))
    expect(text).to.match(/"state":"input-required".*"final":true/)
  })
  it('is given the tasks of every binding, and none of another persona', async () => {
    const { json } = await post(url('/v1/message:send'), olderRestMessage('hello'))
    const { id } = json.task
    expect((await get(url(`/tasks/${id}`), current)).json.id).to.equal(id)
    expect((await get(url(`/v1/tasks/${id}`))).json.id).to.equal(id)
    expect((await post(url(), rpc('tasks/get', { id }))).json.result.id).to.equal(id)
    expect((await get(`${runtime.url}/a2a/bob/tasks/${id}`, current)).status).to.equal(404)
  })
  it('reaches the default persona where none is named, and another one by its tenant', async () => {
    const ada = await post(`${runtime.url}/a2a/`, rpc('SendMessage', wire('hello')))
    expect(textOf(ada.json.result.task)).to.equal('You said: hello')
    const bob = await post(`${runtime.url}/a2a`, rpc('SendMessage', { ...wire('hello'), tenant: 'bob' }))
    expect(textOf(bob.json.result.task)).to.equal('Bob here.')
    const rest = await post(`${runtime.url}/a2a/message:send`, wire('hello'), current)
    expect(textOf(rest.json.task)).to.equal('You said: hello')
    const tenant = await post(`${runtime.url}/a2a/bob/acme/message:send`, wire('hello'), current)
    expect(textOf(tenant.json.task)).to.equal('Bob here.')
  })
  it('over HTTP+JSON of 0.3 gets what its protocol buffers say: 201, content, and CANCELLED with two l', async () => {
    const sent = await post(url('/v1/message:send'), olderRestMessage('ask'))
    expect([sent.status, sent.type]).to.deep.equal([201, 'application/json'])
    expect(sent.json.task.status).to.deep.include({ state: 'TASK_STATE_INPUT_REQUIRED' })
    expect(sent.json.task.status.message.content).to.deep.equal([{ text: 'Which one?' }])
    const { json } = await post(url(`/v1/tasks/${sent.json.task.id}:cancel`), null)
    expect(json.status.state).to.equal('TASK_STATE_CANCELLED')
  })
  it('over HTTP+JSON of 0.3 may also send a message as JSON-RPC has it', async () => {
    const { json } = await post(url('/v1/message:send'), olderWire('hello'))
    expect(textOf(json.task)).to.equal('You said: hello')
  })
  for (const binding of ['JSONRPC', 'HTTP+JSON', 'GRPC'] as const) {
    it(`hears a stream to its end while the host closes, over ${binding}`, async () => {
      const closing = await openA2aHost()
      const client = await connect(closing.url, '/a2a/ada', '1.0', binding)
      const stream = client.sendMessageStream(saying('slow'))
      const first = await stream.next()
      const closed = closing.close(5_000)
      const heard = JSON.stringify([first.value, ...(await collect(stream))])
      expect(heard).to.include('Last.').and.to.include(`"state":${TaskState.TASK_STATE_COMPLETED}`)
      await closed
    })
  }
  it('is turned away by a host that closes', async () => {
    const closing = await openA2aHost()
    const working = post(`${closing.url}/a2a/ada`, rpc('SendMessage', wire('slow')))
    await new Promise((resolve) => setTimeout(resolve, 100))
    const closed = closing.close(2_000)
    const { json } = await working
    expect(json.result ?? json.error).to.be.an('object')
    await closed
  })
})

describe('A client of A2A, where keys are needed', () => {
  const keys = ['the-key-of-one', 'the-key-of-another']
  const [one, other] = keys.map((key) => ({ authorization: `Bearer ${key}`, ...current }))
  let runtime: Runtime
  before(async () => {
    runtime = await openA2aHost({ settings: { requireKeys: true, apiKeys: keys } as object })
  })
  after(() => runtime?.close(0))

  it('is turned away without one, in the form of each binding, but sees the card', async () => {
    const jsonRpc = await post(`${runtime.url}/a2a/ada`, rpc('SendMessage', wire('hello')))
    expect([jsonRpc.status, jsonRpc.json.error.code]).to.deep.equal([401, -32000])
    expect(jsonRpc.headers.get('www-authenticate')).to.match(/^Bearer/)
    const rest = await post(`${runtime.url}/a2a/ada/message:send`, wire('hello'))
    expect([rest.status, rest.json.error.status]).to.deep.equal([401, 'UNAUTHENTICATED'])
    const olderRest = await post(`${runtime.url}/a2a/ada/v1/message:send`, wire('hello'))
    expect([olderRest.status, olderRest.json.code]).to.deep.equal([401, -32000])
    expect((await get(`${runtime.url}/a2a/ada/.well-known/agent-card.json`)).status).to.equal(200)
  })
  it('finds its own tasks, and nobody else does', async () => {
    const { json } = await post(`${runtime.url}/a2a/ada`, rpc('SendMessage', wire('hello')), one)
    const { id } = json.result.task
    expect((await get(`${runtime.url}/a2a/ada/tasks/${id}`, one)).status).to.equal(200)
    expect((await get(`${runtime.url}/a2a/ada/tasks/${id}`, other)).status).to.equal(404)
    expect((await get(`${runtime.url}/a2a/ada/tasks`, other)).json.tasks).to.deep.equal([])
    expect((await get(`${runtime.url}/a2a/ada/tasks`, one)).json.tasks).to.have.length(1)
  })
})

function olderRestMessage(text: string): object {
  return { message: { messageId: `older-${text}-${Math.random()}`, role: 'ROLE_USER', content: [{ text }] } }
}
