import { folded } from 'dramatis/questions'
import type { NumberWords } from './languages/language.ts'
import { add, type Rational, rational } from './rational.ts'

/** The word at a place, or undefined where there is none. */
export type WordAt = (at: number) => string | undefined

export interface ReadNumber {
  value: Rational
  /** How many words it takes. */
  length: number
}

export interface NumberReader {
  /** The number that starts at a place. */
  read(word: WordAt, at: number): ReadNumber | undefined
  /** What a number in figures is multiplied by: 3 *million*. */
  scale(word: string | undefined): number | undefined
  /** The part that a word such as `third` means. */
  fraction(word: string | undefined): number | undefined
  isArticle(word: string | undefined): boolean
  readonly vocabulary: ReadonlySet<string>
  readonly compound: ((word: string) => number | undefined) | undefined
}

interface Piece {
  kind: 'one' | 'ten' | 'hundred' | 'hundreds' | 'scale'
  value: number
  length: number
}

export function makeNumberReader(spec: NumberWords): NumberReader {
  const pieces = new Map<string, Omit<Piece, 'length'>>()
  const define = (kind: Piece['kind'], words: Readonly<Record<string, number>>) => {
    for (const [word, value] of Object.entries(words)) pieces.set(folded(word), { kind, value })
  }
  define('one', spec.ones)
  define('ten', spec.tens)
  define('hundreds', spec.hundreds ?? {})
  define('scale', spec.scales)
  for (const word of spec.hundred) pieces.set(folded(word), { kind: 'hundred', value: 100 })
  const fractions = new Map(Object.entries(spec.fractions).map(([word, value]) => [folded(word), value]))
  const [joiners, point, article] = [spec.joiners, spec.point, spec.article].map((words) => new Set(words.map(folded)))
  const { compound } = spec

  const pieceAt = (word: WordAt, at: number): Piece | undefined => {
    const first = word(at)
    if (first === undefined) return undefined
    const pair = pieces.get(`${first} ${word(at + 1)}`)
    if (pair) return { ...pair, length: 2 }
    const single = pieces.get(first)
    if (single) return { ...single, length: 1 }
    const value = compound?.(first)
    return value === undefined ? undefined : { kind: 'one', value, length: 1 }
  }

  const readWhole = (word: WordAt, start: number): { value: number; length: number } | undefined => {
    let [total, group, at] = [0, 0, start]
    let smallestScale = Number.POSITIVE_INFINITY
    for (;;) {
      const joined = at > start && joiners?.has(word(at) ?? '') ? 1 : 0
      const piece = pieceAt(word, at + joined)
      if (!piece || (joined > 0 && piece.kind !== 'one' && piece.kind !== 'ten')) break
      if (piece.kind === 'scale') {
        if (piece.value >= smallestScale) break
        smallestScale = piece.value
        total += (group || 1) * piece.value
        group = 0
      } else if (piece.kind === 'hundred') {
        if (group >= 100) break
        group = (group || 1) * 100
      } else {
        const started = at > start
        if (started && !fits(piece, group, joined > 0)) break
        group += piece.value
      }
      at += joined + piece.length
    }
    return at === start ? undefined : { value: total + group, length: at - start }
  }

  /** Whether a piece goes on with the number so far: twenty-one does, five six does not. */
  const fits = ({ kind, value }: Piece, group: number, joined: boolean): boolean => {
    if (value === 0 || kind === 'hundreds') return value > 0 && group === 0 && !joined
    const rest = group % 100
    if (kind === 'ten' || rest === 0) return rest === 0 && !(compound && group > 0 && group < 100)
    return value < (spec.longTens?.includes(rest) ? 20 : 10) && rest >= 20 && rest % 10 === 0
  }

  return {
    read(word, at) {
      const whole = readWhole(word, at)
      if (!whole || !point?.has(word(at + whole.length) ?? '')) {
        return whole && { value: rational(BigInt(whole.value)), length: whole.length }
      }
      let digits = ''
      for (let next = at + whole.length + 1; ; next++) {
        const digit = pieceAt(word, next)
        if (digit?.kind !== 'one' || digit.value > 9 || digit.length > 1) break
        digits += digit.value
      }
      if (digits === '') return { value: rational(BigInt(whole.value)), length: whole.length }
      const decimals = rational(BigInt(digits), 10n ** BigInt(digits.length))
      return { value: add(rational(BigInt(whole.value)), decimals), length: whole.length + 1 + digits.length }
    },
    scale: (word) => {
      const piece = word === undefined ? undefined : pieces.get(word)
      return piece?.kind === 'scale' || piece?.kind === 'hundred' ? piece.value : undefined
    },
    fraction: (word) => (word === undefined ? undefined : fractions.get(word)),
    isArticle: (word) => word !== undefined && article?.has(word) === true,
    vocabulary: new Set(
      [pieces.keys(), fractions.keys(), joiners ?? [], point ?? [], article ?? []]
        .flatMap((words) => [...words])
        .flatMap((words) => words.split(' ')),
    ),
    compound,
  }
}
