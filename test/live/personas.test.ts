import { mkdir, readdir, rename, rm, symlink, unlink, utimes, writeFile } from 'node:fs/promises'
import { expect } from 'chai'
import { type LiveHost, openLiveHost, saying, soon, still } from '../support/live-host.ts'

const plugins = { 'plugins/one.ts': saying('one'), 'plugins/two.ts': saying('two') }
const one = { name: 'One', solvers: ['one'] }

describe('persona files that change while the host runs', () => {
  let host: LiveHost
  async function open(...[files, settings]: Parameters<typeof openLiveHost>): Promise<void> {
    host = await openLiveHost({ ...plugins, ...files }, settings)
  }
  afterEach(() => host.close())
  const problems = async (): Promise<unknown[]> => {
    const { personas } = (await host.api('GET', '/problems')).body as { personas: { message: string }[] }
    return personas.map(({ message }) => message)
  }

  const bad: Record<string, [content: unknown, ...problems: string[]]> = {
    'no JSON': ['{"name": "One", "solv', 'cannot be read: it is not JSON: Unterminated string at line 1, column 22'],
    nothing: ['', 'cannot be read: it is not JSON: Unexpected end of JSON input at line 1, column 1'],
    'no chain': [
      { name: 'Other' },
      'is required: the plugin ids of the chain; "handlers" and "chat_module" are understood too',
    ],
    'an unknown key': [{ name: 'Other', solvers: ['two'], fo: 1 }, 'is not a known key'],
    'no solver that is there': [
      { name: 'Other', solvers: ['nowhere'] },
      'there is no solver "nowhere"; see "dramatis plugins" for those there are',
      'no solver of its chain can be used',
    ],
    'the name of another': [
      { name: 'Other', solvers: ['two'], aliases: ['second'] },
      '"second" already names the persona "b"; choose another.',
    ],
  }
  for (const [what, [content, ...told]] of Object.entries(bad)) {
    it(`an edit with ${what} changes nothing and is told`, async () => {
      await open({ 'personas/a.json': one, 'personas/b.json': { name: 'Second', solvers: ['two'] } })
      await host.write('personas/a.json', content)
      await soon(problems, told)
      expect(await host.ask('One')).to.equal('one')
      expect(await host.models()).to.deep.equal(['One', 'Second'])
      const { body } = await host.api('GET', '/personas/a')
      expect((body.problems as object[]).map((each) => (each as { message: string }).message)).to.deep.equal(told)
      expect(host.logged.filter((line) => line.startsWith('warn: A persona file has problems.'))).to.have.length(1)
      await host.write('personas/a.json', { ...one, solvers: ['two'] })
      await soon(() => host.ask('One'), 'two')
      expect(await problems()).to.deep.equal([])
    })
  }

  it('are created, edited, renamed and deleted, and the others keep their places', async () => {
    await open({ 'personas/b.json': { name: 'B', solvers: ['one'] }, 'personas/d.yaml': 'name: D\nsolvers: [one]\n' })
    await host.write('personas/c.json', { name: 'C', solvers: ['two'] })
    await soon(() => host.models(), ['B', 'C', 'D'])
    await host.write('personas/b.json', { name: 'Bee', solvers: ['two'] })
    await soon(() => host.models(), ['Bee', 'C', 'D'])
    await rename(host.path('personas/c.json'), host.path('personas/a.json'))
    await soon(() => host.models(), ['C', 'Bee', 'D'])
    expect((await host.api('GET', '/personas')).body.personas).to.deep.equal([
      { id: 'a', name: 'C', description: '' },
      { id: 'b', name: 'Bee', description: '' },
      { id: 'd', name: 'D', description: '' },
    ])
    await unlink(host.path('personas/b.json'))
    await soon(() => host.models(), ['C', 'D'])
    expect(await host.ask('C')).to.equal('two')
  })

  it('swap their names when they are edited together', async () => {
    await open({
      'personas/a.json': { name: 'X', solvers: ['one'] },
      'personas/b.json': { name: 'Y', solvers: ['two'] },
    })
    await Promise.all([
      host.write('personas/a.json', { name: 'Y', solvers: ['one'] }),
      host.write('personas/b.json', { name: 'X', solvers: ['two'] }),
    ])
    await soon(async () => [await host.ask('X'), await host.ask('Y')], ['two', 'one'])
  })

  it('take a name when whoever had it gives it up', async () => {
    await open({ 'personas/a.json': { ...one, aliases: ['x'] }, 'personas/b.json': { name: 'B', solvers: ['two'] } })
    await host.write('personas/b.json', { name: 'B', solvers: ['two'], aliases: ['x'] })
    await soon(async () => (await problems()).length, 1)
    expect(await host.ask('x')).to.equal('one')
    await host.write('personas/a.json', one)
    await soon(() => host.ask('x'), 'two')
  })

  it('do no harm as copies', async () => {
    await open({ 'personas/b.json': one })
    await host.write('personas/a.json', { name: 'One', solvers: ['two'] })
    await soon(problems, ['"one" already names the persona "b"; choose another.'])
    expect(await host.ask('One')).to.equal('one')
  })

  it('do no harm as copies, also when all of them are made anew', async () => {
    await open({ 'personas/b.json': one })
    await Promise.all([
      host.write('plugins/one.ts', saying('uno')),
      host.write('personas/a.json', { name: 'One', solvers: ['two'] }),
      host.write('personas/b.json', { ...one, description: 'changed' }),
    ])
    await soon(() => host.ask('One'), 'uno')
    await soon(problems, ['"one" already names the persona "b"; choose another.'])
  })

  it('are saved as editors do it: aside, and in pieces', async () => {
    await open({ 'personas/a.json': one })
    await host.write('personas/.a.json.swp', 'rubbish')
    await host.write('personas/a.json~', { name: 'Backup', solvers: ['one'] })
    await host.write('a.tmp', { name: 'Aside', solvers: ['two'] })
    await rename(host.path('personas/a.json'), host.path('personas/a.json.bak'))
    await rename(host.path('a.tmp'), host.path('personas/a.json'))
    await soon(() => host.models(), ['Aside'])
    const text = JSON.stringify({ name: 'Pieces', solvers: ['one'] })
    for (let end = 0; end <= text.length; end += 12) {
      await writeFile(host.path('personas/a.json'), text.slice(0, end))
      await new Promise((resolve) => setTimeout(resolve, 40))
    }
    await writeFile(host.path('personas/a.json'), text)
    await soon(() => host.models(), ['Pieces'])
    expect(host.logged.filter((line) => line.startsWith('warn'))).to.deep.equal([])
  })

  it('are read anew when they are saved without a change, for what their solvers read', async () => {
    await open({
      'plugins/reader.ts': `import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { defineSolver } from 'dramatis'
export default defineSolver({
  create: (_config, { baseFolder }) => {
    const text = readFileSync(join(baseFolder, 'words.txt'), 'utf8')
    return { solve: () => text }
  },
})`,
      'personas/words.txt': 'before',
      'personas/a.json': { name: 'Reader', solvers: ['reader'] },
    })
    await host.write('personas/words.txt', 'after')
    await utimes(host.path('personas/a.json'), new Date(), new Date())
    await soon(() => host.ask('Reader'), 'after')
  })

  it('are followed by name, where they are given so, and their neighbours are not', async () => {
    await open({ 'files/a.json': one }, (path) => ({ personas: [path('files/a.json')] }))
    await host.write('files/b.json', { name: 'B', solvers: ['one'] })
    await host.write('files/a.json', { name: 'New', solvers: ['one'] })
    await soon(() => host.models(), ['New'])
    await unlink(host.path('files/a.json'))
    await soon(() => host.models(), [])
    await host.write('files/a.json', one)
    await soon(() => host.models(), ['One'])
  })

  it('survive the loss of their folder, and of the default persona', async () => {
    await open({ 'personas/a.json': one, 'personas/b.json': { name: 'B', solvers: ['two'] } }, () => ({
      defaultPersona: 'b',
    }))
    expect(await host.ask('unknown')).to.equal('two')
    await unlink(host.path('personas/b.json'))
    await soon(() => host.models(), ['One'])
    expect(await host.ask('unknown')).to.equal(undefined)
    expect(host.logged.some((line) => line.includes('There is no default persona any more'))).to.equal(true)
    await rm(host.path('personas'), { recursive: true })
    await soon(() => host.models(), [])
    expect((await host.api('GET', '/personas')).body).to.deep.equal({ personas: [], total: 0, has_more: false })
    await mkdir(host.path('personas'))
    await host.write('personas/b.json', { name: 'B', solvers: ['two'] })
    await soon(() => host.ask('unknown'), 'two')
  })

  it('are read through links, and never written through them', async () => {
    await open({ 'personas/a.json': one, 'elsewhere/b.json': { name: 'B', solvers: ['one'] } })
    await symlink(host.path('elsewhere/b.json'), host.path('personas/b.json'))
    await soon(() => host.models(), ['One', 'B'])
    const { status, body } = await host.api('PATCH', '/personas/b', { description: 'x' })
    expect(status).to.equal(403)
    expect(body.detail).to.equal(
      'Its file "b.json" is a link to another place, which is not written to; change it there.',
    )
    await host.write('elsewhere/b.json', { name: 'Bee', solvers: ['one'] })
    await soon(() => host.models(), ['One', 'Bee'])
  })

  it('cannot come to ask themselves', async () => {
    const asking = (name: string, whom: string): object => ({ name, solvers: ['persona'], persona: { persona: whom } })
    await open({ 'personas/a.json': asking('A', 'b'), 'personas/b.json': { name: 'B', solvers: ['one'] } })
    await host.write('personas/b.json', asking('B', 'a'))
    await soon(problems, ['asks itself, by way of "a", "b": leave one of these links out'])
    expect(await host.ask('A')).to.equal('one')
    await unlink(host.path('personas/b.json'))
    await soon(problems, ['there is no persona "b" that it could ask'])
  })

  it('lose no answer to edits', async () => {
    await open({ 'personas/a.json': one, 'personas/b.json': { name: 'B', solvers: ['two'] } })
    let editing = true
    const edits = (async () => {
      for (let index = 0; index < 40; index++) {
        await host.write('personas/a.json', { ...one, solvers: [index % 2 === 0 ? 'two' : 'one'] })
        if (index % 4 === 0) await host.api('PATCH', '/personas/b', { description: `${index}` })
        if (index % 8 === 0) await host.write('plugins/two.ts', saying('two'))
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
      editing = false
    })()
    const answers = new Set<string | undefined>()
    const asking = async (model: string): Promise<void> => {
      while (editing) answers.add(await host.ask(model))
    }
    await Promise.all([edits, asking('One'), asking('One'), asking('B')])
    expect([...answers].sort()).to.deep.equal(['one', 'two'])
  })

  it('are left alone with --no-watch', async () => {
    await open({ 'personas/a.json': one }, () => ({ watch: false }))
    await host.write('personas/b.json', { name: 'B', solvers: ['one'] })
    await still(() => host.models(), ['One'])
  })

  it('leave nothing behind in their folder', async () => {
    await open({ 'personas/a.json': one })
    await host.api('PATCH', '/personas/a', { description: 'x' })
    expect(await readdir(host.path('personas'))).to.deep.equal(['a.json'])
  })
})
