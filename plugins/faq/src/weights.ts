import type { Vocabulary } from './vocabulary.ts'

/** A word that no entry uses tells most of all: that the question may be about something else. */
export const weightOfUnknown = 1
export const weightOfFunctionWord = 0.1

/** As if there were this many more entries without the word: in a handful of entries, counting proves little. */
const imaginedEntries = 20

/**
 * How much each term tells, 0 to 1, by its number: BM25's inverse document frequency as a part of the largest there is.
 * @param uses How many entries hold the term, by its number.
 */
export function weigh(
  uses: readonly number[],
  entries: number,
  vocabulary: Vocabulary,
  functionWords: ReadonlySet<string>,
): Float64Array {
  const all = entries + imaginedEntries
  const inverse = (count: number) => Math.log(1 + (all - count + 0.5) / (count + 0.5))
  const weights = Float64Array.from(uses, (count) => inverse(count) / inverse(0))
  for (const word of functionWords) {
    const number = vocabulary.numberOf(word)
    if (number !== undefined) weights[number] = (weights[number] ?? 0) * weightOfFunctionWord
  }
  return weights
}
