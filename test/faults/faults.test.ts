import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { chatting } from '../support/chatting.ts'
import { type FaultName, faults } from '../support/faults.ts'
import { clients, everybody } from './clients/index.ts'
import { judge, receive } from './hear.ts'
import { startFaultHost } from './host.ts'
import { cutWithin, leave, type SituationName, situations } from './leaving.ts'
import { readTable, section, toSummary } from './report.ts'
import { rules } from './rules.ts'
import { type Cell, casesOf, play } from './table.ts'
import { answer } from './wire.ts'

const faultNames = Object.keys(faults) as FaultName[]
const clientNames = Object.keys(clients)
const page = readFileSync('docs/reliability.md', 'utf8')

/** A suite of the cells, each of which is as it should be and as the page says. */
function played(title: string, ofFaults: readonly FaultName[], ofClients: readonly string[]): void {
  describe(title, () => {
    const cases = casesOf(ofFaults, ofClients)
    let cells: readonly Cell[]
    before(async () => {
      cells = await play(cases)
    })
    for (const [index, { fault, client, stream }] of cases.entries()) {
      it(`${fault}, ${client}, ${stream ? 'streamed' : 'whole'}`, () => {
        const { heard, wrong } = cells[index] ?? {}
        expect(wrong).to.equal(undefined)
        const published = readTable(section(page, 'faults')).find(
          (cell) => cell.fault === fault && cell.client === client && cell.stream === stream,
        )
        expect(published?.heard).to.equal(heard)
      })
    }
  })
}

describe('faults of a language model', () => {
  played('every fault at one client', faultNames, ['OpenAI chat'])
  played('a fault at every client', ['cut before the first word', 'cut after the first word'], Object.keys(everybody))

  describe('a client that leaves', () => {
    const all = Object.keys(situations) as SituationName[]
    const cases: Record<string, [clients: readonly string[], situations: readonly SituationName[]]> = {
      'one client, whatever it waits for': [['OpenAI chat'], all],
      'every client, in the middle of a stream': [clientNames, ['hears word after word']],
    }
    for (const [title, [who, when]] of Object.entries(cases)) {
      it(`cuts the upstream within ${cutWithin} ms: ${title}`, async () => {
        const late = (await leave(who, when)).filter(({ milliseconds }) => milliseconds >= cutWithin)
        expect(late).to.deep.equal([])
      })
    }
  })

  describe('the chain', () => {
    for (const { rule, run } of rules) it(rule, run)
  })

  describe('the suite', () => {
    it('has a client for every surface that chats', () => {
      const paths = Object.values(clients).map(
        (client) => client.request({ persona: 'p', turns: ['?'], stream: true }).path.split('/')[1],
      )
      expect(new Set(paths)).to.deep.equal(new Set(chatting))
    })
    it('has clients that are not taken in by a stream without its end', async () => {
      const host = await startFaultHost({ bot: { said: () => answer } })
      try {
        for (const [name, client] of Object.entries(everybody)) {
          const received = await receive(host.url, client, 'bot', true)
          expect(judge(client, received, true).what, name).to.equal('model')
          const { length: whole } = received.body
          for (let length = whole - 1; length > Math.max(0, whole - 400); length--) {
            const body = received.body.subarray(0, length)
            expect(() => judge(client, { ...received, body }, true), `${name}, ${length} bytes`).to.throw()
          }
        }
      } finally {
        await host.close()
      }
    })
    it('is what the README sums up', () => {
      const summary = section(readFileSync('README.md', 'utf8'), 'faults')
      expect(summary).to.equal(toSummary(readTable(section(page, 'faults'))))
    })
  })
})
