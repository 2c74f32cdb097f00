import { expect } from 'chai'
import { chatRequest, createSolver, settle, solverContract, testContext } from 'dramatis/testing'
import failure from 'dramatis-solver-failure'

solverContract('failure', failure, { answers: { 'what is the meaning of life?': "I don't know", '': /\w/ } })

const said = async (lang: string, config: object = {}) =>
  settle((await createSolver(failure, config)).solve(chatRequest('hm?'), testContext({ lang })))

describe('failure', () => {
  it('is weak, so that a later solver with a real answer is preferred', async () => {
    expect(await said('en')).to.include({ weak: true, confidence: 0 })
  })

  const languages = { de: /weiß/, 'pt-BR': /sei/, 'DE-at': /weiß/, ja: /know/ }
  for (const [lang, expected] of Object.entries(languages)) {
    it(`speaks ${lang}`, async () => expect((await said(lang)).text).to.match(expected))
  }

  it('says what the persona gives it to say', async () => {
    const replies = { de: ['Keine Ahnung.'], '*': ['Dunno.'] }
    expect((await said('de', { replies })).text).to.equal('Keine Ahnung.')
    expect((await said('fr', { replies })).text).to.equal('Dunno.')
  })
})
