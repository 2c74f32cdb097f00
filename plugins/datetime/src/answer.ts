import type { MaybePromise } from 'dramatis'
import { type Day, dayOf, daysInMonth, isLeapYear, isoWeek, partsOf } from './day.ts'
import type { Direction } from './direction.ts'
import type { FormName } from './languages/language.ts'
import type { Locale } from './locale.ts'
import { findPlace } from './places.ts'
import { isReckoned, readDay } from './read-day.ts'
import { fold } from './text.ts'
import type { Wording } from './wording.ts'

/** What an answer depends on besides the question. */
export interface Moment {
  readonly locale: Locale
  readonly wording: Wording
  readonly lang: string
  readonly now: Date
  readonly timeZone: string
  readonly today: Day
}

type Slots = Readonly<Record<string, string>>

/** The answer to a question, or undefined where it has none of the language's forms. */
export function answer(question: string, moment: Moment): MaybePromise<string | undefined> {
  return firstAnswer(question, moment, 0)
}

function firstAnswer(question: string, moment: Moment, from: number): MaybePromise<string | undefined> {
  const { forms } = moment.locale
  for (const [index, [name, pattern]] of forms.entries()) {
    const match = index < from ? null : pattern.exec(question)
    const found = match && answers[name](match.groups ?? {}, moment, question)
    if (found instanceof Promise) return found.then((text) => text ?? firstAnswer(question, moment, index + 1))
    if (found != null) return found
  }
  return undefined
}

type Answering = (slots: Slots, moment: Moment, question: string) => MaybePromise<string | undefined>

const answers: Record<FormName, Answering> = {
  time: (_, { locale, wording, now, timeZone }) => fill(locale.says.time, { time: wording.clock(now, timeZone) }),
  'time-in': ({ p = '' }, { locale, wording, now }) => {
    const place = findPlace(p, locale.places)
    if (!place) return undefined
    const time = wording.clock(now, place.timeZone)
    return fill(locale.says.timeIn, { place: place.name, time, date: wording.date(dayIn(now, place.timeZone)) })
  },
  today: (_, { locale, wording, today }) => fill(locale.says.today, { date: wording.date(today) }),
  day: ({ d = '', y }, moment) =>
    withDay(y === undefined ? d : `${d} ${y}`, moment, 'nearest', (day) => dayText(day, moment)),
  reckoned: ({ d = '' }, moment) =>
    isReckoned(d, moment.locale) ? withDay(d, moment, 'nearest', (day) => dayText(day, moment)) : undefined,
  coming: ({ d = '' }, moment) => withDay(d, moment, 'ahead', (day) => dayText(day, moment)),
  gone: ({ d = '' }, moment) => withDay(d, moment, 'behind', (day) => dayText(day, moment)),
  until: ({ d = '' }, moment, question) =>
    withDay(startOf(d), moment, 'ahead', (day) => distanceText(day, moment, question)),
  since: ({ d = '' }, moment, question) =>
    withDay(startOf(d), moment, 'behind', (day) => distanceText(day, moment, question)),
  between: ({ d = '', e = '' }, moment) =>
    withDay(d, moment, 'nearest', (first) =>
      withDay(e, moment, 'nearest', (second) => spanText(Math.min(first, second), Math.max(first, second), moment)),
    ),
  week: ({ d }, moment) =>
    d === undefined ? weekText(moment.today, moment) : withDay(d, moment, 'nearest', (day) => weekText(day, moment)),
  year: (_, { locale, wording, today }) => fill(locale.says.year, { year: wording.year(today) }),
  month: (_, { locale, wording, today }) => fill(locale.says.year, { year: wording.month(today) }),
  weekday: ({ w = '' }, { locale, wording, today }) =>
    locale.weekdays.has(fold(w)) ? fill(locale.says.today, { date: wording.date(today) }) : undefined,
  'leap-year': ({ y }, { locale, today }) => {
    const year = yearOf(y, today, locale)
    if (year === 0) return undefined
    return fill(isLeapYear(year) ? locale.says.leapYear : locale.says.noLeapYear, { year: String(year) })
  },
  'year-length': ({ y }, { locale, wording, today }) => {
    const year = yearOf(y, today, locale)
    if (dayOf(year, 1, 1) === undefined) return undefined
    return fill(locale.says.distance, { distance: String(year), date: wording.days(isLeapYear(year) ? 366 : 365) })
  },
  'month-length': ({ m = '' }, moment) => monthText(m, moment),
}

