import type { IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { type StreamResponse, type Task, TaskState } from '@a2a-js/sdk'
import type { Client } from '@a2a-js/sdk/client'
import { expect } from 'chai'
import type { Runtime } from '../../../src/runtime.ts'
import {
  type Binding,
  collect,
  connect,
  get,
  kindsOf,
  openA2aKit,
  post,
  rpc,
  saying,
  textOfTask,
} from '../../support/a2a.ts'
import { startLocalServer } from '../../support/local-server.ts'
import { eventually } from '../../support/stage.ts'

const bindings: readonly Binding[] = ['JSONRPC', 'HTTP+JSON', 'GRPC']
const terminal = [TaskState.TASK_STATE_COMPLETED, TaskState.TASK_STATE_CANCELED, TaskState.TASK_STATE_FAILED]

/** What the compatibility kit for 1.0 asks of an agent by the ids of its messages: the state, and the one part. */
const behaviours: Record<string, { state: TaskState; part?: object }> = {
  'tck-complete-task': { state: TaskState.TASK_STATE_COMPLETED },
  'tck-artifact-text': {
    state: TaskState.TASK_STATE_COMPLETED,
    part: { content: { $case: 'text', value: 'Generated text content' } },
  },
  'tck-artifact-file-url': {
    state: TaskState.TASK_STATE_COMPLETED,
    part: {
      content: { $case: 'url', value: 'https://example.com/output.txt' },
      mediaType: 'text/plain',
      filename: 'output.txt',
    },
  },
  'tck-artifact-file': {
    state: TaskState.TASK_STATE_COMPLETED,
    part: { mediaType: 'text/plain', filename: 'output.txt' },
  },
  'tck-artifact-data': {
    state: TaskState.TASK_STATE_COMPLETED,
    part: { content: { $case: 'data', value: { key: 'value', count: 42 } } },
  },
  'tck-input-required': { state: TaskState.TASK_STATE_INPUT_REQUIRED },
  'tck-auth-required': { state: TaskState.TASK_STATE_AUTH_REQUIRED },
  'tck-reject-task': { state: TaskState.TASK_STATE_REJECTED },
  'tck-anything-else': { state: TaskState.TASK_STATE_COMPLETED },
}

/** By the id of a message: the text of each piece of the artifact. */
const streams: Record<string, readonly string[]> = {
  'tck-stream-001': ['Stream hello from TCK'],
  'tck-stream-003': ['Stream task lifecycle'],
  'tck-stream-ordering-001': ['Ordered output'],
  'tck-stream-artifact-text': ['Streamed text content'],
  'tck-stream-artifact-chunked': ['chunk-1 ', 'chunk-2'],
}

describe('What compatibility kits of A2A ask', () => {
  let runtime: Runtime
  before(async () => {
    process.env['TCK_STREAMING_TIMEOUT'] = '0.6'
    runtime = await openA2aKit()
  })
  after(async () => {
    delete process.env['TCK_STREAMING_TIMEOUT']
    await runtime?.close(0)
  })

  it('finds the card at the root of the host, in the form of 0.3, and that of the agent, in the form of 1.0', async () => {
    const root = (await get(`${runtime.url}/.well-known/agent-card.json`)).json
    expect(root).to.include.keys('url', 'protocolVersion', 'preferredTransport')
    expect(root.additionalInterfaces.map(({ transport }: { transport: string }) => transport)).to.include('GRPC')
    const { json } = await get(`${runtime.url}/a2a/kit/.well-known/agent-card.json`)
    expect(json.supportedInterfaces.map((each: { protocolBinding: string }) => each.protocolBinding)).to.include('GRPC')
  })
  it('of 0.3 gets tasks that are not over, which go on and can be cancelled', async () => {
    const { url } = (await get(`${runtime.url}/.well-known/agent-card.json`)).json
    const message = (text: string, given: object = {}): object => {
      const parts = [{ kind: 'text', text }]
      return { message: { kind: 'message', messageId: `test-${text}`, role: 'user', parts, ...given } }
    }
    const first = (await post(url, rpc('message/send', message('one')))).json.result
    expect(first.status.state).to.equal('input-required')
    const second = (await post(url, rpc('message/send', message('two', { taskId: first.id })))).json.result
    expect(second.id).to.equal(first.id)
    const cancelled = (await post(url, rpc('tasks/cancel', { id: first.id }))).json.result
    expect(cancelled.status.state).to.equal('canceled')
  })

  /** What takes its time, over all bindings at once. */
  const overEach = (check: (client: Client) => Promise<void>): Promise<unknown> =>
    Promise.all(bindings.map(async (binding) => check(await connect(runtime.url, '/a2a/kit', '1.0', binding))))

  it('tck-delayed-complete is waited for, or not', () =>
    overEach(async (client) => {
      const configuration = {
        returnImmediately: true,
        acceptedOutputModes: [],
        historyLength: undefined,
        taskPushNotificationConfig: undefined,
      }
      const asked = saying('Hello', { messageId: 'tck-delayed-complete-1a2b' })
      const at = performance.now()
      const soon = await client.sendMessage({ ...asked, configuration })
      expect(terminal).not.to.include('status' in soon ? soon.status?.state : undefined)
      const late = await client.sendMessage(asked)
      expect('status' in late && late.status?.state).to.equal(TaskState.TASK_STATE_COMPLETED)
      expect(performance.now() - at).to.be.greaterThan(590)
    }))
  it('one stream that is closed leaves the others and the task alone', () =>
    overEach(async (client) => {
      const stream = client.sendMessageStream(saying('Hello', { messageId: 'test-resubscribe-message-id-1' }))
      const { value: first } = await stream.next()
      const id = first?.payload?.$case === 'task' ? first.payload.value.id : ''
      const leaving = client.resubscribeTask({ tenant: '', id })
      await leaving.next()
      const staying = collect(client.resubscribeTask({ tenant: '', id }))
      await leaving.return()
      await stream.return()
      const events = await staying
      expect(events.flatMap(stateTold).at(-1)).to.equal(TaskState.TASK_STATE_COMPLETED)
      expect(textOfTask(await client.getTask({ tenant: '', id, historyLength: undefined }))).to.equal('Still there')
    }))

  for (const binding of bindings) {
    describe(`over ${binding}`, () => {
      let client: Client
      before(async () => {
        client = await connect(runtime.url, '/a2a/kit', '1.0', binding)
      })

      const send = async (messageId: string, given: Parameters<typeof saying>[1] = {}): Promise<Task> => {
        const answer = await client.sendMessage(saying('Hello from TCK', { messageId, ...given }))
        if (!('status' in answer)) throw new Error('A message came where a task was to come.')
        return answer
      }
      const stateOf = ({ status }: Task): TaskState | undefined => status?.state

      for (const [messageId, { state, part }] of Object.entries(behaviours)) {
        it(`${messageId} comes to ${TaskState[state]}`, async () => {
          const task = await send(`${messageId}-1a2b`)
          expect(stateOf(task)).to.equal(state)
          if (part) expect(task.artifacts[0]?.parts[0]).to.deep.include(part)
          if (part) expect(task.artifacts).to.have.length(1)
        })
      }
      it('the same id is another task each time, as the kit expects', async () => {
        const [one, other] = [await send('tck-input-required-1a2b'), await send('tck-input-required-1a2b')]
        expect(one.id).not.to.equal(other.id)
      })
      it('tck-message-response is a message, and no task', async () => {
        const answer = await client.sendMessage(saying('Hello', { messageId: 'tck-message-response-1a2b' }))
        expect(answer).to.have.property('messageId')
        expect(answer).not.to.have.property('status')
        const events = await collect(client.sendMessageStream(saying('Hello', { messageId: 'tck-message-response-x' })))
        expect(kindsOf(events)).to.deep.equal(['message'])
      })
      for (const [messageId, pieces] of Object.entries(streams)) {
        it(`${messageId} begins with the task, tells its pieces and ends with its state`, async () => {
          const events = await collect(client.sendMessageStream(saying('Hello', { messageId: `${messageId}-1a2b` })))
          const kinds = kindsOf(events)
          expect([kinds.at(0), kinds.at(-1)]).to.deep.equal(['task', 'statusUpdate'])
          expect(events.flatMap(textOfPiece)).to.deep.equal(pieces)
          expect(events.flatMap(stateTold)).to.include(TaskState.TASK_STATE_WORKING)
          expect(events.flatMap(stateTold).at(-1)).to.equal(TaskState.TASK_STATE_COMPLETED)
        })
      }
      it('a subscription to a task that waits for input ends when the task does, and is told so', async () => {
        const { id } = await send('tck-input-required-1a2b')
        const stream = client.resubscribeTask({ tenant: '', id })
        const { value: first } = await stream.next()
        expect(first?.payload?.$case).to.equal('task')
        const done = send('tck-complete-task-1a2b', { taskId: id })
        const events = await collect(stream)
        expect(events.flatMap(stateTold).at(-1)).to.equal(TaskState.TASK_STATE_COMPLETED)
        await done
      })
      it('media that the agent does not read is refused', async () => {
        const part = {
          content: { $case: 'raw' as const, value: Buffer.from('tck') },
          metadata: undefined,
          filename: '',
          mediaType: 'application/x-unsupported-tck-type',
        }
        const thrown = await send('tck-send-003', { parts: [part] }).catch((error: Error) => error.name)
        expect(thrown).to.match(/ContentTypeNotSupported/)
      })
      it('a context is inferred from the task, and must not be another one', async () => {
        const first = await send('tck-input-required-1a2b')
        const second = await send('tck-input-required-1a2b', { taskId: first.id })
        expect(second.contextId).to.equal(first.contextId)
        const thrown = await send('tck-input-required-1a2b', { taskId: first.id, contextId: 'another' }).catch(
          (error: Error) => error.name,
        )
        expect(thrown).to.match(/RequestMalformed/)
      })
      it('a history has as many messages as are asked for', async () => {
        const { id } = await send('tck-input-required-1a2b')
        await send('tck-complete-task-1a2b', { taskId: id })
        const lengths: number[] = []
        for (const historyLength of [undefined, 0, 1]) {
          lengths.push((await client.getTask({ tenant: '', id, historyLength })).history.length)
        }
        expect(lengths[0]).to.be.greaterThan(1)
        expect(lengths.slice(1)).to.deep.equal([0, 1])
      })
      it('tasks are listed by their time, in pages, without artifacts', async () => {
        const { contextId } = await send('tck-complete-task-a')
        const ids = [await send('tck-complete-task-b', { contextId }), await send('tck-complete-task-c', { contextId })]
        const query = {
          tenant: '',
          contextId,
          status: TaskState.TASK_STATE_UNSPECIFIED,
          pageSize: 2,
          pageToken: '',
          historyLength: undefined,
          statusTimestampAfter: undefined,
          includeArtifacts: false,
        }
        const first = await client.listTasks(query)
        expect(first.tasks.map(({ id }) => id)).to.deep.equal(ids.map(({ id }) => id).reverse())
        expect(first.totalSize).to.equal(3)
        expect(first.tasks.flatMap(({ artifacts }) => artifacts)).to.deep.equal([])
        const last = await client.listTasks({ ...query, pageToken: first.nextPageToken })
        expect([last.tasks.length, last.nextPageToken]).to.deep.equal([1, ''])
        const whole = await client.listTasks({ ...query, includeArtifacts: true })
        expect(whole.tasks.every(({ artifacts }) => artifacts.length > 0)).to.equal(true)
      })
      it('notifications come with their key, and as the protocol has them', async () => {
        const receiver = await openReceiver()
        try {
          const config = {
            tenant: '',
            taskId: '',
            id: 'tck-push',
            url: receiver.url,
            token: 'a-token',
            authentication: { scheme: 'Bearer', credentials: 'a-key' },
          }
          const asked = saying('Hello', { messageId: 'tck-input-required-1a2b' })
          const configuration = {
            acceptedOutputModes: [],
            historyLength: undefined,
            returnImmediately: false,
            taskPushNotificationConfig: config,
          }
          const task = await client.sendMessage({ ...asked, configuration })
          const taskId = 'status' in task ? task.id : ''
          await send('tck-complete-task-1a2b', { taskId })
          await eventually('the end is told', () =>
            receiver.bodies.some((body) => body.includes('TASK_STATE_COMPLETED')),
          )
          const [{ headers } = { headers: {} }] = receiver.requests
          expect(headers).to.deep.include({ authorization: 'Bearer a-key', 'content-type': 'application/a2a+json' })
          expect(headers).to.deep.include({ 'x-a2a-notification-token': 'a-token' })
          for (const body of receiver.bodies) expect(Object.keys(JSON.parse(body))[0]).to.match(/task|statusUpdate/)
          await client.deleteTaskPushNotificationConfig({ tenant: '', taskId, id: 'tck-push' })
          await client.deleteTaskPushNotificationConfig({ tenant: '', taskId, id: 'tck-push' })
          const thrown = await client
            .getTaskPushNotificationConfig({ tenant: '', taskId, id: 'tck-push' })
            .catch((error: Error) => error.name)
          expect(thrown).to.match(/NotFound/)
        } finally {
          await receiver.close()
        }
      })
    })
  }
})

/** What an agent's notifications are sent to. */
async function openReceiver() {
  const bodies: string[] = []
  const requests: Pick<IncomingMessage, 'headers'>[] = []
  const { url, close } = await startLocalServer(async (request, response) => {
    bodies.push(await text(request))
    requests.push(request)
    response.end()
  })
  return { bodies, requests, url: `${url}/hook`, close }
}

function textOfPiece({ payload }: StreamResponse): string[] {
  if (payload?.$case !== 'artifactUpdate') return []
  return (payload.value.artifact?.parts ?? []).map(({ content }) => (content?.$case === 'text' ? content.value : ''))
}

function stateTold({ payload }: StreamResponse): TaskState[] {
  if (payload?.$case !== 'statusUpdate' || !payload.value.status) return []
  return [payload.value.status.state]
}
