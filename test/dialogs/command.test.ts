import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { surfaceNames } from '../../src/dialogs/clients/index.ts'
import { run, workingFolder } from '../commands/command.ts'

const turns = (...expected: readonly unknown[]) => expected.map((expect, index) => ({ user: `hello ${index}`, expect }))

describe('dramatis test', () => {
  const echo = `
import { defineSolver } from 'dramatis'
export default defineSolver({ create: () => ({ solve: ({ question }) => question + ' <&"\\u0007' }) })`
  const fine = { persona: 'echo', dialogs: [{ name: 'fine', turns: turns({ contains: 'hello' }, { solver: 'echo' }) }] }
  const missed = {
    persona: '../personas/echo.json',
    dialogs: [
      { name: 'good', turns: turns({ contains: 'hello' }) },
      { name: 'bad <&"', turns: turns({ contains: 'hello' }, 'bye', { matches: 'bye', solver: 'eliza' }) },
    ],
  }
  const folder = workingFolder({
    'plugins/echo.ts': echo,
    'personas/echo.json': { name: 'Echo', solvers: ['echo'] },
    'dialogs/fine.json': fine,
    'more/missed.json': missed,
    'wrong/one.yaml': 'persona: echo\ndialogs: [{ name: a, turns: [{ user: b, expect: { contans: c } }] }]',
    'wrong/two.yaml': 'persona: [',
    'lost.yaml': 'persona: nobody\ndialogs: [{ name: a, turns: [{ user: b, expect: c }] }]',
  })

  const failures: Record<string, { args: readonly string[]; code: number; says: RegExp }> = {
    'a folder that is missing': { args: ['nowhere'], code: 1, says: /^"nowhere" cannot be read: ENOENT/ },
    'a folder without dialogs': { args: ['plugins'], code: 1, says: /^The folder "plugins" holds no dialog files/ },
    'files with problems': {
      args: ['wrong'],
      code: 1,
      says: /^error {2}wrong\/one\.yaml:2: .*did you mean "contains"\?\nerror {2}wrong\/two\.yaml:1: not YAML: .*\n$/,
    },
    'a persona that is missing': {
      args: ['lost.yaml'],
      code: 1,
      says: /There is no persona "nobody"[\s\S]*1 file could not be held\.\n$/,
    },
    'a surface that is none': {
      args: ['--surface', 'http'],
      code: 2,
      says: new RegExp(`Choose from all, ${surfaceNames.join(', ')}\\.`),
    },
    'a report that cannot be written': {
      args: ['--junit', 'dialogs/fine.json/x'],
      code: 1,
      says: /cannot be written: /,
    },
  }
  for (const [what, { args, code, says }] of Object.entries(failures)) {
    it(`exits with ${code} for ${what}`, async () => {
      const finished = await run(folder, ['test', ...args])
      expect(finished.stdout + finished.stderr)
        .to.match(says)
        .and.not.match(/^ +at /m)
      expect(finished.code).to.equal(code)
    })
  }

  it('finds ./dialogs, and exits with 0 where all is as expected', async () => {
    expect(await run(folder, ['test'])).to.include({
      code: 0,
      stdout: `ok    dialogs/fine.json  Echo: 1 dialog, 2 turns\n1 dialog, 2 turns on ${surfaceNames.length} surfaces: all as expected.\n`,
      stderr: '',
    })
  })

  it('explains itself with examples', async () => {
    expect((await run(folder, ['test', '--help'])).stdout).to.match(/^Usage: dramatis test [\s\S]*Examples:\n {2}\$ /)
  })

  it('finds the bundled dialogs elsewhere', async () => {
    const { code, stdout } = await run(workingFolder({}), ['test', '--surface', 'direct'])
    expect(stdout).to.match(/Eliza: .*\n[\s\S]*on 1 surface: all as expected\.\n$/)
    expect(code).to.equal(0)
  })

  it('tells what was expected and what came, once for all surfaces', async () => {
    const { code, stdout } = await run(folder, [
      'test',
      'dialogs',
      'more',
      '--surface',
      'openai',
      '--surface',
      'direct',
    ])
    expect(stdout.replace(/[\d.]+ ms/g, 'TIME').split('\n')).to.deep.equal([
      'ok    dialogs/fine.json  Echo: 1 dialog, 2 turns',
      'miss  more/missed.json  Echo: 2 dialogs, 4 turns',
      '',
      'more/missed.json:1  "bad <&"", turn 2, everywhere',
      '  user  hello 1',
      '  - bye',
      '  + hello 1 <&"',
      '  echo  answered  TIME',
      '  answered by echo in TIME',
      '',
      'more/missed.json:1  "bad <&"", turn 3, everywhere',
      '  user  hello 2',
      '  - matches /bye/iu',
      '  - solver eliza',
      '  + solver echo',
      '  + hello 2 <&"',
      '  echo  answered  TIME',
      '  answered by echo in TIME',
      '',
      '3 dialogs, 6 turns on 2 surfaces: 2 turns not as expected.',
      '',
    ])
    expect(code).to.equal(1)
  })

  it('writes JUnit XML, a suite for each file and surface', async () => {
    await run(folder, ['test', 'more', 'lost.yaml', '--junit', 'reports/dialogs.xml', '--surface', 'ollama'])
    const xml = readFileSync(join(folder, 'reports/dialogs.xml'), 'utf8')
    const suites = [...xml.matchAll(/<testsuite name="([^"]*)" tests="(\d+)" failures="(\d+)" errors="(\d+)"/g)]
    expect(suites.map(([, ...values]) => values)).to.deep.equal([
      ['more/missed.json on ollama', '6', '3', '0'],
      ['lost.yaml', '1', '0', '1'],
    ])
    const cases = [...xml.matchAll(/<testcase name="([^"]*)" classname="Echo" time="\d+\.\d{3}"(\/?)>/g)]
    expect(cases.map(([, name, end]) => [name, end])).to.deep.equal([
      ['good', '/'],
      ['good (streamed)', '/'],
      ['good (by conversation id)', '/'],
      ['bad &lt;&amp;&quot;', ''],
      ['bad &lt;&amp;&quot; (streamed)', ''],
      ['bad &lt;&amp;&quot; (by conversation id)', ''],
    ])
    expect(xml).to.contain('<error message="There is no persona &quot;nobody&quot;.')
    expect(unclosed(xml)).to.deep.equal([])
  })
})

/** Elements that are left open in a document, and whatever is no XML in it. */
function unclosed(xml: string): readonly string[] {
  const open: string[] = []
  const rest = xml.replace(/<\?xml [^>]*\?>|<(\/?)(\w+)(?: \w+="[^"<]*")*(\/?)>/g, (_, end, name, empty) => {
    if (name && !end && !empty) open.push(name)
    return end && open.pop() !== name ? `</${name}>` : ''
  })
  return [...open, ...(rest.match(/[<>\p{Cc}]|&(?!(?:lt|gt|amp|quot);)/gu) ?? []).filter((text) => text !== '\n')]
}
