import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { expect } from 'chai'

/** A file that breaks a wall of the design, and the same file as it should be. */
const walls: [file: string, breach: string, allowed: string][] = [
  ['src/core/planted.ts', '../persona/chain.ts', './errors.ts'],
  ['src/http/planted.ts', '../persona/chain.ts', '../core/errors.ts'],
  ['src/config/planted.ts', '../plugins/registry.ts', '../core/errors.ts'],
  ['src/plugins/planted.ts', '../persona/chain.ts', '../core/errors.ts'],
  ['src/toolbox/planted.ts', '../persona/chain.ts', '../plugins/registry.ts'],
  ['src/mcp-client/planted.ts', '../persona/chain.ts', '../config/mcp.ts'],
  ['src/persona/planted.ts', '../http/surface.ts', '../plugins/registry.ts'],
  ['src/conversations/planted.ts', '../persona/chain.ts', '../core/errors.ts'],
  ['src/state/planted.ts', '../persona/chain.ts', '../core/errors.ts'],
  ['src/telemetry/planted.ts', '../persona/chain.ts', '../core/errors.ts'],
  ['src/keys/planted.ts', '../persona/chain.ts', '../http/gate.ts'],
  ['src/questions/planted.ts', '../persona/chain.ts', '../core/errors.ts'],
  ['src/upstream/planted.ts', '../persona/chain.ts', '../core/errors.ts'],
  ['src/web/planted.ts', '../persona/chain.ts', '../core/errors.ts'],
  ['src/surfaces/one/planted.ts', '../two/codec.ts', '../../http/index.ts'],
  ['src/surfaces/one/planted.ts', '../../persona/chain.ts', '../../index.ts'],
  ['src/surfaces/one/planted.ts', '../../core/errors.ts', './wire.ts'],
  ['src/surfaces/one/planted.ts', '../../formats/one/wire.ts', '../../formats/one/index.ts'],
  ['src/formats/one/planted.ts', '../two/index.ts', '../../http/index.ts'],
  ['plugins/one/src/planted.ts', '../../../src/core/errors.ts', './words.ts'],
]

describe('the walls between the parts', () => {
  let folder: string
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'dramatis-walls-'))
    const { vcs, $schema, ...config } = JSON.parse(readFileSync('biome.json', 'utf8'))
    writeFileSync(join(folder, 'biome.json'), JSON.stringify(config))
  })
  after(() => rmSync(folder, { recursive: true }))

  const lint = (file: string, imported: string): number | null => {
    const path = join(folder, file)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, `import { x } from '${imported}'\n\nexport const y = x\n`)
    const biome = resolve('node_modules/.bin/biome')
    const { status, stdout, stderr } = spawnSync(biome, ['lint', file], { cwd: folder, encoding: 'utf8' })
    expect(stdout + stderr).to.match(status === 0 ? /Checked 1 file/ : /noRestrictedImports/)
    rmSync(path)
    return status
  }

  for (const [file, breach, allowed] of walls) {
    it(`${file} may import ${allowed}, not ${breach}`, () => {
      expect(lint(file, allowed)).to.equal(0)
      expect(lint(file, breach)).to.equal(1)
    })
  }
})

describe('every workspace', () => {
  const root = JSON.parse(readFileSync('package.json', 'utf8'))
  const names = readdirSync('plugins')
  for (const name of names) {
    const manifest = JSON.parse(readFileSync(`plugins/${name}/package.json`, 'utf8'))
    it(`${name} needs nothing that the published package does not install`, () => {
      for (const [dependency, range] of Object.entries(manifest.dependencies ?? {})) {
        expect(root.dependencies).to.have.property(dependency, range)
      }
    })
    it(`${name} is built, and its tests are checked`, () => {
      const references = (file: string) =>
        JSON.parse(readFileSync(file, 'utf8')).references.map(({ path }: { path: string }) => path)
      expect(references('tsconfig.json')).to.include(`./plugins/${name}`)
      expect(references('test/tsconfig.json')).to.include(`../plugins/${name}`)
    })
  }
})
