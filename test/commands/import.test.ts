import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { run, workingFolder } from './command.ts'

describe('dramatis import', () => {
  const yaml = '# A comment that stays.\nname: Ida\nknowledge_domains:\n  travel: [Java]\n'
  const old = { name: 'OldSchoolBot', handlers: ['ovos-wordnet-plugin', 'ovos-solver-failure-plugin'], gender: 'x' }
  const folder = workingFolder({
    'old/Old School.json': old,
    'old/ida.yaml': yaml,
    'old/plain.json': { name: 'Plain' },
    'old/broken.json': '{ "name": ',
    'old/typo.json': { solvers: ['failure'], descripton: 'x' },
    'old/missing.json': { solvers: ['no-such-solver'] },
    'old/bad-id.json': { id: '../evil', solvers: ['failure'] },
    'old/relative.json': { solvers: ['faq'], faq: { files: ['questions.csv'] } },
    'old/questions.csv': 'question,answer\nWho?,Me.\n',
    'old/bot.txt': 'x',
  })
  const env = { OPENAI_API_KEY: 'none' }
  const imported = (...args: readonly string[]) => run(folder, ['import', ...args], '', env)
  const at = (path: string) => join(folder, path)

  const refusals: Record<string, { args: readonly string[]; stderr: RegExp }> = {
    'a file that is not there': { args: ['nothing.json'], stderr: /"nothing\.json" cannot be read/ },
    'a file of another kind': { args: ['old/bot.txt'], stderr: /must end in/ },
    'a file that is no document': { args: ['old/broken.json'], stderr: /it is not JSON/ },
    'an unknown key': { args: ['old/typo.json'], stderr: /descripton.*did you mean "description"/ },
    'a chain that cannot be used': { args: ['old/missing.json'], stderr: /no-such-solver/ },
    'an id that leaves the folder': { args: ['old/bad-id.json'], stderr: /id|\/id/ },
    'a folder that cannot be': {
      args: ['old/Old School.json', '--dir', 'old/bot.txt/x'],
      stderr: /old-school\.json" cannot be written: ENOTDIR.*another folder with --dir/,
    },
    'a file without a chain': { args: ['old/plain.json'], stderr: /solvers/ },
    'paths that lead nowhere from the new place': { args: ['old/relative.json'], stderr: /questions\.csv/ },
  }
  for (const [name, { args, stderr }] of Object.entries(refusals)) {
    it(`refuses ${name}, and writes nothing`, async () => {
      const ended = await imported(...args)
      expect(ended.code).to.equal(1)
      expect(ended.stderr).to.match(stderr)
      expect(existsSync(at('personas'))).to.equal(false)
    })
  }

  it('brings a file of another system over as it is, tells what does nothing, and it is served', async () => {
    const ended = await imported('old/Old School.json')
    expect(ended).to.include({ code: 0, stdout: 'OldSchoolBot (old-school) is in personas/old-school.json.\n' })
    expect(ended.stderr).to.match(/gender.*no effect/)
    expect(JSON.parse(readFileSync(at('personas/old-school.json'), 'utf8'))).to.deep.equal(old)
    expect((await run(folder, ['ask', 'old-school', 'What is a cat?'])).code).to.equal(0)
  })

  it('keeps YAML and its comments, and overwrites only when it is told to', async () => {
    expect(await imported('old/ida.yaml')).to.include({ code: 0 })
    expect(readFileSync(at('personas/ida.yaml'), 'utf8')).to.equal(yaml)
    const again = await imported('old/ida.yaml')
    expect(again.code).to.equal(1)
    expect(again.stderr).to.match(/is there already; overwrite it with --force/)
    expect(await imported('old/ida.yaml', '--force')).to.include({ code: 0 })
  })

  it('takes files without a chain as persona-agent did, into a folder that is named', async () => {
    expect(await imported('old/plain.json', '--as', 'persona-agent', '--dir', 'elsewhere')).to.include({ code: 0 })
    expect(existsSync(at('elsewhere/plain.json'))).to.equal(true)
  })
})
