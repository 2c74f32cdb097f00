import { makeNumberReaders } from 'dramatis/arithmetic'
import type { DayUnit } from './day.ts'
import type { FormName, Holiday, Language, PhraseName } from './languages/language.ts'
import { fold, wholePattern } from './text.ts'

const numbersIn = makeNumberReaders()

/** A language, compiled for reading. */
export interface Locale {
  /** BCP 47 primary subtag. */
  readonly lang: string
  readonly forms: readonly (readonly [FormName, RegExp])[]
  readonly phrases: readonly (readonly [PhraseName, RegExp])[]
  readonly days: ReadonlyMap<string, number>
  readonly units: ReadonlyMap<string, DayUnit>
  /** A number in one word. */
  readonly count: (word: string) => number | undefined
  readonly years: ReadonlyMap<string, number>
  readonly holidays: ReadonlyMap<string, Holiday>
  readonly places: ReadonlyMap<string, string>
  /** 0 is Sunday. */
  readonly weekdays: ReadonlyMap<string, number>
  /** 1 is January. */
  readonly months: ReadonlyMap<string, number>
  readonly says: Language['says']
}

export function makeLocale(lang: string, language: Language): Locale {
  return {
    lang,
    forms: language.forms.map(([name, source]) => [name, wholePattern(source)]),
    phrases: language.phrases.map(([name, source]) => [name, wholePattern(source)]),
    days: folded(Object.entries(language.days)),
    units: folded(named(language.units)),
    count: counting(lang, language.articles),
    years: folded(Object.entries(language.years)),
    holidays: folded(named(language.holidays)),
    places: new Map(Object.entries(language.places).map(([name, other]) => [fold(name), fold(other)])),
    // 2 January 2000 was a Sunday.
    weekdays: dateNames(lang, { weekday: 'long' }, 7, (index) => Date.UTC(2000, 0, 2 + index), 0),
    months: dateNames(lang, { month: 'long' }, 12, (index) => Date.UTC(2000, index, 1), 1),
    says: language.says,
  }
}

/** The reader is made when the first question has a number in words: that takes milliseconds. */
function counting(lang: string, articles: readonly string[] = []): Locale['count'] {
  return (word) => (articles.includes(word) ? 1 : numbersIn(lang)((at) => (at === 0 ? word : undefined), 0)?.value)
}

function folded<T>(entries: Iterable<readonly [string, T]>): ReadonlyMap<string, T> {
  return new Map([...entries].map(([word, value]) => [fold(word), value]))
}

/** `{ week: 'week|weeks' }` as pairs of a name and its key. */
function named<K extends string>(table: Readonly<Partial<Record<K, string>>>): [string, K][] {
  const keys = Object.keys(table) as K[] // the type of Object.keys forgets which keys there are
  return keys.flatMap((key) => (table[key] ?? '').split('|').map((name): [string, K] => [name, key]))
}

function dateNames(
  lang: string,
  options: Intl.DateTimeFormatOptions,
  count: number,
  dateOf: (index: number) => number,
  first: number,
): ReadonlyMap<string, number> {
  const format = new Intl.DateTimeFormat(lang, { ...options, timeZone: 'UTC' })
  return new Map(Array.from({ length: count }, (_, index) => [fold(format.format(dateOf(index))), first + index]))
}
