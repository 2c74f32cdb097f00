/** The fields of an entry: what asks for it, and what it says. */
export type Field = 'question' | 'answer'

export interface RankingBuilder {
  /** Takes one field of an entry as the numbers of its terms; entries are numbered from 0. */
  add(entry: number, field: Field, terms: readonly number[]): void
  /** @param weights Inverse document frequencies, by the number of the term. */
  finish(weights: Float64Array): Ranking
}

/** The entries that score best for these terms, best first; `limit` of them at most. */
export type Ranking = (terms: readonly number[], limit: number) => number[]

/** BM25+ as usual: how soon repetitions stop counting, how much length does, and what any match is worth at least. */
const saturation = 1.2
const lengthNormalisation = 0.7
const lowerBound = 0.5
const boosts: Readonly<Record<Field, number>> = { question: 2, answer: 1 }

/**
 * BM25+ in memory. What a term adds to the score of an entry does not depend on the question, so all of it is worked
 * out here, and a question costs one addition for each entry that holds one of its terms. (A search that makes a
 * result object for each of those takes 20 ms and more over 10,000 entries, where "how" and "can" are everywhere.)
 */
export function createRanking(): RankingBuilder {
  const postings = { entry: [] as number[], term: [] as number[], count: [] as number[], field: [] as Field[] }
  const lengths = { question: [] as number[], answer: [] as number[] }

  return {
    add: (entry, field, terms) => {
      lengths[field][entry] = terms.length
      for (const [term, count] of countEach(terms)) {
        postings.entry.push(entry)
        postings.term.push(term)
        postings.count.push(count)
        postings.field.push(field)
      }
    },
    finish: (weights) => {
      const average = { question: mean(lengths.question), answer: mean(lengths.answer) }
      const starts = startsOf(postings.term, weights.length)
      const free = starts.slice()
      const entries = new Uint32Array(postings.entry.length)
      const gains = new Float32Array(postings.entry.length)
      for (let index = 0; index < entries.length; index++) {
        const entry = postings.entry[index] ?? 0
        const term = postings.term[index] ?? 0
        const field = postings.field[index] ?? 'question'
        const count = postings.count[index] ?? 0
        const length = (lengths[field][entry] ?? 0) / average[field]
        const norm = saturation * (1 - lengthNormalisation + lengthNormalisation * length)
        const at = free[term] ?? 0
        free[term] = at + 1
        entries[at] = entry
        gains[at] = boosts[field] * (weights[term] ?? 0) * (lowerBound + (count * (saturation + 1)) / (count + norm))
      }
      return rank(starts, entries, gains, lengths.question.length)
    },
  }
}

/** `entries` and `gains` of a term lie from its start to the start of the next. */
function rank(starts: Uint32Array, entries: Uint32Array, gains: Float32Array, count: number): Ranking {
  const scores = new Float32Array(count)
  return (terms, limit) => {
    scores.fill(0)
    for (const term of terms) {
      const end = starts[term + 1] ?? 0
      for (let at = starts[term] ?? end; at < end; at++) {
        const entry = entries[at] ?? 0
        scores[entry] = (scores[entry] ?? 0) + (gains[at] ?? 0)
      }
    }
    return highest(scores, limit)
  }
}

/** The indexes of the highest positive scores, best first; the earlier one where two are equal. */
function highest(scores: Float32Array, limit: number): number[] {
  const found: number[] = []
  const scoreAt = (place: number) => scores[found[place] ?? 0] ?? 0
  let bar = 0
  for (let index = 0; index < scores.length; index++) {
    const score = scores[index] ?? 0
    if (score <= bar) continue
    let place = found.length
    while (place > 0 && scoreAt(place - 1) < score) place--
    found.splice(place, 0, index)
    if (found.length > limit) found.pop()
    if (found.length === limit) bar = scoreAt(limit - 1)
  }
  return found
}

/** Where the postings of each term begin when they are laid out term by term, and where the last ones end. */
function startsOf(terms: readonly number[], count: number): Uint32Array {
  const starts = new Uint32Array(count + 1)
  for (const term of terms) starts[term + 1] = (starts[term + 1] ?? 0) + 1
  for (let term = 0; term < count; term++) starts[term + 1] = (starts[term + 1] ?? 0) + (starts[term] ?? 0)
  return starts
}

function countEach(terms: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>()
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1)
  return counts
}

/** 1 where the sum is 0: lengths are divided by it. */
function mean(lengths: readonly number[]): number {
  const sum = lengths.reduce((total, length) => total + length, 0)
  return sum === 0 ? 1 : sum / lengths.length
}
