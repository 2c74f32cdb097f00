import { primaryLanguage } from 'dramatis'
import { folded } from 'dramatis/questions'
import { de } from './languages/de.ts'
import { en } from './languages/en.ts'
import { es } from './languages/es.ts'
import { fr } from './languages/fr.ts'
import { it } from './languages/it.ts'
import { nl } from './languages/nl.ts'
import { pt } from './languages/pt.ts'
import type { LanguageTable } from './table.ts'
import { tokens } from './tokens.ts'

const tables: Readonly<Record<string, LanguageTable>> = { de, en, es, fr, it, nl, pt }

export type Meaning = 'yes' | 'no' | 'unsure' | 'neutral'

export interface Phrase {
  readonly words: readonly string[]
  readonly meaning: Meaning
}

/** A language's table, compiled. */
export interface Language {
  /** By their first word, the longest first. */
  readonly phrases: ReadonlyMap<string, readonly Phrase[]>
  readonly negators: ReadonlySet<string>
  readonly breaks: ReadonlySet<string>
  /** The statement is group `x`. */
  readonly asks: readonly RegExp[]
  readonly asksBefore: readonly RegExp[]
  readonly replies: LanguageTable['replies']
}

const compiled = new Map<string, Language>()

/** The language of a BCP 47 tag, compiled at its first use; undefined where it is not spoken. */
export function languageOf(tag: string): Language | undefined {
  const lang = primaryLanguage(tag)
  const table = Object.hasOwn(tables, lang) ? tables[lang] : undefined
  if (!table) return undefined
  const language = compiled.get(lang) ?? compile(table)
  compiled.set(lang, language)
  return language
}

function compile(table: LanguageTable): Language {
  return {
    phrases: phrasesOf(table),
    negators: new Set(list(table.negators)),
    breaks: new Set(list(table.breaks)),
    asks: table.asks.map(pattern),
    asksBefore: table.asksBefore.map(pattern),
    replies: table.replies,
  }
}

function phrasesOf(table: LanguageTable): ReadonlyMap<string, readonly Phrase[]> {
  const phrases = new Map<string, Phrase[]>()
  for (const meaning of ['yes', 'no', 'unsure', 'neutral'] as const) {
    for (const phrase of list(table[meaning])) {
      const words = tokens(phrase)
      const [first = ''] = words
      phrases.set(first, [...(phrases.get(first) ?? []), { words, meaning }])
    }
  }
  for (const group of phrases.values()) group.sort((one, other) => other.words.length - one.words.length)
  return phrases
}

function list(phrases: string): string[] {
  return phrases.split(',').map((phrase) => folded(phrase).trim().replace(/\s+/g, ' '))
}

/** It ignores case; a letter with an accent stands for the one without too. */
function pattern(source: string): RegExp {
  const spelled = source.replace(/[^\0-\x7f]/g, (letter) => `(?:${letter}|${folded(letter)})`)
  const named = spelled.replace('{x}', '(?<x>.+)').replace('{q}', `(?<x>"[^"]+"|'.+')`)
  return new RegExp(`^(?:${named})$`, 'i')
}
