import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import type { Tool, Toolbox, ToolboxChange } from 'dramatis'
import { silentLog } from 'dramatis/testing'
import { type Cast, loadCast } from '../../src/cast.ts'
import type { SettingsFile } from '../../src/config/settings.gen.ts'
import { resolveSettings } from '../../src/config/settings.ts'
import { testSession, toolkitOf } from '../../src/testing/toolbox.ts'
import type { Toolkit } from '../../src/toolbox/toolkit.ts'
import { box, tool } from './boxes.ts'

describe('what the settings say of a toolbox', () => {
  let folder: string
  let cast: Cast | undefined
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'dramatis-policy-'))
    const slow = `run: () => new Promise(() => {})`
    const text = box(`{ tools: [${tool('read_one')}, ${tool('read_all')}, ${tool('write_one')}, ${tool('wait', slow)},
      ${tool('page', `run: () => 'x'.repeat(5000)`)}] }`)
    writeFileSync(join(folder, 'kit.ts'), text)
    const keyed = `{ type: 'object', properties: { key: { type: 'string' } }, required: ['key'] }`
    writeFileSync(
      join(folder, 'keyed.ts'),
      `import { defineToolbox } from 'dramatis'\nexport default defineToolbox({ config: ${keyed}, create: ({ key }) => ({ tools: [${tool('tell', 'run: () => key')}] }) })\n`,
    )
  })
  afterEach(async () => {
    await cast?.close()
    cast = undefined
    rmSync(folder, { recursive: true })
  })

  const open = async (settings: SettingsFile): Promise<Toolkit> => {
    const flags = { personas: [], plugins: [folder], ...settings }
    cast = await loadCast(await resolveSettings({ flags, env: {} }), silentLog)
    return await cast.toolkit()
  }
  const namesIn = ({ tools }: Toolkit) => tools.filter(({ toolbox }) => toolbox === 'kit').map(({ name }) => name)
  const said = ({ problems }: Toolkit) => problems.map(({ message }) => message).join('\n')

  const lists: Record<string, { kit: NonNullable<SettingsFile['toolboxes']>[string]; names: string[] }> = {
    nothing: { kit: {}, names: ['page', 'read_all', 'read_one', 'wait', 'write_one'] },
    'an allow list': { kit: { allow: ['read_*', 'pag?'] }, names: ['page', 'read_all', 'read_one'] },
    'a deny list': { kit: { deny: ['*_one', 'page'] }, names: ['read_all', 'wait'] },
    'both, of which the second wins': { kit: { allow: ['read_*'], deny: ['read_all'] }, names: ['read_one'] },
    'that it is off': { kit: { enabled: false }, names: [] },
  }
  for (const [what, { kit, names }] of Object.entries(lists)) {
    it(`is ${what}`, async () => {
      const toolkit = await open({ toolboxes: { kit } })
      expect([...namesIn(toolkit)].sort()).to.deep.equal(names)
      const denied = toolkit.call('write_one', {}, testSession()).catch((error: { code: string }) => error.code)
      expect(await denied).to.deep.equal(names.includes('write_one') ? await denied : 'not-found')
    })
  }
  it('tells when nothing is left, and of a toolbox that is not there', async () => {
    const told = said(await open({ toolboxes: { kit: { allow: ['none'] }, kits: {} } }))
    expect(told).to.include('None of its tools is allowed by "allow" and "deny" in the settings.')
    expect(told).to.include('There is no toolbox "kits"; did you mean "kit"?')
  })
  it('gives a toolbox its settings, or tells that it needs them', async () => {
    expect(said(await open({}))).to.match(/Plugin "keyed" .* has wrong settings: \/key is required\./)
    await cast?.close()
    const toolkit = await open({ toolboxes: { keyed: { settings: { key: 'open sesame' } } } })
    expect(await toolkit.call('tell', {}, testSession())).to.have.nested.property('parts[0].text', 'open sesame')
  })
  it('holds for the tools of a persona too', async () => {
    const file = join(folder, 'bot.json')
    const bot = (toolboxes: string[], more = {}) =>
      writeFileSync(file, JSON.stringify({ name: 'Bot', solvers: ['failure'], toolboxes, ...more }))
    const loaded = async (toolboxes: SettingsFile['toolboxes'] = {}) => {
      await open({ personas: [file], toolboxes })
      const tools = cast?.directory.list()[0]?.tools.map(({ name }) => name)
      const problems = cast?.problems.flatMap(({ level, message }) => (level === 'warning' ? [] : [message]))
      await cast?.close()
      cast = undefined
      return { tools, problems }
    }
    bot(['kit'])
    expect(await loaded({ kit: { allow: ['read_*'] } })).to.deep.equal({
      tools: ['read_all', 'read_one'].reverse(),
      problems: [],
    })
    expect(await loaded({ kit: { enabled: false } })).to.deep.equal({
      tools: [],
      problems: ['the toolbox "kit" is switched off in the settings of the host'],
    })
    bot(['keyed'])
    expect(await loaded({ keyed: { settings: { key: 'of the host' } } })).to.deep.equal({
      tools: ['tell'],
      problems: [],
    })
    bot(['keyed'], { keyed: { key: 'its own' } })
    expect(await loaded()).to.deep.equal({ tools: ['tell'], problems: [] })
  })
  it('limits its time and its results', async () => {
    const toolkit = await open({ toolTimeout: '10s', toolboxes: { kit: { timeout: '30ms', maxResultBytes: 1024 } } })
    const late = await toolkit.call('wait', {}, testSession()).catch((error: Error) => error.message)
    expect(late).to.equal('The tool "wait" did not answer within 30 ms.')
    const page = await toolkit.call('page', {}, testSession())
    expect(page).to.have.nested.property('parts[0].text').with.length.below(1025)
  })
})

