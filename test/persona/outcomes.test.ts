import { expect } from 'chai'
import type { Answer, Solver } from 'dramatis'
import type { TestPersona } from 'dramatis/testing'
import fc from 'fast-check'
import { type Heard, hear, sleep } from '../support/turn.ts'

const endings = ['says', 'breaks off', 'is weak', 'declines', 'fails'] as const

/** What a solver will do; without a delay it does not wait at all. */
interface Script {
  words: readonly string[]
  ending: (typeof endings)[number]
  delay: number | undefined
  streams: boolean
  hedge: number | undefined
}

const script: fc.Arbitrary<Script> = fc.record({
  words: fc.array(fc.string({ minLength: 1, unit: fc.constantFrom('a', 'ß', '𝄞', ' ') }), {
    minLength: 1,
    maxLength: 4,
  }),
  ending: fc.constantFrom(...endings),
  delay: fc.constantFrom(undefined, 0, 3, 6, 12),
  streams: fc.boolean(),
  hedge: fc.constantFrom(undefined, undefined, 0, 3, 8),
})

interface Play {
  scripts: readonly Script[]
  heard: Heard
  /** What is left of the solvers that were asked: those that nobody told to stop, and that have not come to their end. */
  left: number
}

async function play(scripts: readonly Script[]): Promise<Play> {
  const running = new Set<AbortSignal>()
  const chain: TestPersona['chain'] = scripts.map((each, index) => ({
    id: String(index),
    solver: { solve: solveAs(each, textOf(each, index), running) },
    settings: { ...(each.hedge === undefined ? {} : { hedge: each.hedge }), breaker: { failures: 1000 } },
  }))
  const heard = await hear({ name: 'Played', chain })
  const left = [...running].filter((signal) => !signal.aborted).length
  return { scripts, heard, left }
}

/** Its words: they begin with its number, and no white space is the first of them. */
function textOf({ words }: Script, index: number): readonly string[] {
  return [`${index}:`, ...words]
}

function solveAs(each: Script, words: readonly string[], running: Set<AbortSignal>): Solver['solve'] {
  const { ending, delay, streams } = each
  const spoken = ending === 'says' || ending === 'breaks off'
  const stream = async function* (signal: AbortSignal): AsyncGenerator<string> {
    running.add(signal)
    try {
      if (delay !== undefined) await sleep(delay)
      if (ending === 'fails') throw new Error('broken')
      if (spoken) yield* words
      if (ending === 'breaks off') throw new Error('broken off')
    } finally {
      running.delete(signal)
    }
  }
  const plain = (): Answer => {
    if (ending === 'fails') throw new Error('broken')
    if (ending === 'declines') return undefined
    return ending === 'is weak' ? { text: words.join(''), weak: true } : words.join('')
  }
  return (_, { signal }) => {
    if (ending === 'breaks off' || (streams && ending !== 'is weak')) return stream(signal)
    if (delay === undefined) return plain()
    running.add(signal)
    return sleep(delay).then(() => {
      running.delete(signal)
      return plain()
    })
  }
}

/** Why an outcome breaks the rules; undefined where it does not. */
function objection({ scripts, heard, left }: Play): string | undefined {
  const { text, error, events, trace } = heard
  const joined = scripts.map((each, index) => textOf(each, index).join(''))
  const is = (...kinds: Script['ending'][]) =>
    scripts.flatMap(({ ending }, index) => (kinds.includes(ending) ? index : []))
  const speakers = is('says', 'breaks off')
  const speaker = trace.solver === undefined ? undefined : Number(trace.solver)
  const asked = trace.steps.filter(({ reason }) => reason !== 'cut-off').map(({ solver }) => Number(solver))
  if (left > 0) return 'a solver works on, and nobody listens'
  if (new Set(asked).size !== asked.length) return 'a solver was asked twice'
  if (asked.some((index) => index > 0 && !asked.includes(index - 1))) return 'a solver was left out'
  if (speaker === undefined) {
    if (speakers.length > 0 || is('is weak').length > 0) return 'nobody answered, although somebody could'
    if (asked.length < scripts.length) return 'not everybody was asked'
    return error === (is('fails').length > 0 ? 'solver-failed' : 'unanswered') ? undefined : `the error is ${error}`
  }
  if (text !== joined[speaker]) return `the text is not that of ${speaker}`
  const finishes = events.filter(({ type }) => type === 'finish').length
  const broken = scripts[speaker]?.ending === 'breaks off'
  if (finishes !== (broken ? 0 : 1) || error !== (broken ? 'solver-failed' : undefined)) return 'the end is not honest'
  if (speakers.length === 0) return speaker === is('is weak')[0] ? undefined : 'it is not the first weak reply'
  if (!speakers.includes(speaker)) return 'a weak reply was preferred'
  const passed = speakers.filter((index) => index < speaker)
  if (passed.some((index) => !mayBeOutrun(scripts[index]))) return 'somebody was passed by who had not to wait'
  const raced = scripts.slice(0, speaker + 1).some(mayBeOutrun)
  return !raced && Math.max(...asked) > speaker ? 'somebody was asked after the answer' : undefined
}

function mayBeOutrun(each: Script | undefined): boolean {
  return each?.hedge !== undefined && (each.delay !== undefined || each.streams || each.ending === 'breaks off')
}

describe('whatever solvers do', () => {
  it('comes to what the rules allow, streamed word by word', async () => {
    const chains = fc.array(fc.array(script, { minLength: 2, maxLength: 3 }), { minLength: 25, maxLength: 25 })
    await fc.assert(
      fc.asyncProperty(chains, async (several) => {
        const plays = await Promise.all(several.map(play))
        for (const each of plays) {
          const problem = objection(each)
          const steps = JSON.stringify(each.heard.trace.steps.map(({ solver, outcome }) => `${solver} ${outcome}`))
          expect(problem, `${JSON.stringify(each.scripts)}\n${steps}`).to.equal(undefined)
        }
      }),
      { numRuns: 20 },
    )
  })
})
