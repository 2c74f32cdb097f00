import SearchableMap from 'minisearch/SearchableMap'
import type { TermReader } from './terms.ts'

/** Every term of the entries, by number. Words of one term, such as a plural, share its number. */
export interface Vocabulary {
  /** The number of a word's term, which may be new. */
  add(word: string): number
  /** The number of a word's term; undefined where no entry uses it. */
  numberOf(word: string): number | undefined
  /** The known word that an unknown one is most likely a slip of, if any. `likeness` is 0 to 1. */
  correct(word: string): { number: number; likeness: number } | undefined
}

/** Letters only, and neither so short that most slips are other words nor so long that nobody types them. */
const wordy = /^\p{L}{5,24}$/u
/** From this length on two letters may be wrong. */
const long = 7
const costOfSlip = 0.15

export function createVocabulary({ termOf, functionWords }: TermReader): Vocabulary {
  const byWord = new Map<string, number>()
  const byTerm = new Map<string, number>()
  const spellings = new SearchableMap<number>()

  return {
    add: (word) => {
      const known = byWord.get(word)
      if (known !== undefined) return known
      const term = termOf(word)
      const number = byTerm.get(term) ?? byTerm.size
      byWord.set(word, number)
      byTerm.set(term, number)
      if (wordy.test(word) && !functionWords.has(word)) spellings.set(word, number)
      return number
    },
    numberOf: (word) => byWord.get(word) ?? byTerm.get(termOf(word)),
    correct: (word) => {
      if (!wordy.test(word)) return undefined
      for (const turned of transpositions(word)) {
        const number = spellings.get(turned)
        if (number !== undefined) return { number, likeness: 1 - costOfSlip }
      }
      let nearest: [number: number, distance: number] | undefined
      for (const candidate of spellings.fuzzyGet(word, word.length < long ? 1 : 2).values()) {
        if (nearest === undefined || candidate[1] < nearest[1]) nearest = candidate
      }
      return nearest && { number: nearest[0], likeness: 1 - nearest[1] * costOfSlip }
    },
  }
}

/** The word with two neighbouring letters exchanged, at each place; to the radix tree these are two slips. */
function transpositions(word: string): string[] {
  return Array.from({ length: word.length - 1 }, (_, at) => {
    return word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2)
  })
}
