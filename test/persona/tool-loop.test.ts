import { mock } from 'node:test'
import { expect } from 'chai'
import { type ChatRequest, type Solver, type SolverEvent, type Toolbox, toolResult } from 'dramatis'
import { gate, type TestPersona } from 'dramatis/testing'
import { call, clientTool, finish, lines, type Model, model, type Round, results, toolbox } from '../support/model.ts'
import { hear, request } from '../support/turn.ts'

const sums: Toolbox = toolbox({
  add: {
    input: {
      type: 'object',
      properties: { a: { type: 'number' }, b: { type: 'number', default: 1 } },
      required: ['a'],
      additionalProperties: false,
    },
    run: ({ a, b }: { a: number; b: number }) => a + b,
  },
  name: () => 'Ada',
})

const persona = (solver: Solver, box = sums, rest: Partial<TestPersona> = {}): TestPersona => ({
  name: 'Able',
  chain: [{ id: 'model', solver }],
  toolbox: box,
  ...rest,
})

async function ask(
  rounds: readonly Round[],
  { question = request('hello'), box = sums, rest = {} }: { question?: ChatRequest; box?: Toolbox; rest?: object } = {},
) {
  const solver: Model = model(...rounds)
  const heard = await hear(persona(solver, box, rest), question)
  const calls = heard.trace.tools?.map(({ solver: by, tool, round, outcome }) => `${by} ${round} ${tool} ${outcome}`)
  return { ...heard, asked: solver.asked, calls }
}

