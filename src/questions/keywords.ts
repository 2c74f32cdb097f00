import { type Grammar, grammarOf } from './grammar.ts'
import { plain } from './plain.ts'
import { folded, oneLine } from './text.ts'

const longestText = 1000

/**
 * The words of a question that carry its content, in its order: without politeness, question words, articles, auxiliary
 * verbs and prepositions. In a language that is not supported these are all words. Of a long text only the first 1000
 * characters are read.
 */
export function keywords(text: string, lang: string): string[] {
  const grammar = grammarOf(lang)
  const asked = plain(oneLine(text.slice(0, longestText)), lang)
  return wordsOf(asked).filter((word) => !isFunctionWord(folded(word), grammar))
}

/** Words and figures; an elided article is a word of its own. */
function wordsOf(text: string): string[] {
  return (
    text.match(
      /\p{Letter}{1,2}'(?=\p{Letter}{2})|[\p{Letter}\p{Number}][\p{Letter}\p{Mark}\p{Number}'.-]*(?<!['.-])/gu,
    ) ?? []
  )
}

function isFunctionWord(word: string, grammar: Grammar | undefined): boolean {
  if (!grammar) return false
  const { pointers, verbs, particles } = grammar
  const stem = word.includes("'") ? word.slice(0, word.indexOf("'")) : word
  return [word, stem].some((form) => [pointers, verbs, particles].some((set) => set.has(form)))
}
