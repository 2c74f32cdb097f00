import { type ChatRequest, type Json, textOf } from 'dramatis'
import type { Value } from './brain.ts'
import type { RiveScript } from './engine.ts'
import { longestMessage } from './format.ts'
import type { Response } from './respond.ts'
import { seeded, type Trail, trail } from './seed.ts'
import { newSession, type Session } from './session.ts'

/** A user's message with what the assistant, whoever it was, then said; '' where it said nothing yet. */
interface Exchange {
  readonly message: string
  readonly reply: string
}

export type Answered = ReturnType<RiveScript['respond']>

/** How many earlier messages are replayed where the memory does not have them. */
const longestReplay = 50

/**
 * Answers the last message of a request. The user's state is what the earlier messages lead to: as far as `saved`
 * covers them it is taken from there, and the rest of them is replayed. Random choices follow from the messages alone.
 * So a client that sends its whole history each time hears the same as one whose conversation is remembered.
 */
export function converse(
  engine: RiveScript,
  request: ChatRequest,
  saved: Json | undefined,
): { answered: Answered; state: Json } {
  const exchanges = exchangesOf(request)
  const last = exchanges.length - 1
  const trails = trailsOf(exchanges)
  const user = request.user ?? 'localuser'
  const restored = restore(saved, user, trails, last)
  const session = restored?.session ?? newSession(user)

  for (let index = restored?.covers ?? Math.max(0, last - longestReplay); index < last; index += 1) {
    take(engine, session, exchanges, trails, index)
  }
  const answered = take(engine, session, exchanges, trails, last)
  return { answered, state: toJson(session, last + 1, trails[last]?.name ?? '') }
}

/** Answers one message; before that, the history gets what was really said last. */
function take(
  engine: RiveScript,
  session: Session,
  exchanges: readonly Exchange[],
  trails: readonly Trail[],
  index: number,
): Answered {
  const before = exchanges[index - 1]?.reply
  if (before) session.replies[0] = before
  const answered = engine.respond(session, exchanges[index]?.message ?? '', seeded(trails[index]?.seed ?? 0))
  if (!isReply(answered)) session.replies[0] = 'undefined'
  return answered
}

/** True where there is something to say: a trigger matched, it had a reply, and nothing in it failed. */
export function isReply({ text, failure, failures }: Response & { failures: readonly string[] }): boolean {
  return failure === undefined && failures.length === 0 && text.trim() !== ''
}

function exchangesOf({ messages, question }: ChatRequest): Exchange[] {
  const exchanges: { message: string; reply: string }[] = []
  for (const { role, parts } of messages) {
    if (role === 'user') exchanges.push({ message: textOf(parts).slice(0, longestMessage), reply: '' })
    const current = exchanges.at(-1)
    if (role === 'assistant' && current) current.reply = textOf(parts).slice(0, longestMessage) || current.reply
  }
  const current = exchanges.at(-1)
  if (current) current.reply = ''
  else exchanges.push({ message: question.slice(0, longestMessage), reply: '' })
  return exchanges
}

/** For each message the name of the way to it, which tells whether a saved state belongs to this history. */
function trailsOf(exchanges: readonly Exchange[]): Trail[] {
  const trails: Trail[] = []
  for (const { message } of exchanges) trails.push(trail(trails.at(-1), message))
  return trails
}

function restore(saved: Json | undefined, user: string, trails: readonly Trail[], last: number) {
  const state = readState(saved)
  if (!state || state.covers > last || trails[state.covers - 1]?.name !== state.trail) return undefined
  const session: Session = {
    user,
    variables: new Map(state.variables),
    inputs: [...state.inputs],
    replies: [...state.replies],
    botVariables: new Map(state.botVariables),
    globals: new Map(state.globals),
  }
  return { session, covers: state.covers }
}

function toJson(session: Session, covers: number, name: string): Json {
  return {
    covers,
    trail: name,
    variables: [...session.variables],
    inputs: [...session.inputs],
    replies: [...session.replies],
    botVariables: [...session.botVariables],
    globals: [...session.globals],
  }
}

interface State {
  covers: number
  trail: string
  variables: [string, Value][]
  inputs: string[]
  replies: string[]
  botVariables: [string, Value][]
  globals: [string, Value][]
}

/** What `toJson` wrote, or undefined where something else stands in the memory. */
function readState(saved: Json | undefined): State | undefined {
  if (typeof saved !== 'object' || saved === null || !('covers' in saved)) return undefined
  const { covers, trail: name, variables, inputs, replies, botVariables, globals } = saved
  if (typeof covers !== 'number' || typeof name !== 'string') return undefined
  return {
    covers,
    trail: name,
    variables: entries(variables),
    inputs: texts(inputs),
    replies: texts(replies),
    botVariables: entries(botVariables),
    globals: entries(globals),
  }
}

function texts(json: Json | undefined): string[] {
  return Array.isArray(json) ? json.filter((item) => typeof item === 'string') : []
}

function entries(json: Json | undefined): [string, Value][] {
  if (!Array.isArray(json)) return []
  return json.flatMap((entry: Json): [string, Value][] => {
    if (!Array.isArray(entry)) return []
    const [name, value]: readonly Json[] = entry
    if (typeof name !== 'string' || value === undefined || value === null || typeof value === 'object') return []
    return [[name, value]]
  })
}
