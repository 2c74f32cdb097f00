import { A2AService } from '@a2a-js/sdk/server/grpc'
import { credentials, Metadata, makeGenericClientConstructor, type ServiceError } from '@grpc/grpc-js'
import { expect } from 'chai'
import type { Runtime } from '../../../src/runtime.ts'
import { get, olderWire, openA2aHost, post, rpc, wire } from '../../support/a2a.ts'

const current = { 'A2A-Version': '1.0' }
const older = { 'A2A-Version': '0.3' }
const text = [{ text: 'hello' }]
const send = (params: unknown): object => rpc('SendMessage', params)
const olderSend = (params: unknown): object => rpc('message/send', params)
const message = (given: object): object => ({ message: { messageId: 'm', role: 'ROLE_USER', parts: text, ...given } })
const olderMessage = (given: object): object => ({
  message: { kind: 'message', messageId: 'm', role: 'user', parts: [{ kind: 'text', text: 'hello' }], ...given },
})

interface Wrong {
  body: unknown
  code: number
  headers?: Record<string, string>
  message?: RegExp
}

/** What is wrong with a body, and the code that the protocol has for it. */
const wrongBodies: Record<string, Wrong> = {
  nothing: { body: '', code: -32700 },
  'no JSON': { body: '{"jsonrpc"', code: -32700 },
  'a list of requests': { body: [rpc('GetTask', { id: 'x' })], code: -32600 },
  'a text': { body: '"hello"', code: -32600 },
  'another version of JSON-RPC': { body: { ...rpc('GetTask'), jsonrpc: '1.0' }, code: -32600 },
  'no method': { body: { jsonrpc: '2.0', id: 1 }, code: -32600 },
  'a number as the method': { body: { ...rpc('x'), method: 7 }, code: -32600 },
  'an object as the id': { body: rpc('GetTask', { id: 'x' }, {}), code: -32600 },
  'half a number as the id': { body: rpc('GetTask', { id: 'x' }, 1.5), code: -32600 },
  'what nests too deep': { body: `${'['.repeat(5000)}${']'.repeat(5000)}`, code: -32600 },
  'an unknown method': { body: rpc('Nothing', {}), code: -32601, message: /no method "Nothing"/ },
  'a method of 0.1': { body: rpc('tasks/send', {}), code: -32601 },
  'a method of 0.3 from a client of 1.0': {
    body: olderSend(olderWire('hello')),
    headers: current,
    code: -32601,
    message: /version 1\.0 calls it "SendMessage"/,
  },
  'a method of 1.0 from a client of 0.3': { body: send(wire('hello')), headers: older, code: -32601 },
  'no parameters': { body: rpc('SendMessage'), code: -32602 },
  'a list of parameters': { body: send([]), code: -32602 },
  'no message': { body: send({}), code: -32602, message: /params\.message/ },
  'a text as the message': { body: send({ message: 'hello' }), code: -32602 },
  'no parts': { body: send({ message: { messageId: 'm', role: 'ROLE_USER' } }), code: -32602, message: /parts/ },
  'a text as the parts': { body: send(message({ parts: 'hello' })), code: -32602 },
  'an empty list of parts': { body: send(message({ parts: [] })), code: -32602 },
  'an empty part': { body: send(message({ parts: [{}] })), code: -32602 },
  'a part of nothing known': { body: send(message({ parts: [{ metadata: {} }] })), code: -32602 },
  'a number as the text': { body: send(message({ parts: [{ text: 5 }] })), code: -32602, message: /parts\[0\]\.text/ },
  'no messageId': { body: send(message({ messageId: '' })), code: -32602, message: /messageId/ },
  'a number as the messageId': { body: send(message({ messageId: 5 })), code: -32602 },
  'a role that does not exist': { body: send(message({ role: 'ROLE_KING' })), code: -32602, message: /role/ },
  'a negative historyLength': {
    body: send({ ...message({}), configuration: { historyLength: -1 } }),
    code: -32602,
    message: /historyLength/,
  },
  'a text as the configuration': { body: send({ ...message({}), configuration: 'x' }), code: -32602 },
  'a task that does not exist': { body: send(message({ taskId: 'none' })), code: -32001 },
  'no id of the task': { body: rpc('GetTask', {}), code: -32602 },
  'an id of no task': { body: rpc('GetTask', { id: 'none' }), code: -32001 },
  'a negative historyLength of a task': { body: rpc('GetTask', { id: 'none', historyLength: -1 }), code: -32602 },
  'a cancel of no task': { body: rpc('CancelTask', { id: 'none' }), code: -32001 },
  'a subscription to no task': { body: rpc('SubscribeToTask', { id: 'none' }), code: -32001 },
  'a page that is too large': { body: rpc('ListTasks', { pageSize: 101 }), code: -32602 },
  'a page of nothing': { body: rpc('ListTasks', { pageSize: 0 }), code: -32602 },
  'a page token of nobody': { body: rpc('ListTasks', { pageToken: 'nonsense' }), code: -32602 },
  'a card that holds no more': { body: rpc('GetExtendedAgentCard'), code: -32004 },
  'a push configuration of no task': {
    body: rpc('CreateTaskPushNotificationConfig', { taskId: 'none', url: 'https://example.com' }),
    code: -32001,
  },
  'a version that is not spoken': { body: send(wire('hello')), headers: { 'A2A-Version': '99.0' }, code: -32009 },
  'a version that is none': { body: send(wire('hello')), headers: { 'A2A-Version': 'one' }, code: -32009 },
  'another type than JSON': { body: send(wire('hello')), headers: { 'content-type': 'text/plain' }, code: -32005 },
  'another type, and no JSON': { body: "{'jsonrpc': '2.0'}", headers: { 'content-type': 'text/plain' }, code: -32005 },
  'media that nobody reads': {
    body: send(message({ parts: [{ raw: 'dGNr', mediaType: 'audio/x-none' }] })),
    code: -32005,
  },
  'an older message without parts': { body: olderSend({ message: { role: 'user' } }), code: -32602 },
  'no older message': { body: olderSend({}), code: -32602 },
  'no older parameters': { body: rpc('message/send'), code: -32602 },
  'an older message that is a text': { body: olderSend({ message: 'hello' }), code: -32602 },
  'an older part of no kind': { body: olderSend(olderMessage({ parts: [{}] })), code: -32602 },
  'an older part of an unknown kind': { body: olderSend(olderMessage({ parts: [{ kind: 'smell' }] })), code: -32602 },
  'an older file without a file': { body: olderSend(olderMessage({ parts: [{ kind: 'file' }] })), code: -32602 },
  'an older file of nothing': { body: olderSend(olderMessage({ parts: [{ kind: 'file', file: {} }] })), code: -32602 },
  'an older text without a text': { body: olderSend(olderMessage({ parts: [{ kind: 'text' }] })), code: -32602 },
  'an older part that is a text': { body: olderSend(olderMessage({ parts: ['hello'] })), code: -32602 },
  'an older empty list of parts': { body: olderSend(olderMessage({ parts: [] })), code: -32602 },
  'an older role that does not exist': { body: olderSend(olderMessage({ role: 'king' })), code: -32602 },
  'an older negative historyLength': { body: rpc('tasks/get', { id: 'none', historyLength: -1 }), code: -32602 },
  'an older card that holds no more': { body: rpc('agent/getAuthenticatedExtendedCard'), code: -32007 },
  'an older id of no task': { body: rpc('tasks/get', { id: 'none' }), code: -32001 },
  'an older cancel without an id': { body: rpc('tasks/cancel', {}), code: -32602 },
  'an older push configuration without one': {
    body: rpc('tasks/pushNotificationConfig/set', { taskId: 'x' }),
    code: -32602,
  },
}

