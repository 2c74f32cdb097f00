import type { ParsedResult, ParsingOption, ParsingReference } from 'chrono-node'
import { type Day, dayOf, toDate } from './day.ts'
import { type Direction, withYear } from './direction.ts'

interface Reader {
  parse(text: string, reference?: ParsingReference, options?: ParsingOption): ParsedResult[]
}

const readers = new Map<string, Promise<Reader>>()

/**
 * The day of a date in words and figures, such as `1 May 2020`; undefined where the text is more or less than a day.
 * The library behind it is loaded at its first use.
 */
export async function readWritten(
  text: string,
  lang: string,
  today: Day,
  direction: Direction,
): Promise<Day | undefined> {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text)
  if (iso) return dayOf(Number(iso[1]), Number(iso[2]), Number(iso[3]))
  const reader = await readerFor(lang)
  // Noon keeps the day the same, in whichever zone the machine itself may be.
  const reference = { instant: new Date(toDate(today).getTime() + 12 * 3_600_000), timezone: 0 }
  const phrase = text.replace(/^(?:the|den|der|dem|am|le|el|on) /i, '')
  const [found, ...others] = reader.parse(phrase, reference)
  if (!found || others.length > 0 || found.end || found.text.length < phrase.replace(/\.$/, '').length) return undefined
  const { start } = found
  const [year, month, date] = [start.get('year'), start.get('month'), start.get('day')]
  if (year === null || month === null || date === null) return undefined
  if (!start.isCertain('day') || !start.isCertain('month') || start.isCertain('hour')) return undefined
  return start.isCertain('year') ? dayOf(year, month, date) : withYear(month, date, today, direction)
}

/** Month first is read in the United States alone. */
function readerFor(lang: string): Promise<Reader> {
  const [primary = ''] = lang.toLowerCase().split('-')
  const key = primary === 'en' && !/^en(?:-us)?$/i.test(lang) ? 'en-GB' : primary
  const reader = readers.get(key) ?? load(key)
  readers.set(key, reader)
  return reader
}

async function load(key: string): Promise<Reader> {
  switch (key) {
    case 'de':
      return await import('chrono-node/de')
    case 'es':
      return await import('chrono-node/es')
    case 'fr':
      return await import('chrono-node/fr')
    case 'en-GB':
      return (await import('chrono-node/en')).GB
    default:
      return await import('chrono-node/en')
  }
}
