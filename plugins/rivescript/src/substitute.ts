import { isWordCode } from './format.ts'

/**
 * Replaces whole words and phrases, the longest first, in one pass from left to right: what was put in is not
 * looked at again, so that `i am = you are` and `you are = i am` swap.
 */
export class Substitutions {
  /** By first token; the longest phrase stands first. */
  readonly #phrases = new Map<string, { phrase: string; value: string }[]>()

  constructor(pairs: ReadonlyMap<string, string>) {
    for (const [phrase, value] of pairs) {
      const token = tokenAt(phrase, 0)
      const known = this.#phrases.get(token)
      if (known) known.push({ phrase, value })
      else this.#phrases.set(token, [{ phrase, value }])
    }
    for (const list of this.#phrases.values()) list.sort((a, b) => b.phrase.length - a.phrase.length)
  }

  apply(text: string): string {
    if (this.#phrases.size === 0) return text
    const lower = sameLengthLower(text)
    let result = ''
    let position = 0
    while (position < text.length) {
      const token = tokenAt(lower, position)
      const found = this.#phrases.get(token)?.find(({ phrase }) => standsAt(lower, phrase, position))
      result += found ? found.value : text.slice(position, position + token.length)
      position += found ? found.phrase.length : token.length
    }
    return result
  }
}

function sameLengthLower(text: string): string {
  const lower = text.toLowerCase()
  return lower.length === text.length ? lower : text
}

/** A run of word characters, with apostrophes inside of it, or a single other character. */
function tokenAt(text: string, start: number): string {
  let end = start
  while (end < text.length && isInWord(text, end, start)) end += 1
  return text.slice(start, Math.max(end, start + 1))
}

function isInWord(text: string, index: number, start: number): boolean {
  if (isWordCode(text.charCodeAt(index))) return true
  const next = index + 1
  return text[index] === "'" && index > start && next < text.length && isWordCode(text.charCodeAt(next))
}

function standsAt(text: string, phrase: string, position: number): boolean {
  if (!text.startsWith(phrase, position)) return false
  const end = position + phrase.length
  const lastIsWord = isWordCode(phrase.charCodeAt(phrase.length - 1))
  return !lastIsWord || end >= text.length || !isInWord(text, end, position)
}
