import type { DayUnit } from '../day.ts'

/** What a question about time asks for. */
export type FormName =
  /** the time here, or in `{p}` */
  | 'time'
  | 'time-in'
  /** today's date, or its weekday */
  | 'today'
  /** which day `{d}` is */
  | 'day'
  /** when `{d}` is to come, or was */
  | 'coming'
  | 'gone'
  /** how far off `{d}` is: looked for ahead, or behind */
  | 'until'
  | 'since'
  /** from `{d}` to `{e}` */
  | 'between'
  /** the week of today, or of `{d}` */
  | 'week'
  | 'year'
  | 'month'
  /** whether `{y}` is a leap year */
  | 'leap-year'
  /** the length of `{m}`, with or without a year, or that of `{y}` */
  | 'month-length'
  | 'year-length'
  /** whether today is `{w}` */
  | 'weekday'
  /** which day a bare distance means: two weeks from Friday */
  | 'reckoned'

export type Holiday =
  | 'christmas'
  | 'christmas-eve'
  | 'boxing-day'
  | 'new-year'
  | 'new-years-eve'
  | 'epiphany'
  | 'valentine'
  | 'halloween'
  | 'all-saints'
  | 'easter'
  | 'easter-monday'
  | 'good-friday'
  | 'ascension'
  | 'pentecost'

/** How a day is given by a weekday `{w}` or at a distance from `{d}`: `{n}` units of `{u}`. */
export type PhraseName = 'this-weekday' | 'next-weekday' | 'last-weekday' | 'in' | 'ago' | 'after' | 'before'

/**
 * A language that questions about time can be asked in. Patterns are sources of regular expressions; they ignore case,
 * and a letter with an accent stands for the one without too.
 */
export interface Language {
  readonly forms: readonly (readonly [FormName, pattern: string])[]
  readonly phrases: readonly (readonly [PhraseName, pattern: string])[]
  /** Words for days by their distance from today. */
  readonly days: Readonly<Record<string, number>>
  readonly units: Readonly<Record<DayUnit, string>>
  /** What means one before a unit, and is no number elsewhere: in a week. */
  readonly articles?: readonly string[]
  /** Words for years by their distance from this one. */
  readonly years: Readonly<Record<string, number>>
  /** Names parted by `|`. */
  readonly holidays: Readonly<Partial<Record<Holiday, string>>>
  /** Names of places that differ from those in the table of cities. */
  readonly places: Readonly<Record<string, string>>
  readonly says: {
    readonly time: string
    readonly timeIn: string
    readonly today: string
    readonly past: string
    readonly future: string
    readonly distance: string
    readonly week: string
    readonly year: string
    readonly leapYear: string
    readonly noLeapYear: string
  }
}
