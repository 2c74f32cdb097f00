import { expect } from 'chai'
import { fixture } from '../support/fixtures.ts'
import { postChat } from '../support/stage.ts'
import { startTroubledHost, type TroubledHost } from '../support/troubled-host.ts'

const at = (name: string) => fixture('surfaces', name)
const limit = 500

const told: Record<string, string> = {
  'throws.ts': `Plugin "throws" (${at('throws.ts')}) cannot be set up: its certificate is not there`,
  'hangs.ts': `Plugin "hangs" (${at('hangs.ts')}) cannot be set up: it was not ready within ${limit} ms`,
  'nothing.ts': `Plugin "nothing" (${at('nothing.ts')}) made something without routes.`,
  'solver-inside': `Plugin "solver-inside" (${at('solver-inside/index.ts')}): its keyword says surface, but its default export is a solver.`,
}

describe('broken surfaces', () => {
  let host: TroubledHost
  before(async () => {
    host = await startTroubledHost({ 'sound.json': { solvers: ['failure'] } }, [fixture('surfaces')], `${limit}ms`)
  })
  after(() => host.close())

  for (const [name, message] of Object.entries(told)) {
    it(`are told of: ${name}`, () => {
      const messages = host.pluginProblems.filter(({ location }) => location === at(name)).map((each) => each.message)
      expect(messages).to.deep.equal([message])
    })
  }
  it('do not matter to those that work, nor to the personas', async () => {
    expect(await (await fetch(`${host.url}/sound`)).json()).to.equal('Still here.')
    expect((await postChat(host.url, 'Ada', { model: 'sound' })).status).to.equal(200)
  })
})
