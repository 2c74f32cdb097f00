import type { Grammar } from './grammar.ts'
import { folded } from './text.ts'
import type { Subject } from './types.ts'

/**
 * The thing that a form has caught, or undefined where it is none: `it`, `your name`. Quotation marks let it be any
 * word at all.
 */
export function subjectOf(raw: string, grammar: Grammar): Subject | undefined {
  const named = raw.replace(grammar.label, '').trim()
  const quoted = unquoted(named) ?? unquoted(grammar.article.exec(named)?.[2])
  if (quoted !== undefined) return quoted === '' ? undefined : { subject: quoted }
  const found = withoutArticle(named, grammar)
  return isThing(found.subject) && !isPointer(found, grammar) ? found : undefined
}

/** Words or figures, but no sum: `COVID-19` and `9/11` are names, `15% of 80` is none. */
function isThing(subject: string): boolean {
  return /[\p{Letter}\p{Number}]/u.test(subject) && !/\d\s?[+*^=×÷]\s?\d|\d\s[-/]\s\d|\d\s?%|√/.test(subject)
}

function unquoted(text: string | undefined): string | undefined {
  const quote = text?.charAt(0) ?? ''
  if (text === undefined || text.length < 2 || !/["'`]/.test(quote) || !text.endsWith(quote)) return undefined
  return text.slice(1, -1).trim()
}

function withoutArticle(named: string, { article, capitalNouns }: Grammar): Subject {
  const [, found, subject] = article.exec(named) ?? []
  if (found === undefined || subject === undefined) return { subject: named }
  if (!capitalNouns && isCapital(found) && isCapital(subject)) return { subject: named }
  return { subject, article: found.toLowerCase() }
}

/** `The`, not `the` and not `THE` where everything is shouted. */
function isCapital(text: string): boolean {
  const [first = '', second = ''] = text
  return first !== first.toLowerCase() && second === second.toLowerCase()
}

/** `it`, `yours`, `my phone`; but `My Neighbor Totoro` is a name. */
function isPointer({ subject }: Subject, { pointers, capitalNouns }: Grammar): boolean {
  const [first = '', second] = subject.split(' ', 2)
  if (second === undefined) return pointers.has(folded(first))
  return pointers.has(folded(first)) && (capitalNouns || !(isCapital(first) && isCapital(second)))
}
