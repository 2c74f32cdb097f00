import { expect } from 'chai'
import { type ChatRequest, type Context, isSolverError, type SolverEvent } from 'dramatis'
import { chatRequest, createSolver, mapMemory, settle, testContext } from 'dramatis/testing'
import a2a from 'dramatis-solver-a2a'
import { askOnce } from '../../../test/support/ask-once.ts'
import { type Call, type FaultServer, type Said, startFaultServer } from '../../../test/support/fault-server.ts'
import { eventually } from '../../../test/support/stage.ts'
import { card } from './card-server.ts'
import { failureOf } from './failure-of.ts'
import { bare, status } from './wires.ts'

/** Agents that say what a test tells them, by HTTP+JSON, beside their card. */
const agents: FaultServer[] = []

async function startAgent(say: (call: Call) => Said, more: object = {}): Promise<FaultServer> {
  const agent: FaultServer = await startFaultServer((call) =>
    call.path.startsWith('/.well-known/') ? json(card(agent.url, more)) : say(call),
  )
  agents.push(agent)
  return agent
}

const json = (body: object): Said => ({
  headers: { 'content-type': 'application/json' },
  frames: [JSON.stringify(body)],
})
const stream = (...frames: readonly string[]): Said => ({ headers: { 'content-type': 'text/event-stream' }, frames })
const events = (...all: readonly object[]): Said => stream(...all.map(bare))
const artifact = (text: string, append = false, artifactId = 'a') => ({
  artifactUpdate: { taskId: 't', contextId: 'c', artifact: { artifactId, parts: [{ text }] }, append },
})
const task = (state: string, ...texts: readonly string[]) => ({
  id: 't',
  contextId: 'c',
  status: { state: `TASK_STATE_${state}` },
  artifacts: texts.length === 0 ? [] : [{ artifactId: 'a', parts: texts.map((text) => ({ text })) }],
})

const ask = ({ url: baseUrl }: FaultServer, settings: object = {}, context: Partial<Context> = {}) =>
  askOnce(a2a, { baseUrl, ...settings }, 'hi', context)

