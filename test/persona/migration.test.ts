import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { silentLog } from 'dramatis/testing'
import { type Cast, loadCast } from '../../src/cast.ts'
import { resolveSettings } from '../../src/config/settings.ts'
import { foreignKeys, foreignSettingReason, foreignSettings } from '../../src/persona/foreign.ts'
import { inOurUnits } from '../../src/persona/link.ts'
import { describeMissing } from '../../src/persona/stranger.ts'
import { fixture } from '../support/fixtures.ts'
import { request } from '../support/turn.ts'

const folder = fixture('migration')

async function load(...files: string[]): Promise<Cast> {
  const personas = files.map((file) => join(folder, file))
  return await loadCast(await resolveSettings({ flags: { personas, plugins: [] }, env: {} }), silentLog)
}

const missing = (id: string, words: string) => `link /handlers/0: there is no solver "${id}" here: ${words}`
const idle = (id: string) => `warning /${id}: has no effect: there is no solver of that name`
const idleKey = (pointer: string, reason: string) => `warning /${pointer}: has no effect: ${reason}`
const empty = 'error : no solver of its chain can be used'
const voice = 'there is no language model in the chain'
const kept = 'conversations are kept by the host'
const botVariable = 'what the bot tells of itself stands in its brain, as a "! var" line'

/** What becomes of each file: the solvers that are asked, none where it does not load, and every problem. */
const files: Record<string, [solvers: string[], ...problems: string[]]> = {
  'a-old-school-bot.json': [['wikipedia', 'ddg', 'wolfram', 'wordnet', 'rivescript', 'failure']],
  'a-of-2026.json': [['wikipedia', 'ddg', 'wolfram', 'wordnet', 'failure']],
  'b-language-model.json': [['openai']],
  'b-language-model-older.json': [
    ['openai'],
    idleKey('ovos-solver-openai-plugin/enable_memory', kept),
    idleKey('ovos-solver-openai-plugin/memory_size', kept),
    idleKey(
      'ovos-solver-openai-plugin/allow_system_prompts',
      '"system_prompt_strategy" of the persona says what becomes of them',
    ),
  ],
  'c-memory.json': [['openai'], idleKey('memory_module', kept), idleKey('ovos-memory-plugin-longterm', kept)],
  'd-bridge.json': [
    ['failure'],
    missing('ovos-messagebus', 'it spoke to the OVOS message bus; nothing here does that'),
    idle('ovos-messagebus'),
  ],
  'e-a2a-client.json': [['a2a']],
  'e-a2a-client-older.json': [['a2a', 'failure']],
  'f-agentic-loop.json': [
    [],
    missing('ovos-react-loop', 'it let a language model call tools; the closest there is: "openai"'),
    idle('ovos-react-loop'),
    empty,
  ],
  'settings.json': [
    ['ddg', 'wikipedia', 'rivescript', 'wordnet'],
    idleKey('ovos-solver-plugin-ddg/keyword_extractor', 'the host finds the keywords of a question itself'),
    idleKey('ovos-solver-plugin-wikipedia/summarizer', '"sentences" says how long an answer is'),
    idleKey('ovos-solver-plugin-wikipedia/extractive_qa', 'an answer is the beginning of an article'),
    idleKey('ovos-solver-plugin-wikipedia/priority', 'solvers are asked in the order of the file'),
    idleKey('ovos-rivescript-plugin/lang', 'the language is that of the request, else that of the persona'),
    idleKey('ovos-rivescript-plugin/name', botVariable),
    idleKey('ovos-rivescript-plugin/favorite_book', botVariable),
    idleKey('gender', 'no solver reads it'),
    idleKey('attitudes', 'no solver reads it'),
    idleKey('memory_module', kept),
    idleKey('priority', 'solvers are asked in the order of the file'),
    idleKey('ovos-mcp-toolbox', 'toolboxes of other runtimes do not load; name those there are under "toolboxes"'),
    idleKey('ovos-solver-plugin-aiml', 'no solver of that name is in the chain'),
  ],
  'mistakes.json': [
    [],
    idleKey('ovos-ddg-plugin/enable_tx', 'nothing is translated; a solver answers in the languages that it knows'),
    'error /ovos-ddg-plugin/keyword_extractr: is not a known key',
    'error /ovos-ddg-plugin/sentences: must be an integer, not a string',
    'link /solvers/1: there is no solver "ovos-solver-wordnett-plugin"; did you mean "wordnet"?',
    'link /solvers/2: there is no solver "ovos-solver-wordnet"; did you mean "wordnet"?',
    'error /ovos-solver-failure-plugin/favorite_book: is not a known key',
    'error /descripton: is not a known key; did you mean "description"?',
  ],
  'persona-agent.yaml': [['openai']],
  'persona-agent-with-a-chain.yaml': [
    ['eliza', 'failure'],
    ...['personal_background', 'language_style', 'knowledge_domains', 'interaction_samples', 'system_prompt'].map(
      (key) => idleKey(key, voice),
    ),
  ],
}

