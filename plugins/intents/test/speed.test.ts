import { expect } from 'chai'
import { chatRequest, createSolver, settle, testContext } from 'dramatis/testing'
import intents from 'dramatis-solver-intents'

const tools = [{ name: 'do', description: 'Does it.', input: { type: 'object' } }]
const verbs = ['turn', 'set', 'open', 'close', 'start', 'stop', 'dim', 'play', 'show', 'find']
const intent = (name: string, sentences: string[], input = {}) => ({ name, sentences, tool: 'do', input, answer: 'x' })

/** The median of 50 questions, in milliseconds. */
async function median(config: object, question: string, expected: boolean): Promise<number> {
  const solver = await createSolver(intents, config)
  const context = testContext({ tools })
  const times: number[] = []
  for (let round = 0; round < 50; round++) {
    const started = performance.now()
    const answer = solver.solve(chatRequest(question), context)
    times.push(performance.now() - started)
    const { events } = await settle(answer)
    expect(events.length > 0).to.equal(expected)
  }
  return times.sort((one, other) => one - other)[25] ?? Number.POSITIVE_INFINITY
}

describe('intents in time', () => {
  const lists = { thing: { values: Array.from({ length: 10_000 }, (_, index) => `thing number ${index}`) } }
  const sentence: Record<string, (index: number) => string> = {
    'beginnings of their own': (index) => `word${index} [the] lamp {number:level}`,
    'ten verbs': (index) =>
      `(please|kindly|) ${verbs[index % 10]} (on|off) [the] lamp${index} [to {number:level} percent]`,
    'optional first words': (index) => `[room${index}] lamp${index} on`,
    'slots first': (index) => `{thing} word${index} now`,
    'wildcards first': (index) => `{text:what} word${index} now`,
    'wildcards between': (index) => `play {text:what} in room${index}`,
    'choices of their own': (index) => `(turn|switch) (a${index}|b${index}) on`,
  }
  const questions: Record<string, string> = {
    'beginnings of their own': 'word9999 the lamp 5',
    'ten verbs': 'kindly find off the lamp9999 to 12 percent',
    'optional first words': 'room9999 lamp9999 on',
    'slots first': 'thing number 9999 word9999 now',
    'wildcards first': 'any old words word9999 now',
    'wildcards between': 'play some jazz music in room9999',
    'choices of their own': 'switch b9999 on',
  }
  for (const [what, make] of Object.entries(sentence)) {
    it(`10,000 sentences with ${what}`, async () => {
      const all = Array.from({ length: 10_000 }, (_, index) => intent(`i${index}`, [make(index)]))
      const hit = await median({ intents: all, lists }, questions[what] ?? '', true)
      const miss = await median({ intents: all, lists }, 'please tell me a story about the lamp', false)
      expect(hit).to.be.lessThan(1)
      expect(miss).to.be.lessThan(1)
    })
  }

  const nasty: [what: string, sentence: string, question: string][] = [
    ['options in a row', `${'[a] '.repeat(40)}b`, `${'a '.repeat(400)}c`],
    ['options of options', `${'['.repeat(40)}a${' a]'.repeat(40)} b`, 'a '.repeat(450)],
    ['wildcards in a row', `${'{text:x} and '.repeat(20)}end`, 'and '.repeat(240)],
    ['wildcards with the same words', `a {text:x} a {text:y} a {text:z} a`, 'a '.repeat(480)],
    ['choices of the same', `${'(a|a|a a|a a a) '.repeat(20)}b`, 'a '.repeat(450)],
  ]
  for (const [what, made, question] of nasty) {
    it(`a sentence with ${what}`, async () => {
      const started = performance.now()
      const solver = await createSolver(intents, { intents: [intent('nasty', [made])] })
      await settle(solver.solve(chatRequest(question), testContext({ tools })))
      expect(performance.now() - started).to.be.lessThan(500)
    })
  }
})
