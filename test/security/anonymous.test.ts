import { expect } from 'chai'
import { scriptedSolver, startTestHost, type TestHostOptions } from 'dramatis/testing'
import type { Runtime } from '../../src/runtime.ts'

type Json = Record<string, unknown>

const key = 'the-operators-own-key'
const bearer = { authorization: `Bearer ${key}` }

/** Hosts that strangers reach without a key: what one of them leaves behind is nothing to the others. */
const hosts: Readonly<Record<string, NonNullable<TestHostOptions['settings']>>> = {
  'a host for every address': { host: '0.0.0.0' },
  'surfaces that are open to everybody': { requireKeys: true, apiKeys: [key], openSurfaces: ['openai', 'a2a'] },
}

for (const [name, settings] of Object.entries(hosts)) {
  describe(`strangers at ${name}`, () => {
    let host: Runtime
    const call = async (
      path: string,
      body?: object | FormData,
      headers = {},
    ): Promise<{ status: number; body: Json }> => {
      const isForm = body instanceof FormData
      const response = await fetch(host.url + path, {
        method: body ? 'POST' : 'GET',
        headers: { ...(body && !isForm ? { 'content-type': 'application/json' } : {}), ...headers },
        ...(body ? { body: isForm ? body : JSON.stringify(body) } : {}),
      })
      return { status: response.status, body: (await response.json()) as Json }
    }
    const rpc = (method: string, params: object): Promise<{ status: number; body: Json }> =>
      call('/a2a/bot', { jsonrpc: '2.0', id: 1, method, params }, { 'a2a-version': '1.0' })
    const say = async (messageId: string, more = {}): Promise<Json> => {
      const message = { messageId, role: 'ROLE_USER', parts: [{ text: 'hello' }], ...more }
      const { result } = (await rpc('SendMessage', { message })).body as { result: { task: Json } }
      return result.task
    }

    before(async () => {
      const solver = scriptedSolver({ hello: () => 'Hello there.' })
      host = await startTestHost({ personas: [{ name: 'Bot', chain: [{ id: 'scripted', solver }] }], settings })
      const form = new FormData()
      form.set('purpose', 'user_data')
      form.set('file', new File(['a secret'], 'secret.txt'))
      expect((await call('/openai/v1/files', form)).status).to.equal(200)
      expect((await call('/openai/v1/vector_stores', { name: 'secrets' })).status).to.equal(200)
    })
    after(() => host.close(0))

    for (const prefix of ['/openai/v1', '/v1', '/ollama/v1']) {
      for (const path of ['/files', '/vector_stores']) {
        it(`are not told of each other at ${prefix}${path}`, async () => {
          const { status, body } = await call(prefix + path)
          expect(status).to.equal(403)
          expect(body).not.to.have.property('data')
        })
      }
    }

    it('are not told of the tasks of each other', async () => {
      const { id, contextId } = await say('an id that nobody else has')
      expect(await rpc('ListTasks', {})).to.have.nested.property('body.error')
      expect((await call('/a2a/bot/tasks')).status).to.equal(403)
      expect((await call('/a2a/bot/v1/tasks')).status).to.equal(403)
      const named = (await rpc('ListTasks', { contextId })).body as { result: { tasks: Json[] } }
      expect(named.result.tasks.map((task) => task.id)).to.deep.equal([id])
    })

    it('are in no conversation of each other for saying the same under the same short id', async () => {
      const [mine, theirs] = [await say('1'), await say('1')]
      expect(theirs.id).not.to.equal(mine.id)
      expect(theirs.contextId).not.to.equal(mine.contextId)
    })

    it('send no notifications into the network of the host', async () => {
      const { id: taskId } = await say(crypto.randomUUID())
      for (const host of [
        '127.1',
        '0x7f.1',
        '017700000001',
        '2130706433',
        '0.0.0.0',
        'localhost.',
        'a.localhost',
      ].concat(
        ['[::1]', '[::]', '[::127.0.0.1]', '[::ffff:10.0.0.1]', '[64:ff9b::a00:1]', '[fe80::1]', '[fd00::1]'],
        ['169.254.169.254', '100.64.0.1', '[2002:7f00:1::]'],
      )) {
        const { body } = await rpc('CreateTaskPushNotificationConfig', { taskId, url: `http://${host}:8337/` })
        expect(JSON.stringify(body.error), host).to.contain('private network')
      }
    })

    it('are heard once where they send the same again', async () => {
      const messageId = crypto.randomUUID()
      expect((await say(messageId)).id).to.equal((await say(messageId)).id)
      const { contextId } = await say('2')
      expect((await say('3', { contextId })).id).to.equal((await say('3', { contextId })).id)
    })
  })
}

describe('whoever has a key', () => {
  it('is told of what is its own', async () => {
    const solver = scriptedSolver({ hello: () => 'Hello there.' })
    const host = await startTestHost({
      personas: [{ name: 'Bot', chain: [{ id: 'scripted', solver }] }],
      settings: { host: '0.0.0.0', requireKeys: true, apiKeys: [key] },
    })
    for (const path of ['/openai/v1/files', '/openai/v1/vector_stores', '/a2a/bot/tasks']) {
      expect((await fetch(host.url + path, { headers: bearer })).status, path).to.equal(200)
    }
    await host.close(0)
  })
})
