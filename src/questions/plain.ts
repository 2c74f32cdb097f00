import { type Grammar, grammarOf } from './grammar.ts'
import { oneLine, unpunctuated } from './text.ts'

/** A text that is longer than this is no question; nobody takes it apart. */
export const longest = 300

/**
 * The question without politeness and punctuation around it, on one line and with plain quotation marks:
 * `Hey, could you tell me what 2 + 2 is, please?` gives `what 2 + 2 is`. In a language that is not supported only the
 * punctuation goes. A text of more than 300 characters comes back as it is.
 */
export function plain(text: string, lang: string): string {
  if (text.length > longest) return text
  const grammar = grammarOf(lang)
  const tidy = unpunctuated(oneLine(text))
  return grammar ? withoutCourtesies(tidy, grammar) : tidy
}

/** `hey, could you please tell me what a quark is, thanks` is asked as `what a quark is`. */
export function withoutCourtesies(text: string, grammar: Grammar): string {
  const rest = text.replace(grammar.opening, '').replace(grammar.closing, '')
  return rest === text ? text : withoutCourtesies(unpunctuated(rest), grammar)
}