/** Of HTTP+JSON: method, path and body, and what comes. */
const wrongCalls: Record<string, { call: [string, string, unknown?]; status: number; name: string; headers?: object }> =
  {
    nothing: { call: ['POST', '/message:send', ''], status: 400, name: 'INVALID_ARGUMENT' },
    'no JSON': { call: ['POST', '/message:send', '{'], status: 400, name: 'INVALID_ARGUMENT' },
    'an empty object': { call: ['POST', '/message:send', {}], status: 400, name: 'INVALID_ARGUMENT' },
    null: { call: ['POST', '/message:send', null], status: 400, name: 'INVALID_ARGUMENT' },
    'an empty list of parts': {
      call: ['POST', '/message:send', message({ parts: [] })],
      status: 400,
      name: 'INVALID_ARGUMENT',
    },
    'no messageId': {
      call: ['POST', '/message:stream', message({ messageId: '' })],
      status: 400,
      name: 'INVALID_ARGUMENT',
    },
    'a task that does not exist': { call: ['GET', '/tasks/none'], status: 404, name: 'NOT_FOUND' },
    'a cancel of no task': { call: ['POST', '/tasks/none:cancel', {}], status: 404, name: 'NOT_FOUND' },
    'a subscription to no task': { call: ['GET', '/tasks/none:subscribe'], status: 404, name: 'NOT_FOUND' },
    'an unknown verb': { call: ['POST', '/tasks/none:dance', {}], status: 400, name: 'INVALID_ARGUMENT' },
    'no verb': { call: ['POST', '/tasks/none', {}], status: 400, name: 'INVALID_ARGUMENT' },
    'a negative historyLength': {
      call: ['GET', '/tasks/none?historyLength=-1'],
      status: 400,
      name: 'INVALID_ARGUMENT',
    },
    'a text as the historyLength': {
      call: ['GET', '/tasks/none?historyLength=x'],
      status: 400,
      name: 'INVALID_ARGUMENT',
    },
    'a page that is too large': { call: ['GET', '/tasks?pageSize=101'], status: 400, name: 'INVALID_ARGUMENT' },
    'a state that does not exist': {
      call: ['GET', '/tasks?status=TASK_STATE_LOST'],
      status: 400,
      name: 'INVALID_ARGUMENT',
    },
    'a push configuration of no task': {
      call: ['POST', '/tasks/none/pushNotificationConfigs', { url: 'https://example.com' }],
      status: 404,
      name: 'NOT_FOUND',
    },
    'a push configuration that is a text': {
      call: ['POST', '/tasks/none/pushNotificationConfigs', '"x"'],
      status: 400,
      name: 'INVALID_ARGUMENT',
    },
    'a card that holds no more': { call: ['GET', '/extendedAgentCard'], status: 400, name: 'FAILED_PRECONDITION' },
    'a version that is not spoken': {
      call: ['POST', '/message:send', wire('hello')],
      headers: { 'A2A-Version': '99.0' },
      status: 400,
      name: 'FAILED_PRECONDITION',
    },
    'another type than JSON': {
      call: ['POST', '/message:send', wire('hello')],
      headers: { 'content-type': 'text/plain' },
      status: 400,
      name: 'INVALID_ARGUMENT',
    },
    'another type, and no JSON': {
      call: ['POST', '/message:send', "{'message': 1}"],
      headers: { 'content-type': 'text/plain' },
      status: 400,
      name: 'INVALID_ARGUMENT',
    },
    'an address of nothing': { call: ['GET', '/nothing'], status: 404, name: 'NOT_FOUND' },
    'a method of nothing': { call: ['DELETE', '/tasks/none'], status: 405, name: 'UNIMPLEMENTED' },
  }

