/** Prints what a question costs the faq solver with ten thousand entries. */
import { createSolver } from 'dramatis/testing'
import { memoryAdded, repeatable, type Timing, timeQuestions } from './probe.ts'
import { readWords } from './words.ts'

const size = 10_000
const random = repeatable(2)
const nouns = readWords('noun', 6000)
const verbs = readWords('verb', 2000)

const forms: readonly ((noun: string, verb: string, other: string) => string)[] = [
  (noun, verb) => `How do I ${verb} my ${noun}?`,
  (noun, verb, other) => `Where can I ${verb} a ${noun} for the ${other}?`,
  (noun, _verb, other) => `What is the difference between a ${noun} and a ${other}?`,
  (noun, verb) => `Why does the ${noun} not ${verb}?`,
  (noun, verb, other) => `Can I ${verb} the ${noun} without the ${other}?`,
  (noun) => `How much does a new ${noun} cost?`,
  (noun, _verb, other) => `Is there a ${noun} that works with my ${other}?`,
  (noun, verb) => `When will you ${verb} the ${noun} that I ordered?`,
]

const entries = Array.from({ length: size }, (_, index) => {
  const [noun, verb, other] = [pick(nouns), pick(verbs), pick(nouns)]
  const form = forms[index % forms.length] ?? String
  return { question: form(noun.word, verb.word, other.word), answer: `It is ${noun.meaning}; ${other.meaning}.` }
})

/** Half of them as people ask what is known, in other words; half about something that is not. */
const questions = Array.from({ length: 2000 }, (_, index) => {
  if (index % 2 === 1) return `Please tell me about ${pick(verbs).word} and ${pick(nouns).word}, would you?`
  const known = entries[Math.floor(random.next().value * size)]?.question ?? ''
  return `Hello, I would like to know: ${known.toLowerCase().replace(/^\w+ /, '')}`
})

const figures: Partial<Timing> & { loading?: number } = {}

const memory = await memoryAdded(questions, async () => {
  const { default: faq } = await import('dramatis-solver-faq')
  const started = performance.now()
  const solver = await createSolver(faq, { entries })
  figures.loading = performance.now() - started
  await timeQuestions(solver, questions.slice(0, 200))
  Object.assign(figures, await timeQuestions(solver, questions.slice(200)))
  return solver
})
console.log(JSON.stringify({ ...figures, ...memory }))

function pick<T>(list: readonly T[]): T {
  const found = list[Math.floor(random.next().value * list.length)]
  if (found === undefined) throw new Error('There are no words to choose from.')
  return found
}
