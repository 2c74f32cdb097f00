import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { plainResult } from 'dramatis'
import { testSession } from '../../src/testing/toolbox.ts'
import { box, type Opened, openBoxes, tool } from './boxes.ts'

const broken: Record<string, { made: string; says: RegExp }> = {
  'no-list.ts': { made: '{}', says: /: what it made has no list of tools\.$/ },
  'nothing.ts': { made: 'null', says: /: what it made has no list of tools\.$/ },
  'nameless.ts': { made: `{ tools: [${tool('a b')}] }`, says: /its tool 1 needs a name of up to 64 .*, not "a b"\.$/ },
  'hollow.ts': { made: '{ tools: [null] }', says: /its tool 1 needs a name .* not undefined\.$/ },
  'mute.ts': { made: `{ tools: [${tool('one', `description: ' '`)}] }`, says: /its tool "one" needs a description\.$/ },
  'idle.ts': { made: `{ tools: [${tool('one', 'run: 7')}] }`, says: /its tool "one" needs a function "run"\.$/ },
  'twice.ts': { made: `{ tools: [${tool('one')}, ${tool('one')}] }`, says: /two tools called "one"; rename one/ },
  'text-input.ts': {
    made: `{ tools: [${tool('one', `input: { type: 'string' }`)}] }`,
    says: /the input schema of "one" needs "type": "object"\.$/,
  },
  'bad-input.ts': {
    made: `{ tools: [${tool('fine', `input: { $schema: 'http://json-schema.org/draft-07/schema#', type: 'object' }`)}, ${tool('one', `input: { type: 'object', properties: { a: { type: 'text' } } }`)}] }`,
    says: /the input schema of "one" is not valid: schema\/properties\/a\/type /,
  },
  'bad-output.ts': {
    made: `{ tools: [${tool('one', `output: { $ref: '#/$defs/none' }`)}] }`,
    says: /the output schema of "one" is not valid: can't resolve reference/,
  },
  'late.ts': { made: `(() => { throw new Error('no key') })()`, says: /cannot be set up: no key$/ },
}

describe('toolboxes', () => {
  let opened: Opened
  afterEach(() => opened.close())

  const names = () => opened.tools.map(({ name }) => name)
  const messages = () => opened.problems.map(({ message }) => message)
  const call = async (name: string, input: unknown = {}) => {
    const outcome = await opened.call(name, input, testSession())
    return outcome.kind === 'result' ? plainResult(outcome) : outcome
  }

  it('that are broken are told, and cost the others nothing', async () => {
    const sources = Object.entries(broken).map(([file, { made }]) => [file, box(made)])
    opened = await openBoxes({ ...Object.fromEntries(sources), 'sound.ts': box(`{ tools: [${tool('sound')}] }`) })
    for (const [file, { says }] of Object.entries(broken)) {
      const problem = opened.problems.find(({ location }) => location === join(opened.folder, file))
      expect(problem?.message, file).to.match(says)
      expect(problem?.message, file).to.include(`Plugin "${file.replace('.ts', '')}" (`)
    }
    expect(names()).to.deep.equal(['sound'])
    expect(await call('sound')).to.equal('sound')
  })
  it('that want settings are told which', async () => {
    const config = `{ type: 'object', properties: { key: { type: 'string' } }, required: ['key'] }`
    const text = `import { defineToolbox } from 'dramatis'\nexport default defineToolbox({ config: ${config}, create: () => ({ tools: [] }) })\n`
    opened = await openBoxes({ 'keyed.ts': text })
    expect(messages()).to.have.length(1)
    expect(messages()[0]).to.match(/^Plugin "keyed" \(.*\) has wrong settings: \/key is required\.$/)
  })
  it('are closed, also when their tools cannot be used', async () => {
    const closing = (name: string) => `close: () => void (globalThis.closedBoxes ??= []).push('${name}')`
    opened = await openBoxes({
      'sound.ts': box(`{ tools: [], ${closing('sound')} }`),
      'wrong.ts': box(`{ tools: [7], ${closing('wrong')} }`),
    })
    const seen = globalThis as { closedBoxes?: string[] } // the boxes put it there
    expect(seen.closedBoxes).to.deep.equal(['wrong'])
    await opened.close()
    expect(seen.closedBoxes).to.deep.equal(['wrong', 'sound'])
    opened = await openBoxes({})
  })
  it('are found as packages by their keyword', async () => {
    const manifest = {
      name: 'dramatis-toolbox-sundial',
      type: 'module',
      keywords: ['dramatis-toolbox'],
      exports: './index.js',
    }
    opened = await openBoxes({
      'sundial/package.json': JSON.stringify(manifest),
      'sundial/index.js': box(`{ tools: [${tool('now')}] }`),
    })
    expect(opened.tools.map(({ name, toolbox }) => `${toolbox} ${name}`)).to.deep.equal(['sundial now'])
    expect([...opened.found, ...opened.problems]).to.deep.equal([])
  })
  it('that share a name have theirs put before it, and it is told', async () => {
    opened = await openBoxes({
      'clock.ts': box(`{ tools: [${tool('now')}, ${tool('zone')}] }`),
      'cal.ts': box(`{ tools: [${tool('now')}] }`),
      'rude.ts': box(`{ tools: [${tool('cal__now')}] }`),
    })
    expect(names()).to.deep.equal(['cal__now', 'clock__now', 'zone'])
    expect(messages()).to.deep.equal([
      'Its tool "now" is called "cal__now", since "clock" has one of that name too.',
      'Its tool "now" is called "clock__now", since "cal" has one of that name too.',
      'Its tool "cal__now" is left out: another one is called "cal__now" already; rename one of them.',
    ])
    expect(await call('clock__now')).to.equal('now')
    expect(() => opened.get('now')).to.throw('There is no tool "now"; did you mean "cal__now" or "clock__now"?')
    expect(() => opened.get('zon')).to.throw('There is no tool "zon"; did you mean "zone"?')
    expect(() => opened.get('weather')).to.throw('There is no tool "weather"; see "dramatis tools list".')
  })
  it('may name their schemas, and be opened again', async () => {
    const input = `input: { $id: 'https://example.com/in', $schema: 'http://json-schema.org/draft-07/schema#', type: 'object', properties: { a: { $ref: '#/$defs/a' } }, $defs: { a: { type: 'number' } } }`
    const files = { 'named.ts': box(`{ tools: [${tool('one', input)}] }`) }
    await (await openBoxes(files)).close()
    opened = await openBoxes(files)
    expect(messages()).to.deep.equal([])
    expect(await call('one', { a: 1 })).to.equal('one')
    expect((await call('one', { a: 'x' }).catch((error) => error)).message).to.match(/\/a must be a number/)
  })
  it('do what docs/plugins.md says', async () => {
    const [, example = ''] = /^```ts toolbox\n(.*?)^```$/ms.exec(readFileSync('docs/plugins.md', 'utf8')) ?? []
    opened = await openBoxes({ 'hours.ts': example })
    const between = (to: string) => call('hours_between', { from: '2026-05-01T12:00:00Z', to })
    expect(await between('2026-05-02T12:00:00Z')).to.equal(24)
    expect((await between('noon').catch((error) => error)).message).to.equal(
      'Write both times like 2026-05-01T12:00:00Z.',
    )
  })
})
