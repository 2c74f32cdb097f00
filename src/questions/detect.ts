import { grammarOf, supportedLanguages } from './grammar.ts'
import { folded, oneLine } from './text.ts'
import { understand } from './understand.ts'

const longestText = 1000
/** Languages that are nearer to each other than this share the words that were counted. */
const margin = 0.4

/**
 * The supported language whose function words a text uses most, or the only one of the foremost in which it is a
 * question; undefined where none stands out, since `Berlin?` may be any. Of a long text only the first 1000 characters
 * are read.
 */
export function detectLanguage(text: string): string | undefined {
  const scores = scoresOf(oneLine(text.slice(0, longestText)))
  const [best, second] = scores
  if (!best) return undefined
  if (best.score - (second?.score ?? 0) > margin) return best.lang
  const foremost = scores.filter(({ score }) => best.score - score <= margin)
  const asked = foremost.filter(({ lang }) => understand(text, lang)?.explicit)
  const [found, another] = asked.length > 0 ? asked : foremost
  return found && found.score > (another?.score ?? 0) ? found.lang : undefined
}

/** A word counts the less, the more languages have it. Every language is there, the best first. */
function scoresOf(text: string): { lang: string; score: number }[] {
  evidence ??= gather()
  const scores = new Map(supportedLanguages.map((lang) => [lang, 0]))
  for (const word of folded(text).match(/\p{Letter}+(?:'\p{Letter}+)*/gu) ?? []) {
    for (const part of evidence.has(word) ? [word] : word.split("'")) {
      const langs = evidence.get(part) ?? []
      for (const lang of langs) scores.set(lang, (scores.get(lang) ?? 0) + 1 / langs.length)
    }
  }
  return [...scores].map(([lang, score]) => ({ lang, score })).sort((one, other) => other.score - one.score)
}

let evidence: ReadonlyMap<string, readonly string[]> | undefined

/** For each function word, folded, the languages that have it. */
function gather(): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  for (const lang of supportedLanguages) {
    const grammar = grammarOf(lang)
    if (!grammar) continue
    for (const word of new Set([...grammar.pointers, ...grammar.verbs, ...grammar.particles])) {
      found.set(word, [...(found.get(word) ?? []), lang])
    }
  }
  return found
}
