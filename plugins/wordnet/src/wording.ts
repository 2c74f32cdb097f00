import type { Dictionary } from './dictionary.ts'
import type { Sense, Synset } from './records.ts'

/** How many words a list that is read aloud may have. */
const longestList = 8

/** `black_hole` as people write it; each word once, and no more than can be listened to. */
export function spelled(words: readonly string[], most = longestList): string[] {
  return [...new Set(words.map(asWritten))].slice(0, most)
}

/** The first word of each synset, those first that are used most in that sense. */
export function bestKnown(dictionary: Dictionary, synsets: readonly Synset[]): string[] {
  return synsets
    .map((synset) => ({ word: synset.words[0] ?? '', uses: usesOf(dictionary, synset) }))
    .sort((one, other) => other.uses - one.uses)
    .map(({ word }) => word)
}

/** The lemma with the capitals that its synset gives it: `mozart` is `Mozart`. */
export function nameOf(sense: Sense, synset: Synset): string {
  return asWritten(synset.words[wordIndex(sense, synset)] ?? sense.lemma)
}

/**
 * Senses that were met in use, if that says something: a word that was met a few times may have its best known meaning
 * among the others (`whale`).
 */
export function common(senses: readonly Sense[]): readonly Sense[] {
  return (senses[0]?.uses ?? 0) < telling ? senses : senses.filter((sense) => sense.uses > 0)
}

const telling = 5

/** Which of the synset's words the sense is of, from 0; -1 where it is none of them. */
export function wordIndex(sense: Sense, synset: Synset): number {
  return synset.words.findIndex((word) => word.toLowerCase() === sense.lemma)
}

/** What a gloss says before its examples, with plain quotation marks and its field of knowledge spelled out. */
export function definitionOf({ gloss, pointers }: Synset): string {
  const examples = gloss.search(/; ?"/)
  const definitions = (examples === -1 ? gloss : gloss.slice(0, examples)).replaceAll('`', "'").replace(/[;:. ]+$/, '')
  const ofField = pointers.some((pointer) => pointer.symbol === ';c')
  return ofField
    ? definitions.replace(/^\((?!(?:of|used|usually|often|plural|informal)\b)([A-Za-z ]+)\) /, 'in $1, ')
    : definitions
}

/** The sentences that a gloss gives as examples, without their quotation marks. */
export function examplesOf({ gloss }: Synset): string[] {
  const start = gloss.search(/; ?"/)
  return start === -1 ? [] : [...gloss.slice(start).matchAll(/"([^"]+)"/g)].map(([, example = '']) => example)
}

export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** `a, b and c` */
export function listed(items: readonly string[], last = 'and'): string {
  if (items.length < 2) return items.join('')
  return `${items.slice(0, -1).join(', ')} ${last} ${items.at(-1)}`
}

/** The noun with `a` or `an`, as it sounds. */
export function withArticle(noun: string): string {
  return `${soundsLikeVowel.test(noun) ? 'an' : 'a'} ${noun}`
}

const soundsLikeVowel =
  /^(?:[aio]|e(?!u|w)|u(?!ni(?!n|m)|s[aeu]|t[ei]|r[aeiu]|k)|hour|honou?r|hones|heir)(?!nce\b|ne(?:[- ]|\b))/i

function asWritten(word: string): string {
  return word.replaceAll('_', ' ')
}

function usesOf(dictionary: Dictionary, { words, part, offset }: Synset): number {
  const senses = dictionary.senses(words[0]?.toLowerCase() ?? '')
  return senses.find((sense) => sense.offset === offset && sense.part === part)?.uses ?? 0
}
