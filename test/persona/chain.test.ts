import { expect } from 'chai'
import type { Answer, MaybePromise, SolverEvent } from 'dramatis'
import { aborted, gate, type TestPersona } from 'dramatis/testing'
import { chain, hear, outcomes, request, sleep } from '../support/turn.ts'

const persona = (solvers: Parameters<typeof chain>[0], rest: Partial<TestPersona> = {}): TestPersona => ({
  name: 'Tested',
  chain: chain(solvers),
  ...rest,
})
const fail = (): never => {
  throw new Error('broken')
}
async function* stream(...items: (string | SolverEvent | Error)[]): AsyncGenerator<string | SolverEvent> {
  for (const item of items) {
    if (item instanceof Error) throw item
    yield item
  }
}

describe('the chain', () => {
  describe('asks in order until one answers (rule 1)', () => {
    const says: Record<string, [() => MaybePromise<Answer>, string, string]> = {
      undefined: [() => undefined, 'declined', 'said-nothing'],
      null: [() => null, 'declined', 'said-nothing'],
      'an empty text': [() => '', 'declined', 'said-nothing'],
      'white space': [() => ' \n', 'declined', 'said-nothing'],
      'a reply without words': [() => ({ text: '' }), 'declined', 'said-nothing'],
      'a promise of nothing': [async () => undefined, 'declined', 'said-nothing'],
      'a stream of nothing': [() => stream(), 'declined', 'said-nothing'],
      'a stream of white space': [() => stream('', ' ', '\n'), 'declined', 'said-nothing'],
      'an empty answer that claims to be finished': [
        () => stream({ type: 'finish', reason: 'stop' }),
        'declined',
        'said-nothing',
      ],
      'only a status': [() => stream({ type: 'status', text: 'looking' }), 'declined', 'said-nothing'],
      'an error': [fail, 'failed', 'threw'],
      'a rejected promise': [async () => fail(), 'failed', 'threw'],
      'a stream that fails at once': [() => stream(new Error('broken')), 'failed', 'threw'],
      'a stream that fails after white space': [() => stream(' ', new Error('broken')), 'failed', 'threw'],
      'a call to a tool that nobody offered': [
        () => stream({ type: 'tool-call', call: { id: '1', name: 'secret', input: {} } }),
        'failed',
        'threw',
      ],
    }
    for (const [what, [solve, outcome, reason]] of Object.entries(says)) {
      it(`goes on after ${what}`, async () => {
        const { text, trace } = await hear(persona({ first: solve, second: () => 'Second.', third: () => 'Third.' }))
        expect(text).to.equal('Second.')
        expect(outcomes(trace)).to.equal(`first:${outcome}(${reason}) second:answered`)
      })
    }

    const firstWords: Record<string, [SolverEvent[], Partial<SolverEvent>]> = {
      text: [[{ type: 'text-delta', text: 'Hi' }], { type: 'text-delta' }],
      reasoning: [[{ type: 'reasoning-delta', text: 'Hm' }], { type: 'reasoning-delta' }],
      'a part': [[{ type: 'part', part: { type: 'data', data: 1 } }], { type: 'part' }],
      'a refusal': [[{ type: 'finish', reason: 'refusal' }], { type: 'finish' }],
      'a call': [[{ type: 'tool-call', call: { id: '1', name: 'tool', input: {} } }], { type: 'tool-call' }],
    }
    for (const [what, [events, first]] of Object.entries(firstWords)) {
      it(`commits to ${what}, and does not end well when it then fails`, async () => {
        const tools = [{ name: 'tool', description: '', input: { type: 'object' } }]
        const broken = persona({ first: () => stream(...events, new Error('late')), second: () => 'Second.' })
        const heard = await hear(broken, request('hello', { tools }))
        expect(heard.events[1]).to.include(first)
        expect(heard.text).not.to.include('Second')
        if (what === 'a refusal')
          expect(heard.error).to.equal(undefined) // it had finished
        else expect(heard.error).to.equal('solver-failed')
      })
    }

    it('writes a failure after the first word down', async () => {
      const { text, trace, error, events } = await hear(persona({ only: () => stream('It began', new Error('late')) }))
      expect([text, error, trace.outcome]).to.deep.equal(['It began', 'solver-failed', 'failed'])
      expect(outcomes(trace)).to.equal('only:answered only:failed(cut-off)')
      expect(events.some(({ type }) => type === 'finish')).to.equal(false)
    })
    it('keeps what came before the first word', async () => {
      const { text } = await hear(persona({ only: () => stream('\n', ' ', 'Hi', ' ') }))
      expect(text).to.equal('\n Hi ')
    })
  })

  describe('says honestly that nobody answered', () => {
    const slow = () => new Promise<never>(() => undefined)
    const cases: [string, Parameters<typeof chain>[0], string, string][] = [
      ['all declined', { a: () => '', b: () => undefined }, 'unanswered', 'unanswered'],
      ['one failed', { a: () => '', b: fail }, 'solver-failed', 'failed'],
      ['one was late', { a: slow, b: () => '' }, 'timeout', 'failed'],
      ['one failed and one was late', { a: slow, b: fail }, 'solver-failed', 'failed'],
    ]
    for (const [what, solvers, error, outcome] of cases) {
      it(what, async () => {
        const links = chain(solvers).map((link) => ({ ...link, settings: { timeout: 30 } }))
        const heard = await hear({ name: 'Tested', chain: links })
        expect([heard.error, heard.trace.outcome, heard.events.length]).to.deep.equal([error, outcome, 0])
      })
    }
  })

  describe('has limits of time (rule 3)', () => {
    const timed = (
      settings: object,
      solve: TestPersona['chain'][number]['solver']['solve'],
      rest = {},
    ): TestPersona => ({
      name: 'Timed',
      chain: [{ id: 'slow', solver: { solve }, settings }, ...chain({ next: () => 'Next.' })],
      ...rest,
    })
    it('until the first word', async () => {
      let reason: unknown
      const silent = timed({ timeout: '30ms' }, async (_, { signal }) => {
        await aborted(signal)
        reason = signal.reason
      })
      const { text, trace } = await hear(silent)
      expect(text).to.equal('Next.')
      expect(outcomes(trace)).to.equal('slow:timed-out(no-first-word) next:answered')
      expect(reason).to.include({ code: 'timeout' })
    })
    it('until the first word of a stream that only stalls', async () => {
      const { text } = await hear(
        timed({ timeout: 30 }, async function* () {
          yield ' '
          await sleep(10_000)
        }),
      )
      expect(text).to.equal('Next.')
    })
    it('between words', async () => {
      const stalled = timed({ idleTimeout: 30 }, async function* () {
        yield 'One'
        yield ' two'
        await sleep(10_000)
        yield ' three'
      })
      const { text, error, trace } = await hear(stalled)
      expect([text, error]).to.deep.equal(['One two', 'timeout'])
      expect(outcomes(trace)).to.equal('slow:answered slow:timed-out(went-silent)')
    })
    it('does not count the time between words against the first', async () => {
      const steady = timed({ timeout: 60, idleTimeout: 60 }, async function* () {
        for (let word = 0; word < 5; word++) {
          await sleep(25)
          yield `${word}`
        }
      })
      expect((await hear(steady)).text).to.equal('01234')
    })
    it('for the whole turn', async () => {
      const { error, trace } = await hear(timed({}, () => sleep(10_000) as Promise<undefined>, { deadline: 40 }))
      expect(error).to.equal('timeout')
      expect(outcomes(trace)).to.equal('slow:timed-out(deadline)')
    })
    it('for the whole turn, also in the middle of an answer', async () => {
      const endless = timed(
        {},
        async function* () {
          for (;;) {
            yield 'and '
            await sleep(5)
          }
        },
        { deadline: 60 },
      )
      const { text, error } = await hear(endless)
      expect(text).to.match(/^(and )+$/)
      expect(error).to.equal('timeout')
    })
    it('uses a weak reply in hand when the deadline passes', async () => {
      const tardy: TestPersona = {
        name: 'Tardy',
        deadline: 40,
        chain: chain({ weak: () => ({ text: 'Hm.', weak: true }), slow: () => sleep(10_000) as Promise<undefined> }),
      }
      const { text, error } = await hear(tardy)
      expect([text, error]).to.deep.equal(['Hm.', undefined])
    })
  })

  describe('minds confidence (rules 3 and 4)', () => {
    const sure = (confidence: number | undefined, minConfidence: number): TestPersona => ({
      name: 'Sure',
      chain: [
        {
          id: 'guess',
          solver: { solve: () => ({ text: 'Guess.', ...(confidence === undefined ? {} : { confidence }) }) },
          settings: { minConfidence },
        },
        ...chain({ next: () => 'Next.' }),
      ],
    })
    const cases: [number | undefined, number, string][] = [
      [0.3, 0.4, 'Next.'],
      [0.4, 0.4, 'Guess.'],
      [undefined, 1, 'Guess.'],
      [0, 0, 'Guess.'],
    ]
    for (const [confidence, least, expected] of cases) {
      it(`${confidence} against ${least}: ${expected}`, async () => {
        expect((await hear(sure(confidence, least))).text).to.equal(expected)
      })
    }

    const weak = (text: string) => () => ({ text, weak: true })
    const hands: [string, Parameters<typeof chain>[0], string][] = [
      ['a strong reply after a weak one', { a: weak('A'), b: () => 'B' }, 'B'],
      ['a strong reply before a weak one', { a: () => 'A', b: weak('B') }, 'A'],
      ['the first of several weak ones', { a: weak('A'), b: weak('B') }, 'A'],
      ['a weak one when the others decline', { a: () => '', b: weak('B'), c: () => '' }, 'B'],
      ['a weak one when the others fail', { a: weak('A'), b: fail }, 'A'],
    ]
    for (const [what, solvers, expected] of hands) {
      it(`prefers ${what}`, async () => expect((await hear(persona(solvers))).text).to.equal(expected))
    }
  })

  describe('takes a refusal for an answer (rule 5)', () => {
    const refusal = () => stream({ type: 'finish', reason: 'refusal' })
    it('unless the persona says otherwise', async () => {
      const heard = await hear(persona({ first: refusal, second: () => 'Second.' }))
      expect([heard.text, heard.events.at(-1)]).to.deep.include.members(['', heard.events.at(-1)])
      expect(heard.events.at(-1)).to.include({ type: 'finish', reason: 'refusal' })
    })
    it('and goes on where it falls through', async () => {
      const fallthroughOn = ['declined', 'timeout', 'failure', 'refusal'] as const
      const { text, trace } = await hear(persona({ first: refusal, second: () => 'Second.' }, { fallthroughOn }))
      expect(text).to.equal('Second.')
      expect(outcomes(trace)).to.equal('first:declined(refused) second:answered')
    })
    for (const [policy, solve, code] of [
      ['declined', () => '', 'unanswered'],
      ['failure', fail, 'solver-failed'],
    ] as const) {
      it(`ends at the first ${policy} where that does not fall through`, async () => {
        const { error, trace } = await hear(persona({ first: solve, second: () => 'Second.' }, { fallthroughOn: [] }))
        expect(error).to.equal(code)
        expect(trace.steps).to.have.length(1)
      })
    }
  })

  it('stops asking when the client leaves (rule 7)', async () => {
    const controller = new AbortController()
    const told = gate()
    const waits = persona({
      first: async (_, { signal }) => {
        setTimeout(() => controller.abort(), 10)
        await aborted(signal)
        told.open()
      },
      second: () => 'Second.',
    })
    const { error, trace, events } = await hear(waits, 'hello', { signal: controller.signal })
    await told.opened
    expect([error, events.length, trace.outcome]).to.deep.equal(['cancelled', 0, 'cancelled'])
    expect(outcomes(trace)).to.equal('first:failed(cancelled)')
  })

  it('passes by solvers that cannot read what the question carries', async () => {
    const image = { type: 'image', mediaType: 'image/png', data: new Uint8Array() } as const
    const seeing: TestPersona = {
      name: 'Seeing',
      chain: [
        ...chain({ blind: () => 'I am blind.' }),
        { id: 'sighted', solver: { accepts: ['image'], solve: () => 'A picture!' } },
      ],
    }
    const asked = { question: 'what is this?', messages: [{ role: 'user', parts: [image] }] } as const
    const { text, trace } = await hear(seeing, asked)
    expect(text).to.equal('A picture!')
    expect(outcomes(trace)).to.equal('blind:skipped(unreadable-media) sighted:answered')
    const later = [...asked.messages, { role: 'user', parts: [{ type: 'text', text: 'and now?' }] }] as const
    expect((await hear(seeing, { question: 'and now?', messages: later })).text).to.equal('I am blind.')
  })

  it('ends a streaming solver that is not wanted any more', async () => {
    const closed = gate()
    const chatty = persona({
      only: async function* () {
        try {
          for (;;) yield 'blah '
        } finally {
          closed.open()
        }
      },
    })
    const { text, events } = await hear(chatty, request('hello', { limits: { maxTokens: 5 } }))
    await closed.opened
    expect(text).to.equal('blah '.repeat(4))
    expect(events.at(-1)).to.deep.include({ type: 'finish', reason: 'length' })
  })
  it('does not abort a solver that came to its end', async () => {
    let signal: AbortSignal | undefined
    await hear(
      persona({
        only: async function* (_, context) {
          signal = context.signal
          yield 'Done.'
        },
      }),
    )
    expect(signal?.aborted).to.equal(false)
  })
})
