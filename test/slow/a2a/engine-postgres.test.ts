import { TaskState } from '@a2a-js/sdk'
import { expect } from 'chai'
import { sequenceOf } from '../../../src/surfaces/a2a/engine/index.ts'
import { startPostgres, type TestPostgres } from '../../state/postgres.ts'
import { type LocalServer, startLocalServer } from '../../support/local-server.ts'
import {
  asTask,
  brief,
  cancel,
  collect,
  context,
  get,
  list,
  pause,
  persona,
  send,
  startEngine,
  stateOf,
  statusText,
  type TestEngine,
  textOf,
  until,
} from '../../surfaces/a2a/engine-kit.ts'

const c = context()

const quiz = persona('Quiz', async function* ({ question, messages }, { signal }) {
  yield `You said ${question}. `
  for (let n = 0; question === 'count' && n < 20 && !signal.aborted; n++) {
    await pause(20)
    yield `That is ${n}. `
  }
  if (question === 'wait') await pause(2_500)
  yield { type: 'finish', reason: question === 'Hello' && messages.length < 3 ? 'input-required' : 'stop' }
})

describe('a2a engine: two hosts on PostgreSQL', () => {
  let postgres: TestPostgres | undefined
  let one: TestEngine
  let two: TestEngine
  let receiver: LocalServer
  let told = 0

  before(async function () {
    this.timeout(30_000)
    postgres = await startPostgres()
    if (!postgres) return this.skip()
    const state = await postgres.create()
    receiver = await startLocalServer((request, response) => {
      request.resume().on('end', () => {
        told++
        response.writeHead(told === 1 ? 500 : 204).end()
      })
    })
    const push = { allowPrivate: true, backoff: 10 }
    const tuning = { push, timing: { coalesce: 5, poll: 20, lease: 900 }, retention: { count: 6, every: 3_600_000 } }
    one = await startEngine([quiz], tuning, state)
    two = await startEngine([quiz], tuning, state)
  })
  after(async () => {
    if (!postgres) return
    await one.close()
    await two.close()
    await postgres.close()
    await receiver.close()
  })

  it('goes on with a task that the other has begun', async () => {
    const first = asTask(await one.of('Quiz').sendMessage(send('Hello'), c))
    expect(stateOf(first)).to.equal('INPUT_REQUIRED')
    const task = asTask(await two.of('Quiz').sendMessage(send('that', { taskId: first.id }), c))
    expect([stateOf(task), task.history.length]).to.deep.equal(['COMPLETED', 3])
    expect(textOf(task)).to.match(/You said that. $/)
    expect(await one.of('Quiz').getTask(get(task.id), c)).to.deep.equal(task)
  })

  it('hears what the other tells, and may cancel it', async () => {
    const task = asTask(await one.of('Quiz').sendMessage(send('count', {}, { returnImmediately: true }), c))
    const here = collect(one.engine.resume(task.id, 0, c))
    const there = collect(two.engine.resume(task.id, 0, c))
    await pause(150)
    expect(stateOf(await two.of('Quiz').cancelTask(cancel(task.id), c))).to.equal('CANCELED')
    const [a, b] = [await here, await there].map((events) => events.map((event) => [sequenceOf(event), brief(event)]))
    expect(a).to.deep.equal(b)
    expect(a?.at(-1)?.[1]).to.equal('CANCELED')
    await pause(100)
    expect(stateOf(await one.of('Quiz').getTask(get(task.id), c))).to.equal('CANCELED')
  })

  it('answers a message that both are sent once, also again', async () => {
    const request = send('Hi', { messageId: 'what-both-hosts-are-sent' })
    const answers = await Promise.all([one, two, one].map((kit) => kit.of('Quiz').sendMessage(request, c)))
    expect(new Set(answers.map((answer) => asTask(answer).id))).to.have.property('size', 1)
  })

  it('lists, finds and counts', async () => {
    const { tasks, totalSize } = await two.of('Quiz').listTasks(list({ pageSize: 2 }), c)
    expect([tasks.length, totalSize]).to.deep.equal([2, 3])
    const canceled = await two.of('Quiz').listTasks(list({ status: TaskState.TASK_STATE_CANCELED }), c)
    expect(canceled.totalSize).to.equal(1)
  })

  it('notifies whoever asked for it, once, whichever host does it', async () => {
    const config = {
      tenant: '',
      id: '',
      taskId: '',
      token: '',
      authentication: undefined,
      url: receiver.url,
    }
    const task = asTask(await one.of('Quiz').sendMessage(send('Hello', {}, { taskPushNotificationConfig: config }), c))
    await two.of('Quiz').cancelTask(cancel(task.id), c)
    await until(() => told === 4) // one of the three has failed at first
    await pause(100)
    expect(told).to.equal(4)
  })

  it('ends what a host has left behind', async () => {
    const task = asTask(await one.of('Quiz').sendMessage(send('wait', {}, { returnImmediately: true }), c))
    const { write } = await two.host.store.open<{ a2a_tasks: { lease_owner: string; lease_until: number } }>('a2a', [
      async () => {},
    ])
    await write((db) => db.updateTable('a2a_tasks').set({ lease_owner: 'gone/1/x', lease_until: 0 }).execute())
    const events = await collect(two.engine.resume(task.id, 0, c))
    expect(events.map(brief).at(-1)).to.equal('FAILED')
    expect(statusText(await two.of('Quiz').getTask(get(task.id), c))).to.match(/restarted/)
  })
})
