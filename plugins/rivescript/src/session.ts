import { type Brain, defaultTopic, type Value } from './brain.ts'
import { longestMessage } from './format.ts'

/** What the engine knows of one user. Nothing of it is shared, except where `sharedSession` says so. */
export interface Session {
  readonly user: string
  /** User variables; the topic is the one called `topic`. */
  readonly variables: Map<string, Value>
  /** The latest first, at most nine: messages in the form that triggers see, and replies as they were said. */
  readonly inputs: string[]
  readonly replies: string[]
  /** Bot variables and globals that a reply has set, which hide those of the brain. */
  readonly botVariables: Map<string, Value>
  readonly globals: Map<string, Value>
}

const historyLength = 9

/** A session whose `<bot x=...>` and `<env x=...>` stay with its user. */
export function newSession(user: string): Session {
  return { user, variables: new Map(), inputs: [], replies: [], botVariables: new Map(), globals: new Map() }
}

/** A session that writes bot variables and globals into the brain, for all of its users, as the language has it. */
export function sharedSession(user: string, brain: Brain): Session {
  return { ...newSession(user), botVariables: brain.variables, globals: brain.globals }
}

export function topicName(session: Session): string {
  return String(session.variables.get('topic') ?? defaultTopic)
}

export function remember(session: Session, input: string, reply: string): void {
  session.inputs.unshift(input)
  session.replies.unshift(reply.slice(0, longestMessage))
  session.inputs.length = Math.min(session.inputs.length, historyLength)
  session.replies.length = Math.min(session.replies.length, historyLength)
}
