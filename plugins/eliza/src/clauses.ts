/** A part of a message that a pattern may match: between punctuation, or up to the next "but". */
export interface Clause {
  /** In lower case, spelled as the script reads them. */
  readonly words: readonly string[]
  /** The same words as a reply may quote them: names keep their capitals. */
  readonly shown: readonly string[]
  /** Whether a question mark ends it. */
  readonly asked: boolean
}

/** How a script wants words to be read. */
export interface Reading {
  readonly before: ReadonlyMap<string, readonly string[]>
  /** Words that are no names, whatever their capitals. */
  readonly known: ReadonlySet<string>
}

const longestClause = 50

// Either a word, which may hold numbers such as 3.5 and 10:30, or a mark that ends a clause. No text matches both.
const token = /[^\s.,!?;:"“”()[\]{}<>…—]+(?:[.,:]\d+)*|[.,!?;:()…—\n]/g
const mark = /^[.,!?;:()…—\n]$/
const plainWord = /^[A-Za-z](?:[A-Za-z'-]*[A-Za-z])?$/
const edges = /^[^\p{L}\p{N}]+|(?<=[\p{L}\p{N}])[^\p{L}\p{N}]+$/gu

const dividers = new Set(['but', 'although', 'though', 'however'])
const joints = new Set(['and', 'or', 'so', 'then'])
const subjects = new Set([
  ...['i', 'you', 'he', 'she', 'it', 'we', 'they'],
  ...["i'd", "i'll", "i'm", "i've", "you'd", "you'll", "you're", "he's", "she's", "it's", "we're", "they're"],
])
/** Verbs that follow a subject other than these, as in "my name is Ann". */
const verbs = new Set([
  ...['is', 'are', 'was', 'were', 'has', 'have', 'had', 'says', 'said', 'makes', 'made', 'does', 'did'],
  ...["isn't", "aren't", "wasn't", "weren't", "hasn't", "haven't", "doesn't", "didn't", "can't", "won't"],
])
const asking = new Set(['who', 'what', 'where', 'when', 'why', 'how', 'which', 'whose'])

/** The clauses of a message, of which no more than `limit` characters are read. */
export function readClauses(message: string, { before, known }: Reading, limit: number): readonly Clause[] {
  const text = message.length > limit ? message.slice(0, limit) : message
  const shouted = text.length > 2 && text === text.toUpperCase()
  const clauses = new ClauseList()
  for (const found of text.match(token) ?? []) {
    if (mark.test(found)) {
      clauses.end(found === '?')
      continue
    }
    const shown = plainWord.test(found) ? found : found.replaceAll('’', "'").replace(edges, '')
    if (shown === '') continue
    const word = shown.toLowerCase()
    const reading = before.get(word)
    if (reading) for (const each of reading) clauses.add(each, each)
    else clauses.add(word, shouted || known.has(word) ? word : shown)
  }
  clauses.end(false)
  return clauses.done
}

class ClauseList {
  readonly done: { words: string[]; shown: string[]; asked: boolean }[] = []
  private words: string[] = []
  private shown: string[] = []
  /** Where the open clause last had a subject, and where it first had a verb after another; -1 for nowhere. */
  private subject = -1
  private verb = -1

  add(word: string, shown: string): void {
    if (dividers.has(word)) return this.end(false)
    if (word === 'because' || this.words.length === longestClause) this.end(false)
    if (subjects.has(word)) {
      if (this.joinsSecondSubject()) {
        this.words.pop()
        this.shown.pop()
        this.end(false)
      }
      this.subject = this.words.length
    }
    if (this.verb < 0 && this.words.length > 0 && verbs.has(word) && !asking.has(this.words[0] ?? '')) {
      this.verb = this.words.length
    }
    this.words.push(word)
    this.shown.push(shown)
  }

  end(asked: boolean): void {
    if (this.words.length === 0) return
    this.done.push({ words: this.words, shown: this.shown, asked })
    this.words = []
    this.shown = []
    this.subject = -1
    this.verb = -1
  }

  /**
   * In "I work and I sleep" and "my wife is ill and I worry" the "and" joins clauses; in "you and I sleep" and "my wife
   * and I sleep" it does not.
   */
  private joinsSecondSubject(): boolean {
    const last = this.words.length - 1
    if (!joints.has(this.words[last] ?? '') || this.subject === last - 1) return false
    return this.subject >= 0 || (this.verb >= 0 && this.verb < last - 1)
  }
}
