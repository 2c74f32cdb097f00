import type { FormName } from './languages/language.ts'
import type { Lexeme } from './lexer.ts'
import { NoResult } from './no-result.ts'
import type { Node, UnitWord } from './node.ts'
import { parse } from './parser.ts'
import { compare, one, rational } from './rational.ts'
import { toTokens } from './tokens.ts'
import type { Form, FormItem, Vocabulary } from './vocabulary.ts'

type Slots = Partial<Record<'a' | 'b' | 'u' | 'n', readonly Lexeme[]>>

const mostPlaces = 30

/** The sum that a question of a fixed form asks for, or undefined where it has none of the language's forms. */
export function readForm(lexemes: readonly Lexeme[], vocabulary: Vocabulary): Node | undefined {
  const words = new Set(lexemes.map((lexeme) => (lexeme.type === 'word' ? lexeme.text : '')))
  for (const form of vocabulary.forms) {
    if (!form.literals.every((literal) => words.has(literal))) continue
    for (const slots of matches(form.items, lexemes, {})) {
      const node = attempt(() => build(form, slots, vocabulary))
      if (node) return node
    }
  }
  return undefined
}

/** Every way in which a form can be laid over a question. */
function* matches(items: readonly FormItem[], lexemes: readonly Lexeme[], slots: Slots): Generator<Slots> {
  const [item, ...rest] = items
  if (!item) {
    if (lexemes.length === 0) yield slots
    return
  }
  if ('literal' in item) {
    if (isWord(lexemes[0], item.literal)) yield* matches(rest, lexemes.slice(1), slots)
    return
  }
  const [next] = rest
  for (let length = 1; length <= lexemes.length; length++) {
    if (next ? 'literal' in next && !isWord(lexemes[length], next.literal) : length < lexemes.length) continue
    yield* matches(rest, lexemes.slice(length), { ...slots, [item.slot]: lexemes.slice(0, length) })
  }
}

function isWord(lexeme: Lexeme | undefined, text: string): boolean {
  return lexeme?.type === 'word' && lexeme.text === text
}

function build({ name }: Form, slots: Slots, vocabulary: Vocabulary): Node {
  const sum = (slot: 'a' | 'b'): Node => parse(toTokens(slots[slot] ?? [], vocabulary))
  return builders[name]({
    sum,
    unit: () => readUnit(slots.u ?? [], vocabulary),
    places: () => (slots.n ? readPlaces(parse(toTokens(slots.n, vocabulary))) : 0),
  })
}

interface Filled {
  sum(slot: 'a' | 'b'): Node
  unit(): UnitWord
  places(): number
}

const builders: Record<FormName, (filled: Filled) => Node> = {
  convert: ({ sum, unit }) => ({ type: 'convert', inner: sum('a'), to: unit() }),
  share: ({ sum }) => ({ type: 'share', part: sum('a'), whole: sum('b') }),
  percentage: ({ sum }) => ({ type: 'share', part: sum('a'), whole: { type: 'number', value: one } }),
  increase: ({ sum }) => ({ type: 'binary', operator: '+', left: sum('a'), right: sum('b') }),
  decrease: ({ sum }) => ({ type: 'binary', operator: '-', left: sum('a'), right: sum('b') }),
  add: ({ sum }) => ({ type: 'binary', operator: '+', left: sum('a'), right: sum('b') }),
  subtract: ({ sum }) => ({ type: 'binary', operator: '-', left: sum('a'), right: sum('b') }),
  multiply: ({ sum }) => ({ type: 'binary', operator: '*', left: sum('a'), right: sum('b') }),
  divide: ({ sum }) => ({ type: 'binary', operator: '/', left: sum('a'), right: sum('b') }),
  round: ({ sum, places }) => ({ type: 'round', inner: sum('a'), places: places() }),
}

function readUnit(lexemes: readonly Lexeme[], vocabulary: Vocabulary): UnitWord {
  const words = lexemes.flatMap((lexeme) => (lexeme.type === 'word' ? lexeme : []))
  const unit = words.length === lexemes.length ? vocabulary.unit(words) : undefined
  if (!unit) throw new NoResult('no-sum')
  return unit
}

function readPlaces(node: Node): number {
  if (node.type !== 'number' || node.value.d !== 1n) throw new NoResult('no-sum')
  if (compare(node.value, rational(BigInt(mostPlaces))) > 0) throw new NoResult('too-large')
  return Number(node.value.n)
}

/** What does not parse in one form may be meant as another. */
function attempt(read: () => Node): Node | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof NoResult && error.reason === 'no-sum') return undefined
    throw error
  }
}
