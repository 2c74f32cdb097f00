import { primaryLanguage } from 'dramatis'
import { keywords, plain, understand } from 'dramatis/questions'

const longest = 200

const asking =
  /^(?:how|what|when|where|which|who|whose|why|is|are|was|were|does|do|did|can|convert|solve|calculate|compute)\b/i
const personal = /\b(?:i|i'm|me|my|mine|you|your|yours|we|us|our)\b/i

/**
 * The English question as the service gets it, without politeness; undefined for what is none, and for questions
 * about the persons who talk: each costs one of the key's queries.
 */
export function toInput(question: string, lang: string): string | undefined {
  if (question.length > longest || primaryLanguage(lang) !== 'en') return undefined
  const input = plain(question, lang)
  if (understand(question, lang)?.explicit) return input
  if (personal.test(input) || keywords(input, lang).length === 0) return undefined
  return /\d/.test(input) || asking.test(input) ? input : undefined
}
