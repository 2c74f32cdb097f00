import { type Day, dayOf, easter } from './day.ts'
import type { Holiday } from './languages/language.ts'

const fixed: Partial<Record<Holiday, readonly [month: number, date: number]>> = {
  christmas: [12, 25],
  'christmas-eve': [12, 24],
  'boxing-day': [12, 26],
  'new-year': [1, 1],
  'new-years-eve': [12, 31],
  epiphany: [1, 6],
  valentine: [2, 14],
  halloween: [10, 31],
  'all-saints': [11, 1],
}
/** Days after Easter Sunday. */
const movable: Partial<Record<Holiday, number>> = {
  easter: 0,
  'easter-monday': 1,
  'good-friday': -2,
  ascension: 39,
  pentecost: 49,
}

/** The day of a holiday in a year, by the Western churches. */
export function holidayIn(year: number, holiday: Holiday): Day | undefined {
  const [month, date] = fixed[holiday] ?? []
  if (month !== undefined && date !== undefined) return dayOf(year, month, date)
  const distance = movable[holiday]
  return distance === undefined ? undefined : easter(year) + distance
}
