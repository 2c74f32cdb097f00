import type { Dictionary } from './dictionary.ts'
import type { Sense, Synset } from './records.ts'
import { bestKnown, capitalised, common, listed, nameOf, spelled, wordIndex } from './wording.ts'

/** From how many synonyms on nobody misses the words that are merely close. */
const plenty = 3
const mostNear = 4

/** Words that share a common sense with the word, and where they are few, adjectives that are close to it. */
export function synonyms(dictionary: Dictionary, senses: readonly Sense[], limit: number): string | undefined {
  const [first] = senses
  if (!first) return undefined
  const synset = dictionary.synset(first)
  const groups = common(senses.filter(({ lemma, part }) => lemma === first.lemma && part === first.part))
    .map((sense) => dictionary.synset(sense).words.filter((word) => word.toLowerCase() !== first.lemma))
    .filter((words) => words.length > 0)
  const same = spelled(groups.slice(0, limit).flat())
  const near = same.length < plenty ? spelled(nearWords(dictionary, synset), mostNear) : []
  const sentences = [sameSentence(nameOf(first, synset), same), nearSentence(nameOf(first, synset), same, near)]
  return sentences.filter((sentence) => sentence !== '').join(' ') || undefined
}

/** The opposites of the word itself; else, for adjectives, that of the word it is closest to. */
export function antonyms(dictionary: Dictionary, senses: readonly Sense[], limit: number): string | undefined {
  const direct = senses
    .map((sense) => ({ sense, words: directAntonyms(dictionary, sense) }))
    .filter(({ words }) => words.length > 0)
  const [first] = direct
  if (!first) return indirectAntonym(dictionary, senses)
  const words = spelled(direct.slice(0, limit).flatMap((found) => found.words))
  return `The opposite of ${nameOf(first.sense, dictionary.synset(first.sense))} is ${listed(words, 'or')}.`
}

function sameSentence(name: string, words: readonly string[]): string {
  if (words.length === 0) return ''
  return words.length === 1 ? `Another word for ${name} is ${words[0]}.` : `Synonyms of ${name} are ${listed(words)}.`
}

function nearSentence(name: string, same: readonly string[], near: readonly string[]): string {
  if (near.length === 0) return ''
  return same.length > 0 ? `Close in meaning: ${listed(near)}.` : `Close to ${name} in meaning: ${listed(near)}.`
}

function nearWords(dictionary: Dictionary, synset: Synset): string[] {
  return bestKnown(dictionary, dictionary.related(synset, '&'))
}

function indirectAntonym(dictionary: Dictionary, senses: readonly Sense[]): string | undefined {
  for (const sense of senses) {
    const synset = dictionary.synset(sense)
    for (const head of dictionary.related(synset, '&')) {
      const [near] = head.words
      const [far] = dictionary.related(head, '!')[0]?.words ?? []
      if (near === undefined || far === undefined) continue
      const name = capitalised(nameOf(sense, synset))
      return `${name} is close to ${spelled([near])}, and the opposite of that is ${spelled([far])}.`
    }
  }
  return undefined
}

function directAntonyms(dictionary: Dictionary, sense: Sense): string[] {
  const synset = dictionary.synset(sense)
  const word = wordIndex(sense, synset) + 1
  return synset.pointers
    .filter((pointer) => pointer.symbol === '!' && pointer.source === word)
    .map((pointer) => dictionary.synset(pointer).words[pointer.target - 1] ?? '')
}
