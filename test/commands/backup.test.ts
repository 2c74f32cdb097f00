import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import type { Migration } from '../../src/core/store.ts'
import { createStore } from '../../src/state/index.ts'
import { run, workingFolder } from './command.ts'

interface Notes {
  notes: { text: string }
}

const migrations: readonly Migration[] = [
  async (db) => {
    await db.schema.createTable('notes').addColumn('text', 'text').execute()
  },
]

describe('dramatis backup', () => {
  const folder = workingFolder({ 'taken.db': 'something else' })

  const refusals: Record<string, { args: readonly string[]; stderr: RegExp }> = {
    'a state that is not there': { args: ['copy.db'], stderr: /There is no state at .*state\.db.*--state/ },
    'a state that is in no file': { args: ['copy.db', '--state', 'memory:'], stderr: /Only a state in a file/ },
    'a copy in no folder': { args: ['none/copy.db', '--state', 'file:./taken.db'], stderr: /none\/copy\.db/ },
    'a state that is no database': { args: ['copy.db', '--state', 'file:./taken.db'], stderr: /taken\.db could not/ },
    'no name for the copy': { args: [], stderr: /missing required argument/ },
  }
  for (const [name, { args, stderr }] of Object.entries(refusals)) {
    it(`refuses ${name}`, async () => {
      const ended = await run(folder, ['backup', ...args])
      expect(ended.code).to.not.equal(0)
      expect(ended.stderr).to.match(stderr)
      expect(existsSync(join(folder, 'copy.db'))).to.equal(false)
    })
  }

  it('copies what is kept while it is in use, and overwrites nothing', async () => {
    const store = createStore('file:./live.db', folder)
    const notes = await store.open<Notes>('notes', migrations)
    await notes.write(async (db) => void (await db.insertInto('notes').values({ text: 'kept' }).execute()))
    const copying = ['backup', 'copy.db', '--state', 'file:./live.db']
    expect(await run(folder, copying)).to.include({ code: 0 })
    const again = await run(folder, copying)
    expect(again.code).to.equal(1)
    expect(again.stderr).to.match(/copy\.db is there already/)
    expect(statSync(join(folder, 'copy.db')).mode & 0o777).to.equal(0o600) // secrets of AWS clients stand in it
    await store.close()
    const copy = createStore('file:./copy.db', folder)
    const kept = await (await copy.open<Notes>('notes', migrations)).db.selectFrom('notes').selectAll().execute()
    expect(kept).to.deep.equal([{ text: 'kept' }])
    await copy.close()
  })
})
