import { evaluate, type Value } from './evaluate.ts'
import type { Formatted, NumberFormatter, Precision } from './format.ts'
import type { Language } from './languages/language.ts'
import type { BinaryOperator, Node, UnitWord } from './node.ts'
import { one, type Rational } from './rational.ts'

/** How a locale writes a sum and its result. */
export interface Style {
  readonly numbers: NumberFormatter
  readonly plurals: Intl.PluralRules
  readonly lists: Intl.ListFormat
  readonly language: Pick<Language, 'of' | 'lists'>
  readonly plain: Precision
  /** For results with a unit. */
  readonly units: Precision
}

/** Nothing that somebody typed is rounded when it is repeated. */
const asTyped: Precision = { figures: 30, places: 30 }

const signs: Record<BinaryOperator, string> = { '+': ' + ', '-': ' - ', '*': ' × ', '/': ' ÷ ', '^': '^', mod: ' mod ' }
const ranks: Record<BinaryOperator, number> = { '+': 1, '-': 1, '*': 2, '/': 2, mod: 2, '^': 4 }
const [atom, ofRank, prefixRank] = [9, 3, 3]

/** A sum as it was understood, and its result, as a locale writes them. */
export interface Answered {
  readonly sum: string
  readonly result: string
  /** False where the result is rounded. */
  readonly exact: boolean
}

/** @throws NoResult where it has no result. */
export function answered(sum: Node, style: Style): Answered {
  const value = evaluate(sum)
  const { text, exact } = resultText(sum, value, style)
  return { sum: sumText(sum, style), result: text, exact: exact && value.exact }
}

/** In one line: `15% of 80 = 12`, `12 km ≈ 7.4565 miles`. */
export function answerTo(node: Node, style: Style): string {
  const { sum, result, exact } = answered(node, style)
  return `${sum} ${exact ? '=' : '≈'} ${result}`
}

function resultText(sum: Node, { value, word }: Value, style: Style): Formatted {
  const precision = sum.type === 'round' ? asTyped : word ? style.units : style.plain
  const { text, exact } = style.numbers.format(value, precision)
  if (sum.type === 'share') return { text: style.numbers.percent(text), exact }
  return { text: withUnit(text, value, word, style), exact }
}

function sumText(node: Node, style: Style): string {
  const within = (inner: Node, rank: number): string => {
    const text = sumText(inner, style)
    return rankOf(inner) < rank ? `(${text})` : text
  }
  switch (node.type) {
    case 'number':
      return node.name ?? numeral(node.value, style)
    case 'quantity':
      return node.parts.map(({ amount, word }) => withUnit(numeral(amount, style), amount, word, style)).join(' ')
    case 'negate':
      return `-${within(node.inner, prefixRank)}`
    case 'percent':
      return style.numbers.percent(within(node.inner, atom))
    case 'factorial':
      return `${within(node.inner, atom)}!`
    case 'root':
      return `${node.degree === 3n ? '∛' : '√'}${within(node.inner, atom)}`
    case 'binary': {
      const rank = ranks[node.operator]
      const rightFirst = node.operator === '^'
      const left = within(node.left, rightFirst ? atom : rank)
      // A power holds a sign on its right, as in 2^-2, and nothing else.
      const rightRank = !rightFirst ? rank + 1 : node.right.type === 'negate' ? 0 : atom
      return left + signs[node.operator] + within(node.right, rightRank)
    }
    case 'of':
    case 'share': {
      if (node.type === 'share' && node.whole.type === 'number' && node.whole.value === one)
        return sumText(node.part, style)
      const part = node.part.type === 'number' ? sumText(node.part, style) : within(node.part, atom)
      return `${part} ${style.language.of} ${within(node.whole, ofRank)}`
    }
    case 'list':
      return `${style.language.lists[node.name]} ${style.lists.format(node.items.map((item) => sumText(item, style)))}`
    case 'convert':
    case 'round':
      return sumText(node.inner, style)
  }
}

function rankOf(node: Node): number {
  switch (node.type) {
    case 'number':
      return node.name?.includes('/') ? ranks['/'] : atom
    case 'quantity':
    case 'percent':
    case 'factorial':
    case 'root':
      return atom
    case 'negate':
      return prefixRank
    case 'binary':
      return ranks[node.operator]
    case 'of':
    case 'share':
      return ofRank
    case 'list':
    case 'convert':
    case 'round':
      return 0
  }
}

function numeral(value: Rational, { numbers }: Style): string {
  const { text, exact } = numbers.format(value, asTyped)
  if (!exact) return `${value.n}/${value.d}`
  return text.includes('^') ? `(${text})` : text
}

function withUnit(text: string, value: Rational, word: UnitWord | undefined, { plurals }: Style): string {
  if (!word) return text
  if (!word.words) return `${text} ${word.unit.symbol}`
  const isOne = plurals.select(Number(value.n) / Number(value.d)) === 'one'
  return `${text} ${isOne ? word.words.one : word.words.other}`
}
