import type { Meaning } from './languages/language.ts'
import type { Lexeme } from './lexer.ts'
import { NoResult } from './no-result.ts'
import type { UnitWord } from './node.ts'
import { add, isWhole, multiply, type Rational, rational } from './rational.ts'
import { unitOfSymbol } from './unit-words.ts'
import { longestPhrase, type Vocabulary } from './vocabulary.ts'

export type Token = Meaning | { type: 'number'; value: Rational; name?: string } | { type: 'unit'; word: UnitWord }

const pi: Token = {
  type: 'number',
  value: rational(314159265358979323846264338327950288419716939937510n, 10n ** 50n),
  name: 'π',
}

const symbols: Readonly<Record<string, Meaning>> = {
  '+': { type: 'binary', operator: '+' },
  '-': { type: 'binary', operator: '-' },
  '*': { type: 'binary', operator: '*' },
  '/': { type: 'binary', operator: '/' },
  ':': { type: 'binary', operator: '/' },
  '^': { type: 'binary', operator: '^' },
  '%': { type: 'postfix', name: 'percent' },
  '!': { type: 'postfix', name: 'factorial' },
  '²': { type: 'postfix', name: 'squared' },
  '³': { type: 'postfix', name: 'cubed' },
  '√': { type: 'prefix', name: 'square root' },
  ',': { type: ',' },
  '(': { type: '(' },
  ')': { type: ')' },
}
const fractionSymbols: Readonly<Record<string, bigint>> = { '½': 2n, '¼': 4n }

