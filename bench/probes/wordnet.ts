/** Prints what a look-up costs the wordnet solver. */
import { createSolver } from 'dramatis/testing'
import { memoryAdded, repeatable, type Timing, timeQuestions } from './probe.ts'
import { readWords } from './words.ts'

const random = repeatable(1)
const words = readWords('noun', 6000).map(({ word }) => word)
const shuffled = words.map((word) => ({ word, at: random.next().value })).sort((one, other) => one.at - other.at)
const questions = shuffled.map(({ word }) => `What is the definition of ${word}?`)

const again = Array.from({ length: 5000 }, () => 'What is the definition of computer?')
const timings: Timing[] = []

const memory = await memoryAdded(questions, async () => {
  const { default: wordnet } = await import('dramatis-solver-wordnet')
  const solver = await createSolver(wordnet)
  await timeQuestions(solver, questions.slice(0, 1000))
  timings.push(await timeQuestions(solver, questions.slice(1000)), await timeQuestions(solver, again))
  return solver
})
const [fresh, repeated] = timings
console.log(JSON.stringify({ ...fresh, again: repeated?.mean, ...memory }))
