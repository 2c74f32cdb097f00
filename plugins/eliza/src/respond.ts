import { type ChatRequest, type Reply, textOf } from 'dramatis'
import { type Clause, readClauses } from './clauses.ts'
import type { Conversation, Topic } from './compile.ts'
import { firstMatch, type Match } from './match.ts'
import { recall } from './recall.ts'
import { chooseTemplate, fillTemplate } from './template.ts'

const longestQuestion = 10_000
/** How far back we look at what we said. */
const repliesKept = 40

/**
 * What to say next; nothing to a message without a character. It depends on the transcript alone, so that a client
 * that sends its whole history along hears the same as one whose history we keep.
 */
export function respond(conversation: Conversation, { question, messages }: ChatRequest): Reply | undefined {
  if (!/\S/.test(question)) return undefined
  const said = latestReplies(messages)
  for (const { topic, clause } of topicsOf(conversation, question)) {
    const match = firstMatch(topic.rules, clause, said)
    if (!match) continue
    const text = speak(match, said)
    return match.rule.weak ? weakReply(text) : { text, confidence: 0.3 + match.rule.rank / 20 }
  }
  const followUp = firstMatch(conversation.followUps, silence, said)
  if (followUp) return weakReply(speak(followUp, said))
  const memory = recall(conversation, messages, said)
  if (memory !== undefined) return weakReply(memory)
  const fallback = firstMatch(conversation.fallbacks, silence, said)
  return fallback && weakReply(speak(fallback, said))
}

const silence: Clause = { words: [], shown: [], asked: false }

function weakReply(text: string): Reply {
  return { text, confidence: 0.1, weak: true }
}

function speak({ rule, clause, spans }: Match, said: readonly string[]): string {
  const template = chooseTemplate(rule.say, said)
  return template ? fillTemplate(template, clause, spans) : ''
}

/** Our own latest replies, newest first. */
function latestReplies(messages: ChatRequest['messages']): readonly string[] {
  const replies: string[] = []
  for (let at = messages.length - 1; at >= 0 && replies.length < repliesKept; at--) {
    const message = messages[at]
    if (message?.role === 'assistant') replies.push(textOf(message.parts))
  }
  return replies
}

interface Candidate {
  readonly topic: Topic
  readonly clause: Clause
}

/** What the message brings up, the highest rank first and then in the order of its words. */
function topicsOf({ reading, index }: Conversation, question: string): readonly Candidate[] {
  const candidates: Candidate[] = []
  for (const clause of readClauses(question, reading, longestQuestion)) {
    const met = new Set<Topic>()
    for (const word of clause.words) for (const topic of index.get(word) ?? []) met.add(topic)
    if (clause.asked) for (const topic of index.get('?') ?? []) met.add(topic)
    for (const topic of met) candidates.push({ topic, clause })
  }
  return candidates.sort((one, other) => other.topic.rank - one.topic.rank)
}
