import { NoResult } from './no-result.ts'
import type { BinaryOperator, ListName, Node, UnitWord } from './node.ts'
import {
  add,
  compare,
  divide,
  floor,
  greatestCommonDivisor,
  isWhole,
  modulo,
  multiply,
  negate,
  one,
  power,
  type Rational,
  rational,
  subtract,
} from './rational.ts'
import { rootOf } from './roots.ts'
import { convert } from './units.ts'

export interface Value {
  readonly value: Rational
  /** False as soon as a rounded number went into it. */
  readonly exact: boolean
  /** The unit that `value` counts. */
  readonly word?: UnitWord
}

const hundred = rational(100n)
const largestFactorial = 500n

/** Works a sum out. @throws NoResult where it has no result, or mixes units that do not go together. */
export function evaluate(node: Node): Value {
  switch (node.type) {
    case 'number':
      // Of all the numbers that can be written, π alone is not what its figures say.
      return { value: node.value, exact: node.name !== 'π' }
    case 'quantity':
      return quantity(node.parts)
    case 'negate':
      return mapped(evaluate(node.inner), negate)
    case 'percent':
      return mapped(plain(node.inner), (value) => divide(value, hundred))
    case 'factorial':
      return mapped(plain(node.inner), factorial)
    case 'root':
      return root(plain(node.inner), node.degree)
    case 'binary':
      return binary(node.operator, evaluate(node.left), evaluate(node.right), node.right.type === 'percent')
    case 'of':
      return combine(multiply, evaluate(node.whole), plain(node.part))
    case 'share':
      return mapped(ratio(evaluate(node.part), evaluate(node.whole)), (value) => multiply(value, hundred))
    case 'list':
      return list(node.name, node.items.map(evaluate))
    case 'convert':
      return inUnit(evaluate(node.inner), node.to)
    case 'round':
      return round(evaluate(node.inner), node.places)
  }
}

function binary(operator: BinaryOperator, left: Value, right: Value, byPercent: boolean): Value {
  switch (operator) {
    case '+':
      return byPercent ? changed(left, right, add) : combine(add, left, likeFirst(left, right))
    case '-':
      return byPercent ? changed(left, right, subtract) : combine(subtract, left, likeFirst(left, right))
    case '*':
      if (left.word && right.word) throw new NoResult('no-sum')
      return left.word ? combine(multiply, left, right) : combine(multiply, right, left)
    case '/':
      return right.word ? ratio(left, right) : combine(divide, left, right)
    case 'mod':
      return combine(modulo, left, likeFirst(left, right))
    case '^':
      return toPower(unitless(left), unitless(right))
  }
}

/** Adding or taking away a percentage means a percentage of what is there: 80 + 15% is 92. */
function changed(left: Value, percent: Value, by: typeof add): Value {
  return combine(
    multiply,
    left,
    mapped(percent, (value) => by(one, value)),
  )
}

function toPower(base: Value, exponent: Value): Value {
  if (base.value.n === 0n && exponent.value.n < 0n) throw new NoResult('division-by-zero')
  const raised = combine((value) => power(value, exponent.value.n), base, exponent)
  return isWhole(exponent.value) ? raised : root(raised, exponent.value.d)
}

function root(value: Value, degree: bigint): Value {
  const { root: found, exact } = rootOf(value.value, degree)
  return { value: found, exact: exact && value.exact }
}

function factorial(value: Rational): Rational {
  if (!isWhole(value) || value.n < 0n) throw new NoResult('no-sum')
  if (value.n > largestFactorial) throw new NoResult('too-large')
  let product = 1n
  for (let factor = 2n; factor <= value.n; factor++) product *= factor
  return rational(product)
}

function list(name: ListName, values: readonly Value[]): Value {
  const [first = { value: one, exact: true }, ...others] = values
  const rest = others.map((value) => likeFirst(first, value))
  const reduced = (by: (a: Rational, b: Rational) => Rational) => rest.reduce((a, b) => combine(by, a, b), first)
  switch (name) {
    case 'average':
      return mapped(reduced(add), (sum) => divide(sum, rational(BigInt(values.length))))
    case 'minimum':
      return reduced((a, b) => (compare(a, b) <= 0 ? a : b))
    case 'maximum':
      return reduced((a, b) => (compare(a, b) >= 0 ? a : b))
    case 'gcd':
      return reduced((a, b) => rational(greatestCommonDivisor(wholeOf(a), wholeOf(b))))
    case 'lcm':
      return reduced((a, b) =>
        rational((wholeOf(a) * wholeOf(b)) / (greatestCommonDivisor(wholeOf(a), wholeOf(b)) || 1n)),
      )
  }
}

function wholeOf(value: Rational): bigint {
  if (!isWhole(value)) throw new NoResult('no-sum')
  return value.n
}

function round(value: Value, places: number): Value {
  const scale = rational(10n ** BigInt(places))
  const scaled = multiply(value.value, scale)
  const size = scaled.n < 0n ? negate(scaled) : scaled
  const rounded = rational(floor(add(size, rational(1n, 2n))))
  const signed = scaled.n < 0n ? negate(rounded) : rounded
  return { ...value, value: divide(signed, scale), exact: value.exact && isWhole(scaled) }
}

function quantity(parts: Extract<Node, { type: 'quantity' }>['parts']): Value {
  const values = parts.map(({ amount, word }): Value => ({ value: amount, exact: true, word }))
  return values.reduce((sum, part) => combine(add, sum, likeFirst(sum, part)))
}

function inUnit({ value, exact, word }: Value, to: UnitWord): Value {
  if (word?.unit.dimension !== to.unit.dimension) throw new NoResult('no-sum')
  return { value: convert(value, word.unit, to.unit), exact, word: to }
}

/** `other` in the unit of `first`. Degrees of different scales cannot be added up, so they stay apart. */
function likeFirst(first: Value, other: Value): Value {
  if (first.word?.unit === other.word?.unit) return other
  if (!first.word || !other.word || first.word.unit.dimension === 'temperature') throw new NoResult('no-sum')
  return inUnit(other, first.word)
}

function ratio(left: Value, right: Value): Value {
  const { value, exact } = combine(divide, left, likeFirst(left, right))
  return { value, exact }
}

function plain(node: Node): Value {
  return unitless(evaluate(node))
}

function unitless(value: Value): Value {
  if (value.word) throw new NoResult('no-sum')
  return value
}

function mapped(value: Value, by: (value: Rational) => Rational): Value {
  return { ...value, value: by(value.value) }
}

/** The unit of the result is that of `left`. */
function combine(by: (a: Rational, b: Rational) => Rational, left: Value, right: Value): Value {
  return { ...left, value: by(left.value, right.value), exact: left.exact && right.exact }
}
