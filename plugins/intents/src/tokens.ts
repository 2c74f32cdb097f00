import { folded } from 'dramatis/questions'

/** A word, a number or a sign that means something, in the form in which they are compared. */
export interface Token {
  readonly text: string
  /** Where it stands in the text, in UTF-16 code units. */
  readonly start: number
  readonly end: number
  /** As it is written: `-1,5`. Absent for words. */
  readonly figures?: string
}

/** Scripts without spaces between words: each character is compared for itself. */
const unspaced = '\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmer}\\p{sc=Myanmar}'
const pattern = new RegExp(
  [
    `(?<figures>(?<![\\p{L}\\p{N}.,])[-−]?\\p{Nd}+(?:[.,]\\p{Nd}+)*)`,
    `[${unspaced}]\\p{M}*`,
    `(?:(?![${unspaced}])[\\p{L}\\p{N}])(?:(?![${unspaced}])[\\p{L}\\p{N}\\p{M}]|['’](?=\\p{L}))*`,
    '[%°€$£]',
  ].join('|'),
  'gu',
)

/** Everything of a text that is compared, in order: case, accents and punctuation do not count. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  for (const { 0: written, index, groups } of text.matchAll(pattern)) {
    const place = { text: folded(written.replace(/[’]/g, "'")), start: index, end: index + written.length }
    const figures = groups?.figures
    tokens.push(figures === undefined ? place : { ...place, figures })
  }
  return tokens
}
