import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { dialogFiles } from '../../src/dialogs/files.ts'
import { readDialogFile } from '../../src/dialogs/read.ts'
import { dialogFolder } from './dialogs.ts'

const dialog = (expected: string) => `persona: Judy
dialogs:
  - name: one
    turns:
      - user: hello
        expect: ${expected}
`

describe('a dialog file', () => {
  const files = dialogFolder()
  after(() => files.close())

  const read = async (text: string, name = 'dialog.yaml') => {
    const path = files.write(name, text)
    const { file, problems } = await readDialogFile(path)
    return { file, problems: problems.map(({ line, message }) => `${line} ${message}`), path }
  }

  const wrong: [what: string, text: string, problems: readonly (string | RegExp)[]][] = [
    ['nothing', '', ['1 the file must be an object, not null']],
    ['no YAML', 'persona: [', [/^1 not YAML: Flow sequence/]],
    ['a key twice', 'persona: a\npersona: b', ['2 not YAML: Map keys must be unique']],
    ['an anchor that is missing', 'persona: *nobody', [/^1 not YAML: Unresolved alias/]],
    [
      'no persona and no dialogs',
      'x: 1',
      [/^1 persona is required/, /^1 dialogs is required/, /^1 x is not a known key/],
    ],
    ['no turns', 'persona: a\ndialogs: [{ name: b, turns: [] }]', ['2 dialogs[0].turns must not be empty']],
    ['an answer that is a number', dialog('5'), [/^6 .*expect must be a string or an object, not a number/]],
    ['an empty answer', dialog("''"), ['6 dialogs[0].turns[0].expect must not be empty']],
    ['no rules', dialog('{}'), ['6 dialogs[0].turns[0].expect must not be empty']],
    [
      'a rule that is misspelt',
      dialog('{ contans: x }'),
      ['6 dialogs[0].turns[0].expect.contans is not a known key; did you mean "contains"?'],
    ],
    [
      'a wrong expression',
      dialog("{ matches: 'a(' }"),
      [/^6 .*expect\.matches is no regular expression: .*Unterminated group/],
    ],
    [
      'a rule for an answer that must not come',
      dialog('{ contains: x, declined: true }'),
      ['6 dialogs[0].turns[0].expect.declined leaves no answer that "contains" could hold for'],
    ],
    [
      'several mistakes, in the order of their lines',
      `${dialog("{ matches: '[', solvr: x }")}  - nam: two\n    turns: [{ user: x, expect: { declined: 1 } }]\n`,
      [
        /^6 .*solvr is not a known key; did you mean "solver"\?/,
        /^6 .*matches is no regular/,
        /^7 dialogs\[1\]\.name is required/,
        /^7 dialogs\[1\]\.nam is not a known key; did you mean "name"\?/,
        /^8 .*declined must be true or false, not a number/,
      ],
    ],
    [
      'a mistake behind an anchor, where it stands',
      'persona: a\nx: &turn\n  user: b\n  expect: { contans: c }\ndialogs:\n  - name: d\n    turns:\n      - *turn\n',
      ['2 x is not a known key', '4 dialogs[0].turns[0].expect.contans is not a known key; did you mean "contains"?'],
    ],
    ['dialogs inside themselves', 'persona: a\ndialogs: &a [*a]', [/^2 dialogs\[0\] must be an object, not an array/]],
  ]
  for (const [what, text, expected] of wrong) {
    it(`is refused for ${what}`, async () => {
      const { file, problems } = await read(text)
      expect(file).to.equal(undefined)
      expect(problems).to.have.lengthOf(expected.length)
      for (const [index, problem] of expected.entries()) {
        if (typeof problem === 'string') expect(problems[index]).to.equal(problem)
        else expect(problems[index]).to.match(problem)
      }
    })
  }

  it('is refused where it cannot be read', async () => {
    const { problems } = await readDialogFile('/no/such/file.yaml')
    expect(problems[0]?.message).to.match(/^cannot be read: ENOENT/)
  })

  it('knows where its turns stand, through anchors too', async () => {
    const anchored = await read(`persona: Judy
dialogs:
  - name: one
    turns:
      - &hello
        user: hello
        expect: Hello!
      - *hello
  - { name: two, history: host, turns: [{ user: bye, expect: { contains: bye } }] }
`)
    const lines = anchored.file?.dialogs.map(({ turns }) => turns.map(({ line }) => line))
    expect(lines).to.deep.equal([[6, 8], [9]])
  })

  it('may be JSON', async () => {
    const json = {
      persona: 'a',
      dialogs: [{ name: 'b', turns: [{ user: 'c', expect: { matches: '^d', solver: 'e' } }] }],
    }
    const { file } = await read(JSON.stringify(json), 'dialog.json')
    expect(file?.dialogs[0]?.turns[0]?.expect).to.deep.equal({
      matches: /^d/iu,
      solver: 'e',
      contains: [],
      declined: false,
    })
  })

  it('is what its documentation shows', async () => {
    const examples = [...readFileSync('docs/dialogs.md', 'utf8').matchAll(/^```yaml\n(.*?)^```$/gms)]
    expect(examples).not.to.deep.equal([])
    for (const [, example = ''] of examples) expect((await read(example)).problems).to.deep.equal([])
  })

  it('is found in a folder, its tape is not', async () => {
    const folder = dialogFolder()
    for (const name of ['b.yaml', 'a.yml', 'a.yml.tape.json', 'notes.txt', 'sub/c.yaml']) folder.write(name, '')
    const names = (await dialogFiles([folder.folder])).map((path) => path.slice(folder.folder.length))
    expect(names).to.deep.equal(['/a.yml', '/b.yaml'])
    folder.close()
  })
})
