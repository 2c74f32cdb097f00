import { type Day, type DayUnit, span, toDate } from './day.ts'

/** How a locale writes dates, times and spans. */
export interface Wording {
  date(day: Day): string
  /** February 2024. */
  month(day: Day): string
  monthName(day: Day): string
  year(day: Day): string
  clock(instant: Date, timeZone: string): string
  /** In 34 days, 5 days ago, today. */
  distance(days: number): string
  /** 4 weeks, 6 days; without what is zero. */
  weeks(days: number): string
  /** 6 years, 6 months, 19 days; without what is zero. */
  years(from: Day, to: Day): string
  days(count: number): string
}

/** Time zones are asked for by clients, and a format of each takes some memory. */
const mostClocks = 20

export function makeWording(lang: string): Wording {
  const inUtc = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(lang, { ...options, timeZone: 'UTC', calendar: 'gregory' })
  const date = inUtc({ dateStyle: 'full' })
  const month = inUtc({ month: 'long', year: 'numeric' })
  const monthName = inUtc({ month: 'long' })
  const year = inUtc({ year: 'numeric' })
  const near = new Intl.RelativeTimeFormat(lang, { numeric: 'auto' })
  const far = new Intl.RelativeTimeFormat(lang, { numeric: 'always' })
  const list = new Intl.ListFormat(lang, { type: 'unit', style: 'long' })
  const clocks = new Map<string, Intl.DateTimeFormat>()
  const counted = unitCounter(lang)
  const joined = (parts: readonly (readonly [number, DayUnit])[]) =>
    list.format(parts.filter(([count]) => count > 0).map(([count, unit]) => counted(count, unit)))
  return {
    date: (day) => date.format(toDate(day)),
    month: (day) => month.format(toDate(day)),
    monthName: (day) => monthName.format(toDate(day)),
    year: (day) => year.format(toDate(day)),
    clock: (instant, timeZone) => {
      if (clocks.size >= mostClocks) clocks.clear()
      const clock = clocks.get(timeZone) ?? new Intl.DateTimeFormat(lang, { timeStyle: 'short', timeZone })
      clocks.set(timeZone, clock)
      return clock.format(instant)
    },
    // Some languages have a word for two days from now, which would hide the number that was asked for.
    distance: (days) => (Math.abs(days) > 1 ? far : near).format(days, 'day'),
    weeks: (days) =>
      joined([
        [Math.floor(days / 7), 'week'],
        [days % 7, 'day'],
      ]),
    years: (from, to) => {
      const { years, months, days } = span(from, to)
      return joined([
        [years, 'year'],
        [months, 'month'],
        [days, 'day'],
      ])
    },
    days: (count) => counted(count, 'day'),
  }
}

function unitCounter(lang: string): (count: number, unit: DayUnit) => string {
  const format = (unit: DayUnit) => new Intl.NumberFormat(lang, { style: 'unit', unit, unitDisplay: 'long' })
  const formats: Record<DayUnit, Intl.NumberFormat> = {
    day: format('day'),
    week: format('week'),
    month: format('month'),
    year: format('year'),
  }
  return (count, unit) => formats[unit].format(count)
}
