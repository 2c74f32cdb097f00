import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { isRuntimeError } from 'dramatis'
import { packageFolder } from '../../src/config/schemas.ts'
import * as api from '../../src/index.ts'
import { loadPersona } from '../../src/persona/build.ts'
import { PersonaDirectory } from '../../src/persona/directory.ts'
import { loadPersonas, personaFiles } from '../../src/persona/load.ts'
import type { Persona } from '../../src/persona/persona.ts'
import { Registry } from '../../src/plugins/registry.ts'
import { fixture } from '../support/fixtures.ts'
import { workshop } from '../support/workshop.ts'

const env = { NAME: 'Ada', LIMIT: '2s' }
const duration = 'must be a duration such as "800ms", "30s" or "2m"'
const idHint = '"sse" is reserved for URLs of the host; give it another id'

describe('persona files', () => {
  let registry: Registry
  let folder: string
  before(async () => {
    const bundled = join(packageFolder, 'plugins')
    const folders = [fixture('plugins')]
    registry = await Registry.open({ bundled, installed: '', folders, modules: { dramatis: api, 'dramatis/http': {} } })
  })
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dramatis-personas-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  const write = (name: string, content: unknown): Promise<void> =>
    writeFile(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content))

  async function load(name: string, content: unknown): Promise<{ persona: Persona | undefined; problems: string[] }> {
    await write(name, content)
    const { persona, problems } = await loadPersona(join(folder, name), workshop(registry), env)
    expect(problems.map(({ file }) => file)).to.deep.equal(problems.map(() => join(folder, name)))
    return { persona, problems: problems.map(({ level, pointer, message }) => `${level} ${pointer}: ${message}`) }
  }

  const wrong: Record<string, [file: string, content: unknown, ...problems: string[]]> = {
    'no chain': [
      'a.json',
      { name: 'A' },
      'error /solvers: is required: the plugin ids of the chain; "handlers" and "chat_module" are understood too',
    ],
    'no time zone': [
      'a.json',
      { solvers: ['hello'], timezone: 'Mars/Olympus' },
      'error /timezone: "Mars/Olympus" is no time zone; give an IANA name, such as "Europe/Berlin"',
    ],
    'an empty chain': ['a.json', { solvers: [] }, 'error /solvers: must not be empty'],
    'many things': [
      'a.json',
      {
        id: 'Sherlock Holmes',
        name: '',
        aliases: 'x',
        solvers: ['hello', 3, ''],
        lang: 'klingonese',
        deadline: '12 parsecs',
        fallthroughOn: ['never', 'declined', 'declined'],
      },
      'error /id: must be 1 to 64 small letters, digits, "_" and "-"',
      'error /name: must not be empty',
      'error /aliases: must be an array, not a string',
      'error /solvers/1: must be a string, not a number',
      'error /solvers/2: must not be empty',
      'error /lang: must be a language tag such as "en" or "pt-BR"',
      `error /deadline: ${duration}`,
      'error /fallthroughOn/0: must be one of "declined", "timeout", "rate-limit", "quota", "server-error", "failure", "refusal"',
      'error /fallthroughOn: must not name anything twice',
    ],
    'a negative duration': ['a.json', { solvers: ['hello'], deadline: -1 }, 'error /deadline: must be > 0'],
    'a duration that is none': [
      'a.json',
      { solvers: ['hello'], deadline: true },
      'error /deadline: must be a string or a number, not true',
    ],
    'a misspelled key': [
      'a.json',
      { solvers: ['hello'], descripton: 'x', dedline: 1 },
      'error /descripton: is not a known key; did you mean "description"?',
      'error /dedline: is not a known key; did you mean "deadline"?',
    ],
    'a misspelled block': [
      'a.json',
      { solvers: ['packaged'], packagd: { tone: 'x' } },
      'error /packagd: is not a known key; did you mean "packaged"?',
    ],
    'a key like nothing': ['a.json', { solvers: ['hello'], 'a/b~c': 1 }, 'error /a~1b~0c: is not a known key'],
    'keys of every object': [
      'a.json',
      '{ "solvers": ["hello"], "__proto__": { "solvers": ["plain"] }, "constructor": {}, "toString": 1 }',
      'error /__proto__: is not a known key',
      'error /constructor: is not a known key',
      'error /toString: is not a known key',
    ],
    'a block that is no object': [
      'a.json',
      { solvers: ['packaged'], packaged: ['tone'] },
      'error /packaged: must be an object: the settings of a solver',
    ],
    'wrong settings of a link and of its plugin': [
      'a.json',
      {
        solvers: ['packaged'],
        packaged: { enabled: 'no', timeout: '1 year', minConfidence: 2, breaker: { failure: 1 }, tone: 1, tones: 'x' },
      },
      'error /packaged/enabled: must be true or false, not a string',
      `error /packaged/timeout: ${duration}`,
      'error /packaged/minConfidence: must be <= 1',
      'error /packaged/breaker/failure: is not a known key; did you mean "failures"?',
      'error /packaged/tones: is not a known key; did you mean "tone"?',
      'error /packaged/tone: must be a string, not a number',
    ],
    'settings under an alias that are wrong': [
      'a.json',
      { solvers: ['packaged'], 'ovos-solver-packaged-plugin': { tone: null } },
      'error /ovos-solver-packaged-plugin/tone: must be a string, not null',
    ],
    'a reserved id': ['a.json', { id: 'sse', solvers: ['hello'] }, `error /id: ${idHint}`],
    'a reserved id for a file name': ['SSE.json', { solvers: ['hello'] }, `error /id: ${idHint}`],
    'variables that are not set': [
      'a.json',
      { solvers: ['hello'], name: '${GONE}', description: '${NAME} ${GONE}', deadline: 'x' },
      'error /name: the variable GONE is not set; set it, or give a default: ${GONE:-...}',
      'error /description: the variable GONE is not set; set it, or give a default: ${GONE:-...}',
      `error /deadline: ${duration}`,
    ],
    'only solvers that there are not': [
      'a.json',
      { solvers: ['failur', 'no-such-thing-at-all'] },
      'link /solvers/0: there is no solver "failur"; did you mean "failure"?',
      'link /solvers/1: there is no solver "no-such-thing-at-all"; see "dramatis plugins" for those there are',
      'error : no solver of its chain can be used',
    ],
    'a chain that is switched off': [
      'a.json',
      { solvers: ['hello'], hello: { enabled: false } },
      'error : no solver of its chain can be used',
    ],
    'a list': ['a.json', '["hello"]', 'error : a persona file holds an object'],
    null: ['a.json', 'null', 'error : a persona file holds an object'],
    'nothing at all': [
      'a.json',
      '',
      'error : cannot be read: it is not JSON: Unexpected end of JSON input at line 1, column 1',
    ],
    'nothing but a comment': ['a.yaml', '# solvers: [hello]\n', 'error : a persona file holds an object'],
    'a comma too many in an object': [
      'a.json',
      '{\n  "solvers": ["hello"],\n}',
      'error : cannot be read: it is not JSON: Expected double-quoted property name at line 3, column 1',
    ],
    'a comma too many in an array': [
      'a.json',
      '{\n  "name": "A bot with a name that is long enough",\n  "solvers": ["hello",]\n}',
      "error : cannot be read: it is not JSON: Unexpected token ']' at line 3, column 23",
    ],
    'a word without quotes': [
      'a.json',
      '{ "solvers": [hello] }',
      "error : cannot be read: it is not JSON: Unexpected token 'h' at line 1, column 15",
    ],
    'no end': [
      'a.json',
      '{ "solvers": ["hello"\n',
      "error : cannot be read: it is not JSON: Expected ',' or ']' after array element at line 2, column 1",
    ],
    'broken YAML': [
      'a.yml',
      'name: A\nsolvers: [hello\n',
      'error : cannot be read: it is not YAML: Flow sequence in block collection must be sufficiently indented and end with a ] at line 3, column 1',
    ],
    'a key twice in YAML': [
      'a.yaml',
      'name: A\nname: B\nsolvers: [hello]\n',
      'error : cannot be read: it is not YAML: Map keys must be unique at line 2, column 1',
    ],
    'aliases of aliases in YAML': [
      'a.yaml',
      [
        'a: &a [1]',
        ...'bcdefghi'.split('').map((key, index) => `${key}: &${key} [${`*${'abcdefgh'[index]},`.repeat(9)}]`),
      ].join('\n'),
      'error : cannot be read: it is not YAML: Excessive alias count indicates a resource exhaustion attack',
    ],
    'a YAML anchor in itself': [
      'a.yaml',
      'solvers: [hello]\nhello: &it\n  it: *it\n',
      'error : cannot be read: it nests deeper than 100 levels',
    ],
    'brackets without end': [
      'a.json',
      `{ "hello": ${'['.repeat(100_000)}${']'.repeat(100_000)} }`,
      'error : cannot be read: it nests deeper than 100 levels',
    ],
    'more than anybody writes': [
      'a.json',
      ' '.repeat(5 * 1024 * 1024 + 1),
      'error : cannot be read: it is larger than 5 MB',
    ],
  }
  for (const [what, [file, content, ...problems]] of Object.entries(wrong)) {
    it(`with ${what} do not load, and say why (${file})`, async () => {
      const loaded = await load(file, content)
      expect(loaded.problems).to.have.members(problems)
      expect(loaded.persona).to.equal(undefined)
    })
  }

  const right: Record<
    string,
    [file: string, content: unknown, persona: object, solvers: string[], ...problems: string[]]
  > = {
    'only a chain': [
      'Dr. Watson.json',
      { solvers: ['hello'] },
      { id: 'dr-watson', name: 'Dr. Watson', lang: 'en' },
      ['hello'],
    ],
    'an id and a name': ['a.json', { id: 'b', name: 'C', solvers: ['hello'] }, { id: 'b', name: 'C' }, ['hello']],
    'a name in no letters of ours': [
      '机器人.json',
      { name: 'Jiqi', solvers: ['hello'] },
      { id: 'jiqi', name: 'Jiqi' },
      ['hello'],
    ],
    'no letters of ours at all': ['机器人.json', { solvers: ['hello'] }, { id: 'persona', name: '机器人' }, ['hello']],
    'a byte order mark': ['a.json', '\uFEFF{ "solvers": ["hello"] }', { id: 'a' }, ['hello']],
    'a byte order mark in YAML': ['a.yaml', '\uFEFFsolvers: [hello]\n', { id: 'a' }, ['hello']],
    'capitals in its ending': ['a.JSON', { solvers: ['hello'] }, { id: 'a' }, ['hello']],
    'its chain in handlers': ['a.json', { handlers: ['hello', 'failure'] }, {}, ['hello', 'failure']],
    'its chain in chat_module': ['a.json', { chat_module: 'hello' }, {}, ['hello']],
    'its chain twice': [
      'a.json',
      { solvers: ['hello'], handlers: ['plain'] },
      {},
      ['hello'],
      'warning /handlers: has no effect: the chain stands under "solvers"',
    ],
    comments: [
      'a.json',
      { '//': 1, '// more': '${GONE}', 'x-author': {}, solvers: ['packaged'], packaged: { '//': 1, 'x-why': 1 } },
      {},
      ['packaged'],
    ],
    durations: ['a.json', { solvers: ['hello'], deadline: '1.5m' }, { deadline: 90_000 }, ['hello']],
    variables: [
      'a.json',
      { name: '${NAME}', description: '${GONE:-Nobody}, $${NAME}', solvers: ['hello'], deadline: '${LIMIT}' },
      { name: 'Ada', description: 'Nobody, ${NAME}', deadline: 2000 },
      ['hello'],
    ],
    'a block under an alias': [
      'a.json',
      { solvers: ['packaged'], 'ovos-solver-packaged-plugin': { tone: 'x' } },
      {},
      ['packaged'],
    ],
    'a block under the id of an alias': [
      'a.json',
      { solvers: ['ovos-solver-packaged-plugin'], packaged: { tone: 'x' } },
      {},
      ['packaged'],
    ],
    'an empty block': ['a.json', { solvers: ['packaged'], packaged: null }, {}, ['packaged']],
    'a solver switched off': ['a.json', { solvers: ['hello', 'plain'], hello: { enabled: false } }, {}, ['plain']],
    'a solver switched off that is not there': [
      'a.json',
      { solvers: ['gone', 'plain'], gone: { enabled: false } },
      {},
      ['plain'],
    ],
    'a solver that is missing': [
      'a.yaml',
      'solvers:\n  - helo\n  - plain\n',
      {},
      ['plain'],
      'link /solvers/0: there is no solver "helo"; did you mean "hello"?',
    ],
    'two blocks for one solver': [
      'a.json',
      { solvers: ['packaged'], packaged: {}, 'ovos-solver-packaged-plugin': { tone: 'x' } },
      {},
      ['packaged'],
      'warning /ovos-solver-packaged-plugin: has no effect: "packaged" has its settings under another name',
    ],
    'a block for nobody': [
      'a.json',
      { solvers: ['hello'], packaged: { tone: 'x' } },
      {},
      ['hello'],
      'warning /packaged: has no effect: it is not in the chain',
    ],
  }
  for (const [what, [file, content, expected, solvers, ...problems]] of Object.entries(right)) {
    it(`with ${what} load (${file})`, async () => {
      const loaded = await load(file, content)
      expect(loaded.problems).to.deep.equal(problems)
      expect(loaded.persona).to.deep.include(expected)
      expect(loaded.persona?.links.map(({ id }) => id)).to.deep.equal(solvers)
    })
  }

  describe('of other runtimes', () => {
    const directory = new PersonaDirectory()
    let problems: readonly string[]
    before(async () => {
      const found = await loadPersonas(await personaFiles([fixture('personas')]), directory, workshop(registry))
      problems = found.map(({ level, pointer, message }) => `${level} ${pointer}: ${message}`)
    })

    it('load unchanged', () => {
      const chains = directory.list().map(({ id, links }) => [id, ...links.map((link) => link.id)])
      expect(chains).to.deep.equal([
        ['lin', 'hello'],
        ['old-school', 'packaged', 'failure'],
      ])
    })
    it('warn of every key that has no effect here', () => {
      const voice = 'has no effect: there is no language model in the chain'
      expect(problems).to.deep.equal([
        `warning /personal_background: ${voice}`,
        `warning /language_style: ${voice}`,
        `warning /knowledge_domains: ${voice}`,
        `warning /interaction_samples: ${voice}`,
        'warning /gender: has no effect: no solver reads it',
        'warning /memory_module: has no effect: conversations are kept by the host',
        'warning /ovos-mcp-toolbox: has no effect: toolboxes of other runtimes do not load; name those there are under "toolboxes"',
      ])
    })
  })

  describe('beside one another', () => {
    const clashes: Record<string, [first: object, second: object, message: string]> = {
      id: [{ id: 'x' }, { id: 'x' }, '"x" already names the persona "x"; choose another.'],
      'name in other letters': [
        { name: 'The Bot' },
        { name: 'the bot' },
        '"the bot" already names the persona "1"; choose another.',
      ],
      alias: [
        { aliases: ['gpt-4o'] },
        { aliases: ['GPT-4o'] },
        '"gpt-4o" already names the persona "1"; choose another.',
      ],
      'alias that is an id': [{ id: 'x' }, { aliases: ['x'] }, '"x" already names the persona "x"; choose another.'],
      'alias with wildcards': [
        { aliases: ['gpt-*'] },
        { aliases: ['gpt-*'] },
        '"gpt-*" already names the persona "1"; choose another.',
      ],
    }
    for (const [what, [first, second, message]] of Object.entries(clashes)) {
      it(`may not have the same ${what}; the first one stays`, async () => {
        await write('1.json', { solvers: ['hello'], ...first })
        await write('2.json', { solvers: ['plain'], ...second })
        await write('3.json', { solvers: ['failure'] })
        const directory = new PersonaDirectory()
        const problems = await loadPersonas(await personaFiles([folder]), directory, workshop(registry))
        expect(problems).to.deep.equal([{ level: 'error', file: join(folder, '2.json'), pointer: '', message }])
        expect(directory.list().map(({ links }) => links[0]?.id)).to.deep.equal(['hello', 'failure'])
      })
    }
    it('are loaded once, though a folder and a file name them both', async () => {
      await write('b.yml', 'solvers: [hello]')
      await write('a.json', {})
      await write('notes.md', '# Notes')
      await mkdir(join(folder, 'more'))
      const files = await personaFiles([join(folder, 'b.yml'), folder])
      expect(files).to.deep.equal([join(folder, 'b.yml'), join(folder, 'a.json')])
    })
  })

  describe('that are not there', () => {
    const refused = (paths: string[]) =>
      personaFiles(paths).then(
        () => 'nothing',
        (error: unknown) => (isRuntimeError(error) ? `${error.code}: ${error.message}` : error),
      )
    it('are an error of the settings where a folder has none', async () => {
      await write('notes.txt', 'x')
      const message = `The folder "${folder}" holds no persona files (.json, .yaml, .yml).`
      expect(await refused([folder])).to.equal(`invalid-settings: ${message}`)
    })
    it('are an error of the settings where a path leads nowhere', async () => {
      const path = join(folder, 'gone.json')
      expect(await refused([path])).to.match(/^invalid-settings: ".*gone\.json" cannot be read: ENOENT/)
    })
    it('are a problem of theirs where they go away before they are read', async () => {
      const { persona, problems } = await loadPersona(join(folder, 'gone.json'), workshop(registry))
      expect(persona).to.equal(undefined)
      expect(problems[0]?.message).to.match(/^cannot be read: ENOENT/)
    })
    it('are a problem of theirs where they are folders', async () => {
      await mkdir(join(folder, 'a.json'))
      const { problems } = await loadPersona(join(folder, 'a.json'), workshop(registry))
      expect(problems[0]?.message).to.match(/^cannot be read: EISDIR/)
    })
  })
})
