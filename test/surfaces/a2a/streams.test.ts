import { expect } from 'chai'
import type { Runtime } from '../../../src/runtime.ts'
import { olderWire, openA2aHost, post, rpc, wire } from '../../support/a2a.ts'

interface Told {
  id: number
  event?: string
  // biome-ignore lint/suspicious/noExplicitAny: whatever a server says; the tests look at it
  data: any
}

describe('Streams of A2A', () => {
  let runtime: Runtime
  before(async () => {
    const a2a = { timing: { keepAlive: '60ms', coalesce: '20ms' } }
    runtime = await openA2aHost({ settings: { surfaces: { a2a } } as object })
  })
  after(() => runtime?.close(0))

  const url = (path = ''): string => `${runtime.url}/a2a/ada${path}`
  const current = { 'A2A-Version': '1.0', 'content-type': 'application/json' }

  /** A task that says something, waits for a while and says something more; and what has been told of it so far. */
  const begin = async (): Promise<{ id: string; rest: Promise<string> }> => {
    const response = await fetch(url(), {
      method: 'POST',
      headers: current,
      body: JSON.stringify(rpc('SendStreamingMessage', wire('slow'))),
    })
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    const first = (await reader?.read())?.value ?? ''
    const rest = (async () => {
      let text = first
      for (let step = await reader?.read(); step && !step.done; step = await reader?.read()) text += step.value
      return text
    })()
    return { id: read(first)[0]?.data.result.task.id, rest }
  }

  it('that cannot begin are an answer, and no stream', async () => {
    for (const [path, body] of [
      ['', rpc('SendStreamingMessage', wire('hello', { taskId: 'none' }))],
      ['', rpc('SubscribeToTask', { id: 'none' })],
      ['', rpc('message/stream', olderWire('hello', { taskId: 'none' }))],
      ['/message:stream', wire('hello', { taskId: 'none' })],
      ['/v1/tasks/none:subscribe', null],
    ] as const) {
      const { type, json } = await post(url(path), body)
      expect(type, path).to.equal('application/json')
      expect(json.error ?? json).to.have.property('message')
    }
  })
  it('of a subscription in 0.3 say in the stream what is wrong', async () => {
    const { type, text } = await post(url(), rpc('tasks/resubscribe', { id: 'none' }, 'seven'))
    expect(type).to.equal('text/event-stream')
    const [told] = read(text)
    expect(told).to.deep.include({ event: 'error' })
    expect(told?.data).to.deep.include({ id: 'seven', jsonrpc: '2.0' })
    expect(told?.data.error.code).to.equal(-32001)
  })
  it('of a task that is over are refused', async () => {
    const { json } = await post(url(), rpc('SendMessage', wire('hello')))
    const { id } = json.result.task
    expect((await post(url(), rpc('SubscribeToTask', { id }))).json.error.code).to.equal(-32004)
  })
  for (const [what, path, body] of [
    ['JSON-RPC', '', rpc('SendStreamingMessage', wire('words'))],
    ['JSON-RPC of 0.3', '', rpc('message/stream', olderWire('words'))],
    ['HTTP+JSON', '/message:stream', wire('words')],
    ['HTTP+JSON of 0.3', '/v1/message:stream', olderWire('words')],
  ] as const) {
    it(`number their events, over ${what}`, async () => {
      const { type, text } = await post(url(path), body)
      expect(type).to.equal('text/event-stream')
      const ids = read(text).map(({ id }) => id)
      expect(ids.length).to.be.greaterThan(3)
      expect(ids).to.deep.equal(ids.map((_, index) => index + 1))
    })
  }
  it('say that they live while there is nothing to say', async () => {
    const { text } = await post(url(), rpc('SendStreamingMessage', wire('slow')))
    expect(text.split(': keep-alive\n\n').length).to.be.greaterThan(3)
  })
  it('go on after the last event that was seen, without a gap and without anything twice', async () => {
    const { id, rest } = await begin()
    for (const [method, path] of [
      ['SubscribeToTask', ''],
      ['tasks/resubscribe', ''],
      ['', `/tasks/${id}:subscribe`],
      ['', `/v1/tasks/${id}:subscribe`],
    ] as const) {
      const body = method === '' ? null : rpc(method, { id })
      const { text } = await post(url(path), body, { 'last-event-id': '2' })
      const ids = read(text).map((told) => told.id)
      expect(ids[0], `${method}${path}`).to.equal(3)
      expect(ids).to.deep.equal(ids.map((_, index) => index + 3))
    }
    const all = read(await rest).map((told) => told.id)
    expect(all).to.deep.equal(all.map((_, index) => index + 1))
  })
  it('are all told the same, and begin with the task', async () => {
    const { id, rest } = await begin()
    const [one, other] = await Promise.all([
      post(url(), rpc('SubscribeToTask', { id })),
      post(url(), rpc('SubscribeToTask', { id })),
    ])
    const [first] = read(one.text)
    expect(first?.data.result).to.have.property('task')
    const told = (text: string): unknown[] => read(text).slice(1)
    expect(told(one.text)).to.deep.equal(told(other.text))
    expect(read(one.text).at(-1)?.data.result.statusUpdate.status.state).to.equal('TASK_STATE_COMPLETED')
    await rest
  })
})

/** The events of a stream. */
function read(text: string): Told[] {
  const blocks = text.split('\n\n').filter((block) => block.includes('data: '))
  return blocks.map((block) => {
    const field = (name: string): string | undefined => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1]
    const event = field('event')
    return { id: Number(field('id')), ...(event ? { event } : {}), data: JSON.parse(field('data') ?? 'null') }
  })
}
