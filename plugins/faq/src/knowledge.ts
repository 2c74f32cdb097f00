import { setImmediate } from 'node:timers/promises'
import type { Log } from 'dramatis'
import { confidenceOf, type IndexedEntry } from './confidence.ts'
import type { Entry } from './entry.ts'
import { guessLanguage } from './function-words.ts'
import { askedTerms } from './question.ts'
import { createRanking } from './ranking.ts'
import { createTermReader } from './terms.ts'
import { createVocabulary, type Vocabulary } from './vocabulary.ts'
import { weigh } from './weights.ts'
import { words } from './words.ts'

export interface Match {
  readonly entry: Entry
  /** 0 to 1; 1 is the same question, but for case, accents and punctuation. */
  readonly confidence: number
}

/** The entry that answers a question best, or undefined where none shares a word with it. */
export type Knowledge = (question: string) => Match | undefined

/** In UTF-16 code units: the beginning of a question, and no more, is read. */
const longestQuestion = 2000
/** BM25+ proposes this many entries, which are then compared with the question in full. */
const candidates = 20
/** Indexing lets others run after so many milliseconds. */
const slice = 8

/**
 * @param language BCP 47, of the entries. Absent: told by their function words.
 * @param log Told of a question that has two answers.
 */
export async function createKnowledge(
  entries: readonly Entry[],
  language: string | undefined,
  log: Log,
): Promise<Knowledge> {
  const terms = createTermReader(language ?? guessLanguage(sample(entries)))
  const vocabulary = createVocabulary(terms)
  const { indexed, uses, ranking, sameAs } = await indexEntries(entries, vocabulary, log)
  const weights = weigh(uses, entries.length, vocabulary, terms.functionWords)
  const rank = ranking.finish(weights)

  return (question) => {
    const read = words(question.slice(0, longestQuestion))
    const same = sameAs.get(keyOf(read))
    if (same !== undefined) return { entry: same, confidence: 1 }
    const asked = askedTerms(read, vocabulary, terms.functionWords, weights)
    let best: Match | undefined
    for (const position of rank(
      asked.flatMap(({ number }) => number ?? []),
      candidates,
    )) {
      const [entry, numbers] = [entries[position], indexed[position]]
      if (entry === undefined || numbers === undefined) continue
      const confidence = confidenceOf(asked, numbers, weights)
      if (best === undefined || confidence > best.confidence) best = { entry, confidence }
    }
    return best
  }
}

/** `uses` counts the entries that hold a term, by its number; `sameAs` finds a pair by its exact question. */
async function indexEntries(entries: readonly Entry[], vocabulary: Vocabulary, log: Log) {
  const indexed: IndexedEntry[] = []
  const uses: number[] = []
  const ranking = createRanking()
  const sameAs = new Map<string, Entry>()

  let rested = performance.now()
  for (const [position, entry] of entries.entries()) {
    const wordings = entry.questions.map(words)
    const questions = wordings.map((wording) => wording.map(vocabulary.add))
    const answer = words(entry.answer).map(vocabulary.add)
    ranking.add(position, 'question', questions.flat())
    ranking.add(position, 'answer', answer)
    for (const term of new Set([...questions.flat(), ...answer])) uses[term] = (uses[term] ?? 0) + 1
    indexed.push({ kind: entry.kind, questions: questions.map(distinct), answer: distinct(answer) })
    for (const key of entry.kind === 'pair' ? wordings.map(keyOf) : []) {
      const first = sameAs.get(key)
      if (first === undefined) sameAs.set(key, entry)
      else if (first.answer !== entry.answer) {
        log.warn({ question: key, used: first.source, unused: entry.source }, 'faq: a question has two answers')
      }
    }
    if (performance.now() - rested < slice) continue
    await setImmediate()
    rested = performance.now()
  }
  return { indexed, uses, ranking, sameAs }
}

/** Two questions with the same key are the same question. */
function keyOf(read: readonly string[]): string {
  return read.join(' ')
}

/** Enough text to tell the language by. */
function sample(entries: readonly Entry[]): string {
  return entries
    .slice(0, 200)
    .map(({ questions, answer }) => `${questions.join(' ')} ${answer}`)
    .join(' ')
    .slice(0, 50_000)
}

function distinct(numbers: readonly number[]): number[] {
  return [...new Set(numbers)]
}
