import type { LifeEvent, QuestionKind } from './types.ts'

/** What a form asks for. A `meaning` is a definition, but for things whose meaning is philosophy. */
export type Asks = QuestionKind | 'meaning'

/**
 * A language as data. Patterns are sources of regular expressions that ignore case; in them `{x}` is the subject and
 * `{y}` the category, and a letter with an accent stands for the one without too. Lists are words with spaces between;
 * a `_` is a space within one.
 */
export interface LanguageTable {
  /** The forms of questions, in the order in which they are tried; each fits a whole question. */
  readonly forms: readonly (readonly [asks: Asks, pattern: string, event?: LifeEvent])[]
  /** Greetings and polite words in front of a question. */
  readonly openings: readonly string[]
  /** The same behind it. */
  readonly closings: readonly string[]
  /** An article with an apostrophe at its end is followed by no space. */
  readonly definiteArticles: readonly string[]
  readonly otherArticles: readonly string[]
  /** Words before a thing that add nothing to it: `the concept of`. */
  readonly labels: readonly string[]
  /** The same in a question about a word: `the word`. */
  readonly wordLabels: readonly string[]
  /** Every noun has a capital letter, so that one is no sign of a name. */
  readonly capitalNouns?: boolean
  /** Words that point at something said before or at somebody present, and words that ask. */
  readonly pointers: string
  /** Verb forms that make a sentence of the words around them. */
  readonly verbs: string
  /** Prepositions, conjunctions and other words without a content of their own. */
  readonly particles: string
  /** What a bare word may be instead of a subject: a greeting, a command, an answer, a sigh. */
  readonly chatter: string
  /** After `what is` without an article these ask for news. */
  readonly happenings: string
  /** After `what is the` these mean one particular thing at hand. */
  readonly situations: string
  /** Behind a situation these leave it one: `the weather like today`. */
  readonly moments: string
  /** After `the meaning of` these are philosophy. */
  readonly mysteries: string
}
