import { type ChatRequest, textOf } from 'dramatis'
import { plain } from 'dramatis/questions'
import type { Language } from './language.ts'

const longest = 300

/** The utterance that a request wants judged: the one it quotes, or the user's last one; undefined where it wants none. */
export function utteranceOf(request: ChatRequest, lang: string, language: Language): string | undefined {
  if (request.question.length > longest) return undefined
  const asked = plain(request.question, lang)
  if (matches(language.asksBefore, asked)) return spokenBefore(request, lang, language)
  for (const pattern of language.asks) {
    const statement = pattern.exec(asked)?.groups?.['x']
    if (statement !== undefined) return unquoted(statement)
  }
  return undefined
}

/** What the user said last that is not this question, however often it was asked. */
function spokenBefore({ messages }: ChatRequest, lang: string, language: Language): string | undefined {
  const utterances = messages.filter(({ role }) => role === 'user').map(({ parts }) => textOf(parts))
  return utterances.findLast((text) => text.length > longest || !matches(language.asksBefore, plain(text, lang)))
}

function matches(patterns: readonly RegExp[], text: string): boolean {
  return patterns.some((pattern) => pattern.test(text))
}

function unquoted(text: string): string {
  return /^(["']).*\1$/.test(text) ? text.slice(1, -1) : text
}
