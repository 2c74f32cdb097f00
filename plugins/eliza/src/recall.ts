import { type ChatRequest, textOf } from 'dramatis'
import { readClauses } from './clauses.ts'
import type { Conversation } from './compile.ts'
import { firstMatch } from './match.ts'
import { chooseTemplate, couldHaveSaid, fillTemplate } from './template.ts'

const remarksKept = 20
const longestRemark = 500
/** How many other replies lie between two that come back to something. */
const pause = 3

/**
 * A reply that comes back to something the user said a while ago, the oldest first, and never twice to the same.
 * @param said our own replies, newest first.
 */
export function recall(
  conversation: Conversation,
  messages: ChatRequest['messages'],
  said: readonly string[],
): string | undefined {
  const { memories, reading } = conversation
  const latest = said.slice(0, pause)
  if (memories.some(({ say }) => say.some((template) => latest.some((text) => couldHaveSaid(template, text))))) return
  for (const remark of earlierRemarks(messages)) {
    for (const clause of readClauses(remark, reading, longestRemark)) {
      const match = firstMatch(memories, clause, said)
      if (!match) continue
      const ways = match.rule.say.map((template) => fillTemplate(template, clause, match.spans))
      const template = chooseTemplate(match.rule.say, said)
      if (template && !ways.some((text) => said.includes(text))) return fillTemplate(template, clause, match.spans)
    }
  }
  return undefined
}

/** What the user said, oldest first, without the question at hand and the message before it. */
function earlierRemarks(messages: ChatRequest['messages']): readonly string[] {
  const remarks: string[] = []
  for (let at = messages.length - 1; at >= 0 && remarks.length < remarksKept + 2; at--) {
    const message = messages[at]
    if (message?.role === 'user') remarks.push(textOf(message.parts))
  }
  return remarks.slice(2).reverse()
}
