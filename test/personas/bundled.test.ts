import { readdirSync, readFileSync } from 'node:fs'
import { expect } from 'chai'
import { silentLog } from 'dramatis/testing'
import { loadCast } from '../../src/cast.ts'
import { resolveSettings } from '../../src/config/settings.ts'

/** Their dialogs are held by `test/dialogs/bundled.test.ts`. */
describe('the bundled personas', () => {
  for (const folder of ['personas', 'examples/personas']) {
    it(`of ${folder} load without a problem`, async () => {
      const settings = await resolveSettings({ flags: { personas: [folder], plugins: [] }, env: {} })
      const cast = await loadCast(settings, silentLog)
      await cast.close()
      expect(cast.problems).to.deep.equal([])
      const files = readdirSync(folder).filter((name) => name.endsWith('.json'))
      expect(cast.directory.list()).to.have.length(files.length)
    })
  }
  it('stand in the README', () => {
    const readme = readFileSync('README.md', 'utf8')
    for (const file of readdirSync('personas').filter((name) => name.endsWith('.json'))) {
      const { name } = JSON.parse(readFileSync(`personas/${file}`, 'utf8'))
      expect(readme).to.include(`| ${name} |`)
    }
  })
})
