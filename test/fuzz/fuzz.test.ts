import { expect } from 'chai'
import { chatting } from '../support/chatting.ts'
import { fuzz } from './campaign.ts'
import { describeProblem } from './describe-problem.ts'
import { endpoints } from './endpoints/index.ts'
import { type FuzzedHost, startFuzzedHost } from './fuzzed-host.ts'
import { missingDescriptions } from './shapes/published.ts'

/** A short run of the campaign that `npm run fuzz` makes, with the same bodies each time. */
const effort = { runs: 150, seed: 20261120, sweep: false, problems: 3 }

describe('fuzz: whatever is sent, the answer is one that the vendor could have given', () => {
  let host: FuzzedHost
  before(async () => {
    host = await startFuzzedHost()
  })
  after(() => host.close())

  for (const endpoint of endpoints) {
    it(endpoint.name, async () => {
      const { problems } = await fuzz(host, endpoint, effort)
      expect(problems, problems.map((problem) => describeProblem(endpoint, problem)).join('\n')).to.deep.equal([])
    })
  }

  it('covers every surface that chats', () => {
    const covered = new Set(endpoints.map(({ surface }) => surface))
    expect(covered).to.deep.equal(new Set(chatting))
  })

  it('validates by the published descriptions', function () {
    if (missingDescriptions.size === 0) return
    process.stdout.write(`    skipped: ${[...missingDescriptions].join(', ')} not in SPECS_DIR\n`)
    this.skip()
  })
})
