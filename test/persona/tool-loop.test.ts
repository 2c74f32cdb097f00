import { mock } from 'node:test'
import { expect } from 'chai'
import type { ChatRequest, Solver, Toolbox } from 'dramatis'
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
    const { events } = await ask([['One ', delta, call('name'), { type: 'finish', reason: 'tool-calls' }], ['two.']])
    const types = events.map(({ type }) => type).filter((type) => type !== 'status')
    expect(types).to.deep.equal(['start', 'text-delta', 'text-delta', 'finish'])
    expect(events.at(-1)).to.include({ reason: 'stop' })
    expect(JSON.stringify(events)).not.to.match(/id-name|Ada/)
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
  it('gives what is no text as JSON, and fills in defaults', async () => {
    const box = toolbox({ list: () => [1, { a: null }], nothing: () => undefined })
    const { asked } = await ask([[call('list'), call('nothing')], ['Done.']], { box })
    expect(results(asked[1])).to.deep.equal(['list: [1,{"a":null}]', 'nothing: null'])
    expect(results((await ask([[call('add', { a: 1 })], ['Two.']])).asked[1])).to.deep.equal(['add: 2'])
  })
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
    it('makes it call a tool only once', async () => {
      const question = request('hello', { tools: [clientTool('look')], toolChoice: 'required' })
      const { asked } = await ask([[call('name')], ['Ada.']], { question })
      expect(asked.map(({ toolChoice }) => toolChoice)).to.deep.equal(['required', undefined])
    })
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
