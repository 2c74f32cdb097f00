import { type StreamResponse, type Task, TaskState } from '@a2a-js/sdk'
import type { Client } from '@a2a-js/sdk/client'
import { expect } from 'chai'
import type { Runtime } from '../../src/runtime.ts'
import {
  type Binding,
  collect,
  connect,
  kindsOf,
  openA2aHost,
  saying,
  textOfTask,
  type Version,
} from '../support/a2a.ts'

const versions: readonly Version[] = ['1.0', '0.3']
const bindings: readonly Binding[] = ['JSONRPC', 'HTTP+JSON', 'GRPC']

for (const version of versions) {
  for (const binding of bindings) {
    describe(`The A2A library's client over ${binding}, version ${version}`, () => {
      let runtime: Runtime
      let client: Client
      before(async () => {
        runtime = await openA2aHost({ settings: { surfaces: { a2a: { push: { allowPrivate: true } } } } as object })
        client = await connect(runtime.url, '/a2a/ada', version, binding)
      })
      after(() => runtime?.close(0))

      const ask = async (text: string, given: Parameters<typeof saying>[1] = {}): Promise<Task> => {
        const answer = await client.sendMessage(saying(text, given))
        if (!('status' in answer)) throw new Error('A message came where a task was to come.')
        return answer
      }
      const failing = async (work: Promise<unknown>): Promise<string> =>
        await work.then(
          () => 'It did not fail.',
          (error: Error) => `${error.name}: ${error.message}`,
        )

      it('is told that a task does not exist', async () => {
        const thrown = await failing(client.getTask({ tenant: '', id: 'none', historyLength: undefined }))
        expect(thrown).to.match(/TaskNotFound/)
      })
      it('is told that a task cannot be cancelled any more', async () => {
        const { id } = await ask('hello')
        expect(await failing(client.cancelTask({ tenant: '', id, metadata: undefined }))).to.match(/TaskNotCancelable/)
      })
      it('is told that a task which is over takes no more messages', async () => {
        const { id } = await ask('hello')
        expect(await failing(ask('more', { taskId: id }))).to.match(/UnsupportedOperation/)
      })
      it('hears of a failure without what the solver threw', async () => {
        const { status } = await ask('boom')
        expect(status?.state).to.equal(TaskState.TASK_STATE_FAILED)
        expect(JSON.stringify(status)).not.to.include('1234')
      })
      it('gets an answer', async () => {
        const task = await ask('hello')
        expect(task.status?.state).to.equal(TaskState.TASK_STATE_COMPLETED)
        expect(textOfTask(task)).to.equal('You said: hello')
      })
      it('finds the task again, with its history', async () => {
        const { id } = await ask('hello')
        const task = await client.getTask({ tenant: '', id, historyLength: undefined })
        expect(textOfTask(task)).to.equal('You said: hello')
        expect(task.history).to.have.length(1)
      })
      it('goes on with a conversation', async () => {
        const { contextId } = await ask('hello')
        expect(textOfTask(await ask('count', { contextId }))).to.equal('3 messages')
      })
      it('goes on with a task that asks for more', async () => {
        const first = await ask('ask')
        expect(first.status?.state).to.equal(TaskState.TASK_STATE_INPUT_REQUIRED)
        const second = await ask('hello', { taskId: first.id })
        expect(second.id).to.equal(first.id)
        expect(second.status?.state).to.equal(TaskState.TASK_STATE_COMPLETED)
      })
      it('hears an answer as it is spoken', async () => {
        const events = await collect(client.sendMessageStream(saying('slow')))
        expect(kindsOf(events).at(0)).to.equal('task')
        expect(kindsOf(events).at(-1)).to.equal('statusUpdate')
        expect(events.map(textOfEvent).join('')).to.equal('First. Last.')
        expect(events.filter((event) => textOfEvent(event) !== '').length).to.be.greaterThan(1)
      })
      it('hears the end of a task that asks for more', async () => {
        const events = await collect(client.sendMessageStream(saying('ask')))
        expect(kindsOf(events).at(-1)).to.equal('statusUpdate')
      })
      it('cancels a task that is at work', async () => {
        const request = saying('wait')
        const stream = client.sendMessageStream(request)
        const { value: first } = await stream.next()
        const id = first?.payload?.$case === 'task' ? first.payload.value.id : ''
        const task = await client.cancelTask({ tenant: '', id, metadata: undefined })
        expect(task.status?.state).to.equal(TaskState.TASK_STATE_CANCELED)
        const rest = await collect(stream)
        const last = rest.at(-1)?.payload
        expect(last?.$case === 'statusUpdate' && last.value.status?.state).to.equal(TaskState.TASK_STATE_CANCELED)
      })
      it('subscribes to a task', async () => {
        const stream = client.sendMessageStream(saying('slow'))
        const { value: first } = await stream.next()
        const id = first?.payload?.$case === 'task' ? first.payload.value.id : ''
        const events = await collect(client.resubscribeTask({ tenant: '', id }))
        expect(kindsOf(events).at(0)).to.equal('task')
        expect(kindsOf(events).at(-1)).to.equal('statusUpdate')
        await collect(stream)
      })
      it('keeps push notification configurations', async () => {
        const { id: taskId } = await ask('ask')
        const config = { tenant: '', taskId, id: 'mine', url: 'http://127.0.0.1:9/hook', token: 'abc' }
        await client.createTaskPushNotificationConfig({ ...config, authentication: undefined })
        const named = { tenant: '', taskId, id: 'mine' }
        expect(await client.getTaskPushNotificationConfig(named)).to.include({ url: config.url, token: 'abc' })
        const all = { tenant: '', taskId, pageSize: 0, pageToken: '' }
        expect((await client.listTaskPushNotificationConfig(all)).configs).to.have.length(1)
        await client.deleteTaskPushNotificationConfig(named)
        expect((await client.listTaskPushNotificationConfig(all)).configs).to.have.length(0)
      })
      if (version === '1.0') {
        it('lists tasks', async () => {
          const { id, contextId } = await ask('hello')
          const { tasks } = await client.listTasks({
            tenant: '',
            contextId,
            status: TaskState.TASK_STATE_UNSPECIFIED,
            pageToken: '',
            pageSize: undefined,
            historyLength: undefined,
            statusTimestampAfter: undefined,
            includeArtifacts: undefined,
          })
          expect(tasks.map((task) => task.id)).to.deep.equal([id])
        })
      }
    })
  }
}