describe('a toolbox that changes while it is open', () => {
  const named = (name: string): Tool => ({ name, description: 'Tests.', input: { type: 'object' }, run: () => name })
  const live = (first: Tool[]) => {
    const tools = [...first]
    const listeners = new Set<(what: ToolboxChange) => void>()
    const toolbox: Toolbox = {
      get tools() {
        return [...tools]
      },
      prompts: [{ name: 'p', render: () => 'x' }],
      watch(changed) {
        listeners.add(changed)
        return () => void listeners.delete(changed)
      },
    }
    const change = (...next: Tool[]) => {
      tools.splice(0, tools.length, ...next)
      for (const listener of listeners) listener('tools')
    }
    return { toolbox, change, listeners }
  }
  const names = ({ tools }: Toolkit) => tools.map(({ name }) => name)

  it('has its new tools called, and tells who listens', () => {
    const { toolbox, change } = live([named('one')])
    const kit = toolkitOf({ live: toolbox, fixed: { tools: [named('two')] } })
    const heard: ToolboxChange[] = []
    const stop = kit.onChange((what) => heard.push(what))
    change(named('one'), named('two'))
    expect(names(kit)).to.deep.equal(['one', 'live__two', 'fixed__two'])
    expect(kit.problems).to.have.length(2)
    change(named('three'))
    expect(names(kit)).to.deep.equal(['three', 'two'])
    expect(kit.problems).to.deep.equal([])
    stop()
    change()
    expect(heard).to.deep.equal(['tools', 'tools'])
  })
  it('keeps its old tools where the new ones cannot be used', () => {
    const { toolbox, change } = live([named('one')])
    const kit = toolkitOf({ live: toolbox })
    change(named('a b'))
    expect(names(kit)).to.deep.equal(['one'])
    expect(kit.problems[0]?.message).to.match(
      /^Its tools changed and cannot be used, the old ones stay: .* needs a name/,
    )
  })
  it('is no longer listened to when it is closed', async () => {
    const { toolbox, listeners } = live([])
    await toolkitOf({ live: toolbox }).close()
    expect(listeners.size).to.equal(0)
  })
  it('shares names of prompts as it does those of tools', () => {
    const [one, other] = [live([]), live([])]
    const { prompts } = toolkitOf({ one: one.toolbox, other: other.toolbox })
    expect(prompts.map(({ name }) => name)).to.deep.equal(['one__p', 'other__p'])
  })
})
