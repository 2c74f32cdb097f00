import { expect } from 'chai'
import { defineToolbox, type Tool } from 'dramatis'
import { openToolbox } from 'dramatis/testing'
import { testSession, toolkitOf } from '../../src/testing/toolbox.ts'
import { defaultRules } from '../../src/toolbox/rules.ts'
import { readState, signState } from '../../src/toolbox/state.ts'

const word = { type: 'string' } as const
const open = (run: Tool['run']) =>
  openToolbox(
    defineToolbox({
      create: () => ({ tools: [{ name: 't', description: 'Tests.', input: { type: 'object' }, run }] }),
    }),
  )

describe('a tool that asks', () => {
  const answered: Record<string, { run: Tool['run']; answers: Record<string, unknown>; output: unknown }> = {
    'one thing after another': {
      run: async (_, { ask }) => [await ask('First?', word), await ask('Second?', word)],
      answers: { ask1: 'a', ask2: 'b' },
      output: ['a', 'b'],
    },
    'several things at once': {
      run: (_, { ask, sample, roots }) =>
        Promise.all([ask('A?', word, 'a'), sample({ question: 'B', messages: [] }), roots()]),
      answers: { a: '1', sample1: '2', roots: ['file:///x'] },
      output: ['1', '2', ['file:///x']],
    },
    'inside of a try': {
      run: async (_, { ask }) => {
        try {
          return await ask('Who?', word)
        } catch {
          return 'nobody'
        }
      },
      answers: { ask1: 'Ada' },
      output: 'Ada',
    },
    'somebody who declines, and goes on': {
      run: (_, { ask }) => ask('Who?', word).catch((error: Error) => error.message),
      answers: { ask1: null },
      output: 'Whoever was asked declined to answer: Who?',
    },
    'without looking at the answer': {
      run: (_, { ask }) => {
        void ask('Who?', word)
        return 'done'
      },
      answers: { ask1: 'Ada' },
      output: 'done',
    },
  }
  for (const [what, { run, answers, output }] of Object.entries(answered)) {
    it(`gets ${what}`, async () => {
      const box = await open(run)
      expect(await box.call('t', {}, { answers })).to.deep.equal(output)
    })
  }

  it('asks what it asks at once in one go', async () => {
    const box = await open((_, { ask }) => Promise.all([ask('A?', word), ask('B?', word)]))
    const asked: string[] = []
    let rounds = 0
    const answers = (request: { key: string }) => {
      asked.push(request.key)
      rounds += 1
      return request.key
    }
    expect(await box.call('t', {}, { answers })).to.deep.equal(['ask1', 'ask2'])
    expect({ asked, rounds }).to.deep.equal({ asked: ['ask1', 'ask2'], rounds: 2 })
  })
  it('does once what must not be done twice', async () => {
    let [runs, orders] = [0, 0]
    const box = await open(async (_, { ask, once }) => {
      runs += 1
      const both = await Promise.all([once('order', () => ++orders), once('order', () => ++orders)])
      return [...both, await ask('A?', word), await ask('B?', word)]
    })
    expect(await box.call('t', {}, { answers: { ask1: 'a', ask2: 'b' } })).to.deep.equal([1, 1, 'a', 'b'])
    expect({ runs, orders }).to.deep.equal({ runs: 3, orders: 1 })
  })
  it('is told when its caller cannot be asked', async () => {
    const box = await open((_, { ask, supports }) => (supports('ask') ? '' : ask('Who?', word)))
    const refused = await box.call('t', {}, { abilities: [] }).catch((error: Error) => error.message)
    expect(refused).to.equal('This tool needs a caller that can be asked, and this one cannot. It wants to know: Who?')
  })
  it('never sees an answer that is not as it wants it', async () => {
    const box = await open((_, { ask }) => ask('Who?', word).catch(() => 'swallowed'))
    const refused = await box.call('t', {}, { answers: { ask1: 7 } }).catch((error: Error) => error.message)
    expect(refused).to.equal('The answer "ask1" is wrong: it must be a string, not a number.')
  })
  it('asks also while it reads a resource or renders a prompt', async () => {
    const kit = toolkitOf({ box: { tools: [] } })
    const session = testSession({ abilities: ['ask'] })
    const read = (more = {}) => kit.attempt('The prompt "p"', { ...session, ...more }, ({ ask }) => ask('Who?', word))
    const first = await read()
    if (first.kind !== 'ask') throw new Error('it does not ask')
    const answers = { ask1: { accepted: true as const, value: 'Ada' } }
    expect(await read({ answers, state: first.state })).to.deep.equal({ kind: 'result', value: 'Ada' })
  })
})

describe('the state of a call', () => {
  const key = 'a key of sixteen or more'
  const state = { answers: {}, done: { a: 1 } }
  const text = signState(state, 'The tool "t"', { x: 1 }, key)
  const read = (given = text, subject = 'The tool "t"', input: unknown = { x: 1 }, by = key) =>
    readState(given, subject, input, by)

  it('comes back to the same call', () => expect(read()).to.deep.include(state))
  const refused: Record<string, { read: () => unknown; says: RegExp }> = {
    'another tool': { read: () => read(text, 'The tool "u"'), says: /belongs to another call/ },
    'another input': { read: () => read(text, undefined, { x: 2 }), says: /another input/ },
    'another key': {
      read: () => read(text, undefined, undefined, 'another key of sixteen'),
      says: /not made by this host/,
    },
    'a changed body': { read: () => read(`x${text}`), says: /changed on its way/ },
    'no signature': { read: () => read(text.split('.')[0]), says: /changed on its way/ },
    'a later time': { read: () => later(11 * 60_000, read), says: /older than ten minutes/ },
  }
  for (const [what, { read: attempt, says }] of Object.entries(refused)) {
    it(`is refused with ${what}`, () => expect(attempt).to.throw(says))
  }
  it('is readable, but holds no more than it may', () => {
    const done = { page: 'x'.repeat(300_000) }
    expect(() => signState({ answers: {}, done }, 'The tool "t"', {}, key)).to.throw(/remembers more than 256 KB/)
  })
  it('is signed with a key of the process by default', () => expect(defaultRules.stateKey).to.have.length(32))
})

/** What comes of it when the clock has gone on. */
function later<T>(milliseconds: number, run: () => T): T {
  const { now } = Date
  Date.now = () => now() + milliseconds
  try {
    return run()
  } finally {
    Date.now = now
  }
}