/** What the words and symbols of a sum do. @throws NoResult where one of them does nothing in a sum. */
export function toTokens(lexemes: readonly Lexeme[], vocabulary: Vocabulary): Token[] {
  const tokens: Token[] = []
  const wordAt = (at: number): string | undefined => {
    const lexeme = lexemes[at]
    return lexeme?.type === 'word' ? lexeme.text : undefined
  }

  for (let at = 0; at < lexemes.length; ) at += read(at)
  return tokens

  /** Reads one token and gives the number of lexemes that it takes. */
  function read(at: number): number {
    const lexeme = lexemes[at]
    switch (lexeme?.type) {
      case 'figures':
        return readFigures(lexeme.value, at)
      case 'symbol':
        return readSymbol(lexeme.text)
      case 'word':
        return readWord(lexeme.text, at)
      case undefined:
        throw new NoResult('no-sum')
    }
  }

  function readFigures(value: Rational, at: number): number {
    const part = fractionAt(at)
    if (part && (isOf(at + 3) || (part.n < part.d && isUnit(at + 3))) && !tightens(tokens.at(-1))) {
      tokens.push({ type: 'number', value: part, name: `${part.n}/${part.d}` })
      return 3
    }
    const rest = isWhole(value) ? fractionAt(at + 1) : undefined
    if (rest && rest.n < rest.d && !isSymbol(at - 1, '/') && !isSymbol(at + 4, '/')) {
      tokens.push({ type: 'number', value: add(value, rest) })
      return 4
    }
    const scale = vocabulary.numbers.scale(wordAt(at + 1))
    tokens.push({ type: 'number', value: scale === undefined ? value : multiply(value, rational(BigInt(scale))) })
    return scale === undefined ? 1 : 2
  }

  /** The value of `3/4` in whole figures, as in `3/4 of 80` and `2 3/4 cups`. */
  function fractionAt(at: number): Rational | undefined {
    const [upper, lower] = [lexemes[at], lexemes[at + 2]]
    if (upper?.type !== 'figures' || lower?.type !== 'figures' || !isSymbol(at + 1, '/')) return undefined
    return isWhole(upper.value) && isWhole(lower.value) && lower.value.n > 0n
      ? rational(upper.value.n, lower.value.n)
      : undefined
  }

  function isSymbol(at: number, text: string): boolean {
    const lexeme = lexemes[at]
    return lexeme?.type === 'symbol' && lexeme.text === text
  }

  function isOf(at: number): boolean {
    return longest(at, phraseOf)?.found.type === 'of'
  }

  function isUnit(at: number): boolean {
    const lexeme = lexemes[at]
    if (lexeme?.type === 'symbol') return unitOfSymbol(lexeme.text) !== undefined
    return longest(at, unitOf) !== undefined
  }

  function readSymbol(text: string): number {
    const unit = tokens.at(-1)?.type === 'number' ? unitOfSymbol(text) : undefined
    if (unit) tokens.push({ type: 'unit', word: unit })
    else if (text === 'π') tokens.push(pi)
    else if (text === '¾') pushFraction(3n, 4n, add)
    else if (fractionSymbols[text] !== undefined) pushFraction(1n, fractionSymbols[text], add)
    else if (symbols[text]) tokens.push(symbols[text])
    else throw new NoResult('no-sum')
    return 1
  }

  function readWord(text: string, at: number): number {
    // `a` is the symbol of the are, but only right after figures.
    const isWordHere = vocabulary.numbers.isArticle(text) && lexemes[at - 1]?.type !== 'figures'
    const unit = tokens.at(-1)?.type === 'number' && !isWordHere ? longest(at, unitOf) : undefined
    const phrase = longest(at, phraseOf)
    if (unit && unit.length >= (phrase?.length ?? 0)) {
      tokens.push({ type: 'unit', word: unit.found })
      return unit.length
    }
    const number = vocabulary.numbers.read(wordAt, at)
    if (number && number.length >= (phrase?.length ?? 0)) {
      tokens.push({ type: 'number', value: number.value })
      return number.length
    }
    if (phrase) {
      tokens.push(phrase.found)
      return phrase.length
    }
    const fraction = vocabulary.numbers.fraction(text)
    if (fraction !== undefined) pushFraction(1n, BigInt(fraction), multiply)
    else if (text === 'pi') tokens.push(pi)
    else if (!vocabulary.numbers.isArticle(text)) throw new NoResult('no-sum')
    else if (longest(at + 1, unitOf)) tokens.push({ type: 'number', value: rational(1n) })
    return 1
  }

  /** `three quarters` is one number, and so are `2½` and `two and a half`. */
  function pushFraction(n: bigint, d: bigint, join: typeof add): void {
    const value = rational(n, d)
    const last = tokens.at(-1)
    const before = tokens.at(-2)
    if (last?.type === 'number') {
      tokens.pop()
      const joined = join(last.value, value)
      tokens.push({ type: 'number', value: joined, name: `${joined.n}/${joined.d}` })
    } else if (last?.type === 'and' && before?.type === 'number') {
      tokens.splice(-2, 2, { type: 'number', value: add(before.value, value) })
    } else tokens.push({ type: 'number', value, name: `${n}/${d}` })
  }

  function longest<T>(at: number, find: (slice: readonly Extract<Lexeme, { type: 'word' }>[]) => T | undefined) {
    const words: Extract<Lexeme, { type: 'word' }>[] = []
    for (const lexeme of lexemes.slice(at, at + longestPhrase)) {
      if (lexeme.type !== 'word') break
      words.push(lexeme)
    }
    for (; words.length > 0; words.pop()) {
      const found = find(words)
      if (found !== undefined) return { found, length: words.length }
    }
    return undefined
  }

  function unitOf(words: readonly Extract<Lexeme, { type: 'word' }>[]) {
    return vocabulary.unit(words)
  }

  function phraseOf(words: readonly Extract<Lexeme, { type: 'word' }>[]) {
    return vocabulary.phrases.get(words.map(({ text }) => text).join(' '))
  }
}

/** Whether what stands before a fraction would take its upper figure alone: `8 / 1/2 of 4` can be meant two ways. */
function tightens(before: Token | undefined): boolean {
  return before?.type === 'binary' && before.operator !== '+' && before.operator !== '-'
}
