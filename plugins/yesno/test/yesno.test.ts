import { expect } from 'chai'
import { chatRequest, createSolver, solverContract, testContext } from 'dramatis/testing'
import yesno from 'dramatis-solver-yesno'
import { askOnce } from '../../../test/support/ask-once.ts'

solverContract('yesno', yesno, {
  answers: {
    'does "yeah, why not" mean yes or no?': /^yes$/,
    'Does “not really” mean a yes or a no?': /^no$/,
    'is that a yes or a no: "not really"': /^no$/,
    'is that a yes or a no: sounds good': /^yes$/,
    'can you tell me if "maybe" means yes or no?': /^unsure$/,
    'is "of course not" a yes or a no?': /^no$/,
    '"I wouldn\'t say no" - is that yes or no?': /^yes$/,
    'yes or no: "count me out"': /^no$/,
    'does "the weather" mean yes or no?': /^unsure$/,
    'does sure thing mean yes or no': /^yes$/,
  },
  declines: [
    'yes',
    'no',
    'hello',
    'is the sky blue, yes or no?',
    'yes or no: is the sky blue?',
    'is that a yes or a no?',
    'do you love me, yes or no?',
    'what does yes mean?',
    'does it rain?',
  ],
})

describe('yesno', () => {
  const ask = (turns: readonly string[], config: object = {}, lang = 'en') =>
    askOnce(yesno, config, chatRequest(...turns), { lang })

  const spoken: [lang: string, question: string, expected: string][] = [
    ['de', 'Bedeutet „na klar“ ja oder nein?', 'ja'],
    ['de', 'Ist das ein Ja oder ein Nein: „lieber nicht“', 'nein'],
    ['de', 'Kannst du mir sagen, ob "jein" ja oder nein bedeutet?', 'unklar'],
    ['fr', 'Est-ce que « pourquoi pas » veut dire oui ou non ?', 'oui'],
    ['fr', "C'est un oui ou un non : pas vraiment", 'non'],
    ['es', '¿«claro que no» significa sí o no?', 'no'],
    ['es', '¿Eso es un sí o un no: vale?', 'sí'],
    ['it', '«certo» significa sì o no?', 'sì'],
    ['pt', '«de jeito nenhum» quer dizer sim ou não?', 'não'],
    ['nl', 'Betekent "waarom niet" ja of nee?', 'ja'],
  ]
  for (const [lang, question, expected] of spoken) {
    it(`answers "${question}"`, async () => expect((await ask([question], {}, lang)).text).to.equal(expected))
  }

  const talks: [lang: string, turns: readonly string[], expected: string][] = [
    ['en', ['not really', 'Oh.', 'is that a yes or a no?'], 'no'],
    ['en', ['yeah, why not', 'Great.', 'So, is that a yes or a no?'], 'yes'],
    ['en', ['the weather is nice', 'It is.', 'was that a yes or a no?'], 'unsure'],
    ['en', ['sure', 'Oh.', 'is that a yes or a no?', 'yes', 'is that a yes or a no?'], 'yes'],
    ['de', ['auf jeden Fall', 'Schön.', 'Heißt das ja oder nein?'], 'ja'],
    ['fr', ['bof', 'Hm.', "C'est un oui ou un non ?"], 'incertain'],
    ['es', ['ni hablar', 'Vaya.', '¿Eso es un sí o un no?'], 'no'],
  ]
  for (const [lang, turns, expected] of talks) {
    it(`judges what was said before "${turns.at(-1)}": ${turns[0]}`, async () =>
      expect((await ask(turns, {}, lang)).text).to.equal(expected))
  }

  it('judges every utterance where it is to, and leaves those that say nothing of the kind', async () => {
    const bare = { bare: true }
    const said = await Promise.all(
      ['sure', 'no way', 'maybe', 'what is a dog', 'is that a yes or a no?'].map((text) => ask([text], bare)),
    )
    expect(said.map(({ text }) => text)).to.deep.equal(['yes', 'no', 'unsure', '', ''])
    expect(said.map(({ confidence }) => confidence)).to.deep.equal([0.7, 0.7, 0.5, undefined, undefined])
  })

  it('says it in the words it is given', async () => {
    const replies = { yes: 'true', unsure: 'null' }
    const said = await Promise.all(['sure', 'no way', 'maybe'].map((text) => ask([text], { bare: true, replies })))
    expect(said.map(({ text }) => text)).to.deep.equal(['true', 'no', 'null'])
  })

  for (const lang of ['ja', 'sv', 'eng']) {
    it(`leaves ${lang} to others`, async () =>
      expect((await ask(['does "yes" mean yes or no?'], { bare: true }, lang)).text).to.equal(''))
  }

  it('answers without making anybody wait', async () => {
    const solver = await createSolver(yesno)
    expect(solver.solve(chatRequest('does "ok" mean yes or no?'), testContext())).to.not.be.instanceOf(Promise)
  })
})
