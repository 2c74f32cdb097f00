import { expect } from 'chai'
import type { ChatRequest, Message, ToolCall } from 'dramatis'
import {
  call,
  clientTool,
  lines,
  type Model,
  message,
  model,
  type Round,
  results,
  toolbox,
  toolResult,
} from '../support/model.ts'
import { type Heard, hear, remembering, request } from '../support/turn.ts'

const tools = ['look', 'ask'].map(clientTool)
const hello = message('user', 'hello')
const box = toolbox({ name: () => 'Ada', age: () => 36 })

/** A client that keeps asking the same model. */
function client(...rounds: readonly Round[]): { solver: Model; ask: (rest: Partial<ChatRequest>) => Promise<Heard> } {
  const solver = model(...rounds)
  const turns = remembering()
  const persona = { name: 'Able', chain: [{ id: 'model', solver }], toolbox: box, maxToolRounds: 2 }
  return { solver, ask: (rest) => hear(persona, request('hello', { tools, ...rest }), { turns }) }
}

function callsOf({ events }: Heard): readonly ToolCall[] {
  return events.flatMap((event) => (event.type === 'tool-call' ? [event.call] : []))
}

/** What a client that keeps the history itself makes of an answer, with a result for each call. */
function history(heard: Heard): readonly Message[] {
  const calls = callsOf(heard)
  const said = message('assistant', heard.text, ...calls.map((each) => ({ type: 'call', call: each }) as const))
  return [said, ...calls.map(({ id, name }) => toolResult(id, `result of ${name}`))]
}

const mixed: Round = ['Wait. ', call('name'), call('look', { at: 1 }, '1')]
const whole = ['user: hello', 'assistant: Wait.  [name] [look]', 'tool: Ada', 'tool: result of look']

