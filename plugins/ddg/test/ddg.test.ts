import { expect } from 'chai'
import { chatRequest, createSolver, settle, solverContract, testContext } from 'dramatis/testing'
import ddg from 'dramatis-solver-ddg'
import { askOnce } from '../../../test/support/ask-once.ts'
import { lookupContract, lookupStage } from '../../../test/support/lookup-contract.ts'
import { startDuckDuckGo } from './stand-in.ts'

const service = lookupStage(startDuckDuckGo)

const settings = {
  get baseUrl() {
    return service.url
  },
}

const answers = {
  'who was Stephen Hawking?':
    /^Stephen William Hawking was an English theoretical physicist\. He worked in Cambridge\.$/,
  'tell me about Stephen Hawking, please': 'theoretical physicist',
  'who was Hawking?': 'theoretical physicist',
  'when was Stephen Hawking born?': /^Stephen Hawking was born on January 8, 1942\.$/,
  'when did Stephen Hawking die?': /^Stephen Hawking died on March 14, 2018\.$/,
  'when did Julius Caesar die?': /^Julius Caesar died in 44 BC\.$/,
  'when was Hildegard born?': /^Hildegard was born in 1098\.$/,
  'when did Hildegard die?': /^Hildegard died in September 1179\.$/,
  'what does ephemeral mean?': 'ephemeral definition: lasting a very short time.',
  'what is the golden ratio?': '1.618',
}

/** Not even worth a call. */
const notAsked = [
  'hello',
  'how are you?',
  'Stephen Hawking',
  'sounds good',
  'what is it?',
  'what is 2 + 2?',
  'what is 15% of 80?',
  'what is the weather?',
  'is Hawking a physicist?',
  'where was Stephen Hawking born?',
  'when was the Eiffel Tower built?',
  'who is the president of France?',
  `tell me about ${'x'.repeat(400)}`,
]

/** Asked for, and not found. */
const notFound = [
  'what is a flurbnax?',
  'what is mercury?',
  'who are the simpsons characters?',
  'what is an IP address?',
  'what is a loan calculator?',
  'when was Homer born?',
  'when was Ada Lovelace born?',
  'when did Ada Lovelace die?',
  'when was Ephemeral born?',
]

solverContract('ddg', ddg, { config: settings, answers, declines: [...notAsked, ...notFound] })

describe('ddg', () => {
  lookupContract(ddg, { stage: service, settings, question: 'who was Hawking?', notAsked })

  const ask = (question: string, config: object = {}, lang = 'en') =>
    askOnce(ddg, { baseUrl: settings.baseUrl, ...config }, question, { lang })

  it('asks for the name alone, once, and is not sent elsewhere', async () => {
    const before = service.asked.length
    await ask('Hey, who was Stephen Hawking?')
    expect(service.asked.slice(before).map(({ path, query }) => ({ path, query }))).to.deep.equal([
      {
        path: '/',
        query: {
          q: 'Stephen Hawking',
          format: 'json',
          no_html: '1',
          no_redirect: '1',
          skip_disambig: '1',
          t: 'dramatis',
        },
      },
    ])
  })

  it('asks again for what the service did not have yet', async () => {
    const solver = await createSolver(ddg, { baseUrl: settings.baseUrl })
    const before = service.asked.length
    for (const _ of [1, 2]) await settle(solver.solve(chatRequest('what is a flurbnax?'), testContext()))
    expect(service.asked).to.have.length(before + 2)
    await solver.close?.()
  })

  const sources: [question: string, ...sources: object[]][] = [
    [
      'who was Hawking?',
      { title: 'Stephen Hawking', url: 'https://en.wikipedia.org/wiki/Stephen_Hawking' },
      { title: 'DuckDuckGo', url: 'https://duckduckgo.com/?q=Hawking' },
    ],
    [
      'what does ephemeral mean?',
      { title: 'Ephemeral', url: 'https://www.merriam-webster.com/dictionary/ephemeral' },
      { title: 'DuckDuckGo', url: 'https://duckduckgo.com/?q=ephemeral' },
    ],
    ['what is spam?', { title: 'DuckDuckGo', url: 'https://duckduckgo.com/?q=spam' }],
  ]
  for (const [question, ...expected] of sources) {
    it(`names the sources for "${question}"`, async () => {
      const { events } = await ask(question)
      expect(events.flatMap((event) => (event.type === 'source' ? [event.source] : []))).to.deep.equal(expected)
    })
  }

  it('is less sure where the name is another', async () => {
    expect((await ask('who was Stephen Hawking?')).confidence).to.equal(0.8)
    expect((await ask('who was Hawking?')).confidence).to.equal(0.6)
  })

  it('gives as many sentences as it is to', async () => {
    expect((await ask('who was Stephen Hawking?', { sentences: 3 })).text).to.match(/He wrote books\.$/)
  })

  for (const lang of ['de', 'eng', 'ja']) {
    it(`leaves ${lang} to others`, async () => expect((await ask('who was Hawking?', {}, lang)).text).to.equal(''))
  }

  it('speaks every English', async () => expect((await ask('who was Hawking?', {}, 'en-GB')).text).to.match(/^Stephen/))
})