describe('persona files of other runtimes', () => {
  const { OPENAI_API_KEY: key } = process.env
  before(() => {
    process.env.OPENAI_API_KEY = 'a key'
  })
  after(() => {
    if (key === undefined) delete process.env.OPENAI_API_KEY
    else process.env.OPENAI_API_KEY = key
  })

  for (const [file, [solvers, ...expected]] of Object.entries(files)) {
    it(`${file}: ${solvers.join(', ') || 'does not load'}`, async () => {
      const { directory, problems, close } = await load(file)
      expect(problems.map(({ level, pointer, message }) => `${level} ${pointer}: ${message}`)).to.deep.equal(expected)
      expect(directory.list().flatMap(({ links }) => links.map(({ id }) => id))).to.deep.equal(solvers)
      await close()
    })
  }
  it('are all accounted for', () => expect(readdirSync(folder).sort()).to.deep.equal(Object.keys(files).sort()))

  it('need a key where their language model is at OpenAI', async () => {
    delete process.env.OPENAI_API_KEY
    const { directory, problems } = await load('persona-agent.yaml')
    process.env.OPENAI_API_KEY = 'a key'
    expect(directory.list()).to.deep.equal([])
    expect(problems.map(({ message }) => message).join()).to.include('set "apiKey" or OPENAI_API_KEY')
  })
  it('have their time-outs in seconds', async () => {
    const { directory, close } = await load('b-language-model-older.json', 'b-language-model.json')
    const timeouts = directory.list().map(({ name, links }) => [name, links[0]?.timeout])
    expect(timeouts).to.deep.equal([
      ['Older LLM', 40_000],
      ['My Local LLM', 120_000],
    ])
    await close()
  })

  const units: [block: object, key: string, timeout: unknown][] = [
    [{ timeout: 30 }, 'ovos-chat-openai-plugin', '30s'],
    [{ timeout: '30s' }, 'ovos-chat-openai-plugin', '30s'],
    [{ timeout: 30 }, 'openai', 30],
    [{ request_timeout: 30 }, 'openai', '30s'],
    [{ request_timeout: 30, timeout: 5 }, 'openai', 5],
    [{ request_timeout: null }, 'openai', undefined],
    [{ timeout: null }, 'ovos-a2a-agent', undefined],
    [{ timeout: null }, 'a2a', null],
  ]
  for (const [block, key, timeout] of units) {
    it(`have ${JSON.stringify(block)} under ${key} as ${timeout}`, () => {
      const { timeout: read, ...rest } = inOurUnits({ ...block, model: 'm' }, key)
      expect([read, rest]).to.deep.equal([timeout, { model: 'm' }])
    })
  }

  const answers: Record<string, [file: string, persona: string, question: string, solver: string, answer: RegExp]> = {
    'what is left of a chain': ['d-bridge.json', 'Open Voice OS', 'what is a quark?', 'failure', /./],
    'a chain that was added': ['persona-agent-with-a-chain.yaml', 'watson', 'I feel tired.', 'eliza', /tired|feel/i],
  }
  for (const [what, [file, persona, question, solver, answer]] of Object.entries(answers)) {
    it(`answer through ${what}`, async () => {
      const cast = await load(file)
      const { signal } = new AbortController()
      const { events, trace } = cast.turns.begin(cast.directory.get(persona), [request(question)], { signal })
      let text = ''
      for await (const event of events) if (event.type === 'text-delta') text += event.text
      expect(text).to.match(answer)
      expect(trace.solver).to.equal(solver)
      await cast.close()
    })
  }
})

