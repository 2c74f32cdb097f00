import { type Day, dayOf, partsOf } from './day.ts'

/** Where a day without a year is looked for. */
export type Direction = 'ahead' | 'behind' | 'nearest'

/** The year that a month and a date without one are meant in. */
export function withYear(month: number, date: number, today: Day, direction: Direction): Day | undefined {
  const { year } = partsOf(today)
  // Eight years to either side hold every 29 February.
  const years = Array.from({ length: 17 }, (_, index) => year - 8 + index)
  const days = years.flatMap((candidate) => dayOf(candidate, month, date) ?? [])
  switch (direction) {
    case 'ahead':
      return days.find((day) => day >= today)
    case 'behind':
      return days.findLast((day) => day <= today)
    case 'nearest':
      return days.find((day) => partsOf(day).year >= year)
  }
}
