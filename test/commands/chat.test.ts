import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { puppet, Running, run, workingFolder } from './command.ts'

describe('dramatis chat, through a pipe', () => {
  const folder = workingFolder({
    'plugins/puppet.ts': puppet,
    'personas/judy.json': { name: 'Judy', lang: 'en', solvers: ['puppet'] },
    'taken.txt': 'keep me',
  })
  const said = (question: string, turn: number, message: number) =>
    `You said ${question} in no language, turn ${turn}, message ${message}.\n`

  const conversations: Record<string, { lines: readonly string[]; stdout: string; stderr?: RegExp }> = {
    'an unknown command': { lines: ['/rset'], stdout: '', stderr: /no command "\/rset"; did you mean "\/reset"\?/ },
    'an unanswered question, and goes on': {
      lines: ['nothing', 'hi'],
      stdout: said('hi', 1, 1),
      stderr: /^"Judy" has no answer to that\. \/explain shows/,
    },
    'a file that is there already': { lines: ['/save taken.txt'], stdout: '', stderr: /"taken\.txt".*there already/ },
    'a file without a name': { lines: ['/save'], stdout: '', stderr: /\/save FILE/ },
    'nothing to explain': { lines: ['/explain'], stdout: 'Nothing has been asked yet.\n' },
    'what was said before': { lines: ['one', 'two'], stdout: said('one', 1, 1) + said('two', 2, 3) },
    'a new beginning': {
      lines: ['one', '/reset', 'two'],
      stdout: `${said('one', 1, 1)}The conversation begins anew.\n${said('two', 1, 1)}`,
    },
    'a question that looks like a command': { lines: ['//reset'], stdout: said('/reset', 1, 1) },
    'empty lines': { lines: ['', '  ', 'hi'], stdout: said('hi', 1, 1) },
    'a farewell': { lines: ['one', '/quit', 'two'], stdout: said('one', 1, 1) },
  }
  for (const [name, { lines, stdout, stderr = /^$/ }] of Object.entries(conversations)) {
    it(`copes with ${name}`, async () => {
      const finished = await run(folder, ['chat', 'judy'], lines.join('\n'))
      expect(finished.stderr).to.match(stderr)
      expect(finished).to.include({ code: 0, stdout })
    })
  }

  it('explains, lists its commands and saves', async () => {
    const { stdout } = await run(folder, ['chat', 'Judy'], 'hi\n/explain\n/help\n/save a.json\n/save a.txt\n')
    expect(stdout)
      .to.match(/puppet {2}answered {2}.* ms\n/)
      .and.match(/^ {2}\/save +FILE/m)
    expect(JSON.parse(readFileSync(join(folder, 'a.json'), 'utf8'))).to.deep.equal({
      persona: 'Judy',
      messages: [
        { role: 'user', content: 'hi' },
        { role: 'assistant', content: said('hi', 1, 1).trim() },
      ],
    })
    expect(readFileSync(join(folder, 'a.txt'), 'utf8')).to.equal(`you> hi\nJudy> ${said('hi', 1, 1)}`)
    expect(readFileSync(join(folder, 'taken.txt'), 'utf8')).to.equal('keep me')
  })

  it('ends the answer, not the conversation, at Ctrl-C', async () => {
    const chat = new Running(folder, ['chat', 'judy'])
    chat.process.stdin.write('wait\n')
    await chat.shows(/^You said /)
    chat.process.kill('SIGINT')
    await chat.shows(/interrupted/, 'stderr')
    chat.process.stdin.end('hi\n')
    expect(await chat.finished).to.deep.equal({
      code: 0,
      signal: null,
      stdout: `You said \n${said('hi', 1, 1)}`, // what it counted in the turn that was left is not kept
      stderr: '(interrupted)\n',
    })
  })
})
