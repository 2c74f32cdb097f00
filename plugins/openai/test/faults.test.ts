import { expect } from 'chai'
import { isSolverError, type SolverEvent } from 'dramatis'
import { chatRequest, createSolver, startTestHost, testContext } from 'dramatis/testing'
import openai from 'dramatis-solver-openai'
import { type FaultServer, type Said, startFaultServer } from '../../../test/support/fault-server.ts'
import { type Fault, faults, type Wire, whole } from '../../../test/support/faults.ts'
import { eventually } from '../../../test/support/stage.ts'
import { chatWire, responsesWire } from './wires.ts'

const apis: Record<string, Wire> = { chat: chatWire, responses: responsesWire }

for (const [api, wire] of Object.entries(apis)) {
  describe(`openai by ${api}, when the server fails`, () => {
    let server: FaultServer
    let said: Said = {}
    before(async () => {
      server = await startFaultServer(() => said)
    })
    after(() => server.close())

    const settings = (fault?: Fault) => ({
      baseUrl: `${(fault?.address ?? String)(server.url)}/v1`,
      apiKey: 'secret-key',
      model: 'm',
      api,
    })

    for (const [name, fault] of Object.entries<Fault>(faults)) {
      if (fault.outcome === 'silent') continue
      it(`${name}: ${fault.strikes === 'late' ? 'One two three, ' : ''}${fault.outcome}`, async () => {
        said = fault.said(wire)
        const solver = await createSolver(openai, settings(fault))
        const { text, end, thrown } = await hear(solver.solve(chatRequest('hi'), testContext()))
        await solver.close?.()
        if (fault.strikes === 'late') expect(text).to.equal('One two three')
        if (fault.outcome === 'refused') expect([text, end]).to.deep.equal(['I cannot.', 'refusal'])
        else if (fault.outcome === 'answered') expect(end).to.equal('stop')
        else expect(end).to.equal(undefined)
        if (['answered', 'declined', 'refused'].includes(fault.outcome)) {
          expect(thrown).to.equal(undefined)
          return
        }
        if (!isSolverError(thrown)) throw thrown
        expect(thrown.kind).to.equal(fault.outcome)
        expect(thrown.message).not.to.include('secret-key')
        if (fault.retryAfter === undefined) expect(thrown.retryAfter).to.equal(undefined)
        else expect(thrown.retryAfter).to.be.within(fault.retryAfter - 1.5, fault.retryAfter)
      })
    }

    for (const name of ['stalled before the first word', 'stalled after the first word'] as const) {
      it(`${name}: the chain cuts the call`, async () => {
        said = faults[name].said(wire)
        const solver = await createSolver(openai, settings())
        const limits = { timeout: '200ms', idleTimeout: '200ms' }
        const chain = [
          { id: 'openai', solver, settings: limits },
          { id: 'rules', solver: { solve: () => 'By rule.' } },
        ]
        const host = await startTestHost({ personas: [{ name: 'Model', chain }] })
        const answer = await fetch(`${host.url}/openai/v1/chat/completions`, {
          method: 'POST',
          body: JSON.stringify({ model: 'Model', messages: [{ role: 'user', content: 'hi' }] }),
        })
        const body = await answer.text()
        if (faults[name].strikes === 'early') expect(body).to.include('By rule.')
        else expect([answer.status, body]).to.satisfy(([status]: [number]) => status >= 500)
        await eventually('the call is cut', () => server.calls.at(-1)?.left !== undefined)
        await host.close(0)
      })
    }

    it('cuts the call when nobody waits any more, at once', async () => {
      said = { ...faults['stalled after the first word'].said(wire) }
      const solver = await createSolver(openai, settings())
      const leaving = new AbortController()
      const words = hear(solver.solve(chatRequest('hi'), testContext({ signal: leaving.signal })), (event) => {
        if (event.type === 'text-delta' && event.text === ' three') leaving.abort(new Error('It left.'))
      })
      const { thrown } = await words
      const left = performance.now()
      expect(thrown).to.have.property('message', 'It left.')
      await eventually('the call is cut', () => server.calls.at(-1)?.left !== undefined)
      expect((server.calls.at(-1)?.left ?? 0) - left).to.be.below(100)
      await solver.close?.()
    })

    it('keeps its connection from answer to answer', async () => {
      said = { headers: { 'content-type': wire.type }, frames: whole(wire) }
      const solver = await createSolver(openai, settings())
      const before = server.connections
      for (let count = 0; count < 5; count++) {
        const { text } = await hear(solver.solve(chatRequest('hi'), testContext()))
        expect(text).to.equal('One two three')
      }
      expect(server.connections - before).to.be.below(3) // a question may come before the last answer's very end
      await solver.close?.()
    })
  })
}

/** Everything that a solver says, how it ends, and what it throws. */
async function hear(returned: unknown, look: (event: SolverEvent) => void = () => {}) {
  let text = ''
  let end: string | undefined
  try {
    for await (const event of returned as AsyncIterable<SolverEvent>) {
      // this solver always streams
      if (event.type === 'text-delta') text += event.text
      if (event.type === 'finish') end = event.reason
      look(event)
    }
  } catch (thrown) {
    return { text, end, thrown }
  }
  return { text, end, thrown: undefined }
}
