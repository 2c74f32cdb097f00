import type { Json, MaybePromise, Message } from './types.ts'

/** A conversation with one persona, as it is kept. Times are milliseconds since 1970. */
export interface ConversationInfo {
  /** What clients call it. */
  readonly id: string
  /** The persona's id; empty for what tools remember that no persona has called. */
  readonly persona: string
  readonly messages: number
  /** Of the messages and the memory, as they are kept. */
  readonly bytes: number
  readonly createdAt: number
  readonly updatedAt: number
}

/** A message of a transcript. */
export interface KeptMessage {
  /** Grows from message to message, and is never used again in its conversation. */
  readonly sequence: number
  /** The id of the turn that brought it. */
  readonly turn: string
  readonly at: number
  readonly message: Message
}

/** Everything that is known of a conversation with one persona. */
export interface KeptConversation extends ConversationInfo {
  /** Another one where the conversation was forgotten, and began again. */
  readonly key: string
  readonly transcript: readonly KeptMessage[]
  readonly memory: Readonly<Record<string, Json>>
}

export interface ConversationPage {
  readonly limit: number
  readonly offset: number
}

/**
 * The conversations that the host keeps. Whoever asks sees those of the running call's caller alone.
 * Everything throws RuntimeError `state-failed` where the state cannot be read or written.
 */
export interface Conversations {
  /** Milliseconds after its last turn for which a conversation is kept. */
  readonly ttl: number
  /** The latest first. */
  list(page: ConversationPage): Promise<readonly ConversationInfo[]>
  /** One conversation, with each persona that took part, or with one of them. Empty where it is not kept. */
  read(id: string, persona?: string): Promise<readonly KeptConversation[]>
  /** The number of messages of conversations with a persona, by id. Those that are not kept are left out. */
  count(persona: string, ids: readonly string[]): Promise<ReadonlyMap<string, ConversationInfo>>
  /** Deletes a conversation with its memory, or what one turn has brought to it. False where there was nothing. */
  forget(id: string, what?: { readonly persona?: string; readonly turn?: string }): Promise<boolean>
  /** Tells when a turn of it has been kept, or when it was forgotten. Returns how to stop. */
  watch(id: string, persona: string, changed: () => MaybePromise<void>): () => void
}
