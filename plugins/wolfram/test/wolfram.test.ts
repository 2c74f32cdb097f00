import { inspect } from 'node:util'
import { expect } from 'chai'
import { isRuntimeError } from 'dramatis'
import { chatRequest, createSolver, settle, solverContract, testContext } from 'dramatis/testing'
import wolfram from 'dramatis-solver-wolfram'
import { askOnce } from '../../../test/support/ask-once.ts'
import { lookupContract, lookupStage } from '../../../test/support/lookup-contract.ts'
import { faults, type Said } from '../../../test/support/lookup-server.ts'
import { appid, startWolfram } from './stand-in.ts'

const service = lookupStage(startWolfram)

const settings = {
  appid,
  get baseUrl() {
    return service.url
  },
}

const answers = {
  'how far is Los Angeles from New York?': 'about 3966 kilometers',
  'Hey, could you please tell me what is 2+2?': /^4$/,
  'integrate x^2 from 0 to 1': '1/3',
  'what is the population of France?': 'about 64.6 million people',
}

/** Not worth a query of the key. */
const notAsked = [
  'hello',
  'how are you?',
  'who are you?',
  'how old are you?',
  'I am 40 years old',
  'my number is 12345',
  'thanks a lot',
  'sounds good',
  'I love ice cream',
  'what is it?',
  `what is ${'9'.repeat(300)}`,
]

/** Asked, and not answered. */
const notKnown = ['what is a flurbnax?', 'how many flurbs are in 3 flurbnaxes?', 'what is the mass of a unicorn?']

solverContract('wolfram', wolfram, { config: settings, answers, declines: [...notAsked, ...notKnown] })

describe('wolfram', () => {
  lookupContract(wolfram, {
    stage: service,
    settings,
    question: 'what is 2+2?',
    notAsked,
    lacks: ['a page instead of data', 'JSON of another shape'], // it speaks plain text
  })

  const ask = (question: string, config: object = {}, lang = 'en') =>
    askOnce(wolfram, { appid, baseUrl: settings.baseUrl, ...config }, question, { lang })
  const failure = (config: object = {}): Promise<unknown> =>
    ask('what is 2+2?', { requestTimeout: '200ms', retries: 0, ...config }).catch((thrown) => thrown)

  const configs: [config: object, answer: string][] = [
    [{ units: 'imperial' }, 'about 2464 miles'],
    [{ units: 'metric' }, 'about 3966 kilometers'],
    [{ spoken: true }, 'The distance from'],
    [{ appid: undefined, key: appid }, 'about 3966 kilometers'],
    [{ appid: undefined, api_key: appid }, 'about 3966 kilometers'],
  ]
  for (const [config, answer] of configs) {
    it(`is set with ${JSON.stringify(config)}`, async () => {
      expect((await ask('how far is Los Angeles from New York?', config)).text).to.contain(answer)
    })
  }

  it('declines what has no spoken answer', async () => {
    expect((await ask('integrate x^2 from 0 to 1', { spoken: true })).text).to.equal('')
  })

  it('leaves units to the service where none are set', async () => {
    await ask('what is 2+2?')
    expect(service.asked.at(-1)?.query).to.deep.equal({ i: 'what is 2+2', appid })
  })

  it('does not ask twice for what nobody knows', async () => {
    const solver = await createSolver(wolfram, { appid, baseUrl: settings.baseUrl })
    const before = service.asked.length
    for (const _ of [1, 2]) await settle(solver.solve(chatRequest('what is a flurbnax?'), testContext()))
    expect(service.asked).to.have.length(before + 1)
    await solver.close?.()
  })

  it('names its source, without the key', async () => {
    const source = { title: 'Wolfram|Alpha', url: 'https://www.wolframalpha.com/input?i=what%20is%202%2B2' }
    expect((await ask('what is 2+2?')).events).to.deep.include({ type: 'source', source })
  })

  it('leaves other languages to others', async () => expect((await ask('was ist 2+2?', {}, 'de')).text).to.equal(''))

  it('says which setting is missing', async () => {
    const error = await createSolver(wolfram, {}).catch((thrown) => thrown)
    expect(isRuntimeError(error) && error.code).to.equal('plugin-failed')
    expect(error.message).to.match(/needs a key: .* setting "appid"/)
  })

  const refusals: [what: string, config: object, said?: Said][] = [
    ['a wrong key', { appid: 'WRONG-KEY' }],
    ['a bad request', {}, { status: 400, body: 'Bad Request' }],
    ['a refusal with status 200', {}, { body: 'Error 1: Invalid appid' }],
  ]
  for (const [what, config, said] of refusals) {
    it(`names the setting after ${what}`, async () => {
      service.fault = said
      expect(await failure(config))
        .to.have.property('message')
        .that.matches(/refuses the key in the setting "appid"/)
    })
  }

  it('does not take a page for an answer', async () => {
    service.fault = faults['a page instead of data']
    expect(await failure())
      .to.have.property('message')
      .that.matches(/a page instead of a text/)
  })

  it('keeps the key out of whatever it throws', async () => {
    for (const said of [undefined, ...Object.values(faults), { status: 302, headers: { location: 'https://a.com' } }]) {
      service.fault = said
      const error = await failure(said ? {} : { appid: 'WRONG-KEY' })
      expect(inspect(error, { depth: 20, showHidden: true })).not.to.match(/TESTKEY|WRONG-KEY/)
    }
  })
})
