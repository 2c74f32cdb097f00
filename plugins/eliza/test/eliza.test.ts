import { expect } from 'chai'
import { chatRequest, createSolver, settle, solverContract, testContext } from 'dramatis/testing'
import eliza from 'dramatis-solver-eliza'
import { conversations } from './conversations.ts'

solverContract('eliza', eliza, {
  answers: { hello: 'Hello', 'I am sad': /sad/, 'My mother hates me': 'your mother', banana: /\w/ },
  declines: ['', ' \n\t'],
})

solverContract('eliza where nobody speaks English', eliza, { lang: 'de', answers: {}, declines: ['hello', 'I am sad'] })

const solver = await createSolver(eliza)
const ask = (question: string, lang = 'en') => settle(solver.solve(chatRequest(question), testContext({ lang })))

describe('eliza', () => {
  it('answers without a promise', () => {
    expect(solver.solve(chatRequest('hello'), testContext())).to.not.be.instanceOf(Promise)
  })

  for (const lang of ['en', 'EN', 'en-GB', 'en_US']) {
    it(`speaks ${lang}`, async () => expect((await ask('hello', lang)).text).to.match(/Hello/))
  }
  for (const lang of ['de', 'enm', 'pt-BR', 'x-en']) {
    it(`is silent in ${lang}`, async () => expect((await ask('hello', lang)).text).to.equal(''))
  }

  for (const [about, table] of Object.entries(conversations)) {
    describe(`on ${about}`, () => {
      for (const [question, expected] of Object.entries(table)) {
        it(`"${question}"`, async () => {
          const { text, weak } = await ask(question)
          expect(text).to.match(expected)
          expect(weak, 'weak').to.equal(about === 'what it cannot know')
        })
      }
    })
  }

  const ranked = [
    'yes',
    'my car is red',
    'I think it is late',
    'I am a teacher',
    'I am sad',
    'what should I do?',
    'who are you',
  ]
  it('is surer the higher the keyword ranks', async () => {
    const confidences = await Promise.all(ranked.map(async (question) => (await ask(question)).confidence ?? 0))
    expect(confidences).to.deep.equal([...new Set(confidences)].sort((one, other) => one - other))
    expect(confidences[0]).to.be.at.least(0.3)
    expect((await ask('I want to kill myself')).confidence).to.equal(0.8)
    expect((await ask('banana')).confidence).to.equal(0.1)
  })

  it('hears a cry for help whatever else is said, and at the end of a long message', async () => {
    const long = `${'I went to the shop and bought bread. '.repeat(200)}I want to kill myself.`
    for (const question of ['Hello, my mother is here. I want to die!', 'HI. I WANT TO DIE', long]) {
      expect((await ask(question)).text).to.match(/emergency number/)
    }
  })
})
