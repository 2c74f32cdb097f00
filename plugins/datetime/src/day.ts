/** A day of the calendar as the number of days since 1 January 1970: no hours, and so no daylight saving. */
export type Day = number

export type DayUnit = 'day' | 'week' | 'month' | 'year'

const millisecondsPerDay = 86_400_000

/** Undefined where there is no such day, as with 31 April, or it is not in the years 1 to 9999. */
export function dayOf(year: number, month: number, date: number): Day | undefined {
  const day = unchecked(year, month, date)
  const parts = partsOf(day)
  return isInRange(day) && parts.month === month && parts.date === date ? day : undefined
}

/** `month` and `date` count from 1. */
export function partsOf(day: Day): { year: number; month: number; date: number } {
  const midnight = toDate(day)
  return { year: midnight.getUTCFullYear(), month: midnight.getUTCMonth() + 1, date: midnight.getUTCDate() }
}

/** Its midnight in UTC, for `Intl` with the time zone UTC. */
export function toDate(day: Day): Date {
  return new Date(day * millisecondsPerDay)
}

/** 0 is Sunday. */
export function weekdayOf(day: Day): number {
  return (((day + 4) % 7) + 7) % 7
}

/** The last of the month where the month is too short: a month after 31 January is the end of February. */
export function shift(day: Day, count: number, unit: DayUnit): Day | undefined {
  switch (unit) {
    case 'day':
      return checked(day + count)
    case 'week':
      return checked(day + 7 * count)
    case 'month': {
      const { year, month, date } = partsOf(day)
      const months = year * 12 + month - 1 + count
      const [inYear, inMonth] = [Math.floor(months / 12), (((months % 12) + 12) % 12) + 1]
      return checked(unchecked(inYear, inMonth, Math.min(date, daysInMonth(inYear, inMonth))))
    }
    case 'year':
      return shift(day, 12 * count, 'month')
  }
}

export function daysInMonth(year: number, month: number): number {
  return partsOf(unchecked(year, month + 1, 0)).date
}

export function isLeapYear(year: number): boolean {
  return daysInMonth(year, 2) === 29
}

/** By ISO 8601: weeks begin on Monday, and the first has the year's first Thursday. */
export function isoWeek(day: Day): { year: number; week: number } {
  const thursday = day - ((weekdayOf(day) + 6) % 7) + 3
  const { year } = partsOf(thursday)
  return { year, week: Math.floor((thursday - unchecked(year, 1, 1)) / 7) + 1 }
}

/** The whole years, months and days between two days, the first not after the second. */
export function span(from: Day, to: Day): { years: number; months: number; days: number } {
  const [start, end] = [partsOf(from), partsOf(to)]
  let months = (end.year - start.year) * 12 + end.month - start.month
  if ((shift(from, months, 'month') ?? to) > to) months--
  return { years: Math.floor(months / 12), months: months % 12, days: to - (shift(from, months, 'month') ?? to) }
}

/** Easter Sunday in the Gregorian calendar. */
export function easter(year: number): Day {
  const golden = year % 19
  const century = Math.floor(year / 100)
  const leap = Math.floor(century / 4)
  const moon = (19 * golden + century - leap - Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3) + 15) % 30
  const weekday = (32 + 2 * (century % 4) + 2 * Math.floor((year % 100) / 4) - moon - (year % 4)) % 7
  const correction = Math.floor((golden + 11 * moon + 22 * weekday) / 451)
  const march = moon + weekday - 7 * correction + 22
  return unchecked(year, 3, march)
}

function unchecked(year: number, month: number, date: number): Day {
  // Date.UTC takes the years 0 to 99 for those of the last century.
  return Math.round(new Date(0).setUTCFullYear(year, month - 1, date) / millisecondsPerDay)
}

function checked(day: Day): Day | undefined {
  return isInRange(day) ? day : undefined
}

function isInRange(day: Day): boolean {
  return day >= unchecked(1, 1, 1) && day <= unchecked(9999, 12, 31)
}
