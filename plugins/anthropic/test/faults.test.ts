import { expect } from 'chai'
import { isSolverError } from 'dramatis'
import { chatRequest, createSolver } from 'dramatis/testing'
import anthropic from 'dramatis-solver-anthropic'
import { type Fault, faults, whole } from '../../../test/support/faults.ts'
import { chain, hear, outcomes, sleep } from '../../../test/support/turn.ts'
import { standIn, streamOf } from './stand-in.ts'
import { answer, end, text, wire } from './wire.ts'

const table: readonly (readonly [name: string, fault: Fault])[] = Object.entries(faults)
const patience = { timeout: '300ms', idleTimeout: '300ms' }

describe('anthropic meets', () => {
  const vendor = standIn()
  const addressOf = ({ address = (url) => url }: Fault): string => address(vendor.server.url)

  for (const [name, fault] of table.filter(([, { outcome }]) => outcome !== 'silent')) {
    it(name, async () => {
      vendor.does(fault.said(wire))
      const heard: object[] = []
      const error = await vendor.listen(chatRequest('Hi'), heard, { baseUrl: addressOf(fault) })
      switch (fault.outcome) {
        case 'answered':
          expect(heard.map((event) => ('text' in event ? event.text : ''))).to.deep.equal(['One ', 'two ', 'three', ''])
          expect(heard.at(-1)).to.include({ type: 'finish', reason: 'stop' })
          break
        case 'refused':
          expect(heard.at(-1)).to.include({ type: 'finish', reason: 'refusal' })
          break
        case 'declined':
          expect([heard, error]).to.deep.equal([[], undefined])
          break
        default:
          expect(isSolverError(error) && error.kind, String(error)).to.equal(fault.outcome)
          expect(heard).to.have.length(fault.strikes === 'late' ? wire.words.length : 0)
          if (fault.retryAfter === undefined) expect(error).to.have.property('retryAfter', undefined)
          else expect((error as { retryAfter?: number }).retryAfter).to.be.closeTo(fault.retryAfter, 1)
      }
    })
  }

  for (const [name, fault] of table) {
    it(`${name}, in a chain`, async () => {
      vendor.does(fault.said(wire))
      const solver = await createSolver(anthropic, { baseUrl: `${addressOf(fault)}/${encodeURI(name)}` }) // its own breaker
      try {
        const links = [{ id: 'model', solver, settings: patience }, ...chain({ next: () => 'Next.' })]
        const fallthroughOn = [
          'declined',
          'timeout',
          'rate-limit',
          'quota',
          'server-error',
          'failure',
          'refusal',
        ] as const
        const heard = await hear({ name: 'Bot', chain: links, fallthroughOn })
        if (fault.outcome === 'answered') expect([heard.text, heard.error]).to.deep.equal(['One two three', undefined])
        else if (fault.strikes === 'early') expect(heard.text, outcomes(heard.trace)).to.equal('Next.')
        else expect(heard).to.deep.include({ text: 'One two three', error: errorAfter(fault) })
      } finally {
        await solver.close?.()
      }
    })
  }

  it('a client that leaves: the connection is cut', async () => {
    vendor.does({ ...streamOf([...wire.opening, ...wire.words]), ending: 'silent' })
    const client = new AbortController()
    const heard: unknown[] = []
    const listening = vendor.listen(chatRequest('Hi'), heard, {}, { signal: client.signal })
    while (heard.length < wire.words.length) await sleep(5)
    const left = performance.now()
    client.abort(new Error('It left.'))
    expect(await listening).to.equal(client.signal.reason)
    while (vendor.call.left === undefined) await sleep(1)
    expect(vendor.call.left - left).to.be.below(100)
  })

  it('a server that has said everything, and does not go: the answer ends', async () => {
    vendor.does({ ...streamOf(whole(wire)), ending: 'silent' })
    const started = performance.now()
    expect((await vendor.ask(chatRequest('Hi'))).events.at(-1)).to.include({ type: 'finish', reason: 'stop' })
    expect(performance.now() - started).to.be.below(1000)
  })

  it('one question after the other, on one connection', async () => {
    const solver = await createSolver(anthropic, { baseUrl: vendor.server.url })
    try {
      const before = vendor.server.connections
      vendor.says([whole(wire).join('')])
      for (let turn = 0; turn < 5; turn++) {
        const heard = await hear({ name: 'Bot', chain: [{ id: 'model', solver }] })
        expect(heard.text).to.equal('One two three')
        await sleep(5)
      }
      expect(vendor.server.connections - before).to.equal(1)
    } finally {
      await solver.close?.()
    }
  })

  it('a signal that has been asked with many times, without a warning', async () => {
    const warnings: Error[] = []
    const warn = (warning: Error): void => void warnings.push(warning)
    process.on('warning', warn)
    const { signal } = new AbortController()
    for (let round = 0; round < 15; round++) {
      vendor.says(answer(text(0, 'One'), end('end_turn')))
      await vendor.ask(chatRequest('Hi'), {}, { signal })
    }
    await sleep(5)
    process.off('warning', warn)
    expect(warnings).to.deep.equal([])
  })
})

function errorAfter({ outcome }: Fault): string {
  return outcome === 'silent' ? 'timeout' : 'solver-failed'
}
