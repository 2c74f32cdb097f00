export interface Moment {
  iso: string
  date: string
  time: string
  weekday: string
  timezone: string
  unix: number
  text: string
}

interface Formats {
  readonly parts: Intl.DateTimeFormat
  readonly words: Intl.DateTimeFormat
}

/** Callers choose the zones and languages, so only so many are kept. */
const mostFormats = 100

/** A function that tells what a moment is called in a time zone and a language; both must exist. */
export function makeClock(): (at: Date, timezone: string, locale: string) => Moment {
  const made = new Map<string, Formats>()
  return (at, timezone, locale) => {
    const key = `${timezone} ${locale}`
    const formats = made.get(key) ?? makeFormats(timezone, locale)
    if (made.size >= mostFormats) made.clear()
    made.set(key, formats)
    return tell(at, formats)
  }
}

/** Whether a text has the form of a language tag; which languages there are is left to ICU. */
export function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1
  } catch {
    return false // a RangeError says that it is none
  }
}

function makeFormats(timeZone: string, locale: string): Formats {
  return {
    parts: new Intl.DateTimeFormat('en-u-ca-iso8601-nu-latn', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      weekday: 'long',
      timeZoneName: 'longOffset',
      hourCycle: 'h23',
    }),
    words: new Intl.DateTimeFormat(locale, { timeZone, dateStyle: 'full', timeStyle: 'short' }),
  }
}

function tell(at: Date, { parts, words }: Formats): Moment {
  const named = new Map(parts.formatToParts(at).map(({ type, value }) => [type, value]))
  const part = (type: Intl.DateTimeFormatPartTypes): string => named.get(type) ?? ''
  const date = `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`
  const time = `${part('hour')}:${part('minute')}:${part('second')}`
  const offset = part('timeZoneName').replace('GMT', '') || '+00:00'
  return {
    iso: `${date}T${time}${offset}`,
    date,
    time,
    weekday: part('weekday'),
    timezone: parts.resolvedOptions().timeZone,
    unix: Math.floor(at.getTime() / 1000),
    text: words.format(at),
  }
}
