import { expect } from 'chai'
import { fixture } from '../support/fixtures.ts'
import { postChat } from '../support/stage.ts'
import { startTroubledHost, type TroubledHost } from '../support/troubled-host.ts'

const at = (name: string) => fixture('broken', name)

/** What the host says of a plugin by itself, because no persona is needed to see it. */
const found: Record<string, string> = {
  'syntax-error.ts': `Plugin "syntax-error" (${at('syntax-error.ts')}): it cannot be loaded: ParseError: Unexpected token ${at('syntax-error.ts')}:3:56.`,
  'no-default-export.ts': `Plugin "no-default-export" (${at('no-default-export.ts')}): its default export is not what defineSolver, defineToolbox or defineSurface returns.`,
  'wrong-default-export.js': `Plugin "wrong-default-export" (${at('wrong-default-export.js')}): its default export is not what defineSolver, defineToolbox or defineSurface returns.`,
  'throws-on-load.js': `Plugin "throws-on-load" (${at('throws-on-load.js')}): it cannot be loaded: The weather is bad.`,
  'missing-dependency.ts': `Plugin "missing-dependency" (${at('missing-dependency.ts')}): it cannot be loaded: it needs the package "a-package-that-nobody-installed"; run "npm install a-package-that-nobody-installed".`,
  'bad-schema.ts': `Plugin "bad-schema" (${at('bad-schema.ts')}) has a config schema that is not valid: schema/type must be equal to one of the allowed values, schema/type must be array, schema/type must match a schema in anyOf`,
  'same-id.ts': `Its id "same-id" is taken by ${at('same-id.js')}, which comes first; give one of them another id.`,
  'malformed-manifest':
    'Its package.json cannot be used: it is not JSON: Expected double-quoted property name at line 1, column 82.',
  nameless: 'Its package.json cannot be used: "name" is required.',
  'misspelled-manifest':
    'Its package.json cannot be used: "dramatis.aliasses" is not a known key; did you mean "aliases"?',
  'no-entry':
    'Its package.json cannot be used: it has no entry file: "./dist/index.js" is not there; if it has to be built first, build it.',
  'no-keyword': 'Its package.json has no keyword such as "dramatis-solver", and there is no index file beside it.',
}

/** What the persona that uses a plugin says of its link. */
const linked: Record<string, string> = {
  'syntax-error': `solver "syntax-error" cannot be used: ${found['syntax-error.ts']}`,
  'no-entry': `solver "no-entry" cannot be used: ${found['no-entry']}`,
  'wrong-kind': `Plugin "wrong-kind" (${at('wrong-kind/index.ts')}): its keyword says solver, but its default export is a surface.`,
  'throws-in-create': `Plugin "throws-in-create" (${at('throws-in-create.ts')}) cannot be set up: its data is not there; run "npm run data"`,
  'not-a-solver': `plugin "not-a-solver" (${at('not-a-solver.ts')}) made something without a solve function`,
}

const files: Record<string, object> = {
  'sound.json': { solvers: ['hello'] },
  ...Object.fromEntries(Object.keys(linked).map((id) => [`with-${id}.json`, { solvers: [id, 'hello'] }])),
  'nothing-left.json': { solvers: ['throws-in-create', 'wrong-kind'] },
  'bad-settings.json': { solvers: ['strict-settings', 'hello'], 'strict-settings': { size: 0, sise: 3, timeout: 'x' } },
  'stuck-door.json': { solvers: ['throws-in-close', 'hello'] },
  'stuck-door-and-more.json': { solvers: ['throws-in-close', 'hello'], nonsense: 1 },
}