describe('a2a, streams of all kinds', () => {
  after(() => Promise.all(agents.map((agent) => agent.close())))

  const done = status('COMPLETED')
  const said: readonly [title: string, stream: Said, text: string][] = [
    [
      'the whole task after its pieces',
      events(artifact('One'), artifact(' two', true), { task: task('COMPLETED', 'One', ' two') }),
      'One two',
    ],
    [
      'the whole task, longer than its pieces',
      events(artifact('One'), { task: task('COMPLETED', 'One two') }),
      'One two',
    ],
    [
      'the whole task, with the end missing',
      events(artifact('One two'), { task: task('COMPLETED', 'One') }),
      'One two',
    ],
    ['a task alone', events({ task: task('COMPLETED', 'One') }), 'One'],
    ['the same word twice', events(artifact('ha'), artifact('ha', true), done), 'haha'],
    ['an event of a later version', events({ hologram: {} }, artifact('One'), done), 'One'],
    ['a state of a later version', events(status('PONDERING'), artifact('One'), done), 'One'],
    ['lines that end in CR', stream(bare(artifact('One')).replaceAll('\n', '\r'), bare(done)), 'One'],
    ['an event on several lines', stream(`data: {"message":\ndata: {"parts": [{"text": "One"}]}}\n\n`), 'One'],
    ['an answer in one piece', json({ task: task('COMPLETED', 'One') }), 'One'],
    ['what comes after the end', events(artifact('One'), done, artifact(' two', true)), 'One'],
    ['an artifact without parts', events({ artifactUpdate: { artifact: { artifactId: 'a' } } }, done), ''],
  ]
  for (const [title, answer, text] of said) {
    it(title, async () => {
      const agent = await startAgent(() => answer)
      expect((await ask(agent)).text).to.equal(text)
    })
  }

  it('tells what the agent is busy with, once', async () => {
    const working = status('WORKING', 'Looking it up.')
    const agent = await startAgent(() =>
      events(working, working, artifact('One'), status('WORKING', 'Checking.'), done),
    )
    const told = (await ask(agent)).events.flatMap((event) => (event.type === 'status' ? [event.text] : []))
    expect(told).to.deep.equal(['Looking it up.', 'Checking.'])
  })

  it('says what an artifact is that is no text, and says it once', async () => {
    const file = { raw: Buffer.from('x').toString('base64'), mediaType: 'text/plain', filename: 'x.txt' }
    const given = { artifactId: 'a', name: 'Notes', parts: [{ text: 'See' }, file] }
    const agent = await startAgent(() =>
      events({ artifactUpdate: { artifact: given } }, { task: { ...task('COMPLETED'), artifacts: [given] } }),
    )
    const parts = (await ask(agent)).events.filter(({ type }) => type === 'part')
    expect(parts).to.have.length(1)
    const [part] = parts
    expect(part).to.deep.include({ artifact: { id: 'a', name: 'Notes' } })
    expect(part?.type === 'part' && part.part).to.deep.include({ type: 'file', name: 'x.txt', mediaType: 'text/plain' })
  })

  const addresses: readonly [address: string, expected: object][] = [
    ['https://a.example/x.png', { type: 'image', data: new URL('https://a.example/x.png') }],
    ['data:image/png;base64,aGk=', { type: 'image', data: Buffer.from('hi') }],
    ['javascript:alert(1)', { text: 'javascript:alert(1)' }],
    ['gs://bucket/x.png', { text: 'gs://bucket/x.png' }],
  ]
  for (const [url, expected] of addresses) {
    it(`a part at ${url}`, async () => {
      const agent = await startAgent(() => events({ message: { parts: [{ url, mediaType: 'image/png' }] } }))
      const [first] = (await ask(agent)).events
      expect(first?.type === 'part' ? first.part : first).to.deep.include(expected)
    })
  }

  it('passes a question by that the agent cannot take', async () => {
    const agent = await startAgent(() => events(artifact('One'), done), { defaultInputModes: ['text/plain'] })
    const solver = await createSolver(a2a, { baseUrl: agent.url })
    const image = { type: 'image', mediaType: 'image/png', data: new Uint8Array([1]) } as const
    const data = { type: 'data', data: { n: 1 } } as const
    const request = (...parts: ChatRequest['messages'][number]['parts']): ChatRequest => {
      return { question: 'hi', messages: [{ role: 'user', parts }] }
    }
    expect((await settle(solver.solve(request(image), testContext()))).events).to.deep.equal([])
    expect((await settle(solver.solve(request(data), testContext()))).text).to.equal('One')
    const calls = agent.calls.filter(({ path }) => path === '/message:stream')
    expect(calls.map(({ body }) => Object(body).message.parts)).to.deep.equal([[{ text: '{"n":1}' }]])
    await solver.close?.()
  })

  it('passes on words as they come', async () => {
    const agent = await startAgent(() => ({ ...events(artifact('One'), artifact(' two', true), done), pause: 40 }))
    const solver = await createSolver(a2a, { baseUrl: agent.url })
    const times: number[] = []
    // this solver always streams
    for await (const event of solver.solve(chatRequest('hi'), testContext()) as AsyncIterable<SolverEvent>) {
      if (event.type === 'text-delta') times.push(performance.now())
    }
    expect((times[1] ?? 0) - (times[0] ?? 0)).to.be.within(20, 500)
    await solver.close?.()
  })

  it('cancels the task and hangs up when nobody reads on', async () => {
    const isCancel = ({ path }: Call) => path === '/tasks/t:cancel'
    const agent = await startAgent((call) =>
      isCancel(call)
        ? json(task('CANCELED'))
        : { ...events(artifact('One'), artifact(' two', true)), ending: 'silent' },
    )
    const solver = await createSolver(a2a, { baseUrl: agent.url })
    const time = performance.now()
    // this solver always streams
    for await (const _ of solver.solve(chatRequest('hi'), testContext()) as AsyncIterable<SolverEvent>) break
    await eventually('the task is cancelled', () => agent.calls.some(isCancel))
    const asked = agent.calls.find(({ path }) => path === '/message:stream')
    await eventually('the call is cut', () => asked?.left !== undefined)
    expect((asked?.left ?? 0) - time).to.be.below(200) // the card and the question are in it
    await solver.close?.()
  })

  it('does not cancel a task that is over, or waits for the user', async () => {
    for (const state of ['COMPLETED', 'INPUT_REQUIRED', 'REJECTED', 'FAILED', 'CANCELED']) {
      const agent = await startAgent(() => events(artifact('One'), { task: task(state) }))
      await ask(agent).catch(() => undefined)
      expect(agent.calls.map(({ path }) => path)).to.deep.equal(['/.well-known/agent-card.json', '/message:stream'])
    }
  })

  it('cancels a task whose stream makes no sense', async () => {
    const agent = await startAgent(({ path }) =>
      path.endsWith(':cancel') ? json({}) : stream(bare(artifact('One')), 'data: {\n\n'),
    )
    await failureOf(ask(agent))
    expect(agent.calls.at(-1)?.path).to.equal('/tasks/t:cancel')
  })

  describe('from an agent that does not stream', () => {
    const looks: (() => Said)[] = []
    const start = () =>
      startAgent(
        ({ path }) => (path.startsWith('/tasks/') ? (looks.shift()?.() ?? {}) : json({ task: task('WORKING') })),
        {
          capabilities: {},
        },
      )

    it('the task is looked at until it is done', async () => {
      const agent = await start()
      looks.push(
        () => json(task('WORKING', 'One')),
        () => json(task('COMPLETED', 'One', ' two')),
      )
      const { text, events } = await ask(agent)
      expect(text).to.equal('One two')
      expect(events.filter(({ type }) => type === 'text-delta')).to.have.length(2)
      expect(agent.calls.map(({ path }) => path)).to.deep.equal([
        '/.well-known/agent-card.json',
        '/message:send',
        ...['/tasks/t?historyLength=0', '/tasks/t?historyLength=0'],
      ])
    })

    it('a look that fails is an error, and the task is cancelled', async () => {
      const agent = await start()
      looks.push(
        () => json(task('WORKING', 'One')),
        () => ({ status: 500 }),
        () => json(task('CANCELED')),
      )
      const error = await failureOf(ask(agent))
      expect(isSolverError(error) && error.kind).to.equal('server-error')
      expect(agent.calls.at(-1)?.path).to.equal('/tasks/t:cancel')
    })

    it('it is cancelled when nobody waits any more', async () => {
      const agent = await start()
      looks.push(() => json(task('CANCELED')))
      const leaving = new AbortController()
      const asking = failureOf(ask(agent, {}, { signal: leaving.signal }))
      await eventually('it is asked', () => agent.calls.length === 2)
      await new Promise((resolve) => setTimeout(resolve, 30))
      leaving.abort(new Error('It left.'))
      expect(await asking).to.have.property('message', 'It left.')
      expect(agent.calls.at(-1)?.path).to.equal('/tasks/t:cancel')
    })
  })

  it('says of a task that goes on what is new in it', async () => {
    const waits = {
      ...task('INPUT_REQUIRED', 'A map.'),
      status: { state: 'TASK_STATE_INPUT_REQUIRED', message: { messageId: 'q', parts: [{ text: 'Where to?' }] } },
    }
    const answers = [
      events({ task: waits }),
      events({ task: waits }, artifact('To Bern.', false, 'b'), { task: task('COMPLETED', 'A map.') }),
    ]
    const agent = await startAgent(() => answers.shift() ?? {})
    const memory = mapMemory()
    const first = await ask(agent, {}, { memory })
    expect(first.text).to.equal('A map.\n\nWhere to?')
    expect(first.events.at(-1)).to.deep.equal({ type: 'finish', reason: 'input-required' })
    const second = await ask(agent, {}, { memory })
    expect(second.text).to.equal('To Bern.')
    expect(Object(agent.calls.at(-1)?.body).message).to.deep.include({ taskId: 't', contextId: 'c' })
    expect(await memory.get(`a2a ${agent.url}`)).to.deep.equal({ contextId: 'c' })
  })

  it('cancels the task of an answer that nobody came back to', async () => {
    const isCancel = ({ path }: Call) => path === '/tasks/t:cancel'
    const agent = await startAgent((call) =>
      isCancel(call) ? json(task('CANCELED')) : { ...events(artifact('One')), ending: 'silent' },
    )
    const leaving = new AbortController()
    const solver = await createSolver(a2a, { baseUrl: agent.url })
    // this solver always streams
    const answer = solver.solve(
      chatRequest('hi'),
      testContext({ signal: leaving.signal }),
    ) as AsyncIterable<SolverEvent>
    await answer[Symbol.asyncIterator]().next()
    leaving.abort()
    await eventually('the task is cancelled', () => agent.calls.some(isCancel))
    await solver.close?.()
  })

  it('asks for the whole answer where the settings say so', async () => {
    const agent = await startAgent(() => json({ task: task('COMPLETED', 'One') }))
    expect((await ask(agent, { streaming: false })).text).to.equal('One')
    expect(agent.calls.at(-1)?.path).to.equal('/message:send')
  })

  it('refuses an event that is nothing', async () => {
    const agent = await startAgent(() => stream('data: null\n\n'))
    const error = await failureOf(ask(agent))
    expect(isSolverError(error) && error.message).to.match(/an event of another shape: null/)
  })

  it('keeps its context when an answer names none', async () => {
    const answers = [events(artifact('One'), done), events({ message: { parts: [{ text: 'Two' }] } })]
    const agent = await startAgent(() => answers.shift() ?? {})
    const memory = mapMemory()
    await ask(agent, {}, { memory })
    await ask(agent, {}, { memory })
    expect(await memory.get(`a2a ${agent.url}`)).to.deep.equal({ contextId: 'c' })
  })

  it('remembers the context of an answer that was interrupted', async () => {
    const agent = await startAgent(({ path }) =>
      path.endsWith(':cancel') ? json(task('CANCELED')) : { ...events(artifact('One')), ending: 'silent' },
    )
    const memory = mapMemory()
    const leaving = new AbortController()
    const solver = await createSolver(a2a, { baseUrl: agent.url })
    const context = testContext({ memory, signal: leaving.signal })
    const listening = async () => {
      // this solver always streams
      for await (const _ of solver.solve(chatRequest('hi'), context) as AsyncIterable<SolverEvent>) leaving.abort()
    }
    await failureOf(listening())
    expect(await memory.get(`a2a ${agent.url}`)).to.deep.equal({ contextId: 'c' })
    await solver.close?.()
  })

  it('keeps apart what two agents remember of a conversation', async () => {
    const [one, two] = [
      await startAgent(() => events(artifact('1'), done)),
      await startAgent(() => events(artifact('2'), done)),
    ]
    const memory = mapMemory()
    await ask(one, {}, { memory })
    await ask(two, {}, { memory })
    expect(Object(two.calls.at(-1)?.body).message.contextId).to.equal(undefined)
  })

  it('takes linear time for an answer of many pieces', async function () {
    this.timeout(20_000)
    const measure = async (count: number): Promise<number> => {
      const pieces = Array.from({ length: count }, (_, index) => bare(artifact(`${index} `, index > 0)))
      const agent = await startAgent(() => stream(pieces.join(''), bare(done)))
      const started = performance.now()
      const { events } = await ask(agent)
      expect(events.filter(({ type }) => type === 'text-delta')).to.have.length(count)
      return performance.now() - started
    }
    await measure(1000)
    const [small, large] = [await measure(2000), await measure(20_000)]
    expect(large).to.be.below(small * 30)
  })
})
