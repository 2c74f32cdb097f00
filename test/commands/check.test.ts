import { expect } from 'chai'
import { puppet, run, workingFolder } from './command.ts'

const broken = 'import "no-such-package"'
const pack = {
  name: 'dramatis-solver-packed',
  version: '1.2.3',
  description: 'Never loads.',
  keywords: ['dramatis-solver'],
  exports: './index.js',
  dramatis: { aliases: ['box'] },
}

describe('dramatis check', () => {
  const folder = workingFolder({
    'plugins/puppet.ts': puppet,
    'broken/broken.ts': broken,
    'packed/packed/package.json': pack,
    'packed/packed/index.js': broken,
    'personas/fine.json': { solvers: ['puppet', 'failure'] },
    'warn/warn.json': { solvers: ['puppet'], memory_module: 'x' },
    'link/link.json': { solvers: ['puppet', 'pupet'] },
    'error/error.json': { solvers: ['puppet'], descripton: 'typo' },
    'syntax/syntax.json': '{\n  "solvers": [,]\n}',
    'uses-packed/uses.json': { solvers: ['packed', 'failure'] },
    'wordy/wordy.ts': `
import { defineSolver } from 'dramatis'
export default defineSolver({ create() { throw new Error('one line\\n  and another') } })`,
    'uses-wordy/uses.json': { solvers: ['wordy', 'failure'] },
    'slow/slow/package.json': { ...pack, name: 'dramatis-solver-slow', dramatis: { id: 'slow' } },
    'slow/slow/index.js': `
import { defineSolver } from 'dramatis'
export default defineSolver({ create: () => new Promise(() => {}) })`,
    'uses-slow/uses.json': { solvers: ['slow', 'failure'] },
    'empty/readme.txt': '',
    'settings/toolbox.json': { toolboxes: { fetc: { enabled: false } } },
  })
  const both = ['--plugins', 'plugins', '--plugins']

  const cases: Record<string, { args: readonly string[]; code: number; stdout?: RegExp; stderr?: RegExp }> = {
    'a missing solver': {
      args: ['link'],
      code: 1,
      stdout: /^error +link\/link\.json: \/solvers\/1: .*"pupet"; did you mean "puppet"/,
    },
    'settings of a toolbox that is not there': {
      args: ['personas', '--config', 'settings/toolbox.json'],
      code: 1,
      stdout: /^plugin +the setting "toolboxes": There is no toolbox "fetc"; did you mean "fetch"/,
    },
    'an unknown key': {
      args: ['error'],
      code: 1,
      stdout: /^error +error\/error\.json: \/descripton: is not a known key; did you mean "description"/,
    },
    'bad syntax, with the line': { args: ['syntax'], code: 1, stdout: /it is not JSON: .* line 2, column/ },
    'every one of several files': {
      args: ['link', 'error'],
      code: 1,
      stdout: /link\.json.*\n.*error\.json.*\n1 persona, 2 problems\.\n$/,
    },
    'a broken loose plugin': {
      args: [...both, 'broken'],
      code: 1,
      stdout: /^plugin +broken\/broken\.ts: .*cannot be loaded: .*no-such-package.*\n1 persona, 1 problem\.\n$/,
    },
    'a broken package that a persona uses': {
      args: ['uses-packed', ...both, 'packed'],
      code: 1,
      stdout: /uses\.json: \/solvers\/0: .*cannot be loaded/,
    },
    'a plugin that cannot be set up, in one line': {
      args: ['uses-wordy', ...both, 'wordy'],
      code: 1,
      stdout: /^error +.*uses\.json: \/solvers\/0: .*cannot be set up: one line and another\n1 persona, 1 problem\.\n$/,
    },
    'a plugin that takes too long': {
      args: ['uses-slow', ...both, 'slow', '--plugin-timeout', '50ms'],
      code: 1,
      stdout: /uses\.json: \/solvers\/0: .*was not ready within 50 ms/,
    },
    'a missing folder': { args: ['nowhere'], code: 1, stderr: /^".*nowhere" cannot be read: ENOENT/ },
    'a folder without personas': { args: ['empty'], code: 1, stderr: /^The folder ".*empty" holds no persona files/ },
    'an unknown default persona': {
      args: ['--default-persona', 'nobody'],
      code: 1,
      stderr: /default persona "nobody" is not among/,
    },
    'keys without effect, which are no failure': {
      args: ['warn'],
      code: 0,
      stdout: /^warning +warn\/warn\.json: \/memory_module: .*\n1 persona, no problems, 1 warning\.\n$/,
    },
    nothing: { args: [], code: 0, stdout: /^1 persona, no problems\.\n$/ },
    'several paths, also as flags': {
      args: ['personas', '--persona', 'warn'],
      code: 0,
      stdout: /\n2 personas, no problems, 1 warning\.\n$/,
    },
  }
  for (const [name, { args, code, stdout = /^(1 persona, no problems\.\n)?$/, stderr = /^$/ }] of Object.entries(
    cases,
  )) {
    it(`reports ${name}`, async () => {
      const finished = await run(folder, ['check', ...args])
      expect(finished.stderr).to.match(stderr)
      expect(finished.stdout).to.match(stdout)
      expect(finished.code).to.equal(code)
    })
  }

  it('prints JSON', async () => {
    const { code, stdout } = await run(folder, ['check', 'link', '--json'])
    const { ok, personas, problems } = JSON.parse(stdout)
    expect({ code, ok, personas }).to.deep.equal({ code: 1, ok: false, personas: ['link'] })
    expect(problems.personas).to.have.lengthOf(1)
    expect(problems.personas[0]).to.include({ level: 'link', pointer: '/solvers/1' })
  })
})

