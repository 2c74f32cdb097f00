import { connect } from 'node:http2'
import { expect } from 'chai'
import { scriptedSolver, startTestHost } from 'dramatis/testing'
import type { Runtime } from '../../src/runtime.ts'

describe('a host that somebody wants to exhaust', () => {
  let host: Runtime
  before(async () => {
    host = await startTestHost({ personas: [{ name: 'Bot', chain: [{ id: 'scripted', solver: scriptedSolver({}) }] }] })
  })
  after(() => host.close(0))

  it('has a limit for the requests of one HTTP/2 connection', async () => {
    const session = connect(host.url)
    const most = await new Promise((resolve) =>
      session.once('remoteSettings', (settings) => resolve(settings.maxConcurrentStreams)),
    )
    session.close()
    expect(most).to.be.within(100, 1_000)
  })
})
