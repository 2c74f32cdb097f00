import { primaryLanguage } from 'dramatis'
import { functionWords } from './function-words.ts'

/** How the words of one language become terms: what is compared. */
export interface TermReader {
  /** Words that only carry the form of a question. */
  readonly functionWords: ReadonlySet<string>
  termOf(word: string): string
}

/** @param language BCP 47; in a language without rules of its own each word is a term. */
export function createTermReader(language: string): TermReader {
  const formal = functionWords(language)
  const english = primaryLanguage(language) === 'en'
  return { functionWords: formal, termOf: (word) => (english && !formal.has(word) ? stemEnglish(word) : word) }
}

/** Takes off the endings that say number or tense: `parcels`, `parcel`; `stored`, `storing`, `store`. */
function stemEnglish(word: string): string {
  return withoutTense(singular(word))
}

function singular(word: string): string {
  if (word.length < 4 || !word.endsWith('s') || /(?:ss|us|is)$/.test(word)) return word
  if (word.endsWith('ies') && word.length > 4) return `${word.slice(0, -3)}y`
  if (/(?:ch|sh|x|z|ss)es$/.test(word)) return word.slice(0, -2)
  return word.slice(0, -1)
}

function withoutTense(word: string): string {
  const stem = word.replace(/(?:ing|(?<!e)ed)$/, '')
  if (stem === word) return word.length > 4 ? word.replace(/e$/, '') : word
  if (stem.length < 3 || !/[aeiouy]/.test(stem)) return word
  return /([bdfgkmnprtv])\1$/.test(stem) ? stem.slice(0, -1) : stem
}
