import { type Rational, rational } from './rational.ts'

/** How a language separates decimals and thousands; read off `Intl`, so that every language has it. */
export interface Separators {
  readonly decimal: '.' | ','
  readonly thousands: '.' | ','
}

export function separatorsOf(lang: string): Separators {
  const parts = new Intl.NumberFormat(lang, { numberingSystem: 'latn' }).formatToParts(1.5)
  const comma = parts.some(({ type, value }) => type === 'decimal' && value === ',')
  return comma ? { decimal: ',', thousands: '.' } : { decimal: '.', thousands: ',' }
}

/**
 * A sticky pattern for one number in figures. Spaces and apostrophes separate thousands in every language. What can
 * only be meant one way is understood in any: `1.000,5` in English, `1,000.5` and `1.5` in German.
 */
export function figuresPattern({ decimal, thousands }: Separators): RegExp {
  const d = `[${decimal}]`
  const t = `[${thousands}]`
  const foreign = `\\d{1,3}(?:${d}\\d{3})+${t}\\d+`
  const grouped = `\\d{1,3}(?:(?:${t}\\d{3})+|(?:[ \\u00a0\\u202f]\\d{3})+|(?:['’]\\d{3})+)(?:${d}\\d+)?`
  const plain = decimal === ',' ? `\\d+(?:[.,]\\d+)?|,\\d+` : `\\d+(?:\\.\\d+)?|\\.\\d+`
  const exponent = '(?:[eE][+-]?\\d{1,3}(?![\\p{L}\\d]))?'
  return new RegExp(`(?:${foreign}|${grouped}|${plain})${exponent}(?![.,]?\\d)`, 'uy')
}

/** The value of what the pattern matched. */
export function readFigures(text: string, { decimal, thousands }: Separators): Rational {
  const [mantissa = '', exponent = '0'] = text.toLowerCase().split('e')
  const bare = mantissa.replace(/[ \u00a0\u202f'’]/g, '')
  const point = decimalIndex(bare, decimal, thousands)
  const whole = bare.slice(0, point).replace(/[.,]/g, '')
  const decimals = bare.slice(point + 1)
  const places = decimals.length - Number(exponent)
  const digits = BigInt(whole + decimals)
  return places > 0 ? rational(digits, 10n ** BigInt(places)) : rational(digits * 10n ** BigInt(-places))
}

function decimalIndex(text: string, decimal: string, thousands: string): number {
  const [own, other] = [text.lastIndexOf(decimal), text.lastIndexOf(thousands)]
  if (other > own && own >= 0) return other
  if (own >= 0) return own
  // A lone thousands separator that no three digits follow is a decimal point.
  if (other >= 0 && !/^\d{1,3}(?:[.,]\d{3})+$/.test(text)) return other
  return text.length
}
