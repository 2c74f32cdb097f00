import { copyFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { sql } from 'kysely'
import { createStore } from '../../src/state/index.ts'
import { startPostgres, type TestPostgres } from './postgres.ts'
import { add, describeStore, failure, ids, migrations, type Sums } from './suite.ts'

describe('the store', () => {
  let folder: string
  let files = 0
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'dramatis-state-'))
  })
  after(() => rmSync(folder, { recursive: true }))
  const fresh = (): string => join(folder, `${++files}`, 'state.db')

  describeStore('in a file', () => `file:${fresh()}`)

  describe('in PostgreSQL', () => {
    let postgres: TestPostgres | undefined
    before(async function () {
      this.timeout(30_000)
      postgres = await startPostgres()
      if (!postgres) {
        console.error('SKIPPED: PostgreSQL is not installed, the store was not tried with it')
        this.skip()
      }
    })
    after(() => postgres?.close())
    describeStore('as in a file', async () => (await postgres?.create()) ?? '')

    it('comes back when the server does not answer at first', async () => {
      const url = (await postgres?.create()) ?? ''
      const gone = createStore(url.replace(/\/test_\d+$/, '/nowhere'))
      const error = await failure(gone.open<Sums>('sums', migrations))
      expect(error).to.include({ code: 'state-failed' })
      await gone.close()
    })
  })

  const unusable: [what: string, url: string, code: string, told: RegExp][] = [
    ['another database', 'mysql://user:secret@db/x', 'invalid-settings', /none of file:PATH, memory: and postgres/],
    ['no URL', 'state.db', 'invalid-settings', /correct --state/],
    ['a server that is not there', 'postgres://me:secret@127.0.0.1:1/x', 'state-failed', /cannot be opened.*--state/],
    ['a folder', 'file:FOLDER', 'state-failed', /cannot be opened/],
    ['a file that is no database', 'file:FOLDER/text', 'state-failed', /cannot be opened/],
    ['a folder that is a file', 'file:FOLDER/text/state.db', 'state-failed', /cannot be opened/],
  ]
  for (const [what, url, code, told] of unusable) {
    it(`says what is wrong with ${what}`, async () => {
      writeFileSync(join(folder, 'text'), 'This is no database at all, but a text that is long enough. '.repeat(100))
      const open = async () => {
        const store = createStore(url.replace('FOLDER', folder))
        try {
          await store.open<Sums>('sums', migrations)
        } finally {
          await store.close()
        }
      }
      const error = await failure(open())
      expect(error.code, error.message).to.equal(code)
      expect(error.message).to.match(told)
      expect(error.message).not.to.include('secret')
    })
  }

  for (const [what, change] of [
    ['taken away', (path: string) => rmSync(path)],
    ['replaced', (path: string) => renameSync(`${path}.copy`, path)],
  ] as const) {
    it(`acknowledges nothing that would be lost with a file that was ${what}`, async () => {
      const path = fresh()
      const store = createStore(`file:${path}`)
      const sums = await store.open<Sums>('sums', migrations)
      await add(sums, 'a')
      copyFileSync(path, `${path}.copy`)
      change(path)
      const error = await failure(add(sums, 'b'))
      expect(error.code).to.equal('state-failed')
      expect(String(error.cause)).to.match(/taken away or replaced; restart/)
      await store.close()
    })
  }

  it('makes its folder, and lets nobody else read the file', async () => {
    const path = fresh()
    const store = createStore(`file:${path}`)
    await store.open<Sums>('sums', migrations)
    await store.close()
    expect(statSync(path).mode & 0o777).to.equal(0o600)
  })

  it('is not loaded before somebody needs it', async () => {
    const path = fresh()
    const store = createStore(`file:${path}`)
    expect(await store.exists()).to.equal(false)
    await store.check()
    expect([await store.exists(), statSync(path).size]).to.deep.equal([false, 0])
    await store.open<Sums>('sums', migrations)
    expect(await store.exists()).to.equal(true)
    await store.close()
  })

  it('says that the disk is full, keeps what was acknowledged, and goes on when there is room', async () => {
    const store = createStore(`file:${fresh()}`)
    const sums = await store.open<Sums>('sums', migrations)
    await add(sums, 'before')
    const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(sums.db)
    await sql`pragma max_page_count = ${sql.lit((rows[0]?.page_count ?? 0) + 2)}`.execute(sums.db)
    const error = await failure(add(sums, 'large', 'x'.repeat(100_000)))
    expect([error.code, error.retryAfter]).to.deep.equal(['state-failed', 5])
    expect(error.message).to.match(/what was sent is not kept/)
    expect(await ids(sums)).to.deep.equal(['before'])
    await sql`pragma max_page_count = 100000`.execute(sums.db)
    await add(sums, 'large', 'x'.repeat(100_000))
    expect(await ids(sums)).to.deep.equal(['before', 'large'])
    await store.close()
  })

  it('is told at once where its folder cannot be written to', async () => {
    const locked = join(folder, 'locked')
    mkdirSync(locked, { mode: 0o555 })
    const isRoot = process.getuid?.() === 0
    if (isRoot) process.seteuid?.(65_534) // root may write anywhere
    try {
      const error = await failure(createStore(`file:${locked}/state/state.db`).check())
      expect(error.code).to.equal('state-failed')
      expect(error.message).to.match(/cannot be opened: EACCES.*--state/)
    } finally {
      if (isRoot) process.seteuid?.(0)
    }
  })
})
