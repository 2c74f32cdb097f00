import { LRUCache } from 'lru-cache'
import { checkFiles, type Files, openFiles } from './files.ts'
import { baseForms, spellings } from './morphology.ts'
import { type PartOfSpeech, parseSense, type Sense, type Synset } from './records.ts'

const longestLemma = 80

/** WordNet's files in one folder. Nothing is loaded; what was read last is kept within fixed bounds. */
export class Dictionary {
  /** Such as `3.1`, as the data files say of themselves; '' where they do not. */
  readonly version: string
  readonly #files: Files
  readonly #senses = new LRUCache<string, readonly Sense[]>({ max: 2048 })
  readonly #synsets = new LRUCache<string, Synset>({ maxSize: 400_000 })

  /** @throws RuntimeError `plugin-failed` that names the file that is missing or is not WordNet's. */
  constructor(folder: string) {
    this.#files = openFiles(folder)
    try {
      this.version = checkFiles(this.#files)
    } catch (error) {
      this.close()
      throw error
    }
  }

  /**
   * The senses of a word or phrase, the most common first; inflected forms (`mice`, `ran away`) are traced back where
   * the phrase is no entry itself. Empty where the whole phrase is unknown.
   */
  find(phrase: string): readonly Sense[] {
    const entry = this.#entry(phrase)
    return entry.length > 0 ? entry : this.#traced(phrase)
  }

  /** The senses of a word as one part of speech, its own before those of what it is a form of. */
  findAs(phrase: string, part: PartOfSpeech): readonly Sense[] {
    const entry = this.#entry(phrase, part)
    return entry.length > 0 ? entry : this.#traced(phrase, part)
  }

  /**
   * The senses of a noun, or of what it is the plural of where that is more common: `colors` are hardly ever those of a
   * flag.
   */
  findNoun(phrase: string): readonly Sense[] {
    const entry = this.#entry(phrase, 'noun')
    const traced = this.#traced(phrase, 'noun')
    return (traced[0]?.uses ?? -1) > (entry[0]?.uses ?? -1) ? traced : entry
  }

  /** The senses of a lemma as WordNet spells it, the most common first. */
  senses(lemma: string): readonly Sense[] {
    const known = this.#senses.get(lemma)
    if (known) return known
    const senses: Sense[] = []
    for (const line of this.#files.senses.linesFrom(`${lemma}%`)) {
      const sense = parseSense(line)
      if (sense?.lemma === lemma) senses.push({ ...sense, lemma })
    }
    senses.sort(byUse)
    this.#senses.set(lemma, senses)
    return senses
  }

  synset(at: { readonly part: PartOfSpeech; readonly offset: number }): Synset {
    const key = `${at.part}${at.offset}`
    const known = this.#synsets.get(key)
    if (known) return known
    const synset = this.#files[at.part].synsetAt(at.offset)
    this.#synsets.set(key, synset, { size: 20 + synset.gloss.length + 20 * synset.pointers.length })
    return synset
  }

  /** The synsets that one points to by any of these symbols. */
  related(synset: Synset, ...symbols: readonly string[]): Synset[] {
    return synset.pointers.filter((pointer) => symbols.includes(pointer.symbol)).map((pointer) => this.synset(pointer))
  }

  close(): void {
    for (const file of Object.values(this.#files)) file.close()
  }

  #entry(phrase: string, part?: PartOfSpeech): readonly Sense[] {
    if (phrase.length > longestLemma) return []
    for (const form of spellings(phrase)) {
      const senses = ofPart(this.senses(form), part)
      if (senses.length > 0) return senses
    }
    return []
  }

  /** Of each part of speech the most used base form alone: `hoping` comes from `hope`, not from `hop`. */
  #traced(phrase: string, only?: PartOfSpeech): readonly Sense[] {
    if (phrase.length > longestLemma) return []
    const best = new Map<PartOfSpeech, readonly Sense[]>()
    for (const { lemma, part } of spellings(phrase).flatMap(baseForms)) {
      if (only !== undefined && part !== only) continue
      const senses = ofPart(this.senses(lemma), part)
      const [first] = senses
      if (first && first.uses > (best.get(part)?.[0]?.uses ?? -1)) best.set(part, senses)
    }
    return [...best.values()].flat().sort(byUse)
  }
}

const partOrder: Readonly<Record<PartOfSpeech, number>> = { noun: 0, verb: 1, adjective: 2, adverb: 3 }

function byUse(one: Sense, other: Sense): number {
  return other.uses - one.uses || partOrder[one.part] - partOrder[other.part] || one.number - other.number
}

function ofPart(senses: readonly Sense[], part: PartOfSpeech | undefined): readonly Sense[] {
  return part === undefined ? senses : senses.filter((sense) => sense.part === part)
}
