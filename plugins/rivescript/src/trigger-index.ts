import type { Sequence } from './pattern.ts'
import { requiredWords, wordsOf } from './required.ts'

/**
 * Finds the patterns that may match a text without trying them all: each stands under the rarest word that it needs,
 * or under its whole text where it is nothing but text. Only patterns without any word are tried every time.
 */
export class TriggerIndex {
  /** Numbers of patterns, in rising order; most words and texts have but one. */
  readonly #byWord = new Map<string, number | number[]>()
  readonly #byText = new Map<string, number | number[]>()
  readonly #always: number[] = []

  /** `patterns` come in the order in which they are to be tried. */
  constructor(patterns: readonly Sequence[]) {
    const frequencies = new Map<string, number>()
    const needs = patterns.map((pattern) => (plainText(pattern) === undefined ? requiredWords(pattern) : []))
    for (const lists of needs) {
      for (const list of lists) for (const word of list) frequencies.set(word, (frequencies.get(word) ?? 0) + 1)
    }
    const cost = (list: readonly string[]) => list.reduce((sum, word) => sum + (frequencies.get(word) ?? 0), 0)

    for (const [number, pattern] of patterns.entries()) {
      const text = plainText(pattern)
      const [first, ...others] = needs[number] ?? []
      if (text !== undefined) add(this.#byText, text, number)
      else if (!first) this.#always.push(number)
      else {
        const rarest = others.reduce((best, list) => (cost(list) < cost(best) ? list : best), first)
        for (const word of rarest) add(this.#byWord, word, number)
      }
    }
  }

  /** The first pattern, in order, that `matches` says yes to; its number and what `matches` gave. */
  find<T>(text: string, matches: (number: number) => T | undefined): T | undefined {
    const likely = this.#likely(text)
    const always = this.#always
    let next = 0
    let nextAlways = 0
    let last = -1
    while (next < likely.length || nextAlways < always.length) {
      const a = likely[next] ?? Number.POSITIVE_INFINITY
      const b = always[nextAlways] ?? Number.POSITIVE_INFINITY
      const number = Math.min(a, b)
      if (a <= b) next += 1
      else nextAlways += 1
      if (number === last) continue
      last = number
      const match = matches(number)
      if (match !== undefined) return match
    }
    return undefined
  }

  #likely(text: string): readonly number[] {
    const exact = this.#byText.get(text)
    const likely = exact === undefined ? [] : [exact].flat()
    if (this.#byWord.size === 0) return likely
    let lists = likely.length > 0 ? 1 : 0
    for (const word of wordsOf(text)) {
      const found = this.#byWord.get(word)
      if (found === undefined) continue
      lists += 1
      if (typeof found === 'number') likely.push(found)
      else for (const number of found) likely.push(number)
    }
    return lists > 1 ? likely.sort((a, b) => a - b) : likely
  }
}

/** The text of a pattern that is nothing else. */
function plainText(pattern: Sequence): string | undefined {
  const [only, ...others] = pattern
  if (only === undefined) return ''
  return only.type === 'text' && others.length === 0 ? only.text : undefined
}

function add(map: Map<string, number | number[]>, key: string, number: number): void {
  const known = map.get(key)
  if (known === undefined) map.set(key, number)
  else if (typeof known === 'number') map.set(key, [known, number])
  else known.push(number)
}
