import { expect } from 'chai'
import type { Answer, Message } from 'dramatis'
import { chatRequest, createSolver, testContext } from 'dramatis/testing'
import eliza from 'dramatis-solver-eliza'
import fc from 'fast-check'
import { conversations } from './conversations.ts'

const solver = await createSolver(eliza)

/** The reply of a solver that never waits. */
function replyTo(answer: ReturnType<typeof solver.solve>): { text: string; confidence?: number } {
  const reply: Answer = answer instanceof Promise ? undefined : answer
  if (typeof reply !== 'object' || reply === null || !('text' in reply)) throw new Error('It did not answer at once.')
  return reply
}

const words = [
  'i',
  'you',
  'am',
  'are',
  'my',
  'mother',
  'hate',
  'because',
  'and',
  'why',
  'not',
  'sad',
  'die',
  '?',
  ',',
  'if',
]
const known = fc.constantFrom(...Object.values(conversations).flatMap((table) => Object.keys(table)))
const sentence = fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 30 }).map((each) => each.join(' '))
const remark = fc.oneof(known, sentence, fc.string({ unit: 'binary', maxLength: 200 }), fc.string({ maxLength: 200 }))

describe('whatever is said to eliza', () => {
  it('it answers at once, with words, and leaves no hole in them', () => {
    fc.assert(
      fc.property(remark, (question) => {
        fc.pre(question.trim() !== '')
        const { text, confidence } = replyTo(solver.solve(chatRequest(question), testContext()))
        expect(text).to.match(/^\p{Lu}|^["'\p{N}]|^\p{Lo}/u)
        expect(confidence).to.be.within(0.1, 0.8)
        if (!/[{}]/.test(question)) expect(text).to.not.match(/[{}]|undefined/)
        expect(text).to.not.match(/ [.?!,;]| {2}/)
      }),
      { numRuns: 2000 },
    )
  })

  it('it never says the same twice in a row', () => {
    fc.assert(
      fc.property(fc.array(remark, { minLength: 2, maxLength: 30 }), (remarks) => {
        const messages: Message[] = []
        let last = ''
        for (const question of remarks.filter((each) => each.trim() !== '')) {
          messages.push({ role: 'user', parts: [{ type: 'text', text: question }] })
          const { text } = replyTo(solver.solve({ question, messages }, testContext()))
          expect(text).to.not.equal(last)
          last = text
          messages.push({ role: 'assistant', parts: [{ type: 'text', text }] })
        }
      }),
      { numRuns: 300 },
    )
  })

  it('it is turned around and back to the same', () => {
    const pronouns = fc.array(fc.constantFrom('my', 'dog', 'your', 'cat', 'mine', 'yours', 'red'), {
      minLength: 1,
      maxLength: 10,
    })
    const turn = (text: string) => replyTo(solver.solve(chatRequest(`I like ${text}`), testContext())).text
    fc.assert(
      fc.property(pronouns, (each) => {
        const once = /What do you like most about (.*)\?/.exec(turn(each.join(' ')))?.[1]
        fc.pre(once !== undefined)
        expect(/What do you like most about (.*)\?/.exec(turn(once ?? ''))?.[1]).to.equal(each.join(' '))
      }),
    )
  })

  const heavy: Readonly<Record<string, string>> = {
    'one endless word': 'a',
    'keywords without end': 'i am sad ',
    'stars without end': 'my mother and my father and ',
    'marks without end': '?!',
    'dashes without end': '-a',
    apostrophes: "'",
    'dots and digits': '.1',
    'broken characters': '\uD800',
    'white space': ' \n',
  }
  for (const [title, text] of Object.entries(heavy)) {
    it(`is done with ${title} in no time, as a question and as a history`, () => {
      const long = text.repeat((10 * 1024 * 1024) / text.length)
      const started = performance.now()
      solver.solve(chatRequest(long), testContext())
      solver.solve(chatRequest(...new Array<string>(60).fill(long), 'banana'), testContext())
      expect(performance.now() - started).to.be.below(500)
    })
  }
})
