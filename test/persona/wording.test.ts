import { expect } from 'chai'
import type { ChatRequest, SolverEvent } from 'dramatis'
import fc from 'fast-check'
import { Wording } from '../../src/persona/wording.ts'
import { request } from '../support/turn.ts'

/** What comes out when a text is said in these pieces. */
function said(pieces: readonly string[], limits: ChatRequest['limits'], applies: ('stop' | 'maxTokens')[] = []) {
  const wording = new Wording(request('hello', { ...(limits ? { limits } : {}) }), applies)
  const out: SolverEvent[] = []
  for (const text of pieces) {
    if (!wording.finished) out.push(...wording.take({ type: 'text-delta', text }))
  }
  if (!wording.finished) out.push(...wording.take(undefined))
  const text = out.map((event) => (event.type === 'text-delta' ? event.text : '')).join('')
  const finishes = out.filter((event) => event.type === 'finish')
  return { text, finishes, finish: finishes[0] }
}

describe('the wording of an answer', () => {
  const cases: [string, ChatRequest['limits'], string, object][] = [
    ['One two three', { stop: ['two'] }, 'One ', { reason: 'stop', stopSequence: 'two' }],
    ['One two three', { stop: ['four', 'thr'] }, 'One two ', { reason: 'stop', stopSequence: 'thr' }],
    ['abc', { stop: ['abc', 'b'] }, 'a', { reason: 'stop', stopSequence: 'b' }],
    ['One two three', { stop: [''] }, 'One two three', { reason: 'stop' }],
    ['12345678', { maxTokens: 2 }, '12345678', { reason: 'stop' }],
    ['123456789', { maxTokens: 2 }, '12345678', { reason: 'length' }],
    ['日本語です', { maxTokens: 2 }, '日本', { reason: 'length' }],
    ['ab😀😀', { maxTokens: 2 }, 'ab😀', { reason: 'length' }],
    ['One STOP', { maxTokens: 1, stop: ['STOP'] }, 'One ', { reason: 'stop', stopSequence: 'STOP' }],
  ]
  for (const [text, limits, expected, finish] of cases) {
    it(`${JSON.stringify(limits)} makes "${expected}" of "${text}"`, () => {
      const whole = said([text], limits)
      expect(whole.text).to.equal(expected)
      expect(whole.finish).to.include(finish)
      expect(said([...text], limits)).to.deep.equal(whole)
    })
  }

  it('is the same however the text was cut into pieces', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'ab', '\n', '😀', 'é', '日'), maxLength: 30 })
    const stop = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', '\n', '😀'), minLength: 1, maxLength: 3 }), {
      maxLength: 3,
    })
    const cuts = fc.array(fc.nat(40), { maxLength: 8 })
    fc.assert(
      fc.property(text, stop, fc.option(fc.integer({ min: 1, max: 12 })), cuts, (whole, sequences, maxTokens, at) => {
        const limits = { stop: sequences, ...(maxTokens === null ? {} : { maxTokens }) }
        const places = [0, ...at.filter((place) => place < whole.length).sort((a, b) => a - b), whole.length]
        const pieces = places.slice(1).map((place, index) => whole.slice(places[index], place))
        expect(said(pieces, limits)).to.deep.equal(said([whole], limits))
      }),
      { numRuns: 2000 },
    )
  })
  it('ends exactly once', () => {
    expect(said(['a', 'b', 'STOP', 'c'], { stop: ['STOP'] }).finishes).to.have.length(1)
  })
  it('leaves limits to a solver that applies them itself', () => {
    expect(said(['One two three'], { stop: ['two'], maxTokens: 1 }, ['stop', 'maxTokens']).text).to.equal(
      'One two three',
    )
  })
  it('estimates usage by one rule: four bytes a token, rounded up', () => {
    const usage = { inputTokens: 2, outputTokens: 4, estimated: true }
    expect(said(['One two', ' three'], {}).finish).to.deep.include({ usage })
  })
  it('passes the usage of a model on', () => {
    const wording = new Wording(request('hello'))
    const usage = { inputTokens: 7, outputTokens: 9 }
    expect(wording.take({ type: 'finish', reason: 'stop', usage })).to.deep.equal([
      { type: 'finish', reason: 'stop', usage },
    ])
  })
  it('says what it holds back before anything else', () => {
    const wording = new Wording(request('hello', { limits: { stop: ['STOP'] } }))
    expect(wording.take({ type: 'text-delta', text: 'a ST' })).to.deep.equal([{ type: 'text-delta', text: 'a ' }])
    const source = { type: 'source', source: { title: 'A book' } } as const
    expect(wording.take(source)).to.deep.equal([{ type: 'text-delta', text: 'ST' }, source])
  })
})