describe('a solver of another runtime', () => {
  const names = ['wordnet', 'rivescript', 'faq', 'eliza']
  const cases: Record<string, [names: readonly string[], said: string]> = {
    'ovos-solver-plugin-aiml': [names, ' here: it chatted by rules in AIML; the closest there is: "rivescript"'],
    'ovos-solver-aiml-plugin': [['eliza'], ' here: it chatted by rules in AIML; the closest there is: "eliza"'],
    'ovos-solver-gguf-plugin': [['openai'], ' here: it asked a language model; the closest there is: "openai"'],
    'ovos-solver-BM25-squad-plugin': [[], ' here: it searched documents'],
    'ovos-plugin-wordnet-thing': [[], '; see "dramatis plugins" for those there are'],
    'my-openai': [names, '; see "dramatis plugins" for those there are'],
    'ovos-': [names, '; see "dramatis plugins" for those there are'],
    ovos_constructor: [names, '; see "dramatis plugins" for those there are'],
  }
  for (const [id, [known, said]] of Object.entries(cases)) {
    it(`${id} is told of among ${known.join(', ') || 'none'}`, () => {
      expect(describeMissing(id, known)).to.equal(said)
    })
  }
})

/** Rows of a table between two marks, as lists of cells. */
function rows(name: string): string[][] {
  const page = readFileSync('docs/migration.md', 'utf8')
  const [, table = ''] = new RegExp(`<!-- ${name} -->\\n(.*?)<!-- /${name} -->`, 's').exec(page) ?? []
  return table
    .trim()
    .split('\n')
    .slice(2)
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
}

describe('docs/migration.md', () => {
  const codes = (cell = '') => [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code)
  let cast: Cast
  before(async () => {
    cast = await load()
  })
  after(() => cast.close())

  it('lists every id that loads', () => {
    const listed = rows('loads').map(([ids, solver]) => [codes(solver)[0], ...codes(ids)])
    const known = cast.registry.entries
      .map(({ id, aliases }) => [id, ...aliases.filter((alias) => alias.startsWith('ovos-'))])
      .filter((ids) => ids.length > 1)
    expect(listed).to.have.deep.members(known)
  })
  it('says what is said of those that do not', () => {
    expect(rows('missing').length).to.be.greaterThan(5)
    for (const [ids, said] of rows('missing')) {
      for (const id of codes(ids)) {
        expect(cast.registry.find('solver', id), id).to.equal(undefined)
        expect(describeMissing(id, cast.registry.names('solver')), id).to.equal(` here: ${said}`)
      }
    }
  })
  it('lists every key without effect, with the reason', () => {
    const reasons = { ...foreignSettings, ...foreignKeys }
    const listed = rows('keys').flatMap(([keys, reason]) => codes(keys).map((key) => [key, reason]))
    const bot = listed.filter(([, reason]) => reason?.startsWith('`rivescript`'))
    for (const [key = ''] of bot) expect(foreignSettingReason('rivescript', key), key).to.equal(botVariable)
    expect(listed.filter((row) => !bot.includes(row))).to.have.deep.members(Object.entries(reasons))
  })
})