describe('dramatis plugins and personas', () => {
  const folder = workingFolder({
    'plugins/puppet.ts': puppet,
    'plugins/broken.ts': broken,
    'plugins/packed/package.json': pack,
    'plugins/packed/index.js': broken,
    'personas/judy.json': { name: 'Judy', description: 'Says what\nyou say.', aliases: ['punch'], solvers: ['puppet'] },
    'personas/mute.json': { solvers: ['nope'] },
    'mute/mute.json': { solvers: ['nope'] },
  })

  it('lists plugins, without running packages', async () => {
    const { code, stdout, stderr } = await run(folder, ['plugins'])
    expect(stdout).to.match(/^ID +KIND +VERSION +ORIGIN +LOCATION +ALIASES +DESCRIPTION\n/)
    expect(stdout).to.match(/^puppet +solver +- +folder +plugins\/puppet\.ts +-$/m)
    expect(stdout).to.match(/^packed +solver +1\.2\.3 +folder +plugins\/packed +box +Never loads\.$/m)
    expect(stdout).to.match(/^failure +solver +\S+ +bundled .* ovos-solver-failure-plugin /m)
    expect(stderr).to.match(/^plugin +plugins\/broken\.ts: .*cannot be loaded/)
    expect(code).to.equal(0)
  })

  it('lists plugins as JSON', async () => {
    const { stdout } = await run(folder, ['plugins', '--json'])
    const { plugins, problems } = JSON.parse(stdout)
    expect(plugins.find(({ id }: { id: string }) => id === 'packed')).to.include({ kind: 'solver', origin: 'folder' })
    expect(problems).to.have.lengthOf(1)
  })

  it('lists plugins where there are no personas', async () => {
    expect(await run(folder, ['plugins', '--plugins', 'mute'])).to.include({ code: 0, stderr: '' })
  })

  it('lists personas, and those that cannot be loaded', async () => {
    const { code, stdout, stderr } = await run(folder, ['personas'])
    expect(stdout).to.match(/^ID +NAME +CHAIN +DESCRIPTION\njudy +Judy +puppet +Says what you say\.\n$/)
    expect(stderr)
      .to.match(/mute\.json: \/solvers\/0/)
      .and.match(/mute\.json: no solver of its chain/)
    expect(code).to.equal(0)
  })

  it('lists personas as JSON', async () => {
    const [judy] = JSON.parse((await run(folder, ['personas', '--json'])).stdout)
    expect(judy).to.deep.include({ id: 'judy', name: 'Judy', solvers: ['puppet'], aliases: ['punch'] })
  })

  it('exits with 1 where no persona can be loaded', async () => {
    expect(await run(folder, ['personas', 'mute'])).to.include({ code: 1, stdout: '' })
  })
})
