import { folded } from 'dramatis/questions'
import { figuresPattern, readFigures, type Separators } from './figures.ts'
import type { Rational } from './rational.ts'

/** A piece of text: a number in figures, a word, or one character that means something. */
export type Lexeme =
  | { type: 'figures'; value: Rational }
  /** `text` is folded; `written` keeps upper and lower case, which symbols of units need. */
  | { type: 'word'; text: string; written: string }
  | { type: 'symbol'; text: string }

const spelledSymbols: Readonly<Record<string, string>> = {
  '×': '*',
  '·': '*',
  '⋅': '*',
  '∙': '*',
  '÷': '/',
  '∕': '/',
  '−': '-',
  '–': '-',
  '—': '-',
  '‘': "'",
  '’': "'",
  '′': "'",
  '“': '"',
  '”': '"',
  '″': '"',
  '[': '(',
  ']': ')',
  ';': ',',
}
const symbols = new Set('+-*/^%!(),\'"√π²³½¼¾:='.split(''))
const unitPattern = /[\p{L}°]+(?:\/\p{L}+|\^?[23](?![\p{L}\d])|[²³])/uy
const wordPattern = /[\p{L}\p{M}°]+/uy
const spacePattern = /\s+/y
/** Inside a word, a hyphen or an apostrophe parts it in two: twenty-three, l'heure, what's. */
const insidePattern = /['’-](?=\p{L})/uy

/** Splits a text. Undefined where it holds a character that no sum has. `isUnit` knows symbols such as km/h. */
export function makeLexer(separators: Separators, isUnit: (symbol: string) => boolean) {
  const figures = figuresPattern(separators)
  return (text: string): Lexeme[] | undefined => {
    const lexemes: Lexeme[] = []
    for (let at = 0; at < text.length; ) {
      const match = (pattern: RegExp): string | undefined => {
        pattern.lastIndex = at
        return pattern.exec(text)?.[0]
      }
      const space = match(spacePattern)
      if (space !== undefined) {
        at += space.length
        continue
      }
      const number = match(figures)
      if (number !== undefined) {
        lexemes.push({ type: 'figures', value: readFigures(number, separators) })
        at += number.length
        continue
      }
      const compound = match(unitPattern)
      const word = compound !== undefined && isUnit(compound) ? compound : match(wordPattern)
      if (word !== undefined) {
        lexemes.push({ type: 'word', text: folded(word), written: word })
        at += word.length
        at += match(insidePattern)?.length ?? 0
        continue
      }
      const character = text.charAt(at)
      const double = text.startsWith('**', at) ? '^' : text.startsWith("''", at) ? '"' : undefined
      const symbol = double ?? spelledSymbols[character] ?? character
      if (!symbols.has(symbol)) return undefined
      lexemes.push({ type: 'symbol', text: symbol })
      at += double === undefined ? 1 : 2
    }
    return lexemes
  }
}
