/** One line with plain quotation marks and apostrophes and composed letters. */
export function oneLine(text: string): string {
  const trimmed = text.trim()
  if (!untidy.test(trimmed)) return trimmed
  const line = trimmed
    .replace(/[‘’ʼ]/g, "'")
    .replace(/[“”„«»]/g, '"')
    .replace(/\s+/g, ' ')
  return line.normalize('NFC')
}

const untidy = /[‘’ʼ“”„«»\p{Mark}]|\s\s|[^\S ]/u
/** Pictures around a text, which add a mood and nothing else; but 👍 and 👎 say yes and no. */
const picture = '(?![👍👎])\\p{Extended_Pictographic}|[\\u{1F1E6}-\\u{1F1FF}\\u{1F3FB}-\\u{1F3FF}\\ufe0f\\u200d]'
const picturesBefore = new RegExp(`^(?:\\s|${picture})+`, 'u')
const picturesBehind = new RegExp(`(?:\\s|${picture})+$`, 'u')

/** True for a text with a picture before or behind it. */
export function isDecorated(text: string): boolean {
  return undecorated(text) !== text.trim()
}

function undecorated(text: string): string {
  return isAscii(text) ? text.trim() : text.replace(picturesBehind, '').replace(picturesBefore, '')
}

const leading = new Set(' ¿¡')
const trailing = new Set(' ?!.,;:…')

/**
 * Without the punctuation and the pictures around it, also where that stands inside a closing quotation mark. `5!` stays
 * as it is.
 */
export function unpunctuated(written: string): string {
  const text = undecorated(written)
  let start = 0
  while (start < text.length && leading.has(text.charAt(start))) start++
  const quote = /["']$/.test(text) ? text.slice(-1) : ''
  const end = endWithout(text, start, text.length - quote.length)
  return text.slice(start, end) + quote
}

function endWithout(text: string, start: number, from: number): number {
  let end = from
  while (end > start && trailing.has(text.charAt(end - 1)) && !isFactorial(text, end)) end--
  return end
}

function isFactorial(text: string, end: number): boolean {
  return text.charAt(end - 1) === '!' && /[\d)]/.test(text.charAt(end - 2))
}

/** For comparing: in lower case, without accents; letters that are no plain ones with an accent as two (`ß`, `œ`). */
export function folded(text: string): string {
  const lower = text.toLowerCase()
  if (isAscii(lower)) return lower
  return lower
    .normalize('NFD')
    .replace(/\p{Mark}/gu, '')
    .replace(/[ßœæłø]/g, (letter) => plainLetters[letter] ?? letter)
}

const plainLetters: Readonly<Record<string, string>> = { ß: 'ss', œ: 'oe', æ: 'ae', ł: 'l', ø: 'o' }

function isAscii(text: string): boolean {
  return !/[^\0-\x7f]/.test(text)
}
