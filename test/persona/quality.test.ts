import { expect } from 'chai'
import type { Answer, Quality, Solver } from 'dramatis'
import type { TestPersona } from 'dramatis/testing'
import { call, model, type Round, toolbox } from '../support/model.ts'
import { hear, outcomes } from '../support/turn.ts'

const box = toolbox({ name: () => 'Ada', save: { annotations: {}, run: () => 'saved' } })

/** A solver with a doubt, and one behind it. */
const chained = (solver: Solver, next: () => Answer = () => 'Sure.'): TestPersona => ({
  name: 'Able',
  chain: [
    { id: 'first', solver, settings: { minConfidence: 0.5 } },
    { id: 'next', solver: { solve: next } },
  ],
  toolbox: box,
})

const cases: Record<string, [quality: Quality, text: string, outcomes: string]> = {
  'a weak answer': [{ weak: true }, 'Sure.', 'first:weak(weak-reply) next:answered'],
  'a doubt': [{ confidence: 0.4 }, 'Sure.', 'first:declined(low-confidence) next:answered'],
  'an answer that is sure': [{ confidence: 0.5, weak: false }, 'Perhaps.', 'first:answered'],
}

describe('how good an answer is counts', () => {
  for (const [what, [quality, text, steps]] of Object.entries(cases)) {
    const forms: Record<string, Solver> = {
      'a reply': { solve: () => ({ text: 'Perhaps.', ...quality }) },
      'a reply after a call': model([call('name')], () => ({ text: 'Perhaps.', ...quality })),
      'a stream': model([
        { type: 'status', text: 'Well' },
        { type: 'text-delta', text: ' ', ...quality },
        { type: 'text-delta', text: 'Perhaps', ...quality },
        '.',
      ]),
    }
    for (const [form, solver] of Object.entries(forms)) {
      it(`${what}, as ${form}`, async () => {
        const heard = await hear(chained(solver))
        expect([heard.text.trim(), outcomes(heard.trace)]).to.deep.equal([text, steps])
      })
    }
  }
  it('a weak stream is heard to its end, and used where nobody has a better one', async () => {
    const usage = { inputTokens: 7, outputTokens: 8 }
    const solver = model([
      { type: 'text-delta', text: 'Per', weak: true },
      'haps.',
      { type: 'finish', reason: 'length', usage },
    ])
    const { text, events } = await hear(chained(solver, () => undefined))
    expect(text).to.equal('Perhaps.')
    expect(events.at(-1)).to.deep.equal({ type: 'finish', reason: 'length', usage })
    expect(events.filter(({ type }) => type === 'text-delta')).to.deep.equal([
      { type: 'text-delta', text: 'Per' },
      { type: 'text-delta', text: 'haps.' },
    ])
  })
  it('not where something has been done that cannot be taken back', async () => {
    const doubt: Round = () => ({ text: 'Perhaps.', confidence: 0, weak: true })
    expect((await hear(chained(model([call('save')], doubt)))).text).to.equal('Perhaps.')
  })
  it('not where words are out already', async () => {
    const doubt: Round = () => ({ text: 'Perhaps.', confidence: 0, weak: true })
    expect((await hear(chained(model(['So. ', call('name')], doubt)))).text).to.equal('So. Perhaps.')
  })
  it('is told at the start', async () => {
    const solver: Solver = { solve: () => ({ text: 'Perhaps.', confidence: 0.7, weak: true }) }
    const [start] = (await hear(chained(solver, () => undefined))).events
    expect(start).to.include({ type: 'start', confidence: 0.7, weak: true })
  })
})
