import { expect } from 'chai'
import type { FailureKind, Solver } from 'dramatis'
import type { TestPersona } from 'dramatis/testing'
import { failing, never, withNext } from '../support/failing.ts'
import { hear, outcomes, sleep } from '../support/turn.ts'

type Solve = Solver['solve']

describe('a link with retries asks again where that may help', () => {
  /** Fails some times before it answers, and tells when it was asked. */
  function flaky(failures: number, fail: () => never, settings: object): { times: number[]; persona: TestPersona } {
    const times: number[] = []
    const solve: Solve = async () => {
      times.push(performance.now())
      return times.length > failures ? 'At last.' : fail()
    }
    return { times, persona: { name: 'Flaky', chain: withNext(solve, settings) } }
  }
  const cases: [kind: FailureKind, failures: number, retries: number, times: number, text: string][] = [
    ['server-error', 1, 0, 1, 'Next.'],
    ['server-error', 1, 1, 2, 'At last.'],
    ['rate-limit', 2, 2, 3, 'At last.'],
    ['server-error', 3, 2, 3, 'Next.'],
    ['quota', 1, 3, 1, 'Next.'],
    ['timeout', 1, 3, 1, 'Next.'],
    ['unauthorized', 1, 3, 1, 'Next.'],
    ['bad-request', 1, 3, 1, 'Next.'],
  ]
  for (const [kind, failures, retries, asked, text] of cases) {
    it(`${failures} x ${kind}, ${retries} retries: asked ${asked} times, "${text}"`, async () => {
      const { times, persona } = flaky(failures, failing(kind), { retries, retryDelay: 5 })
      const heard = await hear(persona)
      expect([heard.text, times.length]).to.deep.equal([text, asked])
      expect(heard.trace.steps[0]?.solver).to.equal('first')
      expect(heard.trace.steps).to.have.length(text === 'Next.' ? 2 : 1)
    })
  }
  it('does so for one that answers without waiting, and for one that streams', async () => {
    let asked = 0
    const atOnce = withNext(() => (++asked % 2 ? failing('server-error')() : 'At once.'), {
      retries: 1,
      retryDelay: 5,
    })
    expect((await hear({ name: 'Flaky', chain: atOnce })).text).to.equal('At once.')
    const streams: Solve = async function* () {
      if (++asked % 2) failing('server-error')()
      yield 'Streamed.'
    }
    expect((await hear({ name: 'Flaky', chain: withNext(streams, { retries: 1, retryDelay: 5 }) })).text).to.equal(
      'Streamed.',
    )
  })
  it('waits a random part of a span that doubles', async () => {
    const { random } = Math
    const pauses = async (chance: number): Promise<number[]> => {
      Math.random = () => chance
      try {
        const { times, persona } = flaky(3, failing('server-error'), { retries: 3, retryDelay: 40 })
        await hear(persona)
        return times.slice(1).map((time, index) => time - (times[index] ?? 0))
      } finally {
        Math.random = random
      }
    }
    for (const [index, pause] of (await pauses(0.5)).entries()) {
      const span = 20 * 2 ** index
      expect(pause, `pause ${index + 1}`).to.be.within(span - 2, span + 100)
    }
    for (const pause of await pauses(0)) expect(pause).to.be.below(100)
  })
  it('waits as long as the upstream says', async () => {
    const { times, persona } = flaky(1, failing('rate-limit', 0.1), { retries: 1, retryDelay: 1 })
    expect((await hear(persona)).text).to.equal('At last.')
    expect((times[1] ?? 0) - (times[0] ?? 0)).to.be.within(98, 400)
  })
  const limits: Record<string, [settings: object, rest: Partial<TestPersona>, fail: () => never]> = {
    'timeout of the link': [{ timeout: 120, retryDelay: 40 }, {}, failing('server-error')],
    'deadline of the persona': [{ retryDelay: 40 }, { deadline: 120 }, failing('server-error')],
    'timeout, where the upstream wants a longer pause': [{ timeout: 120 }, {}, failing('rate-limit', 30)],
    'deadline, where the upstream wants a longer pause': [{}, { deadline: 120 }, failing('rate-limit', 30)],
  }
  for (const [what, [settings, rest, fail]] of Object.entries(limits)) {
    it(`never beyond the ${what}`, async () => {
      const { persona } = flaky(99, fail, { retries: 10, ...settings })
      const started = performance.now()
      expect((await hear({ ...persona, ...rest })).text).to.equal('Next.')
      expect(performance.now() - started).to.be.below(300)
    })
  }
  it('shares one timeout among all tries: three silent ones do not take three times as long', async () => {
    let asked = 0
    const solve: Solve = async () => (++asked === 1 ? sleep(100).then(failing('server-error')) : never)
    const started = performance.now()
    const { text } = await hear({ name: 'Slow', chain: withNext(solve, { timeout: 150, retries: 3, retryDelay: 5 }) })
    expect([text, asked]).to.deep.equal(['Next.', 2])
    expect(performance.now() - started).to.be.within(145, 240)
  })
  const drips: Record<string, Solve> = {
    'white space': async function* () {
      for (;;) yield await sleep(10).then(() => ' ')
    },
    'a status': async function* () {
      for (;;) yield await sleep(10).then(() => ({ type: 'status', text: 'looking' }) as const)
    },
    'a stream that is late itself': async (...given) => sleep(80).then(() => drips['white space']?.(...given)),
  }
  for (const [what, solve] of Object.entries(drips)) {
    it(`does not take ${what} for the first word`, async () => {
      const started = performance.now()
      const { text, trace } = await hear({ name: 'Slow', chain: withNext(solve, { timeout: 100 }), deadline: 1000 })
      expect([text, outcomes(trace)]).to.deep.equal(['Next.', 'first:timed-out(no-first-word) next:answered'])
      expect(performance.now() - started).to.be.within(95, 170)
    })
  }
  it('stops when the client leaves in a pause', async () => {
    const { times, persona } = flaky(99, failing('rate-limit', 30), { retries: 3 })
    const started = performance.now()
    const { error, trace } = await hear(persona, 'hello', { signal: AbortSignal.timeout(30) })
    expect([error, times.length, outcomes(trace)]).to.deep.equal(['cancelled', 1, 'first:failed(cancelled)'])
    expect(performance.now() - started).to.be.below(1000)
  })
})
