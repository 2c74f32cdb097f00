import type { Entry } from '../entry.ts'
import { words } from '../words.ts'

const longestWording = 1000

/** A question with its answer, checked; undefined where something was reported, such as `has no "answer"`. */
export function readPair(
  question: unknown,
  answer: unknown,
  source: string | undefined,
  report: (problem: string) => void,
): Entry | undefined {
  const problems = [...problemsOfQuestion(question), ...problemsOfAnswer(answer)]
  for (const problem of problems) report(problem)
  if (problems.length > 0) return undefined
  const questions = [question].flat().map(String)
  const pair = { kind: 'pair', questions, answer: String(answer).trim() } as const
  return source === undefined ? pair : { ...pair, source }
}

function problemsOfQuestion(question: unknown): string[] {
  if (question === undefined || question === null || question === '') return ['has no "question"']
  if (!Array.isArray(question)) return problemsOfWording(question)
  return question.length === 0 ? ['has no "question"'] : question.flatMap(problemsOfWording)
}

function problemsOfWording(wording: unknown): string[] {
  if (typeof wording !== 'string') return ['has a "question" that is no text; put it in quotes']
  if (wording.length > longestWording) {
    return [`has a "question" of ${wording.length} characters, and ${longestWording} are the most`]
  }
  return words(wording).length === 0 ? [`has a "question" without any word: ${JSON.stringify(wording)}`] : []
}

function problemsOfAnswer(answer: unknown): string[] {
  if (answer === undefined || answer === null) return ['has no "answer"']
  if (typeof answer !== 'string') return ['has an "answer" that is no text; put it in quotes']
  return answer.trim() === '' ? ['has an empty "answer"'] : []
}
