import { compare, floor, multiply, negate, type Rational, rational, zero } from './rational.ts'

export interface Precision {
  /** Significant figures of what has to be rounded. */
  readonly figures: number
  /** Decimals that an exact result may have before it is rounded. */
  readonly places: number
}

export interface Formatted {
  text: string
  /** False where it is rounded. */
  exact: boolean
}

/** Whole numbers up to this length are written out. */
const longestWhole = 100
/** A value below 0.000001 is written with a power of ten. */
const mostZeros = 6

/** Writes numbers as a language does. */
export class NumberFormatter {
  readonly #whole: Intl.NumberFormat
  readonly #decimal: string
  readonly #percent: string

  constructor(lang: string) {
    this.#whole = new Intl.NumberFormat(lang, { numberingSystem: 'latn', maximumFractionDigits: 0 })
    const parts = new Intl.NumberFormat(lang, { numberingSystem: 'latn' }).formatToParts(1.5)
    this.#decimal = parts.find(({ type }) => type === 'decimal')?.value ?? '.'
    this.#percent = new Intl.NumberFormat(lang, { numberingSystem: 'latn', style: 'percent' }).format(0)
  }

  /** `12` becomes `12%`, or whatever the language makes of it. */
  percent(figures: string): string {
    return this.#percent.replace('0', () => figures)
  }

  format(value: Rational, precision: Precision): Formatted {
    if (compare(value, zero) < 0) {
      const { text, exact } = this.format(negate(value), precision)
      return { text: `-${text}`, exact }
    }
    const whole = floor(value)
    const length = whole.toString().length
    if (length > longestWhole) return this.#scientific(value, length - 1, precision.figures)
    const exact = decimals(value, precision.places)
    if (exact.exact) return { text: this.#join(exact), exact: true }
    if (whole > 0n) {
      return { text: this.#join(decimals(value, Math.max(0, precision.figures - length))), exact: false }
    }
    const zeros = (value.d / value.n).toString().length - 1
    if (zeros > mostZeros) return this.#scientific(value, -zeros - 1, precision.figures)
    return { text: this.#join(decimals(value, zeros + precision.figures)), exact: false }
  }

  #scientific(value: Rational, exponent: number, figures: number): Formatted {
    const mantissa = multiply(
      value,
      exponent < 0 ? rational(10n ** BigInt(-exponent)) : rational(1n, 10n ** BigInt(exponent)),
    )
    const rounded = decimals(mantissa, figures - 1)
    return { text: `${this.#join(rounded)} × 10^${exponent}`, exact: rounded.exact }
  }

  #join({ whole, fraction }: { whole: bigint; fraction: string }): string {
    return this.#whole.format(whole) + (fraction === '' ? '' : this.#decimal + fraction)
  }
}

/** Rounds half up to a number of decimals; zeros at the end are left out. */
function decimals(value: Rational, places: number): { whole: bigint; fraction: string; exact: boolean } {
  const scale = 10n ** BigInt(places)
  const scaled = multiply(value, rational(scale))
  const rounded = floor({ n: scaled.n * 2n + scaled.d, d: scaled.d * 2n })
  const fraction = (rounded % scale).toString().padStart(places, '0').replace(/0+$/, '')
  return { whole: rounded / scale, fraction: places === 0 ? '' : fraction, exact: scaled.d === 1n }
}
