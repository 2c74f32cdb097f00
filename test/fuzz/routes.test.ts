import { expect } from 'chai'
import type { FuzzedHost } from './fuzzed-host.ts'
import { describeRouteProblem, fuzzRoutes } from './routes/campaign.ts'
import { type FuzzStage, startRouteHost } from './routes/stage.ts'

/** A short run of what `npm run fuzz -- --only routes` does, with the same requests each time. */
const effort = { runs: 12, seed: 20261121, problems: 5 }

describe('fuzz: every operation that the host describes', () => {
  let host: FuzzedHost
  let stage: FuzzStage
  before(async () => {
    ;({ host, stage } = await startRouteHost())
  })
  after(async () => {
    await host.close()
    stage.close()
  })

  it("answers whatever is sent, in its surface's own form, and touches nothing that is not its own", async () => {
    const { operations, problems, statuses } = await fuzzRoutes(host, stage, effort)
    expect(problems, problems.map(describeRouteProblem).join('\n')).to.deep.equal([])
    expect(operations).to.be.greaterThan(150)
    expect(Object.keys(statuses)).to.include.members(['200', '201', '400', '404', '409', '422'])
  })
})