describe('The A2A library over gRPC, with several personas', () => {
  it('reaches the persona of its card', async () => {
    const runtime = await openA2aHost()
    try {
      const client = await connect(runtime.url, '/a2a/bob', '1.0', 'GRPC')
      const answer = await client.sendMessage(saying('hello'))
      expect('status' in answer && textOfTask(answer)).to.equal('Bob here.')
    } finally {
      await runtime.close(0)
    }
  })
  it('finds over JSON-RPC what it was told over gRPC', async () => {
    const runtime = await openA2aHost()
    try {
      const grpc = await connect(runtime.url, '/a2a/bob', '1.0', 'GRPC')
      const jsonRpc = await connect(runtime.url, '/a2a/bob', '1.0', 'JSONRPC')
      const answer = await grpc.sendMessage(saying('hello'))
      const id = 'status' in answer ? answer.id : ''
      const task = await jsonRpc.getTask({ tenant: '', id, historyLength: undefined })
      expect(textOfTask(task)).to.equal('Bob here.')
    } finally {
      await runtime.close(0)
    }
  })
})

function textOfEvent({ payload }: StreamResponse): string {
  if (payload?.$case !== 'artifactUpdate') return ''
  const parts = payload.value.artifact?.parts ?? []
  return parts.map(({ content }) => (content?.$case === 'text' ? content.value : '')).join('')
}
