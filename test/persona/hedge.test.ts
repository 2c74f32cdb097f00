import { expect } from 'chai'
import type { Answer, Solver, SolverEvent } from 'dramatis'
import { aborted, gate, type TestPersona } from 'dramatis/testing'
import { chain, hear, outcomes, sleep } from '../support/turn.ts'

type Solve = Solver['solve']
const never = new Promise<never>(() => undefined)
const endings = ['says', 'is weak', 'declines', 'fails'] as const
type Ending = (typeof endings)[number]

function end(ending: Ending, text: string): Answer {
  if (ending === 'fails') throw new Error('broken')
  if (ending === 'declines') return undefined
  return ending === 'says' ? text : { text, weak: true }
}

/** A chain whose solvers all have the same `hedge`. */
function hedged(solvers: Record<string, Solve>, hedge: string | number = '15ms', rest = {}): TestPersona {
  const links = chain(solvers).map((link) => ({ ...link, settings: { hedge } }))
  return { name: 'Raced', chain: links, ...rest }
}

/** Two solvers of which one comes to its end only after the other has, and what is to come of that. */
function raced(first: Ending, second: Ending, sooner: 'first' | 'second', atOnce = false): TestPersona {
  const asked = gate()
  const ended = gate()
  const later = async (ending: Ending, text: string) => {
    await ended.opened
    await sleep(2)
    return end(ending, text)
  }
  const now = (ending: Ending, text: string) => {
    ended.open()
    return end(ending, text)
  }
  return hedged({
    first: async () => {
      await asked.opened
      return sooner === 'first' ? now(first, 'First.') : await later(first, 'First.')
    },
    second: () => {
      asked.open()
      if (sooner === 'first') return later(second, 'Second.')
      return atOnce ? now(second, 'Second.') : sleep(1).then(() => now(second, 'Second.'))
    },
  })
}

function expected(first: Ending, second: Ending, sooner: 'first' | 'second'): string {
  const words = { first: 'First.', second: 'Second.' }
  const is = (ending: Ending) => (first === ending ? 'first' : second === ending ? 'second' : undefined)
  const strong = first === 'says' && second === 'says' ? sooner : is('says')
  const speaker = strong ?? is('is weak')
  if (speaker) return words[speaker]
  return is('fails') ? 'solver-failed' : 'unanswered'
}

