import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import type { Solver } from 'dramatis'
import { chatRequest, settle, silentLog, testContext } from 'dramatis/testing'
import * as http from '../../src/http/index.ts'
import * as api from '../../src/index.ts'
import { Registry } from '../../src/plugins/registry.ts'
import { fixture } from '../support/fixtures.ts'

const modules = { dramatis: api, 'dramatis/http': http }
const nowhere = { bundled: '', installed: '', folders: [], modules }

async function answer(registry: Registry, id: string): Promise<string> {
  const entry = registry.find('solver', id)
  if (!entry) throw new Error(`There is no solver "${id}".`)
  const plugin = await registry.load(entry)
  const config = {}
  plugin.configure(config)
  const solver = (await plugin.create(config, { baseFolder: '.', log: silentLog })) as Solver // its kind is `solver`
  return (await settle(solver.solve(chatRequest('Ada'), testContext()))).text
}

describe('a folder of plugins', () => {
  let registry: Registry
  before(async () => {
    registry = await Registry.open({ ...nowhere, folders: [fixture('plugins')] })
  })

  const plugins: Record<string, [what: string, answer: string]> = {
    hello: ['a TypeScript file', 'Hello, Ada.'],
    plain: ['a JavaScript file', 'Plainly: Ada'],
    required: ['a CommonJS file', 'Required: Ada'],
    parts: ['a folder with an index file, which imports another', 'In parts: Ada'],
    packaged: ['a package in TypeScript', 'Packaged: Ada'],
    'ovos-solver-packaged-plugin': ['a package by its alias', 'Packaged: Ada'],
    'by-main': ['a package whose "main" has no ending', 'By main: Ada'],
  }
  for (const [id, [what, expected]] of Object.entries(plugins)) {
    it(`may hold ${what}`, async () => expect(await answer(registry, id)).to.equal(expected))
  }
  it('holds nothing else: tests and declarations beside them are no plugins', () => {
    expect(registry.problems).to.deep.equal([])
    const ids = registry.entries.map(({ id }) => id)
    expect(ids).to.have.members(['hello', 'plain', 'required', 'parts', 'packaged', 'by-main', 'host-module'])
  })
  it('is described by what its package.json says', () => {
    expect(registry.find('solver', 'packaged')).to.deep.equal({
      id: 'packaged',
      aliases: ['ovos-solver-packaged-plugin'],
      kind: 'solver',
      name: '@someone/dramatis-solver-packaged',
      version: '1.2.3',
      description: 'A TypeScript package in a plugins folder.',
      origin: 'folder',
      entry: fixture('plugins/packaged/lib/start.ts'),
      location: fixture('plugins/packaged'),
    })
  })
  it('that cannot be read is an error of the settings that names it', async () => {
    const folder = join(tmpdir(), 'dramatis-no-such-folder')
    const error = await Registry.open({ ...nowhere, folders: [folder] }).catch((thrown: unknown) => thrown)
    expect(error).to.be.instanceOf(api.RuntimeError).and.include({ code: 'invalid-settings' })
    expect(String(error)).to.include(`The plugins folder "${folder}" cannot be read: ENOENT`)
  })
})