/** A bare year stands for its first day. */
function startOf(phrase: string): string {
  return /^\d{4}$/.test(phrase) ? `${phrase}-01-01` : phrase
}

/** `2024`, or `next year`; this year where none is named. */
function yearOf(named: string | undefined, today: Day, { years }: Locale): number {
  const { year } = partsOf(today)
  return named === undefined ? year : /^\d+$/.test(named) ? Number(named) : year + (years.get(fold(named)) ?? 0)
}

/** The day that the clocks of a time zone show. */
export function dayIn(now: Date, timeZone: string): Day {
  let format = calendars.get(timeZone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
    calendars.set(timeZone, format)
  }
  const [year = 1970, month = 1, date = 1] = format.format(now).split('-').map(Number)
  return dayOf(year, month, date) ?? 0
}

/** One for each time zone that was asked for; there are some four hundred. */
const calendars = new Map<string, Intl.DateTimeFormat>()

function withDay(
  phrase: string,
  { locale, lang, today }: Moment,
  direction: Direction,
  use: (day: Day) => MaybePromise<string | undefined>,
): MaybePromise<string | undefined> {
  const day = readDay(phrase, { locale, lang, today, direction })
  if (day instanceof Promise) return day.then((found) => (found === undefined ? undefined : use(found)))
  return day === undefined ? undefined : use(day)
}

function dayText(day: Day, { locale: { says }, wording, today }: Moment): string {
  const form = day === today ? says.today : day < today ? says.past : says.future
  return fill(form, { date: wording.date(day) })
}

/** In 34 days (4 weeks, 6 days): Friday, December 25, 2026. The part in brackets is there for who asked for weeks. */
function distanceText(day: Day, { locale, wording, today }: Moment, question: string): string {
  const units = new Set(
    fold(question)
      .split(' ')
      .map((word) => locale.units.get(word)),
  )
  const days = Math.abs(day - today)
  const [from, to] = [Math.min(day, today), Math.max(day, today)]
  const parts = units.has('week') ? wording.weeks(days) : units.has('day') || days < 31 ? '' : wording.years(from, to)
  const distance = wording.distance(day - today) + (parts === '' ? '' : ` (${parts})`)
  return fill(locale.says.distance, { distance, date: wording.date(day) })
}

function spanText(from: Day, to: Day, { locale, wording }: Moment): string {
  const parts = to - from < 31 ? '' : ` (${wording.years(from, to)})`
  const distance = wording.days(to - from) + parts
  return fill(locale.says.distance, { distance, date: `${wording.date(from)} – ${wording.date(to)}` })
}

function weekText(day: Day, { locale }: Moment): string {
  const { week, year } = isoWeek(day)
  return fill(locale.says.week, { week: String(week), year: String(year) })
}

/** The year matters for February alone. */
function monthText(named: string, { locale, wording, today }: Moment): string | undefined {
  const [name = '', given] = fold(named).split(/ (?:de |del )?(?=\d{4}$)/)
  const month = locale.months.get(name)
  const year = given === undefined ? partsOf(today).year : Number(given)
  const first = month === undefined ? undefined : dayOf(year, month, 1)
  if (month === undefined || first === undefined) return undefined
  const title = given === undefined && month !== 2 ? wording.monthName(first) : wording.month(first)
  return fill(locale.says.distance, { distance: title, date: wording.days(daysInMonth(year, month)) })
}

function fill(text: string, values: Readonly<Record<string, string>>): string {
  return capital(text.replace(/\{(\w+)\}/g, (_, key: string) => values[key] ?? ''))
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
