import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Message, type Task, TaskState } from '@a2a-js/sdk'
import type { Client } from '@a2a-js/sdk/client'
import { expect } from 'chai'
import type { Solver } from 'dramatis'
import { createSolver, startTestHost } from 'dramatis/testing'
import a2a from '../../plugins/a2a/src/index.ts'
import type { Runtime } from '../../src/runtime.ts'
import { collect, connect, get, kindsOf, saying, textOfTask } from '../support/a2a.ts'
import { eventually } from '../support/stage.ts'

/** How the near host reaches the far one. */
const ways = (['1.0', '0.3'] as const).flatMap((protocol) =>
  (['jsonrpc', 'rest', 'grpc'] as const).map((transport) => ({ protocol, transport })),
)

for (const way of ways) {
  describe(`A persona that asks one of another host over A2A, ${way.transport}, version ${way.protocol}`, () => {
    let far: Runtime
    let near: Runtime
    let client: Client
    before(async () => {
      far = await openFar()
      near = await openNear(far.url, way)
      client = await connect(near.url, '/a2a/near', '1.0', 'JSONRPC')
    })
    after(async () => {
      await near?.close(0)
      await far?.close(0)
    })

    const ask = (text: string, given?: Partial<Message>): Promise<Task> => askFor(client, text, given)

    it('fails where that fails, and does not tell why', async () => {
      const task = await ask('boom')
      expect(task.status?.state).to.equal(TaskState.TASK_STATE_FAILED)
      expect(JSON.stringify(task)).not.to.include('1234')
    })
    it('refuses where that refuses', async () => {
      const { status } = await ask('refuse')
      expect(status?.state).to.equal(TaskState.TASK_STATE_REJECTED)
      expect(status?.message?.parts[0]?.content?.value).to.equal('I would rather not.')
    })
    it('is cancelled with all that works for it, within 100 ms', async () => {
      const stream = client.sendMessageStream(saying('wait'))
      const { value: first } = await stream.next()
      const id = first?.payload?.$case === 'task' ? first.payload.value.id : ''
      await eventually('the far persona is at work', () => waiting.size === 1)
      const [work] = waiting
      const at = performance.now()
      const task = await client.cancelTask({ tenant: '', id, metadata: undefined })
      expect(task.status?.state).to.equal(TaskState.TASK_STATE_CANCELED)
      await eventually('the far persona has given up', () => waiting.size === 0)
      expect((work?.gone ?? Number.POSITIVE_INFINITY) - at).to.be.lessThan(100)
      expect(kindsOf(await collect(stream)).at(-1)).to.equal('statusUpdate')
    })
    it('says words as they come', async () => {
      const stream = client.sendMessageStream(saying('slow'))
      const texts: string[] = []
      for await (const { payload } of stream) {
        if (payload?.$case !== 'artifactUpdate') continue
        for (const { content } of payload.value.artifact?.parts ?? []) {
          if (content?.$case !== 'text') continue
          texts.push(content.value)
          goOn() // the far persona says the rest when the first words have come all the way
        }
      }
      expect(texts.join('')).to.equal('First of all. And at last.')
      expect(texts.length).to.be.greaterThan(1)
    })
    it('asks what that asks, and goes on with the same task', async () => {
      const first = await ask('ask')
      expect(first.status?.state).to.equal(TaskState.TASK_STATE_INPUT_REQUIRED)
      expect(first.status?.message?.parts[0]?.content?.value).to.equal('Which one?')
      const second = await ask('hello', { taskId: first.id })
      expect(second.status?.state).to.equal(TaskState.TASK_STATE_COMPLETED)
      expect(textOfTask(second)).to.equal('You said: hello')
      expect(await tasksOf(far)).to.deep.include({ states: ['TASK_STATE_COMPLETED'], history: 3 })
    })
    it('keeps to one conversation for each of its own', async () => {
      const { contextId } = await ask('hello')
      expect(textOfTask(await ask('count', { contextId }))).to.equal('3 messages')
      expect(textOfTask(await ask('count'))).to.equal('1 messages')
    })
  })
}

