const day = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
const month = new Intl.DateTimeFormat('en', { month: 'long', year: 'numeric', timeZone: 'UTC' })

const dayPrecision = 11
const monthPrecision = 10
const yearPrecision = 9

/**
 * `on January 8, 1942`, `in January 1942`, `in 44 BC`: a point in time as Wikidata writes it, such as
 * `{ "time": "+1942-01-08T00:00:00Z", "precision": 11 }`; undefined where it is none, or known to a decade at best.
 */
export function spokenDate(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('time' in value)) return undefined
  const [, sign, years, months, days] = /^([+-])(\d{4,6})-(\d\d)-(\d\d)T/.exec(String(value.time)) ?? []
  if (years === undefined) return undefined
  const precision = 'precision' in value ? Number(value.precision) : dayPrecision
  const year = Number(years)
  if (precision < yearPrecision || year === 0) return undefined
  if (sign === '-') return `in ${year} BC`
  const date = new Date(0)
  date.setUTCFullYear(year, Number(months) - 1, Number(days))
  if (precision >= dayPrecision && months !== '00' && days !== '00') return `on ${day.format(date)}`
  if (precision >= monthPrecision && months !== '00')
    return `in ${month.format(new Date(Date.UTC(year, Number(months) - 1)))}`
  return `in ${year}`
}
