import type { AskedTerm } from './confidence.ts'
import type { Vocabulary } from './vocabulary.ts'
import { weightOfFunctionWord, weightOfUnknown } from './weights.ts'

const mostWords = 64
const mostCorrections = 4

/** The distinct terms of a question, with slips in unknown words corrected. What is beyond 64 words is not read. */
export function askedTerms(
  words: readonly string[],
  vocabulary: Vocabulary,
  functionWords: ReadonlySet<string>,
  weights: Float64Array,
): AskedTerm[] {
  const asked = new Map<number | string, AskedTerm>()
  const unknown: string[] = []
  for (const word of new Set(words)) {
    if (asked.size + unknown.length === mostWords) break
    const number = vocabulary.numberOf(word)
    if (number !== undefined) asked.set(number, { number, weight: weights[number] ?? 0, likeness: 1 })
    else if (functionWords.has(word)) asked.set(word, { number, weight: weightOfFunctionWord, likeness: 1 })
    else unknown.push(word)
  }
  for (const [index, word] of unknown.entries()) {
    const correction = index < mostCorrections ? vocabulary.correct(word) : undefined
    if (correction === undefined || asked.has(correction.number)) {
      asked.set(word, { number: undefined, weight: weightOfUnknown, likeness: 1 })
    } else asked.set(correction.number, { ...correction, weight: weights[correction.number] ?? 0 })
  }
  return [...asked.values()]
}
