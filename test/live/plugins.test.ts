import { mkdir, rename, rm, unlink } from 'node:fs/promises'
import { expect } from 'chai'
import { type LiveHost, openLiveHost, saying, soon } from '../support/live-host.ts'

/** A tool that says which version of it answers, and for how long it is busy with it. */
const toolbox = (version: string): string => `import { defineTool, defineToolbox } from 'dramatis'
export default defineToolbox({
  create: () => ({
    tools: [defineTool({
      name: 'version', description: 'Its version.', input: { type: 'object' },
      run: async () => { await new Promise((resolve) => setTimeout(resolve, 300)); return { version: '${version}', open: !closed } },
    })],
    close: () => { closed = true },
  }),
})
let closed = false`

/** A solver that speaks slowly, and says at the end whether it has been closed meanwhile. */
const slow = (word: string): string => `import { defineSolver } from 'dramatis'
export default defineSolver({
  create: () => {
    let closed = false
    return {
      async *solve() {
        for (let index = 0; index < 6; index++) {
          yield '${word} '
          await new Promise((resolve) => setTimeout(resolve, 100))
        }
        yield closed ? 'closed' : 'open'
      },
      close: () => { closed = true; (globalThis as { closedSolvers?: string[] }).closedSolvers?.push('${word}') },
    }
  },
})`

