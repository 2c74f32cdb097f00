import { expect } from 'chai'
import { isRuntimeError } from 'dramatis'
import { createSolver, solverContract } from 'dramatis/testing'
import wikipedia from 'dramatis-solver-wikipedia'
import { askOnce } from '../../../test/support/ask-once.ts'
import { lookupContract, lookupStage } from '../../../test/support/lookup-contract.ts'
import { faults } from '../../../test/support/lookup-server.ts'
import { startWikipedia } from './stand-in.ts'

const service = lookupStage(startWikipedia)

const settings = {
  get baseUrl() {
    return `${service.url}/{lang}`
  },
}

const answers = {
  'who was Albert Einstein?': /^Albert Einstein \(.*physicist\. He is best known .* relativity\.$/,
  "Hey, could you tell me who's Einstein?": 'German-born theoretical physicist',
  'what is the capital of France?': 'Paris is the capital and largest city of France.',
  'where is Berlin?': 'Berlin is the capital of Germany.',
  'tell me about paris': 'Paris is the capital',
  'what is mercury?': 'Mercury is the first planet from the Sun.',
  'what is mercury (element)?': 'symbol Hg',
  'where is the Hague?': 'The Hague is',
  'what is C++?': 'C++ is a high-level programming language.',
  'who are AC/DC?': 'AC/DC are an Australian rock band.',
  'what is the go programming language?': 'Go is a high-level programming language.',
  'Albert Einstein': 'theoretical physicist',
  Berlin: 'capital of Germany',
}

/** Not even worth a call. */
const notAsked = [
  'hello',
  'how are you',
  'thanks a lot',
  'sounds good',
  'I love Paris',
  'what is it?',
  'who are you?',
  'what time is it?',
  'what is the weather?',
  'what is 2+2?',
  'what is 15% of 80?',
  'is Paris a city?',
  'synonyms of big',
  'when was Einstein born?',
  'where was Einstein born?',
  'who is the president of France?',
  'which is better, cats or dogs',
  `tell me about ${'x'.repeat(400)}`,
]

/** Asked for, and not found. */
const notFound = [
  'what is a flurbnax?',
  'what is nothing?',
  'what is phlogiston?',
  'what is the square root of 16?',
  'who was Elsa Einstein?',
  'what are list capitals?',
  'what is a hilton?',
]

solverContract('wikipedia', wikipedia, { config: settings, answers, declines: [...notAsked, ...notFound] })

describe('wikipedia', () => {
  lookupContract(wikipedia, { stage: service, settings, question: 'who was Einstein?', notAsked })

  const ask = (question: string, config: object = {}, lang = 'en', signal = new AbortController().signal) =>
    askOnce(wikipedia, { baseUrl: settings.baseUrl, ...config }, question, { lang, signal })
  const calls = async (asking: () => Promise<unknown>): Promise<string[]> => {
    const before = service.asked.length
    await asking()
    return service.asked.slice(before).map(({ path }) => path)
  }

  it('searches, then reads one article', async () => {
    expect(await calls(() => ask('who was Einstein?'))).to.deep.equal([
      '/en/w/rest.php/v1/search/page',
      '/en/api/rest_v1/page/summary/Albert_Einstein',
    ])
  })

  it('reads one title as one part of the path', async () => {
    expect((await calls(() => ask('who are AC/DC?'))).at(-1)).to.equal('/en/api/rest_v1/page/summary/AC%2FDC')
  })

  it('says who it is', async () => {
    await ask('who was Einstein?', { userAgent: 'Library/2 (desk@example.org)' })
    expect(service.asked.at(-1)?.headers['user-agent']).to.equal('Library/2 (desk@example.org)')
  })

  it('names the article as its source', async () => {
    const source = { title: 'Albert Einstein', url: 'https://en.wikipedia.org/wiki/Albert_Einstein' }
    expect((await ask('who was Einstein?')).events).to.deep.include({ type: 'source', source })
  })

  const sureness: [question: string, confidence: number, weak: boolean][] = [
    ['who was Albert Einstein?', 0.85, false],
    ['who was Einstein?', 0.85, false],
    ['who was Freddie?', 0.68, false],
    ['what is mercury?', 0.595, false],
    ['who was Mercury?', 0.68, false],
    ['Berlin', 0.5, true],
  ]
  for (const [question, confidence, weak] of sureness) {
    it(`is ${confidence} sure of "${question}"`, async () => {
      const said = await ask(question)
      expect(said.confidence).to.be.closeTo(confidence, 0.001)
      expect(said.weak).to.equal(weak)
    })
  }

  const languages: [question: string, lang: string, expected: RegExp, config?: object][] = [
    [
      'Was ist Photosynthese?',
      'de-AT',
      /^Die Photosynthese ist ein biochemischer Prozess\. Sie .* 3\. Mai 1779 beschrieben\.$/,
    ],
    ['où est Paris ?', 'fr', /^Paris est la capitale/],
    ['what is Paris?', 'ja', /^$/],
    ['what is Paris?', 'de', /^$/],
    ['what is Paris?', 'fr', /^Paris is/, { lang: 'en-us' }],
  ]
  for (const [question, lang, expected, config] of languages) {
    it(`in ${lang}${config ? ' with a language of its own' : ''}: "${question}"`, async () => {
      expect((await ask(question, config, lang)).text).to.match(expected)
    })
  }

  for (const sentences of [1, 3]) {
    it(`gives ${sentences} sentences when it is to`, async () => {
      const { text } = await ask('who was Albert Einstein?', { sentences })
      expect(text.match(/\.(?= |$)/g)).to.have.length(sentences)
    })
  }

  it('gives up when nobody waits', async () => {
    service.fault = faults.silence
    const leaving = new AbortController()
    setTimeout(() => leaving.abort(new Error('gone')), 30)
    const error = await ask('who was Einstein?', {}, 'en', leaving.signal).catch((thrown) => thrown)
    expect(error).to.have.property('message', 'gone')
  })

  const wrong: [config: object, message: RegExp][] = [
    [{ baseUrl: 'https://wiki.example.com' }, /"baseUrl" .* put \{lang\} into it, or say which in "lang"/],
    [{ baseUrl: 'wiki.example.com', lang: 'en' }, /is no base URL/],
    [{ lang: 'tlh' }, /"lang" is "tlh", but questions are understood in .*en/],
  ]
  for (const [config, message] of wrong) {
    it(`says what is wrong with ${JSON.stringify(config)}`, async () => {
      const error = await createSolver(wikipedia, config).catch((thrown) => thrown)
      expect(isRuntimeError(error) && error.code).to.equal('plugin-failed')
      expect(error.message).to.match(message)
    })
  }
})
