const notAscii = /[^\0-\x7f]/
const word = /[\p{L}\p{N}]+/gu
/** Scripts that are written without spaces, or whose endings are written together with the word. */
const unspaced =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u
const longest = 64

/**
 * The words of a text, in lower case and without accents; English plurals as one with their singular. Scripts without
 * spaces are cut into overlapping pairs of characters, which find words without a dictionary.
 */
export function words(text: string): readonly string[] {
  const isAscii = !notAscii.test(text)
  const folded = isAscii ? text.toLowerCase() : fold(text)
  const found = folded.match(word) ?? []
  return isAscii ? found.map(singular) : found.flatMap((each) => (unspaced.test(each) ? pairs(each) : singular(each)))
}

function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').normalize('NFC').toLowerCase()
}

function singular(given: string): string {
  const text = given.length > longest ? given.slice(0, longest) : given
  if (text.length < 4 || !text.endsWith('s') || text.endsWith('ss')) return text
  return text.endsWith('ies') ? `${text.slice(0, -3)}y` : text.slice(0, -1)
}

function pairs(text: string): readonly string[] {
  const characters = [...text]
  if (characters.length < 2) return characters
  return characters.slice(1).map((character, index) => `${characters[index]}${character}`)
}
