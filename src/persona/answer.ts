import type { Answer, Reply, SolverEvent } from '../core/types.ts'

/** What a solver says as it goes. */
export type Words = AsyncIterable<string | SolverEvent>

export function isStream(answer: Answer): answer is Words {
  return typeof answer === 'object' && answer !== null && Symbol.asyncIterator in answer
}

/** Any answer as a stream; undefined where it is none. */
export function asWords(answer: Answer): Words | undefined {
  if (answer === null || answer === undefined) return undefined
  if (typeof answer === 'string') return saying({ text: answer })
  return isStream(answer) ? answer : saying(answer)
}

async function* saying({ sources = [], ...words }: Reply): AsyncGenerator<SolverEvent> {
  yield { type: 'text-delta', ...words }
  for (const source of sources) yield { type: 'source', source }
}