describe('Requests of A2A that are wrong', () => {
  let runtime: Runtime
  before(async () => {
    runtime = await openA2aHost({ settings: { bodyLimit: 100_000 } })
  })
  after(() => runtime?.close(0))

  for (const [what, { body, code, headers = {}, message }] of Object.entries(wrongBodies)) {
    it(`over JSON-RPC: ${what} is ${code}`, async () => {
      const { status, type, json } = await post(`${runtime.url}/a2a/ada`, body, headers)
      expect(type).to.equal('application/json')
      expect(json).to.include({ jsonrpc: '2.0' })
      expect(json.error.code, json.error.message).to.equal(code)
      expect(json.error.message).to.match(message ?? /\S/)
      expect(json.error.message).not.to.match(/undefined|Cannot read|is not a function/)
      expect(status).to.equal(200)
    })
  }
  for (const [what, { call, status, name, headers = {} }] of Object.entries(wrongCalls)) {
    it(`over HTTP+JSON: ${what} is ${status}`, async () => {
      const [method, path, body] = call
      const url = `${runtime.url}/a2a/ada${path}`
      const sent = { ...current, ...(headers as Record<string, string>) }
      const answer = method === 'POST' ? await post(url, body, sent) : await get(url, sent, method)
      expect(answer.status, answer.text).to.equal(status)
      expect(answer.type).to.equal('application/json')
      expect(answer.json.error).to.include({ code: status, status: name })
      expect(answer.json.error.details[0]).to.include.keys('@type', 'reason', 'domain')
    })
    if (method(call) !== 'DELETE' && !path(call).includes('extended') && !path(call).includes('status')) {
      it(`over HTTP+JSON of 0.3: ${what} is ${status}`, async () => {
        const url = `${runtime.url}/a2a/ada/v1${path(call)}`
        const sent = headers as Record<string, string>
        const answer = method(call) === 'POST' ? await post(url, toOlder(call[2]), sent) : await get(url, sent)
        expect(answer.status, answer.text).to.equal(status === 404 || path(call) === '/nothing' ? 404 : status)
        expect(answer.type).to.equal('application/json')
        expect(answer.json).to.have.all.keys('code', 'message')
      })
    }
  }
  it('that are too large are 413, in the form of each binding', async () => {
    const large = wire('x'.repeat(200_000))
    const jsonRpc = await post(`${runtime.url}/a2a/ada`, send(large), current)
    expect(jsonRpc.status).to.equal(413)
    expect(jsonRpc.json.error).to.have.all.keys('code', 'message')
    const rest = await post(`${runtime.url}/a2a/ada/message:send`, large, current)
    expect(rest.status).to.equal(413)
    expect(rest.json.error).to.include({ code: 413, status: 'RESOURCE_EXHAUSTED' })
    const olderRest = await post(`${runtime.url}/a2a/ada/v1/message:send`, large)
    expect(olderRest.status).to.equal(413)
    expect(olderRest.json).to.have.all.keys('code', 'message')
  })
  it('for a persona that does not exist are 404, in the form of each binding', async () => {
    const jsonRpc = await post(`${runtime.url}/a2a/nobody`, send(wire('hello')), current)
    expect([jsonRpc.status, jsonRpc.json.id, jsonRpc.json.error.code]).to.deep.equal([404, 1, -32000])
    const rest = await post(`${runtime.url}/a2a/nobody/message:send`, wire('hello'), current)
    expect([rest.status, rest.json.error.status]).to.deep.equal([404, 'NOT_FOUND'])
    const olderRest = await get(`${runtime.url}/a2a/nobody/v1/tasks/x`)
    expect([olderRest.status, olderRest.json.code]).to.deep.equal([404, -32000])
  })
  it('have one slash too many are for the host all the same: clients join its address so', async () => {
    expect((await post(`${runtime.url}/a2a//`, send(wire('hello')), current)).json.result).to.have.key('task')
    expect((await post(`${runtime.url}/a2a//message:send`, wire('hello'), current)).json).to.have.key('task')
  })
  it('carry what the protocol wants beside the code, in 1.0 alone', async () => {
    const { json } = await post(`${runtime.url}/a2a/ada`, rpc('GetTask', { id: 'none' }), current)
    const details = { '@type': 'type.googleapis.com/google.rpc.ErrorInfo', domain: 'a2a-protocol.org' }
    expect(json.error.data).to.deep.equal([{ ...details, reason: 'TASK_NOT_FOUND' }])
    const olderError = (await post(`${runtime.url}/a2a/ada`, rpc('tasks/get', { id: 'none' }))).json.error
    expect(olderError).to.have.all.keys('code', 'message')
  })
})

