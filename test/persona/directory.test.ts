import { expect } from 'chai'
import { RuntimeError } from 'dramatis'
import { createTestPersona } from 'dramatis/testing'
import { PersonaDirectory } from '../../src/persona/directory.ts'
import type { Persona } from '../../src/persona/persona.ts'

const persona = (id: string, name: string, ...aliases: string[]): Persona => ({
  ...createTestPersona({ name, chain: [], aliases }),
  id,
})

function directory(personas: readonly Persona[], defaultPersona?: string): PersonaDirectory {
  const made = new PersonaDirectory(defaultPersona)
  for (const each of personas) made.add(each)
  return made
}

const watson = persona('watson', 'Dr. Watson', 'gpt-4o', 'claude-*', 'o?-mini')
const holmes = persona('holmes', 'Sherlock Holmes', 'gpt-4o:latest', 'Straße', 'claude-opus-4', 'a.b+c', 'acme/bot:*')
const both = [watson, holmes]

describe('the directory of personas', () => {
  const names: Record<string, Persona | undefined> = {
    watson,
    'Dr. Watson': watson,
    'dr. watson': watson,
    WATSON: watson,
    'gpt-4o': watson,
    'GPT-4O': watson,
    'gpt-4o-mini': undefined,
    'claude-': watson,
    'claude-sonnet-4': watson,
    'Claude-Sonnet-4': watson,
    'my-claude-sonnet': undefined,
    'claude-opus-4': holmes, // a name wins over a pattern
    'o1-mini': watson,
    'o10-mini': undefined,
    'o-mini': undefined,
    STRAßE: holmes,
    'a.b+c': holmes,
    aXbbc: undefined,
    'acme/bot:8b-q4': holmes,
    '': undefined,
    'claude-*': watson,
    'watson:latest': watson,
    'dr. watson:latest': watson,
    'gpt-4o:latest': holmes, // somebody's own name
    'watson:8b': undefined,
    ':latest': undefined,
  }
  for (const [name, expected] of Object.entries(names)) {
    it(`finds ${expected?.name ?? 'nobody'} by "${name}"`, () => {
      expect(directory(both).find(name)?.id).to.equal(expected?.id)
    })
  }

  const models: [model: string, personas: Persona[], fallback: string | undefined, expected: string][] = [
    ['', [watson], undefined, 'watson'],
    ['', both, undefined, 'watson'],
    ['', both, 'holmes', 'holmes'],
    ['unknown', [holmes], undefined, 'holmes'],
    ['unknown', both, 'SHERLOCK HOLMES', 'holmes'],
    ['unknown', both, 'claude-opus-4', 'holmes'],
    ['watson', both, 'holmes', 'watson'],
    ['unknown', both, undefined, 'There is no persona "unknown".'],
    ['holms', both, undefined, 'There is no persona "holms"; did you mean "holmes"?'],
    ['unknown', both, 'moriarty', 'There is no persona "unknown".'],
    ['', [], undefined, 'There is no persona "".'],
  ]
  for (const [model, personas, fallback, expected] of models) {
    const told = `${personas.length} loaded, ${fallback === undefined ? 'no default' : `default "${fallback}"`}`
    it(`takes the model "${model}" for ${expected} (${told})`, () => {
      expect(resolved(directory(personas, fallback), model)).to.equal(expected)
    })
  }

  it('forgets a persona with all its names', () => {
    const made = directory(both)
    expect(made.remove('watson')).to.equal(true)
    expect(made.remove('watson')).to.equal(false)
    for (const name of ['watson', 'Dr. Watson', 'gpt-4o', 'claude-3']) expect(made.find(name)).to.equal(undefined)
    made.add(persona('john', 'Dr. Watson', 'claude-*'))
    expect(made.find('claude-3')?.id).to.equal('john')
  })
  it('is as it was when a persona could not be added', () => {
    const made = directory([watson])
    expect(() => made.add(persona('new', 'New', 'gpt-4o'))).to.throw(
      RuntimeError,
      '"gpt-4o" already names the persona "watson"',
    )
    expect(made.list()).to.deep.equal([watson])
    expect(made.find('new')).to.equal(undefined)
  })
  it('takes no time over patterns with many wildcards, nor over long names', () => {
    const made = directory([persona('a', 'A', `${'*a'.repeat(40)}*b`)])
    const started = performance.now()
    expect(made.find('a'.repeat(256))).to.equal(undefined)
    expect(made.find('a'.repeat(255).concat('b'))?.id).to.equal('a')
    expect(made.find('a'.repeat(10_000_000))).to.equal(undefined)
    expect(performance.now() - started).to.be.below(100)
  })
})

function resolved(made: PersonaDirectory, model: string): string {
  try {
    return made.resolve(model).id
  } catch (error) {
    if (error instanceof RuntimeError && error.code === 'unknown-persona') return error.message
    throw error
  }
}
