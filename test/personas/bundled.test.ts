import { readdirSync } from 'node:fs'
import { expect } from 'chai'
import { silentLog } from 'dramatis/testing'
import { resolveSettings } from '../../src/config/settings.ts'
import { type Cast, loadCast } from '../../src/runtime.ts'
import { request } from '../support/turn.ts'

/** Questions to the bundled personas: what the answer holds, and who gives it. */
const dialogs: Record<string, [question: string, answer: RegExp, solver: string][]> = {
  OldSchoolBot: [
    ['what is the definition of computer?', /machine.*calculat/i, 'wordnet'],
    ['what does ephemeral mean?', /lasting.*short time|short-lived/i, 'wordnet'],
    ['what is a synonym for happy?', /glad|felicitous/i, 'wordnet'],
    ['hello', /\w/, 'eliza'],
    ['I feel sad about my job', /sad|job|feel/i, 'eliza'],
    ['what is the capital of France?', /\w/, 'eliza'],
  ],
  Dictionary: [
    ['define a quark', /elementary particle|particle/i, 'wordnet'],
    ['what is the opposite of hot?', /cold/i, 'wordnet'],
    ['what does flurbnax mean?', /not in my dictionary/i, 'failure'],
    ['how are you today?', /dictionary|entry/i, 'failure'],
  ],
  Eliza: [
    ['I am unhappy', /unhappy|why|how|feel/i, 'eliza'],
    ['my mother hates me', /mother|family/i, 'eliza'],
  ],
  Guide: [
    ['What is a persona?', /JSON or YAML file/, 'faq'],
    ['how can I connect my openai client', /openai\/v1/, 'faq'],
    ['does this work offline?', /no network/, 'faq'],
    ['how do I write my own plugin', /defineSolver/, 'faq'],
    ['who won the world cup in 1998?', /only know about this host/, 'failure'],
  ],
}

describe('the bundled personas', () => {
  let cast: Cast
  before(async () => {
    const settings = await resolveSettings({ flags: { personas: ['personas'], plugins: [] }, env: {} })
    cast = await loadCast(settings, silentLog)
  })
  after(async () => await cast.close())

  it('load without a problem', () => expect(cast.problems).to.deep.equal([]))
  it('are all tested here', () => {
    const files = readdirSync('personas').filter((name) => name.endsWith('.json'))
    expect(files).to.have.length(Object.keys(dialogs).length)
    expect(cast.directory.list().map(({ name }) => name)).to.have.members(Object.keys(dialogs))
  })

  for (const [name, turns] of Object.entries(dialogs)) {
    for (const [question, expected, solver] of turns) {
      it(`${name}, asked "${question}", answers by ${solver}`, async () => {
        const waiting = { signal: new AbortController().signal }
        const { events, trace } = cast.turns.begin(cast.directory.get(name), [request(question)], waiting)
        let answer = ''
        for await (const event of events) if (event.type === 'text-delta') answer += event.text
        expect(answer).to.match(expected)
        expect(trace.solver).to.equal(solver)
      })
    }
  }
})
