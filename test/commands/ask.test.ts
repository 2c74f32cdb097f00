import { expect } from 'chai'
import { puppet, Running, run, workingFolder } from './command.ts'

describe('dramatis ask', () => {
  const folder = workingFolder({
    'plugins/puppet.ts': puppet,
    'personas/judy.json': { name: 'Judy', aliases: ['punch'], solvers: ['puppet'] },
    'elsewhere/toby.json': { name: 'Toby', solvers: ['puppett', 'puppet'] },
    'elsewhere/broken.json': '{ "solvers": [',
  })

  const failures: Record<string, { args: readonly string[]; says: RegExp; stdout?: string }> = {
    'nobody has an answer': { args: ['judy', 'nothing'], says: /^"Judy" has no answer to that\. Add --explain/ },
    'a solver fails': {
      args: ['judy', 'fail'],
      says: /^No solver of "Judy" answered, and at least one of them failed/,
    },
    'a solver fails, explained': {
      args: ['judy', 'fail', '--explain'],
      says: /"message":"the reason"[\s\S]*puppet +failed/,
    },
    'the persona is misspelt': { args: ['jud', 'hi'], says: /^There is no persona "jud"; did you mean "judy"\? See/ },
    'the persona is unknown': {
      args: ['nobody', 'hi'],
      says: /^There is no persona "nobody"\. See "dramatis personas"/,
    },
    'the file is missing': { args: ['no.json', 'hi'], says: /^".*no\.json" cannot be read: ENOENT/ },
    'the file is broken': {
      args: ['elsewhere/broken.json', 'hi'],
      says: /^error +elsewhere\/broken\.json: cannot be read: it is not JSON.*\nThe persona in .* cannot be loaded/,
    },
    'the plugins folder is missing': {
      args: ['judy', 'hi', '--plugins', 'nope'],
      says: /^The plugins folder ".*nope"/,
    },
    'the configuration is missing': {
      args: ['judy', 'hi', '--config', 'c.json'],
      says: /^The configuration file .*c\.json/,
    },
  }
  for (const [name, { args, says, stdout = '' }] of Object.entries(failures)) {
    it(`exits with 1 and a sentence when ${name}`, async () => {
      const finished = await run(folder, ['ask', ...args])
      expect(finished.stderr)
        .to.match(says)
        .and.not.match(/^ +at /m)
      expect(finished).to.include({ code: 1, stdout })
    })
  }

  const answers: Record<string, { args: readonly string[]; stdout: RegExp | string; stderr?: RegExp }> = {
    'by id': { args: ['judy', 'hi'], stdout: 'You said hi in no language, turn 1, message 1.\n' },
    'by name': { args: ['JUDY', 'hi'], stdout: /^You said hi / },
    'by alias': { args: ['punch', 'hi'], stdout: /^You said hi / },
    'several words': { args: ['judy', 'hi', 'there'], stdout: /^You said hi there in/ },
    'a language': { args: ['judy', 'hi', '--lang', 'pt-br'], stdout: /in pt-BR,/ },
    'a file, with what is wrong with it': {
      args: ['elsewhere/toby.json', 'hi'],
      stdout: /^You said hi /,
      stderr: /^error +elsewhere\/toby\.json: \/solvers\/0: there is no solver "puppett"; did you mean "puppet"\?\n$/,
    },
    'a persona of another folder': {
      args: ['toby', 'hi', '--persona', 'elsewhere/toby.json'],
      stdout: /^You said hi /,
      stderr: /1 problem/,
    },
    'media, in words': { args: ['judy', 'media'], stdout: /^\[image, image\/png: 3 bytes\]\nYou said media / },
    sources: { args: ['judy', 'sources'], stdout: /message 1\.\nSources:\n {2}A page {2}https:\/\/example\.com\/a\n$/ },
    'an explanation': {
      args: ['judy', 'hi', '--explain'],
      stdout: /1\.\n$/,
      stderr: /^ {2}puppet {2}answered {2}[\d.]+ ms\n {2}answered by puppet in/,
    },
  }
  for (const [name, { args, stdout, stderr = /^$/ }] of Object.entries(answers)) {
    it(`answers: ${name}`, async () => {
      const finished = await run(folder, ['ask', ...args])
      expect(finished.stderr).to.match(stderr)
      if (typeof stdout === 'string') expect(finished.stdout).to.equal(stdout)
      else expect(finished.stdout).to.match(stdout)
      expect(finished.code).to.equal(0)
    })
  }

  it('prints one JSON object', async () => {
    const { code, stdout } = await run(folder, ['ask', 'judy', 'sources', '--json'])
    const { trace, usage, ...rest } = JSON.parse(stdout)
    expect(rest).to.deep.equal({
      answer: 'You said sources in no language, turn 1, message 1.',
      persona: 'judy',
      solver: 'puppet',
      finish: 'stop',
      sources: [{ title: 'A page', url: 'https://example.com/a' }],
    })
    expect(usage).to.include({ estimated: true })
    expect(trace.steps).to.have.lengthOf(1)
    expect(code).to.equal(0)
  })

  it('prints JSON also where there is no answer', async () => {
    const { code, stdout } = await run(folder, ['ask', 'judy', 'nothing', '--json'])
    const { error, answer, trace } = JSON.parse(stdout)
    expect({ code, error: error.code, answer, outcome: trace.outcome }).to.deep.equal({
      code: 1,
      error: 'unanswered',
      answer: '',
      outcome: 'unanswered',
    })
  })

  it('streams, and ends at Ctrl-C with 130', async () => {
    const asking = new Running(folder, ['ask', 'judy', 'wait'])
    await asking.shows(/^You said /)
    asking.process.kill('SIGINT')
    expect(await asking.finished).to.deep.equal({ code: 130, signal: null, stdout: 'You said \n', stderr: '' })
  })

  it('keeps secrets out of its log', async () => {
    const { stderr } = await run(folder, ['ask', 'judy', 'log', '--log-level', 'warn'])
    expect(JSON.parse(stderr)).to.deep.include({
      level: 'warn',
      msg: 'Logged.',
      headers: { authorization: '[redacted]' },
      config: { apiKey: '[redacted]' },
    })
  })

  it('shows the stack to those who ask for it', async () => {
    const { code, stderr } = await run(folder, ['ask', 'nobody', 'hi', '--log-level', 'debug'])
    expect(code).to.equal(1)
    expect(stderr).to.match(/There is no persona "nobody"[\s\S]*\n +at /)
  })
})
