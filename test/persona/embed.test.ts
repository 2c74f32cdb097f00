import { expect } from 'chai'
import { type Embeddings, isRuntimeError, type Solver, SolverError } from 'dramatis'
import { createTestPersona, silentLog, type TestPersona } from 'dramatis/testing'
import { embed } from '../../src/persona/embed.ts'
import { failing, never } from '../support/failing.ts'
import { sleep } from '../support/turn.ts'

type Embed = NonNullable<Solver['embed']>

const vectors = ({ inputs }: { inputs: readonly string[] }): Embeddings => ({
  vectors: inputs.map((text) => Float32Array.of(text.length)),
})

/** The vectors' first numbers, or the error of the catalogue. */
async function embedded(chain: TestPersona['chain'], rest: Partial<TestPersona> = {}, signal?: AbortSignal) {
  const waiting = { signal: signal ?? new AbortController().signal }
  try {
    const persona = createTestPersona({ name: 'Numbers', chain, ...rest })
    const { vectors } = await embed(persona, { inputs: ['a', 'bcd'] }, waiting, silentLog)
    return vectors.map(([first]) => first)
  } catch (error) {
    if (!isRuntimeError(error)) throw error
    return error.retryAfter === undefined ? error.code : `${error.code}, ${error.retryAfter} s`
  }
}

function link(embed: Embed, settings: object = {}): TestPersona['chain'][number] {
  return { id: 'numbers', solver: { solve: () => undefined, embed }, settings }
}

describe('embedding', () => {
  it('is done by the first solver that can, and by nobody else where it fails', async () => {
    const rule = { id: 'rule', solver: { solve: () => 'No.' } }
    expect(await embedded([rule, link(vectors), link(failing('quota'))])).to.deep.equal([1, 3])
    expect(await embedded([rule, link(failing('quota')), link(vectors)])).to.equal('solver-failed')
    expect(await embedded([rule])).to.equal('unsupported')
  })

  const failures: Record<string, [embed: Embed, outcome: string]> = {
    'a failure': [failing('server-error'), 'solver-failed'],
    'any other error': [() => JSON.parse('{'), 'solver-failed'],
    'a rejection': [async () => failing('unauthorized')(), 'solver-failed'],
    'too many questions': [failing('rate-limit', 6.5), 'solver-failed, 7 s'],
    'a late upstream': [failing('timeout'), 'timeout'],
    silence: [() => never, 'timeout'],
    'too few vectors': [() => ({ vectors: [Float32Array.of(1)] }), 'solver-failed'],
    'vectors without numbers': [() => ({ vectors: [new Float32Array(), new Float32Array()] }), 'solver-failed'],
    'vectors of other things': [
      ({ inputs }) => ({ vectors: inputs.map(() => Float32Array.of(Number.NaN)) }),
      'solver-failed',
    ],
    'too many vectors': [() => vectors({ inputs: ['', '', ''] }), 'solver-failed'],
  }
  for (const [name, [embed, outcome]] of Object.entries(failures)) {
    it(`${name}: ${outcome}`, async () => {
      expect(await embedded([link(embed, { timeout: 40 })])).to.equal(outcome)
    })
  }

  it('is tried again as often as its link says, within its time', async () => {
    let asked = 0
    const flaky: Embed = async (request) => {
      if (++asked < 3) throw new SolverError('server-error', 'broken')
      return vectors(request)
    }
    expect(await embedded([link(flaky, { retries: 2, retryDelay: 1 })])).to.deep.equal([1, 3])
    asked = 0
    expect(await embedded([link(flaky, { retries: 1, retryDelay: 1 })])).to.equal('solver-failed')
    const slow: Embed = () => sleep(60).then(failing('server-error'))
    const started = performance.now()
    const outcome = await embedded([link(slow, { retries: 10, retryDelay: 1, timeout: 100 })])
    expect(outcome).to.equal('timeout')
    expect(performance.now() - started).to.be.within(95, 400)
  })

  it('stops when the client leaves', async () => {
    let stopped = false
    const waits: Embed = (_, { signal }) => {
      signal.addEventListener('abort', () => {
        stopped = true
      })
      return never
    }
    expect(await embedded([link(waits)], {}, AbortSignal.timeout(20))).to.equal('cancelled')
    expect(stopped).to.equal(true)
  })
})
