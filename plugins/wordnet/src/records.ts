/** The lines of WordNet's files, as values. The format is described in WordNet's manual pages wndb and senseidx. */

export type PartOfSpeech = 'noun' | 'verb' | 'adjective' | 'adverb'

/** One meaning of one word. */
export interface Sense {
  /** Lower case, words joined by `_`. */
  readonly lemma: string
  readonly part: PartOfSpeech
  /** Where its synset starts in the part's data file, in bytes. */
  readonly offset: number
  /** From 1; the senses of a word and part are numbered by how common they are. */
  readonly number: number
  /** How often the meaning occurs in the texts that WordNet's makers tagged; 0 for most words. */
  readonly uses: number
}

/** Words that share a meaning. */
export interface Synset {
  readonly part: PartOfSpeech
  readonly offset: number
  /** The lexicographers' subject file, such as 18 for people. */
  readonly subject: number
  /** As they are written, words joined by `_`. */
  readonly words: readonly string[]
  readonly pointers: readonly Pointer[]
  /** Definitions, then examples in quotation marks. */
  readonly gloss: string
}

/** A relation. `source` and `target` number the words that it holds between, from 1; 0 means the whole synset. */
export interface Pointer {
  readonly symbol: string
  readonly part: PartOfSpeech
  readonly offset: number
  readonly source: number
  readonly target: number
}

/** `dog%1:05:00:: 02086723 1 42`; undefined where the line is no such thing. */
export function parseSense(line: string): Sense | undefined {
  const [key = '', offset, number, uses] = line.split(' ')
  const percent = key.lastIndexOf('%')
  const part = partsByNumber[key.charAt(percent + 1)]
  if (percent < 1 || part === undefined || uses === undefined) return undefined
  return { lemma: key.slice(0, percent), part, offset: Number(offset), number: Number(number), uses: Number(uses) }
}

/** A line of a data file; undefined where it does not start with its own offset, as every line should. */
export function parseSynset(line: string, part: PartOfSpeech, offset: number): Synset | undefined {
  const bar = line.indexOf(' | ')
  const fields = line.slice(0, bar === -1 ? line.length : bar).split(' ')
  const wordCount = Number.parseInt(fields[3] ?? '', 16)
  if (Number(fields[0]) !== offset || fields[0]?.length !== 8 || !(wordCount > 0)) return undefined
  const words: string[] = []
  for (let index = 0; index < wordCount; index++) words.push(withoutMarker(fields[4 + index * 2] ?? ''))
  const pointersAt = 4 + wordCount * 2
  const pointers: Pointer[] = []
  for (let index = 0; index < Number(fields[pointersAt]); index++) {
    const [symbol = '', target = '', letter = '', ends = ''] = fields.slice(pointersAt + 1 + index * 4)
    const targetPart = partsByLetter[letter]
    if (targetPart === undefined) return undefined
    pointers.push({
      symbol,
      part: targetPart,
      offset: Number(target),
      source: Number.parseInt(ends.slice(0, 2), 16),
      target: Number.parseInt(ends.slice(2), 16),
    })
  }
  return {
    part,
    offset,
    subject: Number(fields[1]),
    words,
    pointers,
    gloss: bar === -1 ? '' : line.slice(bar + 3).trimEnd(),
  }
}

const partsByNumber: Readonly<Record<string, PartOfSpeech>> = {
  1: 'noun',
  2: 'verb',
  3: 'adjective',
  4: 'adverb',
  5: 'adjective',
}

const partsByLetter: Readonly<Record<string, PartOfSpeech>> = {
  n: 'noun',
  v: 'verb',
  a: 'adjective',
  s: 'adjective',
  r: 'adverb',
}

/** Adjectives may say where they stand in a sentence: `alive(p)`. */
function withoutMarker(word: string): string {
  const bracket = word.indexOf('(')
  return bracket > 0 ? word.slice(0, bracket) : word
}