describe('broken plugins', () => {
  let host: TroubledHost
  before(async () => {
    host = await startTroubledHost(files, [fixture('plugins'), fixture('broken')])
  })
  after(() => host.close())

  for (const [name, message] of Object.entries(found)) {
    it(`are told of at the start: ${name}`, () => {
      const told = host.pluginProblems.filter(({ location }) => location === at(name)).map((each) => each.message)
      expect(told).to.deep.equal([message])
    })
  }
  it('are the only ones that are told of', () => {
    const names = host.pluginProblems.map(({ location }) => location)
    expect(names).to.have.members(Object.keys(found).map(at))
  })

  for (const [id, message] of Object.entries(linked)) {
    it(`cost a persona one link, and it answers without: ${id}`, async () => {
      expect(host.problemsOf(`with-${id}.json`)).to.deep.equal([`link /solvers/0: ${message}`])
      const response = await postChat(host.url, 'Ada', { model: `with-${id}` })
      expect(response.headers.get('x-dramatis-solver')).to.equal('hello')
      expect(await response.text()).to.include('Hello, Ada.')
    })
  }

  it('leave a persona out when no link remains, and say why for each', () => {
    expect(host.problemsOf('nothing-left.json')).to.deep.equal([
      `link /solvers/0: ${linked['throws-in-create']}`,
      `link /solvers/1: ${linked['wrong-kind']}`,
      'error : no solver of its chain can be used',
    ])
    expect(host.personas).to.not.include('nothing-left')
  })
  it('tell every wrong setting at once, those of the link and those of the plugin', () => {
    expect(host.problemsOf('bad-settings.json')).to.have.members([
      'error /strict-settings/timeout: must be a duration such as "800ms", "30s" or "2m"',
      'error /strict-settings/key: is required',
      'error /strict-settings/sise: is not a known key; did you mean "size"?',
      'error /strict-settings/size: must be >= 1',
    ])
  })
  it('do not matter to the other personas', async () => {
    expect(host.problemsOf('sound.json')).to.deep.equal([])
    expect(await (await postChat(host.url, 'Ada', { model: 'sound' })).text()).to.include('Hello, Ada.')
  })
  it('that cannot close keep neither their persona nor the host from closing', async () => {
    expect(host.problemsOf('stuck-door-and-more.json')).to.deep.equal(['error /nonsense: is not a known key'])
    expect(await (await postChat(host.url, 'Ada', { model: 'stuck-door' })).text()).to.include('Hello, Ada.')
  })
})

describe('plugins that hang', () => {
  const limit = 500
  const personas = Array.from({ length: 15 }, (_, index) => `late-${index}.json`)
  let host: TroubledHost
  let milliseconds: number
  before(async () => {
    const files = Object.fromEntries(personas.map((name) => [name, { solvers: ['hangs-in-create', 'failure'] }]))
    const also = { 'load.json': { solvers: ['hangs-on-load', 'failure'] } }
    const started = performance.now()
    host = await startTroubledHost({ ...files, ...also }, [fixture('hanging')], `${limit}ms`)
    milliseconds = performance.now() - started
  })
  after(() => host.close())

  const onLoad = fixture('hanging', 'hangs-on-load.ts')
  const inCreate = fixture('hanging', 'hangs-in-create.ts')
  const late = `Plugin "hangs-on-load" (${onLoad}): it did not finish loading within ${limit} ms.`

  it('while they are loaded are left out', () => {
    expect(host.pluginProblems).to.deep.equal([{ id: 'hangs-on-load', location: onLoad, message: late }])
    const message = `solver "hangs-on-load" cannot be used: ${late}`
    expect(host.problemsOf('load.json')).to.deep.equal([`link /solvers/0: ${message}`])
  })
  it('while they are set up cost a persona its link', async () => {
    const message = `Plugin "hangs-in-create" (${inCreate}) cannot be set up: it was not ready within ${limit} ms`
    for (const name of personas) expect(host.problemsOf(name)).to.deep.equal([`link /solvers/0: ${message}`])
    const response = await postChat(host.url, 'Ada', { model: 'late-7' })
    expect(response.headers.get('x-dramatis-solver')).to.equal('failure')
  })
  it('cost the start their time limit once, not once for each persona', () => {
    expect(milliseconds).to.be.within(limit, (personas.length * limit) / 2)
  })
})
