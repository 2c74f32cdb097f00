/**
 * The words of a text in the form in which they are compared: folded, without accents, in order, repetitions kept.
 * Where a script puts no spaces between words (Chinese, Japanese, Thai, ...) a dictionary tells them apart; Korean,
 * whose endings are part of the word, comes as pairs of syllables.
 */
export function words(text: string): string[] {
  const found: string[] = []
  for (const [run] of fold(text).matchAll(runs)) {
    if (unspaced.test(run)) for (const { segment } of segmenter.segment(run)) found.push(segment)
    else if (hangul.test(run)) found.push(...pairs(run))
    else found.push(run)
  }
  return found
}

/** Compatibility forms made one, case and accents dropped, so that whoever leaves the accents out is understood. */
export function fold(text: string): string {
  const lower = ascii.test(text)
    ? text.toLowerCase()
    : text
        .normalize('NFKD')
        .replace(marks, '')
        .normalize('NFC')
        .toLowerCase()
        .replace(undecomposed, (letter) => plain[letter] ?? letter)
  return lower.replace(contraction, '').replace(shortPrefix, '')
}

const ascii = /^\p{ASCII}*$/u
/** Accents of Latin, Greek and Cyrillic and the vowel points of Hebrew and Arabic: marks that writers leave out. */
const marks = /[\u0300-\u036F\u05B0-\u05BC\u064B-\u0652]/g
/** Letters that have no decomposition in Unicode, as people type them who do not have the key. */
const plain: Readonly<Record<string, string>> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th' }
const undecomposed = /[ßæœøłđðþ]/g
/** "what's" and "whats" are one word, while the apostrophe of "l'article" stands between two. */
const contraction = /['’](?=(?:s|m|t|d|re|ve|ll)(?!\p{L}))/gu
/** "Wi-Fi", "e-mail" and "wifi", "email" are one word. */
const shortPrefix = /(?<=(?<![\p{L}\p{N}])\p{L}{1,2})-(?=\p{L})/gu

const scripts = ['Han', 'Hiragana', 'Katakana', 'Thai', 'Lao', 'Khmer', 'Myanmar']
const unspacedClass = `${scripts.map((script) => `\\p{Script=${script}}`).join('')}ー`
const hangulClass = '\\p{Script=Hangul}'
const unspaced = new RegExp(`^[${unspacedClass}]`, 'u')
const hangul = new RegExp(`^${hangulClass}`, 'u')
const runs = new RegExp(
  `[${unspacedClass}]+|${hangulClass}+|(?:(?![${unspacedClass}${hangulClass}])[\\p{L}\\p{N}\\p{M}])+`,
  'gu',
)
const segmenter = new Intl.Segmenter('und', { granularity: 'word' })

function pairs(run: string): string[] {
  const characters = [...run]
  if (characters.length === 1) return characters
  return characters.slice(1).map((character, index) => `${characters[index]}${character}`)
}