describe('A2A without streams and notifications', () => {
  let runtime: Runtime
  before(async () => {
    runtime = await openA2aHost({
      settings: { surfaces: { a2a: { streaming: false, push: { enabled: false } } } } as object,
    })
  })
  after(() => runtime?.close(0))

  it('says so on its card', async () => {
    const { json } = await get(`${runtime.url}/a2a/ada/.well-known/agent-card.json`)
    expect(json.capabilities).to.include({ streaming: false, pushNotifications: false })
  })
  const config = { taskId: 'none', url: 'https://example.com' }
  const pushConfig = { taskId: 'none', pushNotificationConfig: { url: 'https://example.com' } }
  const refused: Record<string, { path?: string; body: unknown; code: number | string }> = {
    SendStreamingMessage: { body: rpc('SendStreamingMessage', wire('hello')), code: -32004 },
    SubscribeToTask: { body: rpc('SubscribeToTask', { id: 'none' }), code: -32004 },
    CreateTaskPushNotificationConfig: { body: rpc('CreateTaskPushNotificationConfig', config), code: -32003 },
    'message/stream': { body: rpc('message/stream', olderWire('hello')), code: -32004 },
    'tasks/pushNotificationConfig/set': { body: rpc('tasks/pushNotificationConfig/set', pushConfig), code: -32003 },
    'message:stream': { path: '/message:stream', body: wire('hello'), code: 'FAILED_PRECONDITION' },
    pushNotificationConfigs: {
      path: '/tasks/none/pushNotificationConfigs',
      body: config,
      code: 'FAILED_PRECONDITION',
    },
  }
  for (const [name, { path = '', body, code }] of Object.entries(refused)) {
    it(`refuses ${name}`, async () => {
      const { type, json } = await post(`${runtime.url}/a2a/ada${path}`, body)
      expect(type).to.equal('application/json')
      expect(typeof code === 'number' ? json.error.code : json.error.status, json.error.message).to.equal(code)
    })
  }
})

