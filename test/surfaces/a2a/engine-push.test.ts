import type { IncomingHttpHeaders } from 'node:http'
import { text } from 'node:stream/consumers'
import type { TaskPushNotificationConfig } from '@a2a-js/sdk'
import { expect } from 'chai'
import { isPublic, lookupPublic } from '../../../src/surfaces/a2a/engine/addresses.ts'
import { type LocalServer, startLocalServer } from '../../support/local-server.ts'
import {
  asTask,
  cancel,
  collect,
  context,
  failure,
  inFolder,
  pause,
  persona,
  send,
  startEngine,
  stateOf,
  type TestEngine,
  type Tuning,
  until,
} from './engine-kit.ts'

const c = context()
const tuning: Tuning = { push: { allowPrivate: true, backoff: 10, longest: 40, tries: 4, timeout: 300 } }

const quiz = persona('Quiz', async function* ({ messages }) {
  yield messages.length < 3 ? 'Which one?' : 'That one. Or'
  if (messages.length >= 3) yield ' another.'
  yield { type: 'finish', reason: messages.length < 3 ? 'input-required' : 'stop' }
})

interface Received {
  readonly path: string | undefined
  readonly headers: IncomingHttpHeaders
  readonly body: { statusUpdate?: { status: { state: string } }; kind?: string; status?: { state: string } }
}

