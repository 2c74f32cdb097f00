import { folded } from 'dramatis/questions'
/** For comparing: folded, with plain apostrophes and one space between words. */
export function fold(text: string): string {
  return folded(text).replace(/[’‘]/g, "'").replace(/\s+/g, ' ').trim()
}

/** A pattern that fits a whole text. Slots such as `{d}` become groups; accents may be left out. */
export function wholePattern(source: string): RegExp {
  const spelled = source.replace(/[^\0-\x7f]/g, (letter) => `(?:${letter}|${fold(letter)}${umlauts[letter] ?? ''})`)
  return new RegExp(`^(?:${spelled.replace(/\{([a-z])\}/g, (_, slot: string) => slots[slot] ?? '')})$`, 'iu')
}

const umlauts: Readonly<Record<string, string>> = { ä: '|ae', ö: '|oe', ü: '|ue' }

const slots: Readonly<Record<string, string>> = {
  d: '(?<d>.+?)',
  e: '(?<e>.+)',
  p: '(?<p>.+?)',
  m: '(?<m>.+?)',
  n: '(?<n>\\d{1,6}|\\p{L}+)',
  u: '(?<u>\\p{L}+)',
  w: '(?<w>\\p{L}+)',
  y: '(?<y>\\d{1,4})',
}
