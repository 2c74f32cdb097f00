import { randomUUID } from 'node:crypto'
import { expect } from 'chai'
import { type Answer, isRuntimeError, RuntimeError, type Solver, SolverError } from 'dramatis'
import { createTestPersona, silentLog, type TestPersona } from 'dramatis/testing'
import type { Fallthrough } from '../../src/persona/persona.ts'
import { Turns } from '../../src/persona/turns.ts'
import { failing, never, withNext } from '../support/failing.ts'
import { chain, hear, outcomes, request, sleep } from '../support/turn.ts'

type Solve = Solver['solve']
const every = ['declined', 'timeout', 'rate-limit', 'quota', 'server-error', 'failure', 'refusal'] as const

/** Asks the same persona again and again. */
function asker(persona: TestPersona): () => Promise<{ steps: string; error: RuntimeError | undefined }> {
  const made = createTestPersona(persona)
  const turns = new Turns(silentLog)
  return async () => {
    const { trace, events } = turns.begin(made, [request('hello')], { signal: new AbortController().signal })
    try {
      for await (const _ of events);
      return { steps: outcomes(trace), error: undefined }
    } catch (error) {
      if (!isRuntimeError(error)) throw error
      return { steps: outcomes(trace), error }
    }
  }
}

describe('the policy of a chain', () => {
  it('is the same while a solver is left alone as when it failed', async () => {
    const busy: Solve = () => {
      throw new SolverError('rate-limit', 'busy', { retryAfter: 30 })
    }
    const fallthroughOn = every.filter((kind) => kind !== 'rate-limit')
    const ask = asker({ name: 'Resting', chain: withNext(busy), fallthroughOn })
    expect((await ask()).steps).to.equal('first:failed(rate-limit)')
    const { steps, error } = await ask()
    expect([steps, error?.code, error?.retryAfter]).to.deep.equal(['first:skipped(resting)', 'solver-failed', 30])
  })
  it('prefers a weak reply in hand to an error', async () => {
    const weak = { id: 'weak', solver: { solve: () => ({ text: 'Who knows?', weak: true }) } }
    const chain = [weak, { id: 'broken', solver: { solve: failing('quota') } }]
    const { text } = await hear({ name: 'Kind', chain, fallthroughOn: ['declined'] })
    expect(text).to.equal('Who knows?')
  })

  describe('tells failures apart', () => {
    const refusal: Solve = async function* () {
      yield { type: 'finish', reason: 'refusal' }
    }
    const cases: [what: string, Solve, Fallthrough, step: string, error: string | undefined, status?: number][] = [
      ['a decline', () => undefined, 'declined', 'declined(said-nothing)', 'unanswered', 422],
      ['a doubt', () => ({ text: 'Hm.', confidence: 0.1 }), 'declined', 'declined(low-confidence)', 'unanswered', 422],
      ['silence', () => never, 'timeout', 'timed-out(no-first-word)', 'timeout', 504],
      ['a late upstream', failing('timeout'), 'timeout', 'timed-out(timeout)', 'timeout', 504],
      ['too many questions', failing('rate-limit'), 'rate-limit', 'failed(rate-limit)', 'solver-failed', 502],
      ['a used up quota', failing('quota'), 'quota', 'failed(quota)', 'solver-failed', 502],
      ['a broken upstream', failing('server-error'), 'server-error', 'failed(server-error)', 'solver-failed', 502],
      ['a wrong key', failing('unauthorized'), 'failure', 'failed(unauthorized)', 'solver-failed', 502],
      ['a bad request', failing('bad-request'), 'failure', 'failed(bad-request)', 'solver-failed', 502],
      ['any other error', () => JSON.parse('{'), 'failure', 'failed(threw)', 'solver-failed', 502],
      ['a rejection', async () => failing('quota')(), 'quota', 'failed(quota)', 'solver-failed', 502],
      ['a refusal', refusal, 'refusal', 'declined(refused)', undefined],
    ]
    const settings = { timeout: 30, minConfidence: 0.5 }
    for (const [what, solve, kind, step, code, status] of cases) {
      it(`${what} goes on to the next solver where "${kind}" does`, async () => {
        const persona = { name: 'Going', chain: withNext(solve, settings), fallthroughOn: [kind] }
        expect(await asker(persona)()).to.deep.equal({ steps: `first:${step} next:answered`, error: undefined })
      })
      it(`${what} ends the turn where everything else falls through`, async () => {
        const fallthroughOn = every.filter((other) => other !== kind)
        const { steps, error } = await asker({ name: 'Ending', chain: withNext(solve, settings), fallthroughOn })()
        expect([error?.code, error?.status]).to.deep.equal([code, status])
        expect(steps).to.equal(kind === 'refusal' ? 'first:answered' : `first:${step}`)
        expect(error?.message ?? '').not.to.include('written in the log')
      })
    }
    it('knows an error of a plugin that brings its own copy of the package', async () => {
      const solve = () => {
        throw Object.assign(new Error('elsewhere'), { [Symbol.for('dramatis.solver-error')]: true, kind: 'quota' })
      }
      expect(outcomes((await hear({ name: 'Own', chain: withNext(solve) })).trace)).to.include('first:failed(quota)')
    })
  })

  describe('leaves an upstream alone', () => {
    it('for as long as it says, and then asks it again', async () => {
      let asked = 0
      const ask = asker({
        name: 'Resting',
        chain: withNext(() => (++asked === 1 ? failing('rate-limit', 0.15)() : 'Here.')),
      })
      expect((await ask()).steps).to.equal('first:failed(rate-limit) next:answered')
      expect((await ask()).steps).to.equal('first:skipped(resting) next:answered')
      expect(asked).to.equal(1)
      await sleep(170)
      expect((await ask()).steps).to.equal('first:answered')
    })
    it('for an hour at most, whatever it says', async () => {
      const ask = asker({ name: 'Resting', chain: chain({ far: failing('rate-limit', 1e9) }) })
      await ask()
      expect((await ask()).error?.retryAfter).to.equal(3600)
    })
    it('and tells the client when to come back, if nobody else answers', async () => {
      const solvers = { slow: failing('rate-limit', 90), soon: failing('server-error', 20.5), vague: failing('quota') }
      const ask = asker({ name: 'Resting', chain: chain(solvers) })
      const first = await ask()
      expect(first.error).to.include({ code: 'solver-failed', retryAfter: 21 })
      const second = await ask()
      expect(second.steps).to.equal('slow:skipped(resting) soon:skipped(resting) vague:failed(quota)')
      expect(second.error?.retryAfter).to.be.within(19, 21)
    })
    it('but not another persona, which may have an answer to the next question', async () => {
      const busy: Solve = () => {
        throw new RuntimeError('solver-failed', 'One of its solvers is busy.', { retryAfter: 9 })
      }
      const ask = asker({ name: 'Outer', chain: chain({ inner: busy }) })
      for (let time = 0; time < 2; time++) {
        const { steps, error } = await ask()
        expect([steps, error?.retryAfter]).to.deep.equal(['inner:failed(threw)', 9])
      }
    })
    const breaker = { failures: 2, coolDown: '10s' }
    const sharing: Record<
      string,
      [first: Partial<Solver>, second: Partial<Solver>, settings: object, skipped: boolean]
    > = {
      'whichever persona asks it': [{ upstream: 'a' }, { upstream: 'a' }, { breaker }, true],
      'but no other upstream': [{ upstream: 'a' }, { upstream: 'b' }, { breaker }, false],
      'but no solver that names none': [{}, {}, { breaker }, false],
      'but nobody whose breaker has other settings': [{ upstream: 'a' }, { upstream: 'a' }, {}, false],
    }
    for (const [what, [first, second, settings, skipped]] of Object.entries(sharing)) {
      it(`after several failures, ${what}`, async () => {
        const run = randomUUID()
        const own = ({ upstream }: Partial<Solver>) => (upstream === undefined ? {} : { upstream: run + upstream })
        const broken = asker({ name: 'Broken', chain: withNext(failing('server-error'), { breaker }, own(first)) })
        for (let time = 0; time < 2; time++) await broken()
        expect((await broken()).steps).to.equal('first:skipped(breaker-open) next:answered')
        const other = asker({ name: 'Other', chain: withNext(() => 'Here.', settings, own(second)) })
        expect((await other()).steps).to.equal(skipped ? 'first:skipped(breaker-open) next:answered' : 'first:answered')
      })
    }
    for (const kind of ['bad-request', 'rate-limit'] as const) {
      it(`but not for a ${kind}`, async () => {
        const ask = asker({ name: 'Fine', chain: withNext(failing(kind), { breaker: { failures: 1 } }) })
        for (let time = 0; time < 4; time++) expect((await ask()).steps).to.equal(`first:failed(${kind}) next:answered`)
      })
    }
    const betters: Record<string, [Answer, rest: Partial<TestPersona>]> = {
      'a weak reply': [{ text: 'Hm.', weak: true }, {}],
      'an answer that is said again by a model': ['Fine.', { restyle: true }],
      'a decline': [undefined, {}],
    }
    for (const [what, [answer, rest]] of Object.entries(betters)) {
      it(`but not where ${what} came between the failures`, async () => {
        let asked = 0
        const solve = () => (++asked % 2 ? failing('server-error')() : answer)
        const [first, next] = withNext(solve, { breaker: { failures: 2 } })
        if (!first || !next) throw new Error('There are two links.')
        const model = { id: 'model', solver: { uses: ['voice'] as const, solve: () => 'Again.' } }
        const ask = asker({ name: 'Flaky', chain: [first, next, model], ...rest })
        for (let time = 0; time < 6; time++) expect((await ask()).steps).not.to.include('breaker-open')
      })
    }
    it('and counts all retries of a turn as one failure', async () => {
      const settings = { retries: 2, retryDelay: 1, breaker: { failures: 2 } }
      const ask = asker({ name: 'Flaky', chain: withNext(failing('server-error'), settings) })
      const steps: string[] = []
      for (let time = 0; time < 3; time++) steps.push((await ask()).steps.split(' ')[0] ?? '')
      const failed = 'first:failed(server-error)'
      expect(steps).to.deep.equal([failed, failed, 'first:skipped(breaker-open)'])
    })
  })
})
