import { LexicalIndex } from './lexical-index.ts'

/** Where a chunk stands: the file, and the chunk's number in it. */
export interface Place {
  readonly file: string
  readonly number: number
}

export interface IndexedChunk extends Place {
  readonly text: string
  readonly vector: Float32Array | undefined
}

/** How good a chunk is for a query, best first; scores are 0 to 1. */
export interface Hit extends Place {
  readonly score: number
}

export interface Asked {
  readonly text: string
  /** Absent where nothing embeds. */
  readonly vector: Float32Array | undefined
}

/** Ranks beyond it make no difference where two rankings are joined. */
const ranked = 200
/** Of reciprocal rank fusion: how little the first ranks differ. */
const rankBase = 60

/** What can be found in a vector store, in memory. Chunks are only added; those of files that went away are passed over. */
export class StoreIndex {
  readonly #words = new LexicalIndex()
  readonly #files: string[] = []
  readonly #numbers: number[] = []
  readonly #vectors: (Float32Array | undefined)[] = []
  /** 1 for each chunk that is still there. */
  readonly #alive: boolean[] = []
  readonly #chunksOf = new Map<string, number[]>()
  #vectorBytes = 0
  #dead = 0

  get bytes(): number {
    return this.#words.bytes + this.#vectorBytes
  }

  get hasVectors(): boolean {
    return this.#vectorBytes > 0
  }

  /** Whether it would be better to begin anew: dead chunks take memory, and count in the statistics of words. */
  get isWorn(): boolean {
    return this.#dead > 100 && this.#dead > this.#files.length / 3
  }

  add({ file, number, text, vector }: IndexedChunk): void {
    const chunk = this.#files.length
    this.#words.add(text)
    this.#files.push(file)
    this.#numbers.push(number)
    this.#vectors.push(vector)
    this.#vectorBytes += vector?.byteLength ?? 0
    this.#alive.push(true)
    const chunks = this.#chunksOf.get(file)
    if (chunks) chunks.push(chunk)
    else this.#chunksOf.set(file, [chunk])
  }

  remove(file: string): void {
    for (const chunk of this.#chunksOf.get(file) ?? []) {
      this.#alive[chunk] = false
      this.#vectorBytes -= this.#vectors[chunk]?.byteLength ?? 0
      this.#vectors[chunk] = undefined
      this.#dead++
    }
    this.#chunksOf.delete(file)
  }

  /** The best chunks for any of the queries, in files that `allows` lets through. */
  search(queries: readonly Asked[], allows: (file: string) => boolean, most: number): readonly Hit[] {
    const allowed = new Map<string, boolean>()
    for (const file of this.#chunksOf.keys()) allowed.set(file, allows(file))
    const isAllowed = (chunk: number): boolean =>
      this.#alive[chunk] === true && allowed.get(this.#files[chunk] ?? '') === true
    const best = new Map<number, number>()
    for (const query of queries) {
      for (const [chunk, score] of this.#rank(query, isAllowed)) best.set(chunk, Math.max(score, best.get(chunk) ?? 0))
    }
    return [...best]
      .sort(([, one], [, other]) => other - one)
      .slice(0, most)
      .map(([chunk, score]) => ({
        file: this.#files[chunk] ?? '',
        number: this.#numbers[chunk] ?? 0,
        score: Math.min(1, score),
      }))
  }

  #rank({ text, vector }: Asked, isAllowed: (chunk: number) => boolean): readonly (readonly [number, number])[] {
    const byWords = bestOf(this.#words.search(text), isAllowed)
    const byMeaning = vector ? bestOf(this.#similarities(vector), isAllowed) : []
    return byMeaning.length === 0 ? byWords : fuse(byWords, byMeaning)
  }

  /** Cosines, 0 where there is no vector or one of another kind. */
  #similarities(asked: Float32Array): Float64Array {
    const scores = new Float64Array(this.#vectors.length)
    for (const [chunk, vector] of this.#vectors.entries()) {
      if (vector?.length !== asked.length) continue
      let sum = 0
      for (let index = 0; index < asked.length; index++) sum += (asked[index] ?? 0) * (vector[index] ?? 0)
      scores[chunk] = sum
    }
    return scores
  }
}

/** Reciprocal rank fusion: what both rankings have first scores 1. */
function fuse(
  one: readonly (readonly [number, number])[],
  other: readonly (readonly [number, number])[],
): readonly (readonly [number, number])[] {
  const scores = new Map<number, number>()
  for (const ranking of [one, other]) {
    for (const [rank, [chunk]] of ranking.entries()) {
      scores.set(chunk, (scores.get(chunk) ?? 0) + (rankBase + 1) / (rankBase + 1 + rank) / 2)
    }
  }
  return [...scores]
}

/** Chunks and their scores above 0, best first, as many as are ranked. Equal ones stay in the order of the chunks. */
function bestOf(scores: Float64Array, isAllowed: (chunk: number) => boolean): readonly (readonly [number, number])[] {
  const best: (readonly [number, number])[] = []
  let least = 0
  for (const [chunk, score] of scores.entries()) {
    if (score <= least || !isAllowed(chunk)) continue
    best.push([chunk, score])
    if (best.length < 2 * ranked) continue
    best.sort(byScore).length = ranked
    least = best.at(-1)?.[1] ?? 0
  }
  return best.sort(byScore).slice(0, ranked)
}

function byScore([, one]: readonly [number, number], [, other]: readonly [number, number]): number {
  return other - one
}
