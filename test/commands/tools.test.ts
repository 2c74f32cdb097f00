import { expect } from 'chai'
import { box, tool } from '../toolbox/boxes.ts'
import { Running, run, workingFolder } from './command.ts'

const kit = box(`{ tools: [
  ${tool('greet', `input: { type: 'object', properties: { name: { type: 'string' }, loud: { type: 'boolean' } }, required: ['name'] }, run: ({ name }) => 'Hello ' + name`)},
  ${tool('pair', `run: async (_, { progress, memory }) => { await progress(1, 2, 'half'); await memory.set('a', 1); return { a: await memory.get('a') } }`)},
  ${tool('ask', `run: (_, { ask }) => ask('Who?', { type: 'string' })`)},
  ${tool('fail', `run: () => { throw new Error('the reason') }`)},
  ${tool('wait', `run: () => new Promise(() => { console.log('waiting'); setInterval(() => {}, 1000) })`)},
] }`)

describe('dramatis tools', () => {
  const folder = workingFolder({ 'plugins/kit.js': kit })
  const clash = workingFolder({
    'plugins/a.js': box(`{ tools: [${tool('tide')}] }`),
    'plugins/b.js': box(`{ tools: [${tool('tide')}] }`),
  })

  const cases: Record<string, { args: string[]; code: number; stdout?: string; says?: RegExp }> = {
    'an input that is not JSON': {
      args: ['call', 'greet', '{name}'],
      code: 1,
      says: /^The input cannot be read, it is not JSON: .* at line 1, column 2\. Write it like '\{"text": "Hello"\}'\.\n$/,
    },
    'an input that is wrong': { args: ['call', 'greet'], code: 1, says: /"greet" is wrong: \/name is required\.\n$/ },
    'a tool that is none': { args: ['call', 'great'], code: 1, says: /no tool "great"; did you mean "greet"\?\n$/ },
    'a tool that fails': { args: ['call', 'fail'], code: 1, says: /^the reason\n$/ },
    'a command that is none': { args: ['lst'], code: 2, says: /unknown command 'lst'/ },
    'no command': { args: [], code: 2, says: /Usage: dramatis tools/ },
    'a text as it is': { args: ['call', 'greet', '{"name": "Ada"}'], code: 0, stdout: 'Hello Ada\n', says: /^$/ },
    'what a tool asks, with how to answer': {
      args: ['call', 'ask'],
      code: 1,
      says: /^The tool "ask" asks \(ask1: Who\?\); put the answers into its input, as \{"_inputs":\{"ask1":"\.\.\."\}\}\.\n$/,
    },
    'what a tool makes of an answer': {
      args: ['call', 'ask', '{"_inputs": {"ask1": "Ada"}}'],
      code: 0,
      stdout: 'Ada\n',
    },
    'other values as JSON': { args: ['call', 'pair'], code: 0, stdout: '{\n  "a": 1\n}\n', says: /^$/ },
  }
  for (const [what, { args, code, stdout = '', says = /^$/ }] of Object.entries(cases)) {
    it(`tells ${what}`, async () => {
      const finished = await run(folder, ['tools', ...args])
      expect(finished.stderr).to.match(says)
      expect(finished).to.include({ code, stdout })
    })
  }

  it('shows where it failed to those who debug', async () => {
    const { stderr, code } = await run(folder, ['tools', 'call', 'fail', '--log-level', 'debug'])
    expect(stderr).to.match(/\[cause\]: Error: the reason\n.*plugins\/kit\.js/)
    expect(code).to.equal(1)
  })
  it('lists tools with what they take', async () => {
    const { code, stdout, stderr } = await run(folder, ['tools', 'list'])
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' })
    expect(stdout)
      .to.match(/^NAME +TOOLBOX +INPUT +DESCRIPTION\n/)
      .and.match(/^greet +kit +name \[loud\] +Tests\.$/m)
      .and.match(/^fail +kit +- +Tests\.$/m)
  })
  it('prints JSON of what it found, and of what came of a call', async () => {
    const listed = JSON.parse((await run(folder, ['tools', 'list', '--json'])).stdout)
    expect(listed.problems).to.deep.equal([])
    expect(listed.tools.find(({ name }: { name: string }) => name === 'pair')).to.deep.include({
      name: 'pair',
      toolbox: 'kit',
      input: { type: 'object' },
    })
    const called = await run(folder, ['tools', 'call', 'pair', '{}', '--json'])
    expect(JSON.parse(called.stdout)).to.deep.equal({ tool: 'pair', output: { a: 1 } })
    const failed = await run(folder, ['tools', 'call', 'fail', '--json'])
    expect(JSON.parse(failed.stdout)).to.deep.equal({
      tool: 'fail',
      error: { code: 'tool-failed', message: 'the reason' },
    })
    expect(failed.code).to.equal(1)
  })
  it('tells of names that toolboxes share', async () => {
    const { stdout, stderr, code } = await run(clash, ['tools', 'list'])
    expect(stdout)
      .to.match(/^a__tide +a /m)
      .and.match(/^b__tide +b /m)
    expect(stderr).to.match(
      /plugins\/a\.js: Its tool "tide" is called "a__tide", since "b" has one of that name too\.\n/,
    )
    expect(code).to.equal(0)
  })
  it('stops when it is interrupted', async () => {
    const running = new Running(folder, ['tools', 'call', 'wait'])
    await running.shows(/waiting/)
    running.process.kill('SIGINT')
    expect(await running.finished).to.include({ code: 130, stderr: '' })
  })
  for (const command of [['tools'], ['tools', 'list'], ['tools', 'call']]) {
    it(`explains dramatis ${command.join(' ')} with examples`, async () => {
      const { code, stdout } = await run(folder, [...command, '--help'])
      expect(stdout)
        .to.match(new RegExp(`Usage: dramatis ${command.join(' ')}`))
        .and.match(/Examples:\n {2}\$ /)
      expect(code).to.equal(0)
    })
  }
})
