import { expect } from 'chai'
import { chatRequest, createSolver } from 'dramatis/testing'
import anthropic from 'dramatis-solver-anthropic'
import { faultContract } from '../../../test/support/fault-contract.ts'
import { type Fault, faults, whole } from '../../../test/support/faults.ts'
import { chain, hear, outcomes, sleep } from '../../../test/support/turn.ts'
import { standIn, streamOf } from './stand-in.ts'
import { answer, end, text, wire } from './wire.ts'

const table: readonly (readonly [name: string, fault: Fault])[] = Object.entries(faults)
const patience = { timeout: '300ms', idleTimeout: '300ms' }

faultContract('anthropic', anthropic, {
  settings: (url) => ({ baseUrl: url, apiKey: 'secret-key', model: 'm' }),
  wire,
})

describe('anthropic meets', () => {
  const vendor = standIn()
  const addressOf = ({ address = (url) => url }: Fault): string => address(vendor.server.url)

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

  it('a server that has said everything, and does not go: the answer ends', async () => {
    vendor.does({ ...streamOf(whole(wire)), ending: 'silent' })
    const started = performance.now()
    expect((await vendor.ask(chatRequest('Hi'))).events.at(-1)).to.include({ type: 'finish', reason: 'stop' })
    expect(performance.now() - started).to.be.below(1000)
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
