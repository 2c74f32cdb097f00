import { NoResult } from './no-result.ts'

/** An exact number: numerator and denominator in lowest terms, the denominator above zero. */
export interface Rational {
  readonly n: bigint
  readonly d: bigint
}

/** About 1200 decimal digits. It keeps every single step below a millisecond. */
const maxBits = 4096

export const zero: Rational = { n: 0n, d: 1n }
export const one: Rational = { n: 1n, d: 1n }

/** @throws NoResult where `d` is zero, or where either number has over 1200 digits. */
export function rational(n: bigint, d = 1n): Rational {
  if (d === 0n) throw new NoResult('division-by-zero')
  if (d === 1n) return within(n, d)
  const divisor = greatestCommonDivisor(n, d)
  const sign = d < 0n ? -1n : 1n
  return within((sign * n) / divisor, (sign * d) / divisor)
}

export const add = (a: Rational, b: Rational): Rational => rational(a.n * b.d + b.n * a.d, a.d * b.d)
export const subtract = (a: Rational, b: Rational): Rational => add(a, negate(b))
export const multiply = (a: Rational, b: Rational): Rational => rational(a.n * b.n, a.d * b.d)
export const divide = (a: Rational, b: Rational): Rational => rational(a.n * b.d, a.d * b.n)
export const negate = (a: Rational): Rational => ({ n: -a.n, d: a.d })
export const isWhole = (a: Rational): boolean => a.d === 1n

/** Below zero, zero or above zero, as `a` is smaller than, equal to or larger than `b`. */
export function compare(a: Rational, b: Rational): number {
  const difference = a.n * b.d - b.n * a.d
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

/** The largest whole number that is not above `a`. */
export function floor(a: Rational): bigint {
  const quotient = a.n / a.d
  return a.n < 0n && quotient * a.d !== a.n ? quotient - 1n : quotient
}

/** The remainder with the sign of `b`: -7 mod 3 is 2. */
export function modulo(a: Rational, b: Rational): Rational {
  return subtract(a, multiply(b, rational(floor(divide(a, b)))))
}

/** `base` to a whole power. What would be too large is refused before it is worked out. */
export function power(base: Rational, exponent: bigint): Rational {
  if (exponent < 0n) return power(divide(one, base), -exponent)
  const bits = Math.max(bitLength(base.n), bitLength(base.d)) - 1
  // A base of -1, 0 or 1 has no bits to grow by; only whether the exponent is even matters.
  if (bits === 0) return exponent === 0n ? one : exponent % 2n === 0n ? multiply(base, base) : base
  if (exponent > maxBits || bits * Number(exponent) > maxBits) throw new NoResult('too-large')
  return within(base.n ** exponent, base.d ** exponent)
}

export function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [larger, smaller] = [a < 0n ? -a : a, b < 0n ? -b : b]
  while (smaller !== 0n) [larger, smaller] = [smaller, larger % smaller]
  return larger
}

function within(n: bigint, d: bigint): Rational {
  if (bitLength(n) > maxBits || bitLength(d) > maxBits) throw new NoResult('too-large')
  return { n, d }
}

function bitLength(value: bigint): number {
  return (value < 0n ? -value : value).toString(2).length
}
