import type { Reason } from '../no-result.ts'
import type { BinaryOperator, ListName } from '../node.ts'

/** What a word or a symbol does in a sum. */
export type Meaning =
  | { type: 'binary'; operator: BinaryOperator }
  | { type: 'postfix'; name: 'percent' | 'squared' | 'cubed' | 'factorial' }
  | { type: 'prefix'; name: 'square root' | 'cube root' | 'square' | 'cube' | 'double' | 'triple' | 'factorial' }
  | { type: 'list'; name: ListName | 'sum' | 'product' }
  | { type: 'of' | 'and' | ',' | '(' | ')' }

/** A whole question with slots, by what it asks for. */
export type FormName =
  /** `{a}` in the unit `{u}` */
  | 'convert'
  /** which percentage `{a}` is of `{b}` */
  | 'share'
  /** `{a}` as a percentage */
  | 'percentage'
  /** `{a}` and so much of it more, or less */
  | 'increase'
  | 'decrease'
  | 'add'
  | 'subtract'
  | 'multiply'
  | 'divide'
  /** `{a}` with `{n}` decimals, or as a whole number where there is no `{n}` */
  | 'round'

/** How a language spells numbers. Values stand under the words for them. */
export interface NumberWords {
  /** 0 to 19. */
  readonly ones: Readonly<Record<string, number>>
  readonly tens: Readonly<Record<string, number>>
  /** `hundred`: what stands before it is multiplied. */
  readonly hundred: readonly string[]
  /** `doscientos`: hundreds with a word of their own. */
  readonly hundreds?: Readonly<Record<string, number>>
  /** `thousand`, `million`, `dozen`. */
  readonly scales: Readonly<Record<string, number>>
  /** Words inside a number: one hundred *and* five. */
  readonly joiners: readonly string[]
  /** The word for the decimal separator. */
  readonly point: readonly string[]
  /** `half` is 2, `third` is 3. */
  readonly fractions: Readonly<Record<string, number>>
  /** An article that means one where a unit follows, and nothing elsewhere: a mile, a dozen. */
  readonly article: readonly string[]
  /** Tens that are followed by 10 to 19, as in soixante-dix. */
  readonly longTens?: readonly number[]
  /** For a language that writes numbers in one word. */
  readonly compound?: (word: string) => number | undefined
}

/** A language that sums can be asked in. All words are in lower case; hyphens and apostrophes are spaces. */
export interface Language {
  /** What may stand before a sum, and after it. */
  readonly openings: readonly string[]
  readonly closings: readonly string[]
  /** Words that change nothing. */
  readonly skipped: readonly string[]
  readonly words: ReadonlyMap<string, Meaning>
  readonly forms: readonly (readonly [FormName, pattern: string])[]
  readonly numbers: NumberWords
  /** By the unit's symbol: its name for one, its name for others, and further names. */
  readonly units: Readonly<Record<string, readonly [one: string, other: string, ...string[]]>>
  /** The word in `15% of 80`. */
  readonly of: string
  readonly lists: Readonly<Record<ListName, string>>
  readonly refusals: Readonly<Record<Exclude<Reason, 'no-sum'>, string>>
}

/** Phrases by what they mean, the phrases of one meaning parted by `|`. */
export function meanings(...table: readonly (readonly [phrases: string, meaning: Meaning])[]): Map<string, Meaning> {
  return new Map(table.flatMap(([phrases, meaning]) => phrases.split('|').map((phrase) => [phrase, meaning] as const)))
}

export const binary = (operator: BinaryOperator): Meaning => ({ type: 'binary', operator })
