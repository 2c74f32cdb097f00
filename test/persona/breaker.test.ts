import { expect } from 'chai'
import { createTestPersona, silentLog, type TestPersona } from 'dramatis/testing'
import { Turns } from '../../src/persona/turns.ts'
import { outcomes, request, sleep } from '../support/turn.ts'

const settings = { timeout: '20ms', idleTimeout: '20ms', breaker: { failures: 3, coolDown: '80ms' } }

/** Asks again and again, and tells what became of the first solver each time. */
function repeated(solve: TestPersona['chain'][number]['solver']['solve']) {
  const chain = [
    { id: 'flaky', solver: { solve }, settings },
    { id: 'next', solver: { solve: () => 'Next.' } },
  ]
  const persona = createTestPersona({ name: 'Flaky', chain })
  const turns = new Turns(silentLog)
  return async (): Promise<string> => {
    const { trace, events } = turns.begin(persona, [request('hello')], { signal: new AbortController().signal })
    try {
      for await (const _ of events);
    } catch {
      // the trace tells
    }
    return (
      outcomes(trace)
        .split(' ')
        .filter((step) => step.startsWith('flaky'))
        .at(-1) ?? ''
    )
  }
}

describe('the breaker', () => {
  const failures: Record<string, [TestPersona['chain'][number]['solver']['solve'], string]> = {
    'throws at once': [
      () => {
        throw new Error('broken')
      },
      'flaky:failed(threw)',
    ],
    rejects: [
      async () => {
        throw new Error('broken')
      },
      'flaky:failed(threw)',
    ],
    'is late': [() => sleep(10_000) as Promise<undefined>, 'flaky:timed-out(no-first-word)'],
    'breaks off': [
      async function* () {
        yield 'a'
        throw new Error('broken')
      },
      'flaky:failed(cut-off)',
    ],
  }
  for (const [what, [solve, outcome]] of Object.entries(failures)) {
    it(`leaves a solver alone that ${what} three times in a row, and tries it again later`, async () => {
      const ask = repeated(solve)
      for (let time = 0; time < 3; time++) expect(await ask()).to.equal(outcome)
      expect(await ask()).to.equal('flaky:skipped(breaker-open)')
      await sleep(100)
      expect(await ask()).to.equal(outcome)
      expect(await ask()).to.equal('flaky:skipped(breaker-open)')
    })
  }

  it('closes again after a good answer', async () => {
    let broken = true
    const ask = repeated(async () => {
      if (broken) throw new Error('broken')
      return 'Better.'
    })
    for (let time = 0; time < 3; time++) await ask()
    broken = false
    expect(await ask()).to.equal('flaky:skipped(breaker-open)')
    await sleep(100)
    for (let time = 0; time < 3; time++) expect(await ask()).to.equal('flaky:answered')
  })
  it('counts failures in a row only', async () => {
    let turn = 0
    const ask = repeated(async () => {
      turn += 1
      if (turn % 3 !== 0) throw new Error('broken')
      return turn % 2 === 0 ? 'Fine.' : undefined
    })
    for (let time = 0; time < 12; time++) expect(await ask()).not.to.include('breaker-open')
  })
  it('does not blame a solver for a client that leaves', async () => {
    const persona = createTestPersona({
      name: 'Slow',
      chain: [
        {
          id: 'slow',
          solver: { solve: () => sleep(10_000) as Promise<undefined> },
          settings: { breaker: { failures: 1 } },
        },
      ],
    })
    const turns = new Turns(silentLog)
    for (let time = 0; time < 3; time++) {
      const { trace, events } = turns.begin(persona, [request('hello')], { signal: AbortSignal.timeout(5) })
      await events.next().catch(() => undefined)
      expect(outcomes(trace)).to.equal('slow:failed(cancelled)')
    }
  })
})
