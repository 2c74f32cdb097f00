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
  /**
   * One conversation, with each persona that took part, or with one of them. Empty where it is not kept. `after` leaves
   * out the messages up to that sequence.
   */
  read(id: string, which?: { readonly persona?: string; readonly after?: number }): Promise<readonly KeptConversation[]>
  /** Conversations of these ids, with each persona that took part. Those that are not kept are left out. */
  find(ids: readonly string[]): Promise<readonly ConversationInfo[]>
  /** Deletes a conversation with its memory: with every persona, or with one. False where there was nothing. */
  forget(id: string, persona?: string): Promise<boolean>
  /** Tells when a turn of it has been kept, or when it was forgotten. Returns how to stop. */
  watch(id: string, persona: string, changed: () => MaybePromise<void>): () => void
}
