import { expect } from 'chai'
import { KeyTable } from '../../src/keys/table.ts'
import { createStore, type OpenStore } from '../../src/state/index.ts'
import { startPostgres, type TestPostgres } from '../state/postgres.ts'

/** The same in every database. */
function describeTable(name: string, open: () => Promise<OpenStore | undefined>): void {
  describe(`keys: the table in ${name}`, () => {
    let store: OpenStore
    let keys: KeyTable
    before(async function () {
      const opened = await open()
      if (!opened) return this.skip()
      store = opened
      keys = await KeyTable.open(store)
    })
    after(() => store?.close())

    it('has no usable key at first, nor one that is over', async () => {
      expect([await keys.list(), await keys.hasUsable(Date.now())]).to.deep.equal([[], false])
      const { id } = await keys.add({ name: 'revoked', scope: { manage: false } })
      await keys.add({ name: 'expired', scope: { manage: false }, expiresAt: Date.now() - 1 })
      await keys.revoke(id)
      expect(await keys.hasUsable(Date.now())).to.equal(false)
      await keys.add({ name: 'good', scope: { manage: false }, expiresAt: Date.now() + 60_000 })
      expect(await keys.hasUsable(Date.now())).to.equal(true)
    })
    it('gives back what was put in', async () => {
      const scope = { personas: ['a*'], surfaces: ['openai'], tools: ['x'], manage: true }
      const limits = { rate: 5, concurrency: 2, expiresAt: 4_102_444_800_000, awsSecret: 'a secret' }
      const { id } = await keys.add({ name: 'full', scope, ...limits })
      const { digest, caller, createdAt, ...rest } = (await keys.find(id)) ?? expect.fail('it is not there')
      expect(rest).to.deep.equal({ id, name: 'full', scope, ...limits, usedAt: undefined, revokedAt: undefined })
      expect([digest.length, caller.id, caller.mayManage]).to.deep.equal([32, id, true])
      expect(Date.now() - createdAt).to.be.within(0, 5_000)
      await keys.touch(id, 4_000_000_000_000)
      expect((await keys.find(id))?.usedAt).to.equal(4_000_000_000_000)
    })
    it('revokes a key once, and none that is not there', async () => {
      const { id } = await keys.add({ name: 'x', scope: { manage: false } })
      expect([await keys.revoke(id), await keys.revoke(id), await keys.revoke('none')]).to.deep.equal([
        true,
        false,
        false,
      ])
      expect(await keys.find('none')).to.equal(undefined)
    })
  })
}

describeTable('SQLite', async () => createStore('memory:'))

describe('keys: PostgreSQL', () => {
  let server: TestPostgres | undefined
  before(async () => {
    server = await startPostgres()
  })
  after(() => server?.close())
  describeTable('PostgreSQL', async () => server && createStore(await server.create()))
})
