/** A term of a question, once. */
export interface AskedTerm {
  /** Undefined where no entry uses the term. */
  readonly number: number | undefined
  /** How much it tells, 0 to 1. */
  readonly weight: number
  /** Less than 1 where the term is a corrected slip. */
  readonly likeness: number
}

/** An entry as its distinct terms, by number. */
export interface IndexedEntry {
  readonly kind: 'pair' | 'passage'
  readonly questions: readonly (readonly number[])[]
  readonly answer: readonly number[]
}

/** What a word that is not shared costs, as a part of its weight: one of the question, and one of the entry's. */
const costOfAsked = 0.5
const costOfEntry = 0.35
/** What a word is worth that stands in the answer only, and one in the text of a passage but not in its headings. */
const worthInAnswer = 0.7
const worthInPassage = 0.85
/** How much shared weight it takes to be believed; one rare word is about 0.8, one function word less than 0.1. */
const doubt = 0.5
/** From which weight on a word is one of content, and function words are none. */
const content = 0.2
/**
 * What is left of the confidence where one word of content is all that is shared, and the question has another: who
 * asks "how do I change a tyre?" has no use for "how do I change my address?". It counts less where the entry's wording
 * has no other either, and not at all in keywords such as "battery life".
 */
const loneWord = { amongOthers: 0.7, alone: 0.9 }
/** Same words, but not the same question letter by letter: their order was not compared. */
const most = 0.98

/**
 * How surely an entry answers a question, 0 to 1. BM25 scores have no upper end, so this compares weights instead:
 * what the question and the entry share, against what only one of them has.
 */
export function confidenceOf(asked: readonly AskedTerm[], entry: IndexedEntry, weights: Float64Array): number {
  switch (entry.kind) {
    case 'pair':
      return most * Math.max(...entry.questions.map((question) => ofWording(asked, question, entry.answer, weights)))
    case 'passage':
      return most * ofPassage(asked, entry)
  }
}

function ofWording(
  asked: readonly AskedTerm[],
  question: readonly number[],
  answer: readonly number[],
  weights: Float64Array,
): number {
  let shared = 0
  let missing = 0
  let unasked = 0
  let [sharedWords, missingWords] = [0, 0]
  for (const number of question) unasked += weights[number] ?? 0
  for (const { number, weight, likeness } of asked) {
    const inQuestion = number !== undefined && question.includes(number)
    const inAnswer = number !== undefined && answer.includes(number)
    if (weight > content) {
      if (inQuestion || inAnswer) sharedWords += 1
      else missingWords += 1
    }
    const worth = weight * likeness * (inQuestion ? 1 : inAnswer ? worthInAnswer : 0)
    shared += worth
    missing += weight - worth
    if (inQuestion) unasked -= weight
  }
  const alike = shared / (shared + costOfAsked * missing + costOfEntry * Math.max(0, unasked))
  const confidence = (alike * shared) / (shared + doubt * (1 - alike))
  if (missingWords === 0 || sharedWords > 1 || sharedWords + missingWords === asked.length) return confidence
  return confidence * (unasked > content ? loneWord.amongOthers : loneWord.alone)
}

/** A passage says more than anybody asks, so only the question's side counts. */
function ofPassage(asked: readonly AskedTerm[], entry: IndexedEntry): number {
  let shared = 0
  let total = 0
  for (const { number, weight, likeness } of asked) {
    total += weight
    if (number === undefined) continue
    if (entry.questions.some((headings) => headings.includes(number))) shared += weight * likeness
    else if (entry.answer.includes(number)) shared += weight * likeness * worthInPassage
  }
  return ((shared / total) * shared) / (shared + doubt)
}
