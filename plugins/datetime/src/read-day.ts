import type { MaybePromise } from 'dramatis'
import { type Day, partsOf, shift, weekdayOf } from './day.ts'
import type { Direction } from './direction.ts'
import { holidayIn } from './holidays.ts'
import type { Holiday, PhraseName } from './languages/language.ts'
import type { Locale } from './locale.ts'
import { readWritten } from './read-written.ts'
import { fold } from './text.ts'

export interface DayContext {
  readonly locale: Locale
  /** BCP 47, with the region that decides how 5/1/2020 is read. */
  readonly lang: string
  readonly today: Day
  readonly direction: Direction
}

/** Phrases in phrases: three days after two weeks before Easter. */
const deepest = 4

/** The day that a phrase means. A promise only where a written date has to be read; undefined where it means none. */
export function readDay(phrase: string, context: DayContext, depth = 0): MaybePromise<Day | undefined> {
  if (depth > deepest) return undefined
  const { locale, today, lang, direction } = context
  const distance = locale.days.get(fold(phrase))
  if (distance !== undefined) return today + distance
  const holiday = readHoliday(fold(phrase), context)
  if (holiday !== undefined) return holiday
  for (const [name, pattern] of locale.phrases) {
    const groups = pattern.exec(phrase)?.groups
    const day = groups && readPhrase(name, groups, context, depth)
    if (day !== undefined) return day
  }
  const isWritten =
    /\d/.test(phrase) ||
    fold(phrase)
      .split(' ')
      .some((word) => locale.months.has(word))
  return isWritten ? readWritten(phrase, lang, today, direction) : undefined
}

/** Whether a phrase counts from another day, as in `two weeks from Friday`: nobody says that without asking for the day. */
export function isReckoned(phrase: string, { phrases }: Locale): boolean {
  return phrases.some(([name, pattern]) => (name === 'after' || name === 'before') && pattern.test(phrase))
}

function readPhrase(
  name: PhraseName,
  groups: Readonly<Record<string, string>>,
  context: DayContext,
  depth: number,
): MaybePromise<Day | undefined> {
  const { today, locale } = context
  switch (name) {
    case 'this-weekday':
    case 'next-weekday':
    case 'last-weekday': {
      const weekday = locale.weekdays.get(fold(groups['w'] ?? ''))
      return weekday === undefined ? undefined : nearWeekday(name, weekday, today)
    }
    case 'in':
      return shifted(today, groups, 1, locale)
    case 'ago':
      return shifted(today, groups, -1, locale)
    case 'after':
      return later(groups, 1, context, depth)
    case 'before':
      return later(groups, -1, context, depth)
  }
}

function later(
  groups: Readonly<Record<string, string>>,
  sign: 1 | -1,
  context: DayContext,
  depth: number,
): MaybePromise<Day | undefined> {
  if (shifted(context.today, groups, sign, context.locale) === undefined) return undefined
  const from = readDay(groups['d'] ?? '', context, depth + 1)
  const on = (day: Day | undefined) => (day === undefined ? undefined : shifted(day, groups, sign, context.locale))
  return from instanceof Promise ? from.then(on) : on(from)
}

function shifted(from: Day, groups: Readonly<Record<string, string>>, sign: 1 | -1, locale: Locale): Day | undefined {
  const unit = locale.units.get(fold(groups['u'] ?? ''))
  if (unit === undefined) return undefined
  const { n: written = '' } = groups
  const count = /^\d+$/.test(written) ? Number(written) : locale.count(fold(written))
  return count === undefined ? undefined : shift(from, sign * count, unit)
}

/** A bare weekday is the coming one, and that may be today; the next and the last are never today. */
function nearWeekday(name: 'this-weekday' | 'next-weekday' | 'last-weekday', weekday: number, today: Day): Day {
  const ahead = (weekday - weekdayOf(today) + 7) % 7
  switch (name) {
    case 'this-weekday':
      return today + ahead
    case 'next-weekday':
      return today + (ahead || 7)
    case 'last-weekday':
      return today + ahead - 7
  }
}

function readHoliday(phrase: string, { locale, today, direction }: DayContext): Day | undefined {
  const [name, year] = splitYear(phrase, today, locale)
  const holiday = locale.holidays.get(name.replace(/^(?:le |la |el |the |der |the day of )/, ''))
  const known = holiday ?? locale.holidays.get(name)
  if (known === undefined) return undefined
  return year === undefined ? nearHoliday(known, today, direction) : holidayIn(year, known)
}

/** `easter 2027`, or `easter next year`. */
function splitYear(phrase: string, today: Day, { years }: Locale): [name: string, year: number | undefined] {
  const [, name, year] = /^(.+?) (?:de |del |en |of |in )?(\d{4})$/.exec(phrase) ?? []
  if (name !== undefined) return [name, Number(year)]
  for (const [words, distance] of years) {
    if (phrase.endsWith(` ${words}`)) return [phrase.slice(0, -words.length - 1), partsOf(today).year + distance]
  }
  return [phrase, undefined]
}

function nearHoliday(holiday: Holiday, today: Day, direction: Direction): Day | undefined {
  const { year } = partsOf(today)
  const thisYear = holidayIn(year, holiday)
  if (thisYear === undefined) return undefined
  if (direction === 'behind') return thisYear > today ? holidayIn(year - 1, holiday) : thisYear
  return thisYear < today ? holidayIn(year + 1, holiday) : thisYear
}