describe('A persona that asks one of another host over A2A, which restarts', () => {
  it('fails in the middle of an answer, and then goes on with its conversation', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'dramatis-'))
    const state = `file:${join(folder, 'far.db')}`
    let far = await openFar({ state })
    const near = await openNear(far.url, { transport: 'jsonrpc', protocol: '1.0' })
    try {
      const client = await connect(near.url, '/a2a/near', '1.0', 'JSONRPC')
      const { contextId } = await askFor(client, 'hello')
      const interrupted = askFor(client, 'wait', { contextId })
      await eventually('the far persona is at work', () => waiting.size === 1)
      await far.close(0)
      expect((await interrupted).status?.state).to.equal(TaskState.TASK_STATE_FAILED)

      const meanwhile = await askFor(client, 'hello', { contextId })
      expect(meanwhile.status?.state).to.equal(TaskState.TASK_STATE_FAILED)

      far = await openFar({ state, port: Number(new URL(far.url).port) })
      expect(textOfTask(await askFor(client, 'count', { contextId }))).to.equal('3 messages')
    } finally {
      await near.close(0)
      await far.close(0)
      await rm(folder, { recursive: true, force: true })
    }
  })
})

/** Turns of the far persona that are under way, and when they were given up. */
const waiting = new Set<{ gone?: number }>()
let goOn: () => void = () => {}

function openFar(settings: { state?: string; port?: number } = {}): Promise<Runtime> {
  const chain = [{ id: 'actor', solver: actor }]
  return startTestHost({ personas: [{ name: 'Far', chain }], settings: { grpcPort: 0, ...settings } })
}

async function openNear(url: string, way: { transport: string; protocol: string }): Promise<Runtime> {
  const solver = await createSolver(a2a, { baseUrl: `${url}/a2a/far`, ...way })
  return await startTestHost({ personas: [{ name: 'Near', chain: [{ id: 'a2a', solver }], fallthroughOn: [] }] })
}

const actor: Solver = {
  async *solve({ question, messages }, { signal }) {
    switch (question) {
      case 'boom':
        throw new Error('The secret is 1234.')
      case 'refuse':
        yield { type: 'text-delta', text: 'I would rather not.', refusal: true }
        yield { type: 'finish', reason: 'refusal' }
        return
      case 'ask':
        yield 'Which one?'
        yield { type: 'finish', reason: 'input-required' }
        return
      case 'slow': {
        const heard = new Promise<void>((resolve) => {
          goOn = resolve
        })
        yield 'First of all. '
        await heard
        yield 'And at last.'
        return
      }
      case 'wait': {
        const work: { gone?: number } = {}
        signal.addEventListener('abort', () => {
          work.gone = performance.now()
        })
        waiting.add(work)
        yield 'Working. '
        await pause(10_000, undefined, { signal }).catch(() => waiting.delete(work))
        return
      }
      case 'count':
        yield `${messages.length} messages`
        return
      default:
        yield `You said: ${question}`
    }
  },
}

async function askFor(client: Client, text: string, given: Partial<Message> = {}): Promise<Task> {
  const answer = await client.sendMessage(saying(text, given))
  if (!('status' in answer)) throw new Error('A message came where a task was to come.')
  return answer
}

interface Kept {
  contextId: string
  status: { state: string }
  history: readonly unknown[]
}

/** What the far host keeps of the latest conversation: the states of its tasks, and how much was said in the first. */
async function tasksOf(far: Runtime): Promise<{ states: readonly string[]; history: number | undefined }> {
  const list = async (query: string): Promise<readonly Kept[]> => {
    const { json } = await get(`${far.url}/a2a/far/tasks?${query}`, { 'a2a-version': '1.0' })
    return json.tasks
  }
  const [latest] = await list('pageSize=1')
  const tasks = await list(`contextId=${latest?.contextId}&historyLength=9`)
  return { states: tasks.map(({ status }) => status.state), history: tasks[0]?.history.length }
}
