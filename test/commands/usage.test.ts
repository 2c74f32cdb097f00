import { expect } from 'chai'
import manifest from '../../package.json' with { type: 'json' }
import { run, workingFolder } from './command.ts'

describe('dramatis', () => {
  const folder = workingFolder({})

  const wrong: Record<string, { args: readonly string[]; says: RegExp }> = {
    'no command': { args: [], says: /Usage: dramatis/ },
    'a command that is misspelt': { args: ['serv'], says: /unknown command 'serv'\n\(Did you mean serve\?\)/ },
    'a flag that is misspelt': {
      args: ['serve', '--prot', '1'],
      says: /unknown option '--prot'\n\(Did you mean --port\?/,
    },
    'a port that is none': {
      args: ['serve', '--port', '70000'],
      says: /'70000' is invalid\. A port is a number from 0/,
    },
    'a size that is none': { args: ['serve', '--body-limit', '3tb'], says: /'3tb' is invalid\. .*like 500kb or 32mb/ },
    'a time that is none': { args: ['check', '--plugin-timeout', '3'], says: /'3' is invalid\. .*like 800ms/ },
    'a number that is none': { args: ['serve', '--max-turns', '0'], says: /'0' is invalid\. .*from 1 on/ },
    'a URL that is none': { args: ['serve', '--public-url', 'example'], says: /'example' is invalid\. .*https:/ },
    'a level that is none': { args: ['check', '--log-level', 'loud'], says: /Allowed choices are debug, info/ },
    'a language that is none': { args: ['ask', 'x', 'y', '--lang', 'd_e'], says: /'d_e' is invalid\. .*pt-BR/ },
    'a question that is missing': { args: ['ask', 'eliza'], says: /missing required argument 'QUESTION'/ },
    'one argument too many': { args: ['chat', 'a', 'b'], says: /too many arguments/ },
  }
  for (const [name, { args, says }] of Object.entries(wrong)) {
    it(`exits with 2 for ${name}`, async () => {
      const { code, stdout, stderr } = await run(folder, args)
      expect(stderr).to.match(says)
      expect({ code, stdout }).to.deep.equal({ code: 2, stdout: '' })
    })
  }

  it('prints its version', async () => {
    expect(await run(folder, ['--version'])).to.include({ code: 0, stdout: `${manifest.version}\n`, stderr: '' })
  })

  for (const command of [[], ['serve'], ['ask'], ['chat'], ['check'], ['personas'], ['plugins']]) {
    it(`explains ${['dramatis', ...command].join(' ')} with examples`, async () => {
      const { code, stdout } = await run(folder, [...command, '--help'])
      expect(code).to.equal(0)
      expect(stdout)
        .to.match(new RegExp(`Usage: ${['dramatis', ...command].join(' ')}`))
        .and.match(/Examples:\n {2}\$ /)
    })
  }

  it('helps without loading the runtime', async () => {
    const traced = await run(folder, ['serve', '--help'], '', { NODE_DEBUG: 'esm' })
    const loaded = traced.stderr.match(/dist\/[\w./-]+\.js/g) ?? []
    expect(loaded).to.include('dist/commands/program.js')
    expect(loaded.filter((file) => /runtime|surfaces|plugins|commands\/serve/.test(file))).to.deep.equal([])
  })
})