describe('hedging', () => {
  const unhandled: unknown[] = []
  const note = (reason: unknown): void => void unhandled.push(reason)
  before(() => process.on('unhandledRejection', note))
  after(async () => {
    await sleep(20)
    process.off('unhandledRejection', note)
    expect(unhandled).to.deep.equal([])
  })

  describe('takes the first word, a weak reply only when nobody has a better one, and the first weak one then', () => {
    for (const [sooner, atOnce, when] of [
      ['first', false, 'and then'],
      ['second', false, 'after'],
      ['second', true, 'after, at once,'],
    ] as const) {
      for (const first of endings) {
        for (const second of endings) {
          it(`the first ${first}, ${when} the second ${second}`, async () => {
            const { text, error } = await hear(raced(first, second, sooner, atOnce))
            expect(error ?? text).to.equal(expected(first, second, sooner))
          })
        }
      }
    }
  })

  it('asks nobody else where the first speaks in time', async () => {
    const { text, trace } = await hear(hedged({ first: async () => 'First.', second: () => 'Second.' }, '5s'))
    expect([text, outcomes(trace)]).to.deep.equal(['First.', 'first:answered'])
  })
  it('asks the next one at once where the first declines in time', async () => {
    const started = performance.now()
    const { text, trace } = await hear(hedged({ first: async () => undefined, second: () => 'Second.' }, '5s'))
    expect([text, outcomes(trace)]).to.deep.equal(['Second.', 'first:declined(said-nothing) second:answered'])
    expect(performance.now() - started).to.be.below(1000)
  })
  for (const hedge of ['5s', 0]) {
    it(`asks nobody else where the first answers at once (${hedge})`, async () => {
      const { text, trace } = await hear(hedged({ first: () => 'First.', second: () => 'Second.' }, hedge))
      expect([text, outcomes(trace)]).to.deep.equal(['First.', 'first:answered'])
    })
  }
  it('waits as long as it says', async () => {
    const started = performance.now()
    const { text } = await hear(hedged({ first: () => never, second: () => 'Second.' }, '60ms'))
    expect(text).to.equal('Second.')
    expect(performance.now() - started).to.be.within(58, 500)
  })
  it('may be longer than a timer waits, as may the other times', async () => {
    const warned: string[] = []
    const note = ({ name }: Error): void => void warned.push(name)
    process.on('warning', note)
    const settings = { hedge: '1000h', timeout: '2000h', idleTimeout: '2000h' }
    const links = chain({ first: () => sleep(30).then(() => 'First.'), second: () => 'Second.' })
    const raced = links.map((link) => ({ ...link, settings }))
    const { text } = await hear({ name: 'Patient', chain: raced, deadline: 3000 * 3_600_000 })
    await sleep(5)
    process.off('warning', note)
    expect([text, warned]).to.deep.equal(['First.', []])
  })
  it('0 asks both at once', async () => {
    const asked = gate()
    const first = () => asked.opened.then(() => 'First.')
    const second = () => {
      asked.open()
      return never
    }
    expect((await hear(hedged({ first, second }, 0))).text).to.equal('First.')
  })
  it('means nothing for the last solver', async () => {
    const { text, trace } = await hear(hedged({ only: async () => sleep(20).then(() => 'Only.') }, 0))
    expect([text, outcomes(trace)]).to.deep.equal(['Only.', 'only:answered'])
  })

  it('stops the first when the second speaks first', async () => {
    let reason: unknown
    const first: Solve = async (_, { signal }) => {
      await aborted(signal)
      reason = signal.reason
    }
    const { text, trace } = await hear(hedged({ first, second: async () => 'Second.' }))
    expect([text, trace.solver]).to.deep.equal(['Second.', 'second'])
    expect(reason).to.include({ code: 'cancelled', reason: 'outrun' })
    expect(outcomes(trace)).to.equal('second:answered first:skipped(outrun)')
  })
  it('stops the second when the first speaks after all', async () => {
    const asked = gate()
    const stopped = gate()
    const first = () => asked.opened.then(() => 'First.')
    const second: Solve = async function* (_, { signal }): AsyncGenerator<SolverEvent> {
      asked.open()
      yield { type: 'status', text: 'looking' }
      await aborted(signal)
      stopped.open()
    }
    const { text, trace } = await hear(hedged({ first, second, third: () => 'Third.' }))
    await stopped.opened
    expect(text).to.equal('First.')
    expect(outcomes(trace)).to.equal('first:answered second:skipped(outrun)')
  })
  it('asks nobody further where one of three has spoken', async () => {
    const asked: string[] = []
    const waits =
      (name: string): Solve =>
      (_, { signal }) => {
        asked.push(name)
        return aborted(signal).then(() => undefined)
      }
    const first = () => sleep(40).then(() => 'First.')
    await hear({
      name: 'Raced',
      chain: [
        { id: 'first', solver: { solve: first }, settings: { hedge: 10 } },
        ...chain({ second: waits('second'), third: waits('third') }),
      ],
    })
    await sleep(20)
    expect(asked).to.deep.equal(['second'])
  })
  it('runs three lanes, and the last one may win', async () => {
    const { text, trace } = await hear(hedged({ a: () => never, b: () => never, c: async () => 'C.' }, 10))
    expect(text).to.equal('C.')
    expect(outcomes(trace).split(' ').sort()).to.deep.equal(['a:skipped(outrun)', 'b:skipped(outrun)', 'c:answered'])
  })
  it('keeps what a winner says after its first word', async () => {
    const second: Solve = async function* () {
      yield 'One'
      await sleep(20)
      yield ' two.'
    }
    expect((await hear(hedged({ first: () => never, second }))).text).to.equal('One two.')
  })

  it('stops both when the client leaves', async () => {
    const controller = new AbortController()
    let stopped = 0
    const wait: Solve = async (_, { signal }) => {
      await aborted(signal)
      stopped += 1
    }
    setTimeout(() => controller.abort(), 40)
    const { error, trace } = await hear(hedged({ first: wait, second: wait }), 'hello', { signal: controller.signal })
    expect([error, trace.outcome]).to.deep.equal(['cancelled', 'cancelled'])
    await sleep(5)
    expect(stopped).to.equal(2)
  })
  it('asks nobody else where the client leaves before it is time to', async () => {
    const { error, trace } = await hear(hedged({ first: () => never, second: () => 'Second.' }, '5s'), 'hello', {
      signal: AbortSignal.timeout(10),
    })
    expect([error, outcomes(trace)]).to.deep.equal(['cancelled', 'first:failed(cancelled)'])
  })
  it('ends both lanes at the deadline', async () => {
    const { error, trace } = await hear(hedged({ first: () => never, second: () => never }, 10, { deadline: 50 }))
    expect(error).to.equal('timeout')
    expect(trace.steps.map(({ outcome }) => outcome)).to.include('timed-out')
  })
  it('does not blame the one that was outrun', async () => {
    const slow = { id: 'slow', solver: { solve: () => never, upstream: 'test://outrun' } }
    const settings = { hedge: 5, breaker: { failures: 1 } }
    const persona = { name: 'Raced', chain: [{ ...slow, settings }, ...chain({ quick: () => 'Quick.' })] }
    for (let time = 0; time < 3; time++) {
      expect(outcomes((await hear(persona)).trace)).to.equal('quick:answered slow:skipped(outrun)')
    }
  })
})
