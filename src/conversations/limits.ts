/** How much is kept of conversations, and how long. */
export interface ConversationLimits {
  /** Milliseconds after its last turn for which a conversation is kept. */
  ttl: number
  /** Conversations kept; the one that was used the longest ago goes first. */
  conversations: number
  /** Of one transcript; the oldest turns go first. */
  messages: number
  bytes: number
  /** Of one medium; a larger one is kept as a text that says what it was. */
  mediaBytes: number
  /** Of what is remembered of one conversation. */
  memoryBytes: number
}

export const defaultLimits: ConversationLimits = {
  ttl: 30 * 24 * 60 * 60 * 1000,
  conversations: 100_000,
  messages: 400,
  bytes: 4 * 1024 * 1024,
  mediaBytes: 1024 * 1024,
  memoryBytes: 256 * 1024,
}
