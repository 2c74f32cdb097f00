import { type Language, languageOf, type Phrase } from './language.ts'
import { stop, tokens } from './tokens.ts'

const longest = 1000

export type Verdict = 'yes' | 'no' | 'unsure'

/**
 * Whether an utterance means yes (true) or no (false); undefined where it is neither, or both, or in a language that is
 * not spoken. The last yes or no counts. `lang` is a BCP 47 tag; of a long text the last 1000 characters are read.
 */
export function yesOrNo(text: string, lang: string): boolean | undefined {
  const language = languageOf(lang)
  const verdict = language && judge(text, language)
  return verdict === undefined || verdict === 'unsure' ? undefined : verdict === 'yes'
}

/** The same in words; undefined where nothing in the text says yes, no or maybe. */
export function judge(text: string, language: Language): Verdict | undefined {
  const words = [...tokens(text.slice(-longest)), stop]
  let said: Verdict | undefined
  let implied: Verdict | undefined
  let negations = 0
  for (let at = 0; at < words.length; ) {
    const word = words[at] ?? stop
    const phrase = phraseAt(words, at, language)
    const next = at + (phrase?.words.length ?? 1)
    if (phrase?.meaning === 'yes' || phrase?.meaning === 'no') {
      const isRepeated = language.negators.has(word) && words[at - 1] === word
      const isFlipped = negations % 2 === 1 && !isRepeated
      const isTakenBack = phrase.meaning === 'yes' && isNegator(words, next, language)
      said = isFlipped !== isTakenBack ? opposite(phrase.meaning) : phrase.meaning
      // In some languages `no` is also `not`: `no digo que no`.
      negations = phrase.words.length === 1 && language.negators.has(word) && !isFlipped ? 1 : 0
      at = isTakenBack ? next + 1 : next
      continue
    }
    if (phrase?.meaning === 'unsure') said = 'unsure'
    else if (!phrase && language.negators.has(word)) negations++
    if (phrase?.meaning === 'unsure' || word === stop || language.breaks.has(word)) {
      if (negations > 0) implied = negations % 2 === 1 ? 'no' : 'yes'
      negations = 0
    }
    at = next
  }
  return said ?? implied
}

function opposite(meaning: 'yes' | 'no'): Verdict {
  return meaning === 'yes' ? 'no' : 'yes'
}

/** The longest phrase that begins there. */
function phraseAt(words: readonly string[], at: number, { phrases }: Language): Phrase | undefined {
  return phrases
    .get(words[at] ?? stop)
    ?.find((phrase) => phrase.words.every((word, index) => words[at + index] === word))
}

/** `of course not`, but not `I am, not only ...` */
function isNegator(words: readonly string[], at: number, language: Language): boolean {
  return language.negators.has(words[at] ?? stop) && phraseAt(words, at, language) === undefined
}