describe("calls of the client's tools", () => {
  it('come out, while calls of the same round that are not its own are kept from it', async () => {
    const { ask, solver } = client(mixed)
    const heard = await ask({})
    expect(heard.text).to.equal('Wait. ')
    expect(callsOf(heard).map(({ name, input }) => ({ name, input }))).to.deep.equal([
      { name: 'look', input: { at: 1 } },
    ])
    expect(heard.events.at(-1)).to.include({ type: 'finish', reason: 'tool-calls' })
    expect(heard.events.filter(({ type }) => type !== 'status').map((event) => JSON.stringify(event))).not.to.match(
      /Ada/,
    )
    expect([solver.asked.length, heard.trace.tools?.map(({ tool }) => tool)]).to.deep.equal([1, ['name']])
  })
  it('have ids that nobody can guess, the same in their inputs', async () => {
    const delta = { type: 'tool-input-delta', id: '1', name: 'look', text: '{}' } as const
    const { ask } = client([delta, call('look', {}, '1')], [delta, call('look', {}, '1')])
    const ids = new Set<string>()
    for (let time = 0; time < 2; time++) {
      const heard = await ask({})
      const [{ id = '' } = {}] = callsOf(heard)
      expect(id).to.match(/^call_[0-9a-f]{32}$/)
      expect(heard.events.flatMap((event) => (event.type === 'tool-input-delta' ? [event.id] : []))).to.deep.equal([id])
      ids.add(id)
    }
    expect(ids).to.have.property('size', 2)
  })
  it('are calls of its own also where the persona has a tool of that name', async () => {
    const { ask } = client([call('age')])
    const heard = await ask({ tools: [clientTool('age')] })
    expect([callsOf(heard).map(({ name }) => name), heard.trace.tools]).to.deep.equal([['age'], undefined])
  })
  it('do not exist for a client that wants none of them called', async () => {
    const { ask, solver } = client([call('look')], ['Then not.'])
    const heard = await ask({ toolChoice: 'none' })
    expect([heard.text, callsOf(heard)]).to.deep.equal(['Then not.', []])
    expect(results(solver.asked[1])).to.deep.equal(['look! There is no tool "look"; there are: name, age.'])
  })

  it('are failures where they cannot be put into JSON', async () => {
    let deep: unknown = 1
    for (let depth = 0; depth < 100_000; depth++) deep = { deep }
    for (const input of [deep, { number: 1n }]) {
      const { ask } = client([call('look', input)])
      expect(await ask({})).to.include({ error: 'solver-failed' })
    }
  })

  describe('restore what was kept, when the client returns', () => {
    it('with the whole conversation', async () => {
      const { ask, solver } = client(mixed, ['Thanks, Ada.'])
      const heard = await ask({ messages: [hello, ...history(await ask({}))] })
      expect(heard.text).to.equal('Thanks, Ada.')
      expect(lines(solver.asked[1] ?? { messages: [] })).to.deep.equal(whole)
    })
    it('with nothing but its result, in a conversation that the host keeps', async () => {
      const { ask, solver } = client(mixed, ['Thanks, Ada.'], ['Still here.'])
      const conversation = 'ours'
      const [, result] = history(await ask({ conversation }))
      await ask({ conversation, messages: result ? [result] : [] })
      expect(lines(solver.asked[1] ?? { messages: [] })).to.deep.equal(whole)
      await ask({ conversation, messages: [message('user', 'and now?')] })
      expect(lines(solver.asked[2] ?? { messages: [] })).to.deep.equal([
        ...whole,
        'assistant: Thanks, Ada.',
        'user: and now?',
      ])
    })
    it('again and again', async () => {
      const { ask, solver } = client(mixed, [call('age'), call('ask', {}, '1')], ['Done.'], ['Again.'])
      const first = history(await ask({}))
      const second = history(await ask({ messages: [hello, ...first] }))
      const all = [...whole, 'assistant: [age] [ask]', 'tool: 36', 'tool: result of ask']
      for (let time = 2; time < 4; time++) {
        await ask({ messages: [hello, ...first, ...second] })
        expect(lines(solver.asked[time] ?? { messages: [] })).to.deep.equal(all)
      }
    })
    it('with the results of several calls', async () => {
      const { ask, solver } = client([call('look', {}, '1'), call('name'), call('ask', {}, '2')], ['Done.'])
      await ask({ messages: [hello, ...history(await ask({}))] })
      expect(lines(solver.asked[1] ?? { messages: [] })).to.deep.equal([
        'user: hello',
        'assistant: [look] [name] [ask]',
        'tool: Ada',
        'tool: result of look',
        'tool: result of ask',
      ])
    })
    it('with the results of several calls, each in a message of its own', async () => {
      const { ask, solver } = client([call('look', {}, '1'), call('name'), call('ask', {}, '2')], ['Done.'])
      const [one, two] = callsOf(await ask({}))
      if (!one || !two) throw new Error('There are two calls.')
      const [first, second] = [one, two].map((each) => message('assistant', { type: 'call', call: each }))
      if (!first || !second) throw new Error('There are two messages.')
      await ask({ messages: [hello, first, toolResult(one.id, '1'), second, toolResult(two.id, '2')] })
      expect(lines(solver.asked[1] ?? { messages: [] })).to.deep.equal([
        'user: hello',
        'assistant: [look] [name] [ask]',
        'tool: Ada',
        'tool: 1',
        'tool: 2',
      ])
    })
    it('of rounds before the one that called', async () => {
      const { ask, solver } = client([call('name')], ['So, ', call('look', {}, '1')], ['Done.'])
      const heard = await ask({})
      expect(callsOf(heard)).to.have.length(1)
      await ask({ messages: [hello, ...history(heard)] })
      expect(lines(solver.asked[2] ?? { messages: [] })).to.deep.equal([
        'user: hello',
        'assistant: [name]',
        'tool: Ada',
        'assistant: So,  [look]',
        'tool: result of look',
      ])
    })
    it('but no call that nobody ran', async () => {
      const called = [call('name')]
      const { ask, solver } = client(called, called, [call('age', {}, 'stray'), call('look', {}, '1')], ['Done.'])
      await ask({ messages: [hello, ...history(await ask({}))] })
      expect(JSON.stringify(solver.asked[3]?.messages)).not.to.include('stray')
      expect(lines(solver.asked[3] ?? { messages: [] }).slice(-2)).to.deep.equal([
        'assistant: [look]',
        'tool: result of look',
      ])
    })
  })

  describe('restore nothing', () => {
    const guesses = ['1', 'id-name', 'id-look', 'call_1', 'call_00000000000000000000000000000000', '']
    for (const id of guesses) {
      it(`for the guess "${id}"`, async () => {
        const { ask, solver } = client(mixed, ['Who?'])
        await ask({})
        const guessed = message('assistant', { type: 'call', call: { id, name: 'look', input: {} } })
        const messages = [hello, guessed, toolResult(id, 'mine')]
        await ask({ messages })
        expect(solver.asked[1]?.messages).to.deep.equal(messages)
      })
    }
    it('where nothing was kept', async () => {
      const { ask, solver } = client([call('look', {}, '1')], ['Done.'])
      const messages = [hello, ...history(await ask({}))]
      await ask({ messages })
      expect(solver.asked[1]?.messages).to.deep.equal(messages)
    })
    it('for a call that is not in an answer', async () => {
      const { ask, solver } = client(mixed, ['Done.'])
      const [called] = callsOf(await ask({}))
      if (!called) throw new Error('There is a call.')
      const messages = [message('user', { type: 'call', call: called }), toolResult(called.id, 'mine')]
      await ask({ messages })
      expect(solver.asked[1]?.messages).to.deep.equal(messages)
    })
  })
})