describe('the tool loop', () => {
  it('runs the calls, and asks again with the results', async () => {
    const rounds = [[call('add', { a: 1, b: 2 })], ['It is ', call('add', { a: 3, b: 4 })], ['three, and seven.']]
    const { text, asked, calls, trace } = await ask(rounds)
    expect(text).to.equal('It is three, and seven.')
    expect(asked.map(results)).to.deep.equal([[], ['add: 3'], ['add: 3', 'add: 7']])
    expect(lines(asked[2] ?? { messages: [] })).to.deep.equal([
      'user: hello',
      'assistant: [add]',
      'tool: 3',
      'assistant: It is  [add]',
      'tool: 7',
    ])
    expect(calls).to.deep.equal(['model 1 add answered', 'model 2 add answered'])
    expect(trace.steps.map(({ outcome }) => outcome)).to.deep.equal(['answered'])
  })
  it('lets nothing of it out: no calls, no inputs, no ids, no results', async () => {
    const delta = { type: 'tool-input-delta', id: 'id-name', name: 'name', text: '{}' } as const
    const titled = toolbox({ name: { title: 'The name', run: () => 'Ada' } })
    const rounds: Round[] = [['One ', delta, call('name'), { type: 'finish', reason: 'tool-calls' }], ['two.']]
    const { events } = await ask(rounds, { box: titled })
    const types = events.map(({ type }) => type).filter((type) => type !== 'status')
    expect(types).to.deep.equal(['start', 'text-delta', 'text-delta', 'finish'])
    expect(events.at(-1)).to.include({ reason: 'stop' })
    expect(JSON.stringify(events)).not.to.match(/name|Ada/)
  })
  it('runs all calls of a round at the same time, and keeps their order', async () => {
    const first = gate()
    const second = gate()
    const box = toolbox({
      one: async () => {
        first.open()
        return await second.opened.then(() => 1)
      },
      two: async () => {
        second.open()
        return await first.opened.then(() => 2)
      },
    })
    const { asked, calls } = await ask([[call('one'), call('two')], ['Done.']], { box })
    expect(results(asked[1])).to.deep.equal(['one: 1', 'two: 2'])
    expect([...(calls ?? [])].sort()).to.deep.equal(['model 1 one answered', 'model 1 two answered'])
  })
  it('runs as many calls as there are, without a warning', async () => {
    const warnings: Error[] = []
    const warned = (warning: Error): void => void warnings.push(warning)
    process.on('warning', warned)
    const box = toolbox({ wait: () => new Promise((resolve) => setTimeout(resolve, 5)) })
    const { calls } = await ask([Array.from({ length: 50 }, (_, id) => call('wait', {}, String(id))), ['Done.']], {
      box,
    })
    await new Promise(setImmediate)
    process.off('warning', warned)
    expect([calls?.length, warnings]).to.deep.equal([50, []])
  })
  it('gives what is no text as JSON, and fills in defaults', async () => {
    const box = toolbox({ list: () => [1, { a: null }], nothing: () => undefined })
    const { asked } = await ask([[call('list'), call('nothing')], ['Done.']], { box })
    expect(results(asked[1])).to.deep.equal(['list: [1,{"a":null}]', 'nothing: null'])
    expect(results((await ask([[call('add', { a: 1 })], ['Two.']])).asked[1])).to.deep.equal(['add: 2'])
  })
  for (const [accepts, types] of [
    [['image'], ['text', 'image']],
    [[], ['text']],
  ] as const) {
    it(`shows what came of a call to a model that reads ${accepts[0] ?? 'text alone'}`, async () => {
      const data = Uint8Array.of(1, 2, 3)
      const media = (['image', 'audio'] as const).map((type) => ({ type, mediaType: `${type}/x`, data }))
      const box = toolbox({ draw: () => toolResult([{ type: 'text', text: 'Here:' }, ...media]) })
      const solver = model([call('draw')], ['Fine.'])
      await hear(persona({ ...solver, accepts }, box))
      const parts = solver.asked[1]?.messages.at(-1)?.parts ?? []
      expect(parts.map(({ type }) => type)).to.deep.equal(types)
      expect(parts[0]).to.deep.equal({ type: 'text', text: 'Here:\n[image/x]\n[audio/x]' })
    })
  }
  it('keeps what the model thought, with what its vendor wants back', async () => {
    const opaque = { signature: 'xyz' }
    const thought = [
      { type: 'reasoning-delta', text: 'Let me ' } as const,
      { type: 'reasoning-delta', text: 'add.' } as const,
      { type: 'reasoning-delta', text: '', opaque } as const,
    ]
    const called = { type: 'tool-call', call: { id: '1', name: 'add', input: { a: 1 }, opaque } } as const
    const { asked } = await ask([[...thought, called], ['Two.']])
    expect(asked[1]?.messages[1]?.parts).to.deep.equal([
      { type: 'reasoning', text: 'Let me add.', opaque },
      { type: 'call', call: called.call },
    ])
  })
  it('lets out what a vendor wants back of a thought with what came of it, and not without', async () => {
    const seal = (opaque: string): SolverEvent => ({ type: 'reasoning-delta', text: '', opaque })
    const sealed: SolverEvent = { type: 'reasoning-delta', text: 'Now', opaque: 'c' }
    const first: Round = [seal('b'), 'Well. ', seal('a'), call('name')]
    const question = request('hello', { tools: [clientTool('look')] })
    const heard = async (last: Round) =>
      (await ask([first, last], { question })).events.flatMap((event) =>
        event.type === 'reasoning-delta'
          ? [`${event.text}/${event.opaque}`]
          : event.type === 'tool-call'
            ? ['call']
            : [],
      )
    expect(await heard([sealed, 'Ada.'])).to.deep.equal(['/b', 'Now/undefined', '/c'])
    expect(await heard([seal('d'), call('look')])).to.deep.equal(['/b', '/d', 'call'])
    expect(await heard(['Ada.', seal('e')])).to.deep.equal(['/b', '/e'])
  })

  describe('tells the model what went wrong', () => {
    const box = toolbox({
      ...Object.fromEntries(sums.tools.map((tool) => [tool.name, tool])),
      throws: () => {
        throw new Error('The river is too wide.')
      },
      liar: { output: { type: 'number' }, run: () => 'seven' },
    })
    const cases: Record<string, [name: string, input: unknown, told: RegExp]> = {
      'an input that lacks a field': ['add', {}, /^add! The input of the tool "add" is wrong: \/a is required\.$/],
      'an input of the wrong type': ['add', { a: '1' }, /\/a must be a number, not a string/],
      'an input with too much': ['add', { a: 1, c: 1 }, /\/c is not a known key/],
      'an input that is no object': ['add', 'all of it', /it must be an object, not a string/],
      'a tool that throws': ['throws', {}, /^throws! The river is too wide\.$/],
      'a tool that breaks its word': ['liar', {}, /broke its own output schema/],
      'a tool that is not there': ['fly', {}, /^fly! There is no tool "fly"; there are: add, name, throws, liar\.$/],
      'a slip of the pen': ['nam', {}, /There is no tool "nam"; did you mean "name"\?$/],
    }
    for (const [what, [name, input, told]] of Object.entries(cases)) {
      it(what, async () => {
        const { text, asked, calls } = await ask([[call(name, input)], ['I see.']], { box })
        expect(text).to.equal('I see.')
        expect(results(asked[1])).to.have.length(1)
        expect(results(asked[1])[0]).to.match(told)
        expect(calls).to.deep.equal([`model 1 ${name} failed`])
      })
    }
    it('a tool that takes too long, without waiting for it, and stops it', async () => {
      mock.timers.enable({ apis: ['setTimeout'] })
      try {
        let signal: AbortSignal | undefined
        const endless = toolbox({
          wait: (_, context) => {
            signal = context.signal
            setImmediate(() => mock.timers.tick(30_000))
            return new Promise(() => undefined)
          },
        })
        const { text, asked } = await ask([[call('wait'), call('missing')], ['I see.']], { box: endless })
        expect([text, signal?.aborted]).to.deep.equal(['I see.', true])
        expect(results(asked[1])[0]).to.equal('wait! The tool "wait" did not answer within 30000 ms.')
      } finally {
        mock.timers.reset()
      }
    })
  })

  describe('comes to an end', () => {
    const again: Round = [call('name'), { type: 'finish', reason: 'tool-calls' }]
    for (const [maxToolRounds, asks] of [
      [1, 2],
      [3, 4],
    ] as const) {
      it(`after ${maxToolRounds} rounds, with a question for an answer in words`, async () => {
        const rounds = [...Array.from({ length: maxToolRounds }, () => again), ['Enough.']]
        const { text, asked, calls } = await ask(rounds, { rest: { maxToolRounds } })
        expect([text, asked.length, calls?.length]).to.deep.equal(['Enough.', asks, maxToolRounds])
        expect(asked.map(({ toolChoice }) => toolChoice)).to.deep.equal([...Array(asks - 1).fill(undefined), 'none'])
      })
    }
    it('with a model that calls even then: what it said counts, and the calls do not', async () => {
      const rounds = [again, ['Well. ', ...again]]
      const { text, asked, events, calls } = await ask(rounds, { rest: { maxToolRounds: 1 } })
      expect([text, asked.length, calls]).to.deep.equal(['Well. ', 2, ['model 1 name answered']])
      expect(events.at(-1)).to.include({ type: 'finish', reason: 'stop' })
    })
    it('with a model that does nothing but call: the next solver is asked', async () => {
      const chain = [
        { id: 'model', solver: model(again, again) },
        { id: 'next', solver: { solve: () => 'Next.' } },
      ]
      const { text } = await hear({ name: 'Able', chain, toolbox: sums, maxToolRounds: 1 })
      expect(text).to.equal('Next.')
    })
  })

  describe('with a client that demands a call', () => {
    const tools = ['look', 'ask'].map(clientTool)
    const choices = (asked: readonly ChatRequest[]) => asked.map(({ toolChoice }) => toolChoice)
    for (const toolChoice of ['required', { name: 'look' }] as const) {
      it(`goes on until there is one: ${JSON.stringify(toolChoice)}`, async () => {
        const question = request('hello', { tools, toolChoice })
        const { asked, events } = await ask([[call('name')], [call('name')], [call('look')]], { question })
        expect(choices(asked)).to.deep.equal([toolChoice, toolChoice, toolChoice])
        expect(events.at(-1)).to.include({ reason: 'tool-calls' })
      })
    }
    it('has nothing to call but the tools of the client after the last round', async () => {
      const question = request('hello', { tools, toolChoice: 'required' })
      const { asked } = await ask([[call('name')], [call('look')]], { question, rest: { maxToolRounds: 1 } })
      const names = asked.map((each) => each.tools?.map(({ name }) => name))
      expect(names).to.deep.equal([
        ['look', 'ask', 'add', 'name'],
        ['look', 'ask'],
      ])
      expect(choices(asked)).to.deep.equal(['required', 'required'])
    })
    it('takes an answer in words for one', async () => {
      const question = request('hello', { tools, toolChoice: 'required' })
      expect((await ask([[call('name')], ['Ada.']], { question })).text).to.equal('Ada.')
    })
    it('demands it no more than once where the client has no tool', async () => {
      const { asked } = await ask([[call('name')], ['Ada.']], {
        question: request('hello', { toolChoice: 'required' }),
      })
      expect(choices(asked)).to.deep.equal(['required', undefined])
    })
  })

  describe('tells calls apart', () => {
    const idsOf = (given: ChatRequest | undefined) =>
      (given?.messages ?? []).flatMap(({ role, parts, ...rest }) =>
        role === 'assistant'
          ? parts.flatMap((part) => (part.type === 'call' ? [part.call.id] : []))
          : 'callId' in rest
            ? [`=${rest.callId}`]
            : [],
      )
    const cases: Record<string, Round[]> = {
      'that have one id': [[call('name', {}, '0'), call('add', { a: 1 }, '0')], ['Done.']],
      'that have none': [[call('name', {}, ''), call('add', { a: 1 }, '')], ['Done.']],
      'of two rounds that have one id': [[call('name', {}, '0')], [call('add', { a: 1 }, '0')], ['Done.']],
    }
    for (const [what, rounds] of Object.entries(cases)) {
      it(what, async () => {
        const last = (await ask(rounds)).asked.at(-1)
        expect(results(last)).to.deep.equal(['name: Ada', 'add: 2'])
        const ids = idsOf(last)
        const made = ids.filter((id) => !id.startsWith('='))
        expect([new Set(made).size, made.includes('')]).to.deep.equal([2, false])
        expect(ids.filter((id) => id.startsWith('='))).to.deep.equal(made.map((id) => `=${id}`))
      })
    }
    it("of the client's that have one id", async () => {
      const question = request('hello', { tools: [clientTool('look')] })
      const { events } = await ask([[call('look', { at: 1 }, '0'), call('look', { at: 2 }, '0')]], { question })
      const ids = events.flatMap((event) => (event.type === 'tool-call' ? [event.call.id] : []))
      expect(new Set(ids).size).to.equal(2)
    })
  })

  it('tells where sources belong in the whole answer', async () => {
    const source = { title: 'A page', start: 0, end: 5 }
    const cites: Round = ['Seven', { type: 'source', source }, call('name')]
    const found = { title: 'Another', start: 2, end: 4 }
    const replies: Round = () => ({ text: ' It is.', sources: [found, { title: 'A book' }] })
    const { text, events } = await ask([['See: ', call('name')], cites, replies])
    const sources = events.flatMap((event) => (event.type === 'source' ? [event.source] : []))
    expect(text).to.equal('See: Seven It is.')
    expect(sources).to.deep.equal([
      { title: 'A page', start: 5, end: 10 },
      { title: 'Another', start: 12, end: 14 },
      { title: 'A book' },
    ])
  })

  describe('sums the usage up', () => {
    const detailed = (usage: object): Round => [
      call('name'),
      { type: 'finish', reason: 'tool-calls', usage: { inputTokens: 1, outputTokens: 1, ...usage } },
    ]
    const cases: Record<string, [rounds: Round[], usage: object]> = {
      'with its details': [
        [detailed({ cachedTokens: 2 }), detailed({ cachedTokens: 3, estimated: true }), ['Ada.', finish(1, 1)]],
        { inputTokens: 3, outputTokens: 3, cachedTokens: 5, estimated: true },
      ],
      'of all rounds': [
        [
          [call('name'), finish(10, 5)],
          [call('name'), finish(20, 3)],
          ['Ada.', finish(30, 2)],
        ],
        { inputTokens: 60, outputTokens: 10 },
      ],
      'by estimate, where no round tells': [
        [[call('name')], ['Ada.']],
        { inputTokens: 2, outputTokens: 1, estimated: true },
      ],
      'also where a round does not tell': [
        [[call('name'), finish(10, 5)], [call('name')], ['Ada.', finish(30, 2)]],
        { inputTokens: 40, outputTokens: 7 },
      ],
      'also where the last one does not tell': [
        [[call('name'), finish(10, 5)], ['Ada.']],
        { inputTokens: 10, outputTokens: 5 },
      ],
    }
    for (const [what, [rounds, usage]] of Object.entries(cases)) {
      it(what, async () => {
        const last = (await ask(rounds)).events.at(-1)
        expect(last?.type === 'finish' && last.usage).to.deep.equal(usage)
      })
    }
  })
})