describe('installed packages', () => {
  let folder: string
  beforeEach(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'dramatis-modules-')))
  })
  afterEach(() => rm(folder, { recursive: true }))

  /** A package that says its own name when it is asked. */
  async function add(path: string, manifest: object, says = path): Promise<void> {
    await mkdir(join(folder, path), { recursive: true })
    await writeFile(join(folder, path, 'package.json'), JSON.stringify({ type: 'module', ...manifest }))
    const brand = `[Symbol.for('dramatis.plugin')]: 'solver'`
    const code = `export default { ${brand}, config: undefined, create: () => ({ solve: () => '${says}' }) }\n`
    await writeFile(join(folder, path, 'index.js'), code)
  }
  const solver = { keywords: ['dramatis-solver'] }
  const open = (installed: string, bundled = '', folders: string[] = []) =>
    Registry.open({ modules, installed: join(folder, installed), bundled: join(folder, bundled), folders })

  const names: Record<string, [manifest: object, id: string | undefined]> = {
    'dramatis-solver-echo': [solver, 'echo'],
    '@acme/dramatis-solver-echo': [solver, 'echo'],
    'my-echo': [solver, 'my-echo'],
    'dramatis-solver-given': [{ ...solver, dramatis: { id: 'chosen' } }, 'chosen'],
    'without-a-keyword': [{ keywords: ['chat'] }, undefined],
    'without-keywords': [{}, undefined],
    'words-of-every-object': [{ keywords: ['constructor', 'toString', '"dramatis-'] }, undefined],
  }
  for (const [name, [manifest, id]] of Object.entries(names)) {
    it(`are found by a keyword alone: ${name} is ${id ?? 'no plugin'}`, async () => {
      await add(`modules/${name}`, { name, ...manifest })
      const { entries, problems } = await open('modules')
      expect(problems).to.deep.equal([])
      expect(entries.map((entry) => entry.id)).to.deep.equal(id === undefined ? [] : [id])
    })
  }

  it('are not run before somebody needs them', async () => {
    await add('modules/dramatis-solver-loud', { name: 'dramatis-solver-loud', ...solver })
    await writeFile(join(folder, 'modules/dramatis-solver-loud/index.js'), 'throw new Error("It was run.")\n')
    const registry = await open('modules')
    expect(registry.problems).to.deep.equal([])
    const error = await answer(registry, 'loud').catch((thrown: unknown) => thrown)
    expect(String(error)).to.match(/Plugin "loud" \(.*index\.js\): it cannot be loaded: It was run\.$/)
  })
  it('give way to plugins in folders, and bundled ones to both, but not in silence', async () => {
    for (const path of ['bundled', 'modules', 'own']) await add(`${path}/echo`, { name: 'echo', ...solver })
    for (const path of ['bundled', 'modules']) await add(`${path}/other`, { name: 'other', ...solver })
    await add('bundled/third', { name: 'third', ...solver })
    const registry = await open('modules', 'bundled', [join(folder, 'own')])
    expect(await answer(registry, 'echo')).to.equal('own/echo')
    expect(await answer(registry, 'other')).to.equal('modules/other')
    expect(await answer(registry, 'third')).to.equal('bundled/third')
    const told = registry.problems.map(({ location, message }) => [location, message.split(',')[0]])
    expect(told).to.deep.equal([
      [join(folder, 'modules/echo'), `Its id "echo" is taken by ${join(folder, 'own/echo')}`],
      [join(folder, 'bundled/echo'), `Its id "echo" is taken by ${join(folder, 'own/echo')}`],
      [join(folder, 'bundled/other'), `Its id "other" is taken by ${join(folder, 'modules/other')}`],
    ])
  })
  it('of the same id are a problem of the second', async () => {
    await add('modules/@acme/dramatis-solver-echo', { name: '@acme/dramatis-solver-echo', ...solver })
    await add('modules/@zoo/dramatis-solver-echo', { name: '@zoo/dramatis-solver-echo', ...solver })
    const { problems } = await open('modules')
    const [first, second] = ['@acme', '@zoo'].map((scope) => join(folder, 'modules', scope, 'dramatis-solver-echo'))
    const message = `Its id "echo" is taken by ${first}, which comes first; give one of them another id.`
    expect(problems).to.deep.equal([{ id: 'echo', location: second, message }])
  })
  it('cannot take the id of another by an alias', async () => {
    await add('modules/a', { name: 'a', ...solver, dramatis: { aliases: ['b', 'shared'] } })
    await add('modules/b', { name: 'b', ...solver, dramatis: { aliases: ['shared'] } })
    const registry = await open('modules')
    expect(await answer(registry, 'b')).to.equal('modules/b')
    expect(await answer(registry, 'shared')).to.equal('modules/a')
    expect(registry.problems).to.deep.equal([])
  })
  it('that are linked from a checkout are found once', async () => {
    await add('bundled/echo', { name: 'echo', ...solver })
    await mkdir(join(folder, 'modules'))
    await symlink(join(folder, 'bundled/echo'), join(folder, 'modules/echo'))
    const { entries, problems } = await open('modules', 'bundled')
    expect(entries.map(({ origin }) => origin)).to.deep.equal(['bundled'])
    expect(problems).to.deep.equal([])
  })
  it('stay bundled where the folder of plugins is that of the bundled ones', async () => {
    await add('plugins/echo', { name: 'echo', ...solver })
    const own = `export default { [Symbol.for('dramatis.plugin')]: 'solver', create: () => ({ solve: () => 'Mine.' }) }`
    await writeFile(join(folder, 'plugins/mine.js'), own)
    const registry = await open('modules', 'plugins', [join(folder, 'plugins')])
    const found = () => registry.entries.map(({ id, origin }) => [id, origin])
    expect(found()).to.deep.equal([
      ['mine', 'folder'],
      ['echo', 'bundled'],
    ])
    expect(await answer(registry, 'mine')).to.equal('Mine.')
    await writeFile(join(folder, 'plugins/yours.js'), own)
    await registry.refresh([join(folder, 'plugins/yours.js')])
    expect(found().sort()).to.deep.equal([
      ['echo', 'bundled'],
      ['mine', 'folder'],
      ['yours', 'folder'],
    ])
    expect(registry.follows(join(folder, 'plugins/mine.js'))).to.equal(true)
    expect(registry.follows(join(folder, 'plugins/echo/index.js'))).to.equal(false)
  })

  const commonJs: Record<string, string> = {
    'module.exports': 'module.exports = plugin',
    'exports.default, as compilers write it':
      "Object.defineProperty(exports, '__esModule', { value: true }); exports.default = plugin",
  }
  for (const [what, last] of Object.entries(commonJs)) {
    it(`may be CommonJS with ${what}`, async () => {
      await add('modules/old', { name: 'old', type: 'commonjs', main: 'old', ...solver })
      const plugin = `{ [Symbol.for('dramatis.plugin')]: 'solver', create: () => ({ solve: () => 'Old.' }) }`
      await writeFile(join(folder, 'modules/old/old.js'), `const plugin = ${plugin}\n${last}\n`)
      expect(await answer(await open('modules'), 'old')).to.equal('Old.')
    })
  }
  it('may be without any: an absent folder holds none', async () => {
    const { entries, problems } = await open('modules')
    expect({ entries, problems }).to.deep.equal({ entries: [], problems: [] })
  })
})
