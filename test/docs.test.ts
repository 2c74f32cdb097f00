import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect } from 'chai'
import { silentLog } from 'dramatis/testing'
import { loadCast } from '../src/cast.ts'
import { createProgram } from '../src/commands/program.ts'
import { resolveSettings } from '../src/config/settings.ts'
import { surfaceNames } from '../src/dialogs/clients/index.ts'
import { readDialogFile } from '../src/dialogs/read.ts'
import { runDialogs } from '../src/dialogs/run.ts'
import { request } from './support/turn.ts'

/** Every Markdown file of the project. */
function pages(): string[] {
  const plugins = readdirSync('plugins').map((name) => `plugins/${name}/README.md`)
  const docs = ['docs', 'docs/surfaces'].flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.md'))
      .map((name) => join(folder, name)),
  )
  return ['README.md', 'CONTRIBUTING.md', 'bench/README.md', ...docs, ...plugins].filter((page) => existsSync(page))
}

function blocks(text: string, language: string): string[] {
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map(([, code]) => code ?? '')
}

describe('the documentation', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'dramatis-docs-'))
    mkdirSync(join(folder, 'plugins'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const load = async (persona: string) => {
    const file = join(folder, 'example.json')
    writeFileSync(file, persona)
    const flags = { personas: [file], plugins: [join(folder, 'plugins')] }
    return await loadCast(await resolveSettings({ flags, env: {} }), silentLog)
  }

  for (const page of pages()) {
    const text = readFileSync(page, 'utf8')
    it(`${page} links to files that exist`, () => {
      for (const [, target = ''] of text.matchAll(/\]\(([^)#:]+)(#[^)]*)?\)/g)) {
        expect(() => readdirSync(dirname(join(dirname(page), target))), target).not.to.throw()
        readFileSync(join(dirname(page), target))
      }
    })
    for (const [index, persona] of blocks(text, 'json persona').entries()) {
      it(`${page}: persona ${index + 1} loads without a problem`, async () => {
        const cast = await load(persona)
        expect(cast.problems).to.deep.equal([])
        await cast.close()
      })
    }
    for (const [index, plugin] of blocks(text, 'ts plugin').entries()) {
      it(`${page}: plugin ${index + 1} answers`, async () => {
        writeFileSync(join(folder, 'plugins', 'example.ts'), plugin)
        const cast = await load('{ "solvers": ["example"] }')
        expect(cast.problems).to.deep.equal([])
        const persona = cast.directory.get('example')
        const { events } = cast.turns.begin(persona, [request('hello')], { signal: new AbortController().signal })
        let answer = ''
        for await (const event of events) if (event.type === 'text-delta') answer += event.text
        expect(answer).to.match(/hello/i)
        await cast.close()
      })
    }
  }

  it('has a page for every plugin', () => {
    for (const name of readdirSync('plugins')) expect(existsSync(`plugins/${name}/README.md`), name).to.equal(true)
  })
  it('lists every setting, with its flag, its variable and its default', async () => {
    const { properties } = JSON.parse(readFileSync('schemas/settings.schema.json', 'utf8'))
    const rows = [...readFileSync('docs/deployment.md', 'utf8').matchAll(/^\| `(\w+)` \|(.*)\|(.*)\|(.*)\|$/gm)]
    const inCode = (text = '') => [...text.matchAll(/`(-*\w[\w-]*)`/g)].map(([, code = '']) => code)
    expect(rows.map(([, key]) => key)).to.have.members(Object.keys(properties).filter((key) => key !== '$schema'))
    for (const [, key = '', , , otherwise] of rows) {
      const { default: value } = properties[key]
      if (['string', 'number'].includes(typeof value)) expect(otherwise, key).to.include(`\`${value}\``)
    }

    const serve = createProgram().commands.find((command) => command.name() === 'serve')
    const elsewhere = ['--as', '--personas-dir', '--mcp', '--a2a-base-url', '--config']
    const flags = (serve?.options ?? []).map(({ long }) => long).filter((flag) => !elsewhere.includes(flag ?? ''))
    expect(rows.flatMap(([, , flag]) => inCode(flag))).to.have.members(flags)

    const read = new Set<string>()
    const env = new Proxy<NodeJS.ProcessEnv>({}, { get: (_, name) => void read.add(String(name)) })
    await resolveSettings({ env, workingFolder: folder })
    const variables = [...read].filter((name) => name.startsWith('DRAMATIS_'))
    expect(rows.flatMap(([, , , variable]) => inCode(variable))).to.have.members(variables)
  })
  it('lists every key of a persona file', () => {
    const { properties } = JSON.parse(readFileSync('schemas/persona.schema.json', 'utf8'))
    const page = readFileSync('docs/personas.md', 'utf8')
    const missing = Object.keys(properties).filter((key) => !page.includes(`\`${key}\``) && key !== '$schema')
    expect(missing).to.deep.equal([])
  })
  it("README's persona does what the README says", async () => {
    const [persona = ''] = blocks(readFileSync('README.md', 'utf8'), 'json persona')
    const cast = await load(persona)
    const solverOf = async (question: string): Promise<string | undefined> => {
      const asked = cast.turns.begin(cast.directory.get('MyBot'), [request(question)], {
        signal: new AbortController().signal,
      })
      for await (const _ of asked.events);
      return asked.trace.solver
    }
    expect(await solverOf('when are you open')).to.equal('faq')
    expect(await solverOf('what is a quark?')).to.equal('wordnet')
    expect(await solverOf('what will the weather be like?')).to.equal('failure')
    await cast.close()
  })
  it('has a dialog that goes as it says, and names every surface where it is held', async () => {
    const page = readFileSync('docs/dialogs.md', 'utf8')
    const [dialogs = ''] = blocks(page, 'yaml')
    const [persona = ''] = blocks(readFileSync('README.md', 'utf8'), 'json persona')
    mkdirSync(join(folder, 'personas'))
    mkdirSync(join(folder, 'dialogs'))
    writeFileSync(join(folder, 'personas/my-bot.json'), persona)
    writeFileSync(join(folder, 'dialogs/my-bot.yaml'), dialogs)
    const { file, problems } = await readDialogFile(join(folder, 'dialogs/my-bot.yaml'))
    expect(problems).to.deep.equal([])
    if (!file) throw new Error('It has no problems, and is there.')
    const settings = await resolveSettings({ env: {} })
    const played = await runDialogs(file, { settings, log: silentLog, surfaces: ['direct'], records: false })
    const misses = played.suites.flatMap((suite) =>
      suite.dialogs.flatMap(({ turns }) => turns.flatMap((it) => it.misses)),
    )
    expect([played.error, misses]).to.deep.equal([undefined, []])
    for (const name of surfaceNames) expect(page).to.include(`\`${name}\``)
    expect(page).to.include(`on ${surfaceNames.length} surfaces`)
  })
  it('has tables that are what the code says', () => {
    const { status, stderr } = spawnSync('node', ['scripts/generate-docs.mjs', '--check'], { encoding: 'utf8' })
    expect(stderr).to.equal('')
    expect(status).to.equal(0)
  })
})