describe('plugins in folders that change while the host runs', () => {
  let host: LiveHost
  const persona = { name: 'P', solvers: ['mine', 'failure'] }
  async function open(...[files, settings]: Parameters<typeof openLiveHost>): Promise<void> {
    host = await openLiveHost({ 'personas/p.json': persona, ...files }, settings)
  }
  afterEach(() => host.close())
  const problems = async (): Promise<readonly string[]> => {
    const { plugins } = (await host.api('GET', '/problems')).body as { plugins: { message: string }[] }
    return plugins.map(({ message }) => message.replaceAll(host.folder, ''))
  }
  const manifest = { name: 'dramatis-solver-mine', version: '1.0.0', type: 'module', keywords: ['dramatis-solver'] }

  const forms: Record<string, { files: Record<string, unknown>; edit: string; content: unknown }> = {
    'a loose file': { files: { 'plugins/mine.ts': saying('old') }, edit: 'plugins/mine.ts', content: saying('new') },
    'a folder': {
      files: { 'plugins/mine/index.ts': saying('old') },
      edit: 'plugins/mine/index.ts',
      content: saying('new'),
    },
    'a package of compiled JavaScript': {
      files: {
        'plugins/mine/package.json': { ...manifest, exports: './index.js' },
        'plugins/mine/index.js': saying('old').replace('(): { solve(): string } =>', '() =>'),
      },
      edit: 'plugins/mine/index.js',
      content: saying('new').replace('(): { solve(): string } =>', '() =>'),
    },
    'what a plugin imports of its own': {
      files: {
        'plugins/mine/index.ts': `import { words } from './words.ts'\n${saying('').replace('""', 'words')}`,
        'plugins/mine/words.ts': `export { words } from './deep/words.mjs'`,
        'plugins/mine/deep/words.mjs': `export const words = 'old'`,
      },
      edit: 'plugins/mine/deep/words.mjs',
      content: `export const words = 'new'`,
    },
    'what plugins share': {
      files: {
        'plugins/mine.ts': `import { words } from './lib/words.ts'\n${saying('').replace('""', 'words')}`,
        'plugins/lib/words.ts': `export const words: string = 'old'`,
      },
      edit: 'plugins/lib/words.ts',
      content: `export const words: string = 'new'`,
    },
    'the entry that a manifest names': {
      files: {
        'plugins/mine/package.json': { ...manifest, exports: './old.ts' },
        'plugins/mine/old.ts': saying('old'),
        'plugins/mine/new.ts': saying('new'),
      },
      edit: 'plugins/mine/package.json',
      content: { ...manifest, exports: './new.ts' },
    },
  }
  for (const [what, { files, edit, content }] of Object.entries(forms)) {
    it(`are loaded anew: ${what}`, async () => {
      await open(files)
      expect(await host.ask('P')).to.equal('old')
      await host.write(edit, content)
      await soon(() => host.ask('P'), 'new')
      expect(await problems()).to.deep.equal([])
    })
  }

  const broken: Record<string, [file: string, content: unknown, told: RegExp]> = {
    'a syntax error': [
      'plugins/mine/index.ts',
      'nonsense nonsense',
      /cannot be loaded: .*The version before it stays in use\.$/,
    ],
    'an error at its top': [
      'plugins/mine/index.ts',
      'throw new Error("no")',
      /cannot be loaded: no\. The version before/,
    ],
    'no plugin any more': ['plugins/mine/index.ts', 'export default 1', /its default export is not what defineSolver/],
    'a broken manifest': [
      'plugins/mine/package.json',
      '{ "keywords": ["dramatis-solver"], ',
      /Its package.json cannot be used: .*The version before it stays in use\.$/,
    ],
  }
  for (const [what, [file, content, told]] of Object.entries(broken)) {
    it(`stay as they were with ${what}, until it is mended`, async () => {
      const files = {
        'plugins/mine/package.json': { ...manifest, exports: './index.ts' },
        'plugins/mine/index.ts': saying('old'),
      }
      await open(files)
      await host.write(file, content)
      await soon(async () => (await problems()).length, 1)
      expect((await problems())[0]).to.match(told)
      expect(await host.ask('P')).to.equal('old')
      await host.write('personas/q.json', { ...persona, name: 'Q' })
      await soon(() => host.ask('Q'), 'old')
      await host.write('plugins/mine/index.ts', saying('new'))
      await host.write('plugins/mine/package.json', { ...manifest, exports: './index.ts', version: '1.0.1' })
      await soon(() => host.ask('P'), 'new')
      expect(await problems()).to.deep.equal([])
    })
  }

  it('stay as they were where the new version cannot be set up', async () => {
    await open({ 'plugins/mine.ts': saying('old') })
    await host.write(
      'plugins/mine.ts',
      saying('new').replace('create: ()', 'create: () => { throw new Error("no disk") }, old: ()'),
    )
    const told = async (): Promise<string | undefined> => {
      const { personas } = (await host.api('GET', '/problems')).body as { personas: { message: string }[] }
      return personas[0]?.message.replace(/.*\) /, '')
    }
    await soon(told, 'cannot be set up: no disk')
    expect(await host.ask('P')).to.equal('old')
  })

  it('bring a link to life that was missing, and take it away when they go', async () => {
    await open({})
    expect(await host.ask('P')).not.to.equal('new')
    await host.write('plugins/mine.ts', saying('new'))
    await soon(() => host.ask('P'), 'new')
    await unlink(host.path('plugins/mine.ts'))
    await soon(async () => (await host.ask('P')) === 'new', false)
  })

  it('survive the loss of their folder, and are new when it comes back', async () => {
    await open({ 'plugins/mine.ts': saying('old') })
    await rm(host.path('plugins'), { recursive: true })
    await soon(() => host.logged.some((line) => line.includes('The plugins stay as they are')), true)
    expect(await host.ask('P')).to.equal('old')
    await mkdir(host.path('next'))
    await host.write('next/mine.ts', saying('new'))
    await rename(host.path('next'), host.path('plugins'))
    await soon(() => host.ask('P'), 'new')
  })

  it('let answers that are under way end with the solver that began them, which is closed then', async () => {
    const closed: string[] = []
    Object.assign(globalThis, { closedSolvers: closed })
    await open({ 'plugins/mine.ts': slow('old') })
    const answer = host.ask('P')
    await new Promise((resolve) => setTimeout(resolve, 50))
    await host.write('plugins/mine.ts', slow('new'))
    expect(await answer).to.equal('old old old old old old open')
    expect(await host.ask('P')).to.equal('new new new new new new open')
    await soon(() => closed, ['old'])
  })

  it('say that a surface needs a restart', async () => {
    const surface = `import { defineSurface } from 'dramatis/http'
export default defineSurface({ create: () => ({ prefixes: ['/x'], routes: [], error: () => ({ status: 500, body: {} }) }) })`
    await open({ 'plugins/surface.ts': surface })
    await host.write('plugins/surface.ts', `${surface} // edited`)
    await soon(() => host.logged.some((line) => line.includes('A surface has changed; restart the host')), true)
  })

  it('replace toolboxes, whose calls that are under way end with what they began with', async () => {
    await open({ 'plugins/box.ts': toolbox('1') })
    const call = async (): Promise<unknown> => {
      const response = await fetch(`${host.url}/tools/version`, { method: 'POST', body: '{}' })
      return response.ok ? await response.json() : response.status
    }
    expect(JSON.stringify(await call())).to.contain('"version":"1"')
    const underWay = call()
    await new Promise((resolve) => setTimeout(resolve, 30))
    await host.write('plugins/box.ts', toolbox('2'))
    expect(JSON.stringify(await underWay)).to.contain('"version":"1","open":true')
    await soon(async () => JSON.stringify(await call()).includes('"version":"2"'), true)
    await host.write('plugins/box.ts', 'broken broken')
    await soon(() => host.logged.some((line) => line.includes('The version before it stays in use')), true)
    expect(JSON.stringify(await call())).to.contain('"version":"2"')
    await unlink(host.path('plugins/box.ts'))
    await soon(call, 404)
  })
})
