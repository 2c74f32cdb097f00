import type { Rational } from './rational.ts'
import type { Unit } from './units.ts'

/** A unit as somebody wrote it: an answer uses the same word, or the same symbol. */
export interface UnitWord {
  readonly unit: Unit
  /** Undefined where the symbol was written, or the language has no word for it. */
  readonly words?: { readonly one: string; readonly other: string }
}

export type BinaryOperator = '+' | '-' | '*' | '/' | '^' | 'mod'
export type ListName = 'average' | 'minimum' | 'maximum' | 'gcd' | 'lcm'

/** A calculation as it was understood, which is also what the answer repeats. */
export type Node =
  /** `name` is how it is written where figures would not do: π, 1/3. */
  | { type: 'number'; value: Rational; name?: string }
  | { type: 'quantity'; parts: readonly { amount: Rational; word: UnitWord }[] }
  | { type: 'negate'; inner: Node }
  | { type: 'percent'; inner: Node }
  | { type: 'factorial'; inner: Node }
  | { type: 'root'; degree: bigint; inner: Node }
  | { type: 'binary'; operator: BinaryOperator; left: Node; right: Node }
  /** A part of a whole: 15% of 80, a third of 90. */
  | { type: 'of'; part: Node; whole: Node }
  /** How much `part` is of `whole`, in percent. */
  | { type: 'share'; part: Node; whole: Node }
  | { type: 'list'; name: ListName; items: readonly Node[] }
  | { type: 'convert'; inner: Node; to: UnitWord }
  /** Rounded to a number of decimals. */
  | { type: 'round'; inner: Node; places: number }
