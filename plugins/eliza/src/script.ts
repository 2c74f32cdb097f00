/**
 * What a conversation is made of. The engine knows English pronouns and nothing else; every word it says is here.
 *
 * Patterns are words in lower case. They match anywhere in a clause, and may hold:
 * `*` one to twelve words, captured; `@group` one word of a group, captured; `am/was` either word;
 * `[very]` or `[@group]` a word that may be missing, not captured; `^` and `$` the clause's beginning and end.
 *
 * Replies say `{1}` for what the first `*` or `@group` captured, turned from the user's side to ours.
 */
export interface Script {
  /** What a word is read as, before anything is matched: `"i'm": "i am"`. */
  readonly before: Readonly<Record<string, string>>
  readonly groups: Readonly<Record<string, readonly string[]>>
  readonly keywords: readonly Keyword[]
  /** What is worth coming back to, some turns later, when nothing else is at hand. */
  readonly memories: readonly MemoryRule[]
  /** For when no keyword has anything to say. The first rule that applies is used, and its reply is always weak. */
  readonly fallbacks: readonly FallbackRule[]
}

export interface Keyword {
  /** What `goto` and `after` call it. */
  readonly name: string
  /** Words or `@group`s that bring it up; `?` stands for a question mark. Without words only a `goto` leads here. */
  readonly words: readonly string[]
  /** 0 to 10. The highest is tried first, and its replies are the most confident. */
  readonly rank: number
  readonly rules: readonly Rule[]
}

export interface Rule {
  /** One of these has to match. Absent: the keyword is enough. */
  readonly match?: readonly string[]
  /** Only in answer to what one of these keywords said. */
  readonly after?: readonly string[]
  /** Replies, taken in turn. A rule has either these or a `goto`. */
  readonly say?: readonly string[]
  /** The keyword whose rules are tried instead. */
  readonly goto?: string
  /** The reply admits that it does not know. */
  readonly weak?: boolean
}

export interface MemoryRule {
  readonly match: readonly string[]
  readonly say: readonly string[]
}

export type FallbackRule = Pick<Rule, 'after' | 'say' | 'goto'>