describe('Requests of A2A over gRPC that are wrong', () => {
  let runtime: Runtime
  let address: string
  before(async () => {
    runtime = await openA2aHost({ settings: { bodyLimit: 100_000 } })
    const { json } = await get(`${runtime.url}/a2a/ada/.well-known/agent-card.json`, current)
    address = json.supportedInterfaces.find((each: { tenant?: string }) => each.tenant !== undefined).url
  })
  after(() => runtime?.close(0))

  /** The status of a call whose request is these bytes, or that the library writes. */
  const call = (method: 'GetTask' | 'SendMessage', bytes: Buffer, version = '1.0'): Promise<ServiceError> => {
    const described = method === 'GetTask' ? A2AService.getTask : A2AService.sendMessage
    const Raw = makeGenericClientConstructor({}, 'raw')
    const client = new Raw(address, credentials.createInsecure())
    const metadata = new Metadata()
    metadata.set('a2a-version', version)
    return new Promise((resolve, reject) => {
      const same = (value: Buffer): Buffer => value
      client.makeUnaryRequest(described.path, same, same, bytes, metadata, (error) => {
        client.close()
        if (error) resolve(error)
        else reject(new Error('It did not fail.'))
      })
    })
  }
  const getTask = (id: string, tenant = ''): Buffer =>
    Buffer.from(A2AService.getTask.requestSerialize({ id, tenant, historyLength: undefined }))

  const calls: Record<string, { run: () => Promise<ServiceError>; code: number; detail?: string }> = {
    'an empty request': { run: () => call('SendMessage', Buffer.alloc(0)), code: 3 },
    'bytes that are nothing': { run: () => call('SendMessage', Buffer.from([255, 255, 255])), code: 13 },
    'a task that does not exist': { run: () => call('GetTask', getTask('none')), code: 5, detail: 'TASK_NOT_FOUND' },
    'a version that is not spoken': {
      run: () => call('GetTask', getTask('none'), '99.0'),
      code: 9,
      detail: 'VERSION_NOT_SUPPORTED',
    },
    'a patch of a version': { run: () => call('GetTask', getTask('none'), '1.0.7'), code: 5 },
    'a persona that does not exist': { run: () => call('GetTask', getTask('none', 'nobody')), code: 5 },
    'what is too large': { run: () => call('GetTask', getTask('x'.repeat(200_000))), code: 8 },
  }
  for (const [what, { run, code, detail }] of Object.entries(calls)) {
    it(`${what} is ${code}`, async () => {
      const error = await run()
      expect(error.code, error.details).to.equal(code)
      const [blob] = error.metadata.get('grpc-status-details-bin')
      if (detail !== undefined) expect(blob?.toString()).to.include(detail)
    })
  }
})