describe('a2a engine: push notifications', () => {
  let server: LocalServer
  let url: string
  let received: Received[] = []
  /** What the receiver answers with; 0: nothing at all. */
  let statuses: number[] = []
  let kit: TestEngine

  before(async () => {
    server = await startLocalServer(async (request, response) => {
      received.push({ path: request.url, headers: request.headers, body: JSON.parse(await text(request)) })
      const status = statuses.shift() ?? 200
      if (status !== 0) response.writeHead(status, { location: `${url}/elsewhere` }).end('x'.repeat(100))
    })
    url = server.url
    kit = await startEngine([quiz], tuning)
  })
  beforeEach(() => {
    received = []
    statuses = []
  })
  after(async () => {
    await kit.close()
    await server.close()
  })

  const config = (given: Partial<TaskPushNotificationConfig> = {}): TaskPushNotificationConfig => ({
    tenant: '',
    id: 'hook',
    taskId: '',
    url: `${url}/hook`,
    token: 'the-token',
    authentication: { scheme: 'Bearer', credentials: 'the-key' },
    ...given,
  })
  const states = () =>
    received.map(({ body }) => (body.statusUpdate?.status ?? body.status)?.state.replace('TASK_STATE_', ''))
  const ask = async (given: Partial<TaskPushNotificationConfig> = {}, asker = c) =>
    asTask(await kit.of('Quiz').sendMessage(send('Hi', {}, { taskPushNotificationConfig: config(given) }), asker))
  const configs = (taskId: string) =>
    kit.of('Quiz').listTaskPushNotificationConfigs({ tenant: '', taskId, pageSize: 0, pageToken: '' }, c)

  it('tells each change of the state, in order, with the token and the credentials', async () => {
    const task = await ask()
    await kit.of('Quiz').sendMessage(send('This', { taskId: task.id }), c)
    await until(() => received.length === 4)
    expect(states()).to.deep.equal(['WORKING', 'INPUT_REQUIRED', 'WORKING', 'COMPLETED'])
    expect(received[0]?.path).to.equal('/hook')
    expect(received[0]?.headers).to.include({
      authorization: 'Bearer the-key',
      'x-a2a-notification-token': 'the-token',
      'content-type': 'application/a2a+json',
    })
    await pause(50)
    expect(received).to.have.length(4)
  })

  it('speaks the language of those who asked in protocol 0.3', async () => {
    await ask({}, context('0.3'))
    await until(() => received.length === 2)
    expect(received[1]?.headers['content-type']).to.equal('application/json')
    expect(received[1]?.body).to.deep.include({ kind: 'task' })
    expect(received[1]?.body.status?.state).to.equal('input-required')
  })

  it('tries again what has failed, in order, and gives up in the end', async () => {
    statuses = [500, 302, 0, 200, 200]
    await ask()
    await until(() => states().includes('INPUT_REQUIRED'))
    expect(states()).to.deep.equal(['WORKING', 'WORKING', 'WORKING', 'WORKING', 'INPUT_REQUIRED'])
    expect(received.map(({ path }) => path)).not.to.include('/elsewhere')
    received = []
    statuses = [500, 500, 500, 500, 200]
    await ask()
    await until(() => states().includes('INPUT_REQUIRED'))
    expect(received).to.have.length(5)
  })

  it('does not make a task wait', async () => {
    statuses = Array.from({ length: 20 }, () => 0)
    const started = performance.now()
    const task = await ask()
    expect(stateOf(asTask(await kit.of('Quiz').sendMessage(send('This', { taskId: task.id }), c)))).to.equal(
      'COMPLETED',
    )
    expect(performance.now() - started).to.be.lessThan(500) // two notifications that nobody answers take longer
    await kit.of('Quiz').deleteTaskPushNotificationConfig({ tenant: '', taskId: task.id, id: 'hook' }, c)
  })

  it('tells of a cancel too', async () => {
    const task = await ask()
    await kit.of('Quiz').cancelTask(cancel(task.id), c)
    await until(() => states().includes('CANCELED'))
    expect(states()).to.deep.equal(['WORKING', 'INPUT_REQUIRED', 'CANCELED'])
  })

  it('sends what an earlier process could not', async () => {
    await inFolder(async (folder) => {
      const first = await startEngine(
        [quiz],
        { push: { ...tuning.push, tries: 9, backoff: 50 } },
        `file:${folder}/state.db`,
      )
      statuses = [500, 500, 500]
      const request = send('Hi', {}, { taskPushNotificationConfig: config() })
      await first.of('Quiz').sendMessage(request, c)
      await until(() => received.length === 1)
      await first.close()
      received = []
      statuses = []
      const second = await startEngine([quiz], tuning, `file:${folder}/state.db`)
      await until(() => states().includes('INPUT_REQUIRED'), 8_000)
      expect(states()[0]).to.equal('WORKING')
      await second.close()
    })
  })

  it('tells pieces of artifacts where that is wanted', async () => {
    const chatty = await startEngine([quiz], { push: { ...tuning.push, chunks: true }, timing: { coalesce: 5 } })
    const handler = chatty.of('Quiz')
    const task = asTask(await handler.sendMessage(send('Hi', {}, { taskPushNotificationConfig: config() }), c))
    await handler.sendMessage(send('This', { taskId: task.id }), c)
    await until(() => states().includes('COMPLETED'))
    expect(received.filter(({ body }) => 'artifactUpdate' in body)).to.have.length.at.least(1)
    await chatty.close()
  })

  it('keeps, lists and deletes configurations', async () => {
    const handler = kit.of('Quiz')
    const { id: taskId } = asTask(await handler.sendMessage(send('Hi'), c))
    const named = await handler.createTaskPushNotificationConfig(config({ taskId }), c)
    expect(named).to.deep.include({ id: 'hook', taskId, url: `${url}/hook`, token: 'the-token' })
    const unnamed = await handler.createTaskPushNotificationConfig(config({ taskId, id: '' }), c)
    expect(unnamed.id).to.match(/^[\w-]{36}$/)
    await handler.createTaskPushNotificationConfig(config({ taskId, token: 'another' }), c)
    const get = (id: string) => handler.getTaskPushNotificationConfig({ tenant: '', taskId, id }, c)
    expect((await get('hook')).token).to.equal('another')
    expect((await get('')).id).to.equal('hook')
    expect((await configs(taskId)).configs.map(({ id }) => id)).to.have.members(['hook', unnamed.id])
    const page = { tenant: '', taskId, pageSize: 1, pageToken: '' }
    const first = await handler.listTaskPushNotificationConfigs(page, c)
    const second = await handler.listTaskPushNotificationConfigs({ ...page, pageToken: first.nextPageToken }, c)
    expect([first, second].map((each) => each.configs.length)).to.deep.equal([1, 1])
    expect(second.nextPageToken).to.equal('')
    for (const _ of [1, 2]) await handler.deleteTaskPushNotificationConfig({ tenant: '', taskId, id: 'hook' }, c)
    expect(await failure(get('hook'))).to.equal('TaskNotFoundError')
  })

  describe('addresses that are refused', () => {
    let strict: TestEngine
    before(async () => {
      strict = await startEngine([quiz], { limits: { pushConfigs: 1 } })
    })
    after(() => strict.close())

    const refused = [
      'nonsense',
      'ftp://a.example/',
      'https://user:password@a.example/',
      'http://127.0.0.1/',
      'http://localhost:80/',
      'http://a.localhost/',
      'http://0.0.0.0/',
      'http://10.1.2.3/',
      'http://172.16.0.1/',
      'http://192.168.0.1/',
      'http://100.64.0.1/',
      'http://169.254.169.254/latest/meta-data',
      'http://2130706433/',
      'http://0x7f.1/',
      'http://[::1]/',
      'http://[::ffff:10.0.0.1]/',
      'http://[fd00::1]/',
      'http://[fe80::1]/',
      'http://[64:ff9b::7f00:1]/',
      'http://224.0.0.1/',
    ]
    for (const address of refused) {
      it(address, async () => {
        const request = send('Hi', {}, { taskPushNotificationConfig: config({ url: address }) })
        expect(await failure(strict.of('Quiz').sendMessage(request, c))).to.equal('RequestMalformedError')
        expect(await failure(collect(strict.of('Quiz').sendMessageStream(request, c)))).to.equal(
          'RequestMalformedError',
        )
      })
    }

    it('takes public ones, as many as allowed, with headers that can be sent', async () => {
      const handler = strict.of('Quiz')
      const { id: taskId } = asTask(await handler.sendMessage(send('Hi'), c))
      const create = (given: Partial<TaskPushNotificationConfig>) =>
        failure(handler.createTaskPushNotificationConfig(config({ taskId, url: 'https://203.0.114.7/', ...given }), c))
      expect(await create({})).to.equal('nothing')
      expect(await create({ id: 'second' })).to.equal('RequestMalformedError')
      expect(await create({ token: 'a\r\nb: c' })).to.equal('RequestMalformedError')
      expect(await create({ id: 'x'.repeat(600) })).to.equal('RequestMalformedError')
    })

    it('connects to addresses that have been checked alone', (done) => {
      lookupPublic('localhost', { all: true }, (error, addresses) => {
        expect(error).to.be.instanceOf(Error)
        expect(addresses).to.deep.equal([])
        expect(['8.8.8.8', '2606:4700::1111', '10.0.0.1', 'x'].map(isPublic)).to.deep.equal([true, true, false, false])
        done()
      })
    })
  })
})
