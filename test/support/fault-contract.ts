import { expect } from 'chai'
import { isSolverError, type SolverDefinition, type SolverEvent } from 'dramatis'
import { chatRequest, createSolver, settle, startTestHost, testContext } from 'dramatis/testing'
import { type FaultServer, type Said, startFaultServer } from './fault-server.ts'
import { type Fault, type FaultName, faults, type Wire, whole } from './faults.ts'
import { chatPath, eventually } from './stage.ts'

export interface FaultContractOptions {
  wire: Wire
  /** The solver's settings, with the key `secret-key` where it has one, for a server at that address. */
  settings(url: string): object
  /** What a refusal says, where it says something. */
  refusal?: string
  /** Faults that the protocol has no form for. */
  lacks?: readonly FaultName[]
}

/** What becomes of every fault of a language model's server, at the solver that asks it. */
export function faultContract(name: string, definition: SolverDefinition, options: FaultContractOptions): void {
  const { wire, settings, refusal, lacks = [] } = options

  describe(`${name}, when the server fails`, () => {
    let server: FaultServer
    let said: Said = {}
    before(async () => {
      server = await startFaultServer(() => said)
    })
    after(() => server.close())

    const hear = async (address = server.url, signal?: AbortSignal, look?: (event: SolverEvent) => void) => {
      const solver = await createSolver(definition, settings(address))
      try {
        return await listen(solver.solve(chatRequest('hi'), testContext(signal ? { signal } : {})), look)
      } finally {
        await solver.close?.()
      }
    }

    for (const [fault, { strikes, outcome, address, retryAfter, said: saying }] of Object.entries<Fault>(faults)) {
      if (outcome === 'silent' || lacks.some((lacking) => lacking === fault)) continue
      it(`${fault}: ${strikes === 'late' ? 'One two three, ' : ''}${outcome}`, async () => {
        said = saying(wire)
        const { text, end, thrown } = await hear(address?.(server.url))
        if (strikes === 'late') expect(text).to.equal('One two three')
        expect(end).to.equal(outcome === 'answered' ? 'stop' : outcome === 'refused' ? 'refusal' : undefined)
        if (outcome === 'refused' && refusal !== undefined) expect(text).to.equal(refusal)
        if (outcome === 'answered' || outcome === 'declined' || outcome === 'refused') {
          expect(thrown).to.equal(undefined)
          return
        }
        if (!isSolverError(thrown)) throw thrown
        expect(thrown.kind).to.equal(outcome)
        expect(thrown.message).not.to.include('secret-key')
        if (retryAfter === undefined) expect(thrown.retryAfter).to.equal(undefined)
        else expect(thrown.retryAfter).to.be.within(retryAfter - 1.5, retryAfter)
      })
    }

    for (const fault of ['stalled before the first word', 'stalled after the first word'] as const) {
      it(`${fault}: the chain cuts the call`, async () => {
        said = faults[fault].said(wire)
        const solver = await createSolver(definition, settings(server.url))
        const limits = { timeout: '200ms', idleTimeout: '200ms' }
        const next = { id: 'next', solver: { solve: () => 'By rule.' } }
        const host = await startTestHost({
          personas: [{ name: 'Model', chain: [{ id: 'model', solver, settings: limits }, next] }],
        })
        const answer = await fetch(host.url + chatPath, {
          method: 'POST',
          body: JSON.stringify({ model: 'Model', messages: [{ role: 'user', content: 'hi' }] }),
        })
        const body = await answer.text()
        if (faults[fault].strikes === 'early') expect(body).to.include('By rule.')
        else expect(answer.status, body).to.be.at.least(500)
        await eventually('the call is cut', () => server.calls.at(-1)?.left !== undefined)
        await host.close(0)
      })
    }

    it('an end after any number of bytes is not taken for that of the answer', async () => {
      const bytes = Buffer.concat(whole(wire).map((frame) => Buffer.from(frame)))
      const cutting = await startFaultServer(({ path }) => {
        const length = Number(path.split('/')[1])
        return { headers: { 'content-type': wire.type }, frames: [bytes.subarray(0, length)] }
      })
      const lengths = [...bytes.keys()].filter((length) => length % 5 === 0)
      const hearAll = async (): Promise<void> => {
        for (let length = lengths.pop(); length !== undefined; length = lengths.pop()) {
          const { text, end, thrown } = await hear(`${cutting.url}/${length}`)
          expect('One two three'.startsWith(text), `${length} bytes: ${text}`).to.equal(true)
          if (end !== undefined) expect(text, `${length} bytes`).to.equal('One two three')
          else if (text !== '') expect(isSolverError(thrown) && thrown.kind, `${length} bytes`).to.equal('server-error')
        }
      }
      await Promise.all(Array.from({ length: 16 }, hearAll))
      await cutting.close()
    })

    it('cuts the call within 100 ms when nobody waits any more', async () => {
      said = faults['stalled after the first word'].said(wire)
      const leaving = new AbortController()
      let left = 0
      let text = ''
      const { thrown } = await hear(server.url, leaving.signal, (event) => {
        if (event.type === 'text-delta') text += event.text
        if (text !== 'One two three' || left > 0) return
        left = performance.now()
        leaving.abort(new Error('It left.'))
      })
      expect(thrown).to.have.property('message', 'It left.')
      await eventually('the call is cut', () => server.calls.at(-1)?.left !== undefined)
      expect((server.calls.at(-1)?.left ?? 0) - left).to.be.below(100)
    })

    it('keeps its connection from answer to answer', async () => {
      said = { headers: { 'content-type': wire.type }, frames: whole(wire) }
      const solver = await createSolver(definition, settings(server.url))
      const before = server.connections
      for (let count = 0; count < 5; count++) {
        const { text } = await settle(solver.solve(chatRequest('hi'), testContext()))
        expect(text).to.equal('One two three')
      }
      expect(server.connections - before).to.be.below(3) // a question may come before the last answer's very end
      await solver.close?.()
    })
  })
}

/** Everything that a solver says, how it ends, and what it throws. */
async function listen(returned: unknown, look: (event: SolverEvent) => void = () => {}) {
  let text = ''
  let end: string | undefined
  try {
    // solvers that reach language models always stream
    for await (const event of returned as AsyncIterable<SolverEvent>) {
      if (event.type === 'text-delta') text += event.text
      if (event.type === 'finish') end = event.reason
      look(event)
    }
  } catch (thrown) {
    return { text, end, thrown }
  }
  return { text, end, thrown: undefined }
}
