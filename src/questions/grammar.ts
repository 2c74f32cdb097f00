import { primaryLanguage } from '../core/language.ts'
import { de } from './languages/de.ts'
import { en } from './languages/en.ts'
import { es } from './languages/es.ts'
import { fr } from './languages/fr.ts'
import { it } from './languages/it.ts'
import { nl } from './languages/nl.ts'
import { pt } from './languages/pt.ts'
import type { Asks, LanguageTable } from './table.ts'
import { folded } from './text.ts'
import type { LifeEvent } from './types.ts'

const tables: Readonly<Record<string, LanguageTable>> = { de, en, es, fr, it, nl, pt }

/** BCP 47 primary subtags. */
export const supportedLanguages: readonly string[] = Object.keys(tables)

/** `x` is the subject, `y` the category. */
export interface Form {
  readonly asks: Asks
  readonly pattern: RegExp
  readonly event?: LifeEvent
}

/** A language's table, compiled. Word sets hold folded words. */
export interface Grammar {
  readonly lang: string
  readonly forms: readonly Form[]
  readonly opening: RegExp
  readonly closing: RegExp
  /** The article is group 1, what follows group 2. */
  readonly article: RegExp
  readonly definite: ReadonlySet<string>
  readonly label: RegExp
  readonly wordLabel: RegExp
  readonly capitalNouns: boolean
  readonly pointers: ReadonlySet<string>
  readonly verbs: ReadonlySet<string>
  readonly particles: ReadonlySet<string>
  readonly chatter: ReadonlySet<string>
  readonly happenings: ReadonlySet<string>
  readonly situations: ReadonlySet<string>
  readonly moments: ReadonlySet<string>
  readonly mysteries: ReadonlySet<string>
}

const compiled = new Map<string, Grammar>()

/** The grammar for a BCP 47 tag, compiled at its first use; undefined where the language is not supported. */
export function grammarOf(tag: string): Grammar | undefined {
  const known = compiled.get(tag)
  if (known) return known
  const lang = primaryLanguage(tag)
  const table = Object.hasOwn(tables, lang) ? tables[lang] : undefined
  if (!table) return undefined
  const grammar = compiled.get(lang) ?? compile(lang, table)
  compiled.set(lang, grammar)
  return grammar
}

function compile(lang: string, table: LanguageTable): Grammar {
  const articles = [...table.definiteArticles, ...table.otherArticles].map((article) =>
    article.endsWith("'") ? article : `${article}(?= )`,
  )
  return {
    lang,
    forms: table.forms.map(([asks, source, event]) => ({
      asks,
      pattern: pattern(`^(?:${source})$`),
      ...(event === undefined ? {} : { event }),
    })),
    opening: pattern(`^(?:${table.openings.join('|')})`),
    closing: pattern(`(?:${table.closings.join('|')})$`),
    article: pattern(`^(${articles.join('|')}) ?(.+)$`),
    definite: new Set(table.definiteArticles),
    label: pattern(`^(?:${table.labels.join('|')})`),
    wordLabel: pattern(`^(?:${table.wordLabels.join('|')})`),
    capitalNouns: table.capitalNouns ?? false,
    pointers: words(table.pointers),
    verbs: words(table.verbs),
    particles: words(table.particles),
    chatter: words(table.chatter),
    happenings: words(table.happenings),
    situations: words(table.situations),
    moments: words(table.moments),
    mysteries: words(table.mysteries),
  }
}

function pattern(source: string): RegExp {
  const spelled = source.replace(/[^\0-\x7f]/g, eitherSpelling)
  const named = spelled.replace(/\{([xy])(\??)\}/g, '(?<$1>.+$2)')
  return new RegExp(named, 'i')
}

const umlauts: Readonly<Record<string, string>> = { ä: '|ae', ö: '|oe', ü: '|ue' }

/** People leave out accents. */
function eitherSpelling(letter: string): string {
  return `(?:${letter}|${folded(letter)}${umlauts[letter] ?? ''})`
}

function words(list: string): ReadonlySet<string> {
  return new Set(
    list
      .trim()
      .split(/\s+/)
      .map((word) => folded(word.replaceAll('_', ' '))),
  )
}
