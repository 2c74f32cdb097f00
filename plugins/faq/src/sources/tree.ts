import type { Entry } from '../entry.ts'
import { readPair } from './pair.ts'

/** Where in a document something stands: keys and indices. */
export type Path = readonly (string | number)[]

/** A list of `{ question, answer }`, or one object of answers by question. */
export function readTree(value: unknown, source: string, report: (problem: string, path?: Path) => void): Entry[] {
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown, index) => {
      const tell = (problem: string) => report(`entry ${index + 1} ${problem}`, [index])
      if (isObject(item)) return readPair(item['question'], item['answer'], source, tell) ?? []
      tell('is not an object with "question" and "answer"')
      return []
    })
  }
  if (isObject(value)) {
    return Object.entries(value).flatMap(([question, answer]) => {
      return readPair(question, answer, source, (problem) => report(`"${question}" ${problem}`, [question])) ?? []
    })
  }
  if (value !== null && value !== undefined) report('must be a list of questions and answers, or answers by question')
  return []
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