describe('A2A over gRPC, where keys are needed', () => {
  const key = 'the-key-of-a-client'
  let runtime: Runtime
  before(async () => {
    runtime = await openA2aHost({ settings: { requireKeys: true, apiKeys: [key] } as object })
  })
  after(() => runtime?.close(0))

  const getCard = async (sent: Record<string, string>): Promise<{ code: number; text: string }> => {
    const { json } = await get(`${runtime.url}/a2a/bob/.well-known/agent-card.json`, current)
    const { url, tenant } = json.supportedInterfaces.find((each: { tenant?: string }) => each.tenant !== undefined)
    const Raw = makeGenericClientConstructor({}, 'raw')
    const client = new Raw(url, credentials.createInsecure())
    const metadata = new Metadata()
    for (const [name, value] of Object.entries(sent)) metadata.set(name, value)
    const { path, requestSerialize, responseDeserialize } = A2AService.getExtendedAgentCard
    return new Promise((resolve) => {
      client.makeUnaryRequest(path, requestSerialize, responseDeserialize, { tenant }, metadata, (error, card) => {
        client.close()
        resolve({ code: error?.code ?? 0, text: error?.details ?? JSON.stringify(card) })
      })
    })
  }
  it('nobody gets in without one', async () => {
    expect((await getCard({})).code).to.equal(16)
  })
  it('nobody gets in with a wrong one, which is not told', async () => {
    const { code, text } = await getCard({ authorization: 'Bearer wrong-key' })
    expect(code).to.equal(16)
    expect(text).not.to.include('wrong-key')
  })
  for (const sent of [{ authorization: `Bearer ${key}` }, { 'x-api-key': key }]) {
    it(`whoever has one gets in, by ${Object.keys(sent)[0]}`, async () => {
      const { code, text } = await getCard(sent)
      expect(code, text).to.equal(0)
      expect(text).to.include('solver:actor')
    })
  }
})

function method([name]: readonly [string, ...unknown[]]): string {
  return name
}

function path([, text]: readonly [string, string, unknown?]): string {
  return text
}

/** The same body, where it is one that 0.3 would complete. */
function toOlder(body: unknown): unknown {
  const isMessage = typeof body === 'object' && body !== null && 'message' in body
  if (!isMessage) return body
  const { message } = body as { message: { messageId: string } }
  return message.messageId === '' ? { message: { ...message, parts: [] } } : body
}
