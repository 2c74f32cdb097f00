/** Working sums out, for other plugins: `import { makeCalculator } from 'dramatis/arithmetic'`. */
import { plain } from 'dramatis/questions'
import { makeLocales } from './locales.ts'
import { NoResult, type Reason } from './no-result.ts'
import { readQuestion } from './question.ts'
import { type Answered, answered } from './render.ts'

export type { Answered, Reason }

/** A sum as it was understood and its result, or why there is none. */
export type Calculation = Answered | { readonly reason: Reason }

/** In UTF-16 code units; a longer text is no sum. */
export const longestSum = 300

/**
 * A function that works a sum out, in the words and the figures of a language (BCP 47). `digits` are the significant
 * figures of a result that has to be rounded, `unitDigits` those of one with a unit.
 */
export function makeCalculator(digits = 12, unitDigits = 5): (sum: string, lang: string) => Calculation {
  const localeOf = makeLocales(digits, unitDigits)
  return (sum, lang) => {
    if (sum.length > longestSum) return { reason: 'no-sum' }
    const { vocabulary, style } = localeOf(lang)
    try {
      // The sign says that a result is wanted: 3/4/24 is a sum then, and not a date.
      const node = readQuestion(`${plain(sum, lang)} =`, vocabulary)
      return node ? answered(node, style) : { reason: 'no-sum' }
    } catch (error) {
      if (error instanceof NoResult) return { reason: error.reason }
      throw error
    }
  }
}

/** The number that starts at a word, and how many words it takes; undefined where there is none. */
export type ReadNumber = (
  word: (at: number) => string | undefined,
  at: number,
) => { readonly value: number; readonly length: number } | undefined

/** Readers of numbers that are written in words, by language (BCP 47). Words come folded: `twenty-one` is two. */
export function makeNumberReaders(): (lang: string) => ReadNumber {
  const localeOf = makeLocales(12, 5)
  return (lang) => {
    const { numbers } = localeOf(lang).vocabulary
    return (word, at) => {
      const read = numbers.read(word, at)
      return read && { value: Number(read.value.n) / Number(read.value.d), length: read.length }
    }
  }
}
