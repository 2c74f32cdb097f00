import { existsSync, readdirSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readdir, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { fixture } from '../support/fixtures.ts'
import { npm, pack, packedHost, run } from '../support/tarball.ts'

const bundled = readdirSync('plugins').filter((name) => existsSync(join('plugins', name, 'package.json')))

/** Somebody's project, with this package and two plugins of others installed from their tarballs. */
describe('the published package', function () {
  this.timeout(120_000)
  let app: string
  let packed: readonly string[]
  before(async () => {
    app = await realpath(await mkdtemp(join(tmpdir(), 'dramatis-app-')))
    const host = await packedHost()
    packed = host.files
    for (const name of await readdir(fixture('packages'))) await pack(fixture('packages', name), app)
    await writeFile(join(app, 'package.json'), JSON.stringify({ private: true }))
    const tarballs = (await readdir(app)).filter((name) => name.endsWith('.tgz')).map((name) => `./${name}`)
    await npm(['install', host.tarball, ...tarballs], app)
    await persona('parrot', { solvers: ['ovos-solver-parrot-plugin'], parrot: { times: 3 } })
    await persona('typewriter', { solvers: ['typewriter'] })
  })
  after(() => rm(app, { recursive: true, force: true }))

  const persona = (name: string, content: object) => writeFile(join(app, `${name}.json`), JSON.stringify(content))
  const dramatis = (...words: string[]) =>
    run(process.execPath, [join(app, 'node_modules/dramatis/dist/main.js'), ...words], app)
  const install = async (name: string, code: string, rest: object = {}): Promise<string> => {
    const location = join(app, 'node_modules', name)
    await mkdir(location, { recursive: true })
    const manifest = { name, keywords: ['dramatis-solver'], type: 'module', exports: './index.js', ...rest }
    await writeFile(join(location, 'package.json'), JSON.stringify(manifest))
    await writeFile(join(location, 'index.js'), code)
    return location
  }

  it('holds what it needs, and neither sources nor tests', () => {
    expect(packed).to.include.members(['dist/main.js', 'dist/index.d.ts', 'schemas/persona.schema.json'])
    for (const name of bundled) expect(packed).to.include(`plugins/${name}/dist/index.js`)
    for (const name of bundled.filter((each) => existsSync(join('plugins', each, 'data')))) {
      expect(
        packed.some((path) => path.startsWith(`plugins/${name}/data/`)),
        `data of ${name}`,
      ).to.equal(true)
    }
    const waste = /(^|\/)(src|test|bench)\/|\.test\.|\.tsbuildinfo$|(^|\/)\.tests\//
    const ours = packed.filter((path) => !path.startsWith('templates/')) // what `new` makes has tests of its own
    expect(ours.filter((path) => waste.test(path))).to.deep.equal([])
  })
  it('installs alone, and finds its bundled plugins and those of others', async () => {
    const { plugins, problems } = JSON.parse((await dramatis('plugins', '--json')).stdout)
    expect(problems).to.deep.equal([])
    const found = plugins.map(({ id, origin }: { id: string; origin: string }) => `${origin} ${id}`)
    expect(found).to.have.members(['installed parrot', 'installed typewriter', ...bundled.map((id) => `bundled ${id}`)])
  })
  it('brings personas that load with what it brings', async () => {
    const { stdout, code } = await dramatis('check', '--json')
    expect(JSON.parse(stdout)).to.deep.include({ ok: true, problems: { personas: [], plugins: [] } })
    expect(code).to.equal(0)
  })

  const answers: Record<string, [question: string, answer: string]> = {
    parrot: ['hello', 'hello hello hello\n'],
    typewriter: ['ding', 'ding\t¶\n'],
  }
  for (const [name, [question, answer]] of Object.entries(answers)) {
    it(`lets a plugin of somebody else answer: ${name}`, async () => {
      expect(await dramatis('ask', `${name}.json`, question)).to.deep.equal({ stdout: answer, stderr: '', code: 0 })
    })
  }

  it('works with a plugin that has a copy of the package of its own', async () => {
    const code = `import { defineSolver } from 'dramatis'
      export default defineSolver({ create: () => ({ solve: () => import.meta.resolve('dramatis') }) })`
    const location = await install('dramatis-solver-own', code)
    const copy = join(location, 'node_modules/dramatis')
    for (const part of ['package.json', 'dist', 'schemas']) {
      await cp(join(app, 'node_modules/dramatis', part), join(copy, part), { recursive: true })
    }
    await persona('own', { solvers: ['own'] })
    expect((await dramatis('ask', 'own.json', 'who?')).stdout).to.equal(`file://${copy}/dist/index.js\n`)
  })

  const broken: Record<string, [type: string, code: string, problem: RegExp]> = {
    'a syntax error': [
      'module',
      `export default {\n  solve: ( => 'x'\n}\n`,
      /^Plugin "broken" \(.+\/index\.js\): it cannot be loaded: Unexpected token '=>'.*\.$/,
    ],
    'a syntax error in CommonJS': [
      'commonjs',
      `module.exports = {\n  solve: ( => 'x'\n}\n`,
      /^Plugin "broken" \((.+\/index\.js)\): it cannot be loaded: Unexpected token '=>' \(\1:2\)\.$/,
    ],
    'a package that is missing': [
      'module',
      `import { x } from '@nobody/has-installed-this/deeply'\nexport default x\n`,
      /^Plugin "broken" \(.+\): it cannot be loaded: it needs the package "@nobody\/has-installed-this"; run "npm install @nobody\/has-installed-this"\.$/,
    ],
    'a package that is missing in CommonJS': [
      'commonjs',
      `module.exports = require('nobody-has-installed-this')\n`,
      /^Plugin "broken" \(.+\): it cannot be loaded: it needs the package "nobody-has-installed-this"; run "npm install nobody-has-installed-this"\.$/,
    ],
  }
  for (const [what, [type, code, problem]] of Object.entries(broken)) {
    it(`says where a plugin is broken: ${what}`, async () => {
      await install('dramatis-solver-broken', code, { type })
      await persona('broken', { solvers: ['broken', 'parrot'] })
      const checked = await dramatis('check', 'broken.json', '--json')
      const { personas, problems } = JSON.parse(checked.stdout)
      expect(problems.personas[0].message).to.match(problem)
      expect({ personas, code: checked.code }).to.deep.equal({ personas: ['broken'], code: 1 })
    })
  }
})
