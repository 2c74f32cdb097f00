import { existsSync } from 'node:fs'
import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect } from 'chai'
import { packageFolder } from '../../src/config/schemas.ts'
import { npm, packedHost, run as spawn } from '../support/tarball.ts'
import { run, workingFolder } from './command.ts'

const compiler = join(packageFolder, 'node_modules/.bin/tsc')

describe('dramatis new', () => {
  const folder = workingFolder({ 'taken/index.js': 'mine', file: 'no folder' })
  const here = (path: string) => join(folder, path)
  const text = (path: string) => readFile(here(path), 'utf8')

  const refused: Record<string, { args: readonly string[]; code: number; says: RegExp }> = {
    'a kind that is none': {
      args: ['gadget', 'clock'],
      code: 2,
      says: /'gadget' is invalid for argument 'KIND'\. Allowed choices are solver, toolbox, surface, persona\./,
    },
    'a kind without a name': { args: ['solver'], code: 2, says: /missing required argument 'NAME'/ },
    'a name with capitals': {
      args: ['solver', 'My Weather'],
      code: 1,
      says: /^A solver cannot be called "My Weather": use small letters, digits and hyphens; "my-weather" would do\.\n$/,
    },
    'a name without letters': {
      args: ['surface', '!!!'],
      code: 1,
      says: /cannot be called "!!!": .* and hyphens\.\n$/,
    },
    'a name that climbs out': { args: ['solver', '../../etc'], code: 1, says: /"etc" would do/ },
    'a persona without letters': { args: ['persona', '???'], code: 1, says: /named after it, so give it a letter/ },
    'a persona that URLs have no place for': {
      args: ['persona', 'Messages'],
      code: 1,
      says: /cannot be called "Messages": "messages" is reserved for URLs/,
    },
    'a name without end': { args: ['persona', 'x'.repeat(201)], code: 1, says: /more than 200 characters; shorten it/ },
    'a bundled solver': { args: ['solver', 'wordnet'], code: 1, says: /a bundled solver called "wordnet" already/ },
    'a bundled surface': { args: ['surface', 'openai'], code: 1, says: /a bundled surface called "openai" already/ },
    'files that are there': {
      args: ['solver', 'weather', '--dir', 'taken'],
      code: 1,
      says: /^Nothing was written, since it is there already: taken\/index\.js\. Add --force .*or choose --dir\.\n$/,
    },
    'a folder that is a file': {
      args: ['persona', 'bot', '--dir', 'file'],
      code: 1,
      says: /^".*file\/bot\.json" cannot be written: .*; choose another folder with --dir\.\n$/,
    },
  }
  for (const [what, { args, code, says }] of Object.entries(refused)) {
    it(`refuses ${what}`, async () => {
      const finished = await run(folder, ['new', ...args])
      expect(finished.stderr).to.match(says)
      expect(finished).to.include({ code, stdout: '' })
      expect(await text('taken/index.js')).to.equal('mine')
      expect(existsSync(here('taken/package.json'))).to.equal(false)
    })
  }

  it('explains itself with examples', async () => {
    const { code, stdout } = await run(folder, ['new', '--help'])
    expect(stdout)
      .to.match(/Usage: dramatis new .*<KIND> <NAME>/)
      .and.match(/\$ dramatis new persona "Help Desk"/)
    expect(code).to.equal(0)
  })
  it('overwrites with --force', async () => {
    const finished = await run(folder, ['new', 'solver', 'weather', '--dir', 'taken', '--force'])
    expect(finished).to.include({ code: 0, stderr: '' })
    expect(await text('taken/index.js')).to.match(/defineSolver/)
  })
  it('knows a package by its whole name', async () => {
    expect(await run(folder, ['new', 'surface', 'dramatis-surface-line'])).to.include({ code: 0 })
    expect(JSON.parse(await text('dramatis-surface-line/package.json')).name).to.equal('dramatis-surface-line')
  })
  it('leaves no placeholder, and tells what to do next', async () => {
    const { stdout } = await run(folder, ['new', 'solver', 'rain'])
    const files = [...stdout.matchAll(/^ {2}(dramatis-solver-rain\/.+)$/gm)].map(([, file = '']) => file)
    expect(files).to.include.members(
      ['.gitignore', 'package.json', 'README.md'].map((it) => `dramatis-solver-rain/${it}`),
    )
    for (const file of files) expect(await text(file), file).not.to.match(/\{\{/)
    expect(stdout).to.match(/Next:\n {2}\$ cd dramatis-solver-rain\n {2}\$ npm install\n {2}\$ npm test\n/)
  })
  it('takes the id of a bundled solver for a toolbox', async () => {
    const { code, stdout } = await run(folder, ['new', 'toolbox', 'wordnet'])
    expect(stdout).to.match(/dramatis-toolbox-wordnet\/index\.js\n[\s\S]* {2}\$ npx dramatis tools list\n$/)
    expect(code).to.equal(0)
  })
  it('quotes the name of a persona where JSON wants it', async () => {
    await run(folder, ['new', 'persona', 'Zoë "Zed"'])
    expect(JSON.parse(await text('personas/zoe-zed.json'))).to.include({ name: 'Zoë "Zed"' })
  })
})

/** From nothing to a contract that is kept, with the package as it would be published. */
describe('what dramatis new makes', function () {
  this.timeout(120_000)
  let app: string
  let tarball: string
  before(async () => {
    app = await realpath(await mkdtemp(join(tmpdir(), 'dramatis-new-')))
    await writeFile(join(app, 'package.json'), JSON.stringify({ private: true }))
    tarball = (await packedHost()).tarball
    await npm(['install', tarball], app)
  })
  after(() => rm(app, { recursive: true, force: true }))

  const dramatis = (...words: string[]) =>
    spawn(process.execPath, [join(app, 'node_modules/dramatis/dist/main.js'), ...words], app)

  it('as a solver installs, keeps the contract, and answers in its example', async () => {
    await dramatis('new', 'solver', 'weather')
    const folder = join(app, 'dramatis-solver-weather')
    await npm(['install', '--save-dev', tarball], folder)
    expect(await npm(['test'], folder)).to.match(/weather keeps the solver contract[\s\S]* passing/)
    const { stdout } = await spawn('npx', ['dramatis', 'ask', 'example.json', 'hello'], folder)
    expect(stdout).to.equal('Hello from weather.\n')
    expect(existsSync(join(folder, '.gitignore'))).to.equal(true)
  })
  it('as a surface installs, and keeps the contract', async () => {
    await dramatis('new', 'surface', 'line')
    const folder = join(app, 'dramatis-surface-line')
    await npm(['install', '--save-dev', tarball], folder)
    expect(await npm(['test'], folder)).to.match(/line keeps the surface contract[\s\S]* passing/)
    const { stdout } = await spawn('npx', ['dramatis', 'plugins', '--json'], folder)
    const { plugins, problems } = JSON.parse(stdout)
    const found = plugins.filter(({ origin }: { origin: string }) => origin === 'installed')
    expect(found.map(({ id, kind }: { id: string; kind: string }) => `${kind} ${id}`)).to.deep.equal(['surface line'])
    expect(problems).to.deep.equal([])
  })
  it('as a toolbox installs, keeps the contract, and answers a call', async () => {
    await dramatis('new', 'toolbox', 'words')
    const folder = join(app, 'dramatis-toolbox-words')
    await npm(['install', '--save-dev', tarball], folder)
    expect(await npm(['test'], folder)).to.match(/words keeps the toolbox contract[\s\S]* passing/)
    const called = await spawn('npx', ['dramatis', 'tools', 'call', 'count_words', '{"text": "One two."}'], folder)
    expect(called).to.include({ stdout: '{\n  "words": 2,\n  "different": 2\n}\n', code: 0 })
  })
  for (const name of ['solver-weather', 'toolbox-words', 'surface-line']) {
    it(`has the types that it claims: ${name}`, async () => {
      const folder = join(app, `dramatis-${name}`)
      const flags = ['--allowJs', '--checkJs', '--strict', '--noEmit', '--skipLibCheck', '--module', 'nodenext']
      const typed = ['--target', 'es2023', '--types', 'node', '--typeRoots', join(packageFolder, 'node_modules/@types')]
      const { stdout, code } = await spawn(compiler, [...flags, ...typed, 'index.js', 'test/contract.js'], folder)
      expect(stdout).to.equal('')
      expect(code).to.equal(0)
    })
  }
  it('as a solver fails its test once it is broken', async () => {
    const folder = join(app, 'dramatis-solver-weather')
    await writeFile(join(folder, 'index.js'), (await readFile(join(folder, 'index.js'), 'utf8')).replace('|hi|', '|'))
    const { code, stdout } = await spawn('npm', ['test'], folder)
    expect(stdout).to.match(/failing/)
    expect(code).not.to.equal(0)
  })
  it('as a persona loads without a problem, finds its schema, and answers', async () => {
    await dramatis('new', 'persona', 'Help Desk')
    expect(await dramatis('check')).to.deep.equal({ stdout: '1 persona, no problems.\n', stderr: '', code: 0 })
    expect((await dramatis('ask', 'help-desk', 'who are you?')).stdout).to.equal('I am Help Desk.\n')
    for (const file of ['personas/help-desk.json', 'personas/dialogs/help-desk.json']) {
      const { $schema } = JSON.parse(await readFile(join(app, file), 'utf8'))
      expect(existsSync(join(app, dirname(file), $schema)), $schema).to.equal(true)
    }
    const tested = await dramatis('test')
    expect(tested.stdout + tested.stderr).to.match(/help-desk/)
    expect(tested.code).to.equal(0)
  })
})
