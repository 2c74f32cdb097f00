import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { isRuntimeError, RuntimeError, type Solver } from 'dramatis'
import { chatRequest, silentLog, testContext } from 'dramatis/testing'
import { loadCast } from '../../src/cast.ts'
import { resolveSettings } from '../../src/config/settings.ts'
import { kindOfPlugin } from '../../src/core/define.ts'
import * as http from '../../src/http/index.ts'
import * as api from '../../src/index.ts'
import { fixture } from '../support/fixtures.ts'
import { startTroubledHost } from '../support/troubled-host.ts'

const manifest = JSON.parse(readFileSync('package.json', 'utf8'))
/** What plugins may import; tests of plugins run without a host, from the installed package. */
const entries = Object.keys(manifest.exports)
  .filter((path) => !['./package.json', './testing'].includes(path))
  .map((path) => path.replace('.', 'dramatis'))

/** The host's modules as the host itself imports them. */
const own: Readonly<Record<string, object>> = { dramatis: api, 'dramatis/http': http }

const settings = (plugins: string) => resolveSettings({ flags: { plugins: [plugins], personas: [] }, env: {} })

describe('a plugin in a bare folder', () => {
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dramatis-plugins-'))
  })
  after(() => rm(folder, { recursive: true }))

  for (const [index, entry] of entries.entries()) {
    it(`gets the running host's own "${entry}"`, async () => {
      const key = `dramatis.test.${index}`
      const id = `importer-${index}`
      const code = [
        `import { defineSolver } from 'dramatis'`,
        `import * as entry from '${entry}'`,
        `export default defineSolver({ create: () => ({ solve: () => String(Reflect.set(globalThis, '${key}', entry)) }) })`,
      ]
      await writeFile(join(folder, `${id}.ts`), code.join('\n'))
      const { registry } = await loadCast(await settings(folder), silentLog)
      expect(registry.problems.filter((problem) => problem.id === id)).to.deep.equal([])
      const solver = await create(registry, id)
      await solver.solve(chatRequest('?'), testContext())
      const got = Reflect.get(globalThis, key) as object // a module's namespace
      expect(Object.keys(got)).to.have.members(Object.keys(await import(entry)))
      for (const [name, value] of Object.entries(own[entry] ?? {})) expect(Reflect.get(got, name)).to.equal(value)
    })
  }

  it('throws errors of the class that the host and its callers know', async () => {
    const { registry } = await loadCast(await settings(fixture('plugins')), silentLog)
    const solver = await create(registry, 'host-module')
    expect(() => solver.solve(chatRequest('?'), testContext())).to.throw(RuntimeError, 'The fixture says no.')
  })

  it('has a chain go on to the next solver, like any other', async () => {
    const files = { 'busy.json': { solvers: ['host-module', 'hello'] } }
    const host = await startTroubledHost(files, [fixture('plugins')])
    try {
      const body = JSON.stringify({ model: 'busy', messages: [{ role: 'user', content: 'Ada' }] })
      const response = await fetch(`${host.url}/openai/v1/chat/completions`, { method: 'POST', body })
      expect(response.headers.get('x-dramatis-solver')).to.equal('hello')
    } finally {
      await host.close()
    }
  })
})

describe('a plugin with a copy of the package of its own', () => {
  it('throws errors that the host recognises, though their class is another', async () => {
    const copy = await import(`${'../../src/core/errors.ts'}?copy`)
    const error = new copy.RuntimeError('overloaded', 'No.')
    expect(error).to.not.be.instanceOf(RuntimeError)
    expect(isRuntimeError(error)).to.equal(true)
  })
  it('defines plugins that the host recognises', async () => {
    const copy = await import(`${'../../src/core/define.ts'}?copy`)
    expect(copy.kindOfPlugin).to.not.equal(kindOfPlugin)
    expect(kindOfPlugin(copy.defineSolver({ create: () => ({ solve: () => 'x' }) }))).to.equal('solver')
  })
})

async function create(registry: Awaited<ReturnType<typeof loadCast>>['registry'], id: string): Promise<Solver> {
  const entry = registry.find('solver', id)
  if (!entry) throw new Error(`There is no solver "${id}".`)
  const plugin = await registry.load(entry)
  return (await plugin.create({}, { baseFolder: '.', log: silentLog })) as Solver // its kind is `solver`
}
