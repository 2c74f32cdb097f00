import { expect } from 'chai'
import type { ChatRequest, Solver, SolverEvent } from 'dramatis'
import { aborted, type TestPersona } from 'dramatis/testing'
import { failing, never } from '../support/failing.ts'
import { call, clientTool, finish, lines, type Model, message, model, type Round } from '../support/model.ts'
import { hear, outcomes, request } from '../support/turn.ts'

const fact = 'It opens at nine.'
const house = { title: 'House rules', url: 'https://house.example', start: 0, end: 17 }
const rule: Solver = { solve: () => ({ text: fact, sources: [house] }) }

function persona(first: Solver, second: Solver | undefined, rest: Partial<TestPersona> = {}): TestPersona {
  const chain = [{ id: 'rule', solver: first }, ...(second ? [{ id: 'model', solver: second }] : [])]
  return { name: 'Pirate', chain, restyle: true, ...rest }
}

async function* stream(...events: (string | SolverEvent | Error)[]): AsyncGenerator<string | SolverEvent> {
  for (const event of events) {
    if (event instanceof Error) throw event
    yield event
  }
}

function said(solver: Model): string {
  return lines(solver.asked[0] ?? { messages: [] }).join('\n')
}

describe('restyling', () => {
  describe('leaves alone', () => {
    const image = { type: 'image', mediaType: 'image/png', data: new Uint8Array([1]) } as const
    const cases: Record<string, [Solver['solve'], expected: Partial<SolverEvent>[]]> = {
      'an answer that carries a medium': [
        () => stream(fact, { type: 'part', part: image }),
        [{ type: 'text-delta' }, { type: 'part' }, { type: 'finish' }],
      ],
      'a call': [() => stream(fact, call('look')), [{ type: 'text-delta' }, { type: 'tool-call' }, { type: 'finish' }]],
      'what it thought': [
        () => stream({ type: 'reasoning-delta', text: 'Hm.' }, fact),
        [{ type: 'reasoning-delta' }, { type: 'text-delta' }, { type: 'finish' }],
      ],
      'a refusal': [() => stream({ type: 'finish', reason: 'refusal' }), [{ type: 'finish', reason: 'refusal' }]],
    }
    for (const [what, [solve, expected]] of Object.entries(cases)) {
      it(what, async () => {
        const pirate = model(['Arr!'])
        const asked = request('when?', { tools: [clientTool('look')] })
        const { events } = await hear(persona({ solve }, pirate), asked)
        const parts = events
          .slice(1)
          .map(({ type, ...rest }) =>
            'reason' in rest && rest.reason === 'refusal' ? { type, reason: rest.reason } : { type },
          )
        expect(parts).to.deep.equal(expected)
        expect(pirate.asked).to.have.length(0)
      })
    }
    it('a weak reply', async () => {
      const chain = [
        { id: 'weak', solver: { solve: () => ({ text: 'Who knows?', weak: true }) } },
        { id: 'model', solver: model([]) },
      ]
      const { text, trace } = await hear({ name: 'Pirate', chain, restyle: true })
      expect([text, outcomes(trace)]).to.deep.equal([
        'Who knows?',
        'weak:weak(weak-reply) model:declined(said-nothing)',
      ])
    })
    it("a model's own answer", async () => {
      const first = model(['Mine.'])
      const { text, trace } = await hear(persona(first, model(['Arr!'])))
      expect([text, outcomes(trace)]).to.deep.equal(['Mine.', 'rule:answered'])
    })
    it('everything, where the persona does not ask for it', async () => {
      const { text, trace } = await hear(persona(rule, model(['Arr!']), { restyle: false }))
      expect([text, outcomes(trace)]).to.deep.equal([fact, 'rule:answered'])
    })
  })

  describe('gives the answer as it is, with its sources,', () => {
    const broken: Solver = { uses: ['voice'], solve: () => Promise.reject(new Error('broken')) }
    const silent: Solver = { uses: ['voice'], solve: (_, { signal }) => aborted(signal).then(() => undefined) }
    const cases: Record<string, [Solver | undefined, step: string]> = {
      'where there is no model': [undefined, ''],
      'where no solver speaks in the voice': [{ solve: () => 'Arr!' }, ''],
      'where the model fails': [broken, ' model:failed(threw)'],
      'where it fails before its first word': [model([' ', new Error('broken')]), ' model:failed(threw)'],
      'where it declines': [model([]), ' model:declined(said-nothing)'],
      'where it is late': [silent, ' model:timed-out(no-first-word)'],
      'where it refuses': [model([{ type: 'finish', reason: 'refusal' }]), ' model:declined(said-nothing)'],
      'where it only thinks': [model([{ type: 'reasoning-delta', text: 'Hm.' }]), ' model:declined(said-nothing)'],
      'where its reply is weak': [
        { uses: ['voice'], solve: () => ({ text: 'Arr?', weak: true }) },
        ' model:weak(weak-reply)',
      ],
    }
    for (const [what, [solver, step]] of Object.entries(cases)) {
      it(what, async () => {
        const { chain, ...rest } = persona(rule, solver)
        const late = chain.map((link) => ({ ...link, settings: { timeout: 40 } }))
        const { text, error, trace, events } = await hear({ ...rest, chain: late })
        expect([text, error, trace.solver]).to.deep.equal([fact, undefined, 'rule'])
        expect(outcomes(trace)).to.equal(`rule:answered${step}`)
        expect(events).to.deep.include({ type: 'source', source: house })
      })
    }
    it('where the deadline passes while the model thinks', async () => {
      const { text, error } = await hear(persona(rule, silent, { deadline: 50 }))
      expect([text, error]).to.deep.equal([fact, undefined])
    })
    it('and stops a model whose refusal it does not use', async () => {
      let closed = false
      const refuses: Solver = {
        uses: ['voice'],
        async *solve() {
          try {
            yield { type: 'finish', reason: 'refusal' }
          } finally {
            closed = true
          }
        },
      }
      expect((await hear(persona(rule, refuses))).text).to.equal(fact)
      expect(closed).to.equal(true)
    })
  })

  describe('says it again', () => {
    const prompt = 'You are a pirate.'
    const asked: ChatRequest = {
      ...request('when does it open?'),
      messages: [message('system', 'Be brief.'), message('user', 'when does it open?')],
    }
    const sayings: Record<string, Solver['solve']> = {
      'of a reply': () => ({ text: fact, sources: [house] }),
      'of a stream': () =>
        stream({ type: 'status', text: 'looking' }, 'It opens ', 'at nine.', { type: 'source', source: house }),
    }
    for (const [what, solve] of Object.entries(sayings)) {
      it(`in the persona's voice: ${what}`, async () => {
        const pirate = model(['Arr, ', 'at nine!', finish(20, 4)])
        const { events, text, trace } = await hear(persona({ solve }, pirate, { voice: { prompt } }), asked)
        expect(text).to.equal('Arr, at nine!')
        expect(said(pirate)).to.match(/^system: You are a pirate\.\nuser: /)
        expect(said(pirate)).to.include('when does it open?').and.to.include(fact).and.not.to.include('Be brief')
        expect(pirate.asked).to.have.length(1)
        expect(events[0]).to.include({ type: 'start', solver: 'rule' })
        expect([trace.solver, outcomes(trace)]).to.deep.equal(['rule', 'rule:answered model:answered'])
        const source = { title: house.title, url: house.url }
        expect(events).to.deep.include({ type: 'source', source }) // it stands nowhere in the new text
        expect(events.at(-1)).to.deep.include({ reason: 'stop', usage: { inputTokens: 20, outputTokens: 4 } })
      })
    }
    it('by the first model of the chain, wherever it stands', async () => {
      const solver = model([], ['Arr!'])
      const chain = [
        { id: 'model', solver },
        { id: 'rule', solver: rule },
        { id: 'other', solver: model(['No!']) },
      ]
      const { text, trace } = await hear({ name: 'Pirate', chain, restyle: true })
      expect(text).to.equal('Arr!')
      expect(outcomes(trace)).to.equal('model:declined(said-nothing) rule:answered model:answered')
    })
    const down: Record<string, Solver['solve']> = {
      'that has failed in this turn': failing('server-error'),
      'that was late in this turn': () => never,
      'that did not like the key': failing('unauthorized'),
    }
    for (const [what, solve] of Object.entries(down)) {
      it(`but not by one ${what}: by the next, if there is one`, async () => {
        const chain = [
          { id: 'model', solver: { uses: ['voice'] as const, solve }, settings: { timeout: 30 } },
          { id: 'rule', solver: rule },
        ]
        const alone = await hear({ name: 'Pirate', chain, restyle: true })
        expect([alone.text, alone.trace.steps.length]).to.deep.equal([fact, 2])
        const other = { id: 'other', solver: model(['Arr!']) }
        const both = await hear({ name: 'Pirate', chain: [...chain, other], restyle: true })
        expect(both.text).to.equal('Arr!')
        expect(both.trace.steps.map(({ solver }) => solver)).to.deep.equal(['model', 'rule', 'other'])
      })
    }
    it('by the next one where the first fails to', async () => {
      const chain = [
        { id: 'rule', solver: rule },
        { id: 'model', solver: { uses: ['voice'] as const, solve: failing('rate-limit') } },
        { id: 'other', solver: model(['Arr!']) },
      ]
      const { text, trace } = await hear({ name: 'Pirate', chain, restyle: true })
      expect([text, outcomes(trace)]).to.deep.equal(['Arr!', 'rule:answered model:failed(rate-limit) other:answered'])
    })
    it('within the limits of the client', async () => {
      for (const [limits, text, reason] of [
        [{ stop: ['nine'] }, 'Arr, at ', 'stop'],
        [{ maxTokens: 2 }, 'Arr, at ', 'length'],
      ] as const) {
        const pirate = model(['Arr, ', 'at nine!'])
        const heard = await hear(persona(rule, pirate), request('when?', { limits }))
        expect(heard.text).to.equal(text)
        expect(heard.events.at(-1)).to.include({ reason })
        expect(pirate.asked[0]?.limits).to.deep.equal(limits)
      }
    })
    it('and ends with an error where the model breaks off', async () => {
      const { text, error } = await hear(persona(rule, model(['Arr', new Error('broken')])))
      expect([text, error]).to.deep.equal(['Arr', 'solver-failed'])
    })
    it('and does not say the half of an answer that broke off', async () => {
      const pirate = model(['Arr!'])
      const halves: Round = ['It opens ', new Error('broken')]
      const { text, error } = await hear(persona({ solve: () => stream(...halves) }, pirate))
      expect([text, error, pirate.asked.length]).to.deep.equal(['', 'solver-failed', 0])
    })
    it('and stops both when the client leaves', async () => {
      const controller = new AbortController()
      let stopped = false
      const slow: Solver = {
        uses: ['voice'],
        solve: async (_, { signal }) => {
          controller.abort()
          await aborted(signal)
          stopped = true
        },
      }
      const { error, trace } = await hear(persona(rule, slow), 'when?', { signal: controller.signal })
      expect([error, stopped, trace.outcome]).to.deep.equal(['cancelled', true, 'cancelled'])
    })
  })
})
