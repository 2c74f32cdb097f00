import SearchableMap from 'minisearch/SearchableMap'
import { words } from './words.ts'

/** BM25's own: how soon more of the same stops to count, and how much length does. */
const saturation = 1.2
const lengthWeight = 0.75

/** A word that is asked for is worth this much where a chunk has only a longer one that begins like it. */
const prefixWorth = 0.6
const shortestPrefix = 4
const longerBy = 4
const mostLonger = 20
const mostLookedAt = 500
/** Different words of a query that are looked for: nobody asks with more, and a page that is sent as one takes long. */
const mostAsked = 100

/** A posting is one integer: the number of the chunk, and how often the word is there. */
const countBits = 8
const mostCount = 2 ** countBits - 1
/** What a posting, a chunk and a word take in memory, roughly. */
const postingBytes = 12
const chunkBytes = 16
const wordBytes = 200

/**
 * BM25 over chunks that are known by their numbers, 0 and up. A library's general index of 10,000 chunks takes ten times
 * as long to search and to build, and the scores that it gives have no upper end.
 */
export class LexicalIndex {
  readonly #numbers = new Map<string, number>()
  readonly #sorted = new SearchableMap<number>()
  readonly #postings: number[][] = []
  readonly #lengths: number[] = []
  #totalLength = 0
  #postingCount = 0

  get bytes(): number {
    return this.#postingCount * postingBytes + this.#lengths.length * chunkBytes + this.#postings.length * wordBytes
  }

  /** The number of the chunk is that of those that came before it. */
  add(text: string): void {
    const chunk = this.#lengths.length
    const counts = new Map<number, number>()
    const found = words(text)
    for (const word of found) {
      const number = this.#numberOf(word)
      counts.set(number, (counts.get(number) ?? 0) + 1)
    }
    for (const [number, count] of counts) {
      this.#postings[number]?.push((chunk << countBits) | Math.min(count, mostCount))
    }
    this.#postingCount += counts.size
    this.#lengths.push(found.length)
    this.#totalLength += found.length
  }

  /**
   * A score for each chunk, 0 where it has nothing of the query. 1 is about a chunk of average length that has every
   * word of the query once.
   */
  search(query: string): Float64Array {
    const all = this.#lengths.length
    const scores = new Float64Array(all)
    const asked = [...new Set(words(query))].slice(0, mostAsked)
    const averageLength = this.#totalLength / Math.max(1, all) || 1
    let weights = 0
    for (const word of asked) {
      const exact = this.#numbers.get(word)
      const postings = this.#postings[exact ?? -1] ?? []
      const others = this.#longer(word)
      const weight = rarity(Math.max(postings.length, ...others.map(({ length }) => length)), all)
      weights += weight
      this.#score(scores, postings, weight, averageLength)
      for (const other of others) this.#score(scores, other, weight * prefixWorth, averageLength)
    }
    if (weights > 0) for (let chunk = 0; chunk < all; chunk++) scores[chunk] = (scores[chunk] ?? 0) / weights
    return scores
  }

  #score(scores: Float64Array, postings: readonly number[], weight: number, averageLength: number): void {
    for (const posting of postings) {
      const chunk = posting >>> countBits
      const count = posting & mostCount
      const length = (this.#lengths[chunk] ?? 0) / averageLength
      const norm = saturation * (1 - lengthWeight + lengthWeight * length)
      scores[chunk] = (scores[chunk] ?? 0) + (weight * count * (saturation + 1)) / (count + norm)
    }
  }

  /** Postings of words that begin with this one: "return" finds "returned". */
  #longer(word: string): readonly (readonly number[])[] {
    if (word.length < shortestPrefix) return []
    const found: (readonly number[])[] = []
    let lookedAt = 0
    for (const [other, number] of this.#sorted.atPrefix(word)) {
      if (other.length > word.length && other.length <= word.length + longerBy) found.push(this.#postings[number] ?? [])
      if (found.length === mostLonger || ++lookedAt === mostLookedAt) break
    }
    return found
  }

  #numberOf(word: string): number {
    const known = this.#numbers.get(word)
    if (known !== undefined) return known
    const number = this.#postings.length
    this.#numbers.set(word, number)
    this.#sorted.set(word, number)
    this.#postings.push([])
    return number
  }
}

/** How much a word tells that so many of all chunks have. */
function rarity(having: number, all: number): number {
  return Math.log(1 + (all - having + 0.5) / (having + 0.5))
}
