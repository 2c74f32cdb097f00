import { expect } from 'chai'
import type { Migration, RuntimeError, Tables } from 'dramatis'
import { createStore, type OpenStore } from '../../src/state/index.ts'

export interface Sums {
  sums_rows: { id: string; amount: number; text: string | null }
}

export const migrations: readonly Migration[] = [
  async (db) => {
    await db.schema
      .createTable('sums_rows')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('amount', 'bigint', (column) => column.notNull())
      .execute()
  },
  async (db) => {
    await db.schema.alterTable('sums_rows').addColumn('text', 'text').execute()
  },
]

export function add({ write }: Tables<Sums>, id: string, text: string = id): Promise<unknown> {
  return write((db) => db.insertInto('sums_rows').values({ id, amount: 1, text }).execute())
}

export async function ids({ db }: Tables<Sums>): Promise<readonly string[]> {
  return (await db.selectFrom('sums_rows').select('id').orderBy('id').execute()).map(({ id }) => id)
}

export async function failure(work: Promise<unknown>): Promise<RuntimeError> {
  try {
    await work
  } catch (error) {
    return error as RuntimeError // the tests look whether it is one
  }
  throw new Error('it did not fail')
}

/** What holds in every database that survives a store. `createUrl` gives that of an empty one. */
export function describeStore(title: string, createUrl: () => string | Promise<string>): void {
  describe(title, () => {
    let url: string
    let store: OpenStore
    beforeEach(async () => {
      url = await createUrl()
      store = createStore(url)
    })
    afterEach(() => store.close())
    const open = () => store.open<Sums>('sums', migrations)
    const restart = async (): Promise<void> => {
      await store.close()
      store = createStore(url)
    }

    it('brings tables up to date, from any earlier release', async () => {
      await store.open<Sums>('sums', migrations.slice(0, 1))
      await restart()
      const sums = await open()
      await add(sums, 'a')
      expect(await ids(sums)).to.deep.equal(['a'])
    })

    it('keeps away from tables of a newer release', async () => {
      await open()
      await restart()
      const error = await failure(store.open<Sums>('sums', migrations.slice(0, 1)))
      expect(error.code).to.equal('state-failed')
      expect(error.message).to.match(/tables of "sums" were written by a newer release \(2\); this one knows 1/)
      await add(await open(), 'a') // the failure is not remembered
    })

    it('keeps whole numbers of 53 bits, and texts of any script', async () => {
      const sums = await open()
      const row = { id: 'ä\u2028日本😀\t"', amount: 2 ** 53 - 1, text: null }
      await sums.write((db) => db.insertInto('sums_rows').values(row).execute())
      await restart()
      expect(await (await open()).db.selectFrom('sums_rows').selectAll().execute()).to.deep.equal([row])
    })

    it('runs the writes of one tick in their order, each seeing those before it', async () => {
      const sums = await open()
      const count = () =>
        sums.write(async (db) => {
          const { all } = await db
            .selectFrom('sums_rows')
            .select(({ fn }) => fn.countAll<number>().as('all'))
            .executeTakeFirstOrThrow()
          const row = { id: `row ${all}`, amount: 1, text: null }
          await db.insertInto('sums_rows').values(row).execute()
          return Number(all)
        })
      expect(await Promise.all([count(), count(), count()])).to.deep.equal([0, 1, 2])
    })

    it('writes everything else where one of the writes fails, and nothing of that one', async () => {
      const sums = await open()
      await add(sums, 'taken')
      const own = sums.write(async (db) => {
        await db.insertInto('sums_rows').values({ id: 'half', amount: 1, text: null }).execute()
        throw new TypeError('my own')
      })
      const settled = await Promise.allSettled([add(sums, 'a'), add(sums, 'taken'), own, add(sums, 'b')])
      const reasons = settled.map((result) => (result.status === 'rejected' ? result.reason : undefined))
      expect(reasons.map((reason) => reason?.code ?? reason?.message)).to.deep.equal([
        undefined,
        'state-failed',
        'my own',
        undefined,
      ])
      expect(reasons[1].message).not.to.match(/sums_rows/)
      expect(await ids(sums)).to.deep.equal(['a', 'b', 'taken'])
    })

    it('finishes what is under way before it closes', async () => {
      const sums = await open()
      const writes = Array.from({ length: 1200 }, (_, index) => add(sums, String(index)))
      await restart()
      await Promise.all(writes)
      expect(await ids(await open())).to.have.lengthOf(1200)
    })

    it('takes the writes of two hosts', async () => {
      const other = createStore(url)
      try {
        const [one, two] = [await open(), await other.open<Sums>('sums', migrations)]
        const writes = Array.from({ length: 100 }, (_, index) => add(index % 2 ? one : two, String(index)))
        await Promise.all(writes)
        expect([(await ids(one)).length, (await ids(two)).length]).to.deep.equal([100, 100])
      } finally {
        await other.close()
      }
    })
  })
}
