import { NoResult } from './no-result.ts'
import { type Rational, rational } from './rational.ts'

export interface Root {
  root: Rational
  /** False where it is rounded to `digits` decimals beyond its leading one. */
  exact: boolean
}

const digits = 60n
const maxDegree = 64n

/** The real root of a degree of 1 to 64. @throws NoResult where there is none, or the degree is beyond that. */
export function rootOf(value: Rational, degree: bigint): Root {
  if (degree < 1n || degree > maxDegree) throw new NoResult('too-large')
  if (value.n < 0n) {
    if (degree % 2n === 0n) throw new NoResult('not-real')
    const { root, exact } = rootOf({ n: -value.n, d: value.d }, degree)
    return { root: { n: -root.n, d: root.d }, exact }
  }
  const [n, d] = [wholeRoot(value.n, degree), wholeRoot(value.d, degree)]
  if (n ** degree === value.n && d ** degree === value.d) return { root: rational(n, d), exact: true }
  // A small value needs more decimals for the same number of significant ones.
  const leadingZeros = BigInt(Math.max(0, value.d.toString().length - value.n.toString().length)) / degree
  const scale = 10n ** (digits + leadingZeros)
  return { root: rational(wholeRoot((value.n * scale ** degree) / value.d, degree), scale), exact: false }
}

/** The largest whole number whose power is not above `value`, by Newton's method from above. */
function wholeRoot(value: bigint, degree: bigint): bigint {
  if (value < 2n || degree === 1n) return value
  const bits = BigInt(value.toString(2).length)
  let guess = 1n << (bits / degree + 1n)
  for (;;) {
    const next = ((degree - 1n) * guess + value / guess ** (degree - 1n)) / degree
    if (next >= guess) return guess
    guess = next
  }
}
