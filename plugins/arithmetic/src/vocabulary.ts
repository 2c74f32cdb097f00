import { folded } from 'dramatis/questions'
import type { Separators } from './figures.ts'
import type { FormName, Language, Meaning } from './languages/language.ts'
import { type Lexeme, makeLexer } from './lexer.ts'
import type { UnitWord } from './node.ts'
import { makeNumberReader, type NumberReader } from './number-words.ts'
import { unitNames, unitOfSymbol } from './unit-words.ts'

export type FormItem = { literal: string } | { slot: 'a' | 'b' | 'u' | 'n' }

export interface Form {
  readonly name: FormName
  readonly items: readonly FormItem[]
  readonly literals: readonly string[]
}

/** A language, compiled: everything that is needed to read a question in it. */
export interface Vocabulary {
  readonly lex: (text: string) => Lexeme[] | undefined
  readonly openings: readonly (readonly string[])[]
  readonly closings: readonly (readonly string[])[]
  readonly phrases: ReadonlyMap<string, Meaning>
  readonly forms: readonly Form[]
  readonly numbers: NumberReader
  readonly skips: (word: string) => boolean
  /** The unit that some words in a row name. */
  readonly unit: (words: readonly Extract<Lexeme, { type: 'word' }>[]) => UnitWord | undefined
  /** False for a word that no sum of this language has. */
  readonly knows: (word: Extract<Lexeme, { type: 'word' }>) => boolean
}

/** The longest phrase, in words. */
export const longestPhrase = 6

/** Compiles a language for a locale that writes figures with these separators. */
export function makeVocabulary(language: Language, separators: Separators): Vocabulary {
  const skipped = new Set(language.skipped.map(folded))
  const split = (phrase: string) =>
    folded(phrase)
      .split(' ')
      .filter((word) => !skipped.has(word))
  const names = unitNames(language)
  const numbers = makeNumberReader(language.numbers)
  const phrases = new Map([...language.words].map(([phrase, meaning]) => [split(phrase).join(' '), meaning]))
  const forms = language.forms.map(([name, pattern]) => toForm(name, split(pattern)))
  const byLength = (list: readonly string[]) => list.map(split).sort((a, b) => b.length - a.length)
  const [openings, closings] = [byLength(language.openings), byLength(language.closings)]
  const known = new Set(
    [phrases.keys(), names.keys()].flatMap((keys) => [...keys].flatMap((phrase) => phrase.split(' '))),
  )
  for (const word of [...openings, ...closings, ...forms.map(({ literals }) => literals)].flat()) known.add(word)
  for (const word of [...numbers.vocabulary, ...skipped, 'pi']) known.add(word)

  return {
    lex: makeLexer(separators, (symbol) => unitOfSymbol(symbol) !== undefined),
    openings,
    closings,
    phrases,
    forms,
    numbers,
    skips: (word) => skipped.has(word),
    unit: (words) =>
      names.get(words.map(({ text }) => text).join(' ')) ?? unitOfSymbol(words.map(({ written }) => written).join(' ')),
    knows: ({ text, written }) =>
      known.has(text) || unitOfSymbol(written) !== undefined || numbers.compound?.(text) !== undefined,
  }
}

function toForm(name: FormName, words: readonly string[]): Form {
  const items = words.map((word): FormItem => {
    switch (word) {
      case '{a}':
        return { slot: 'a' }
      case '{b}':
        return { slot: 'b' }
      case '{u}':
        return { slot: 'u' }
      case '{n}':
        return { slot: 'n' }
      default:
        return { literal: word }
    }
  })
  return { name, items, literals: items.flatMap((item) => ('literal' in item ? item.literal : [])) }
}
