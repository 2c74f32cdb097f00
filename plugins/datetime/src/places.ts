import { cities, countriesOfManyZones } from './cities.ts'
import { fold } from './text.ts'

export interface Place {
  /** As it is said back. */
  name: string
  /** IANA name. */
  timeZone: string
}

let table: ReadonlyMap<string, Place> | undefined

/** The place that somebody named. `others` are the names of a language, folded, by those of the table. */
export function findPlace(named: string, others: ReadonlyMap<string, string>): Place | undefined {
  const name = fold(named)
  const [, offset] = /^(?:gmt|utc) ?([+-]\d{1,2})$/.exec(name) ?? []
  if (offset !== undefined) return offsetZone(named, Number(offset))
  const found = lookUp(name, others)
  if (found) return { name: tidy(named), timeZone: found.timeZone }
  const [city, country, ...more] = name.split(/ ?, ?/)
  if (city === undefined || country === undefined || more.length > 0) return undefined
  const place = lookUp(city, others)
  if (!place) return undefined
  const zones = Object.hasOwn(countriesOfManyZones, country) ? countriesOfManyZones[country] : undefined
  // Paris, Texas is not the Paris of the table.
  const fits = zones?.test(place.timeZone) ?? lookUp(country, others)?.timeZone === place.timeZone
  return fits ? { name: tidy(named), timeZone: place.timeZone } : undefined
}

/** The IANA names have the sign the other way round: Etc/GMT-2 is two hours ahead. */
function offsetZone(named: string, hours: number): Place | undefined {
  if (hours < -12 || hours > 14) return undefined
  return {
    name: named.toUpperCase(),
    timeZone: hours === 0 ? 'UTC' : `Etc/GMT${hours > 0 ? '-' : '+'}${Math.abs(hours)}`,
  }
}

/** Abbreviations that mean one distance from UTC, whatever the season. */
const abbreviations: Readonly<Record<string, string>> = {
  GMT: 'UTC',
  EST: 'Etc/GMT+5',
  EDT: 'Etc/GMT+4',
  CDT: 'Etc/GMT+5',
  MDT: 'Etc/GMT+6',
  PST: 'Etc/GMT+8',
  PDT: 'Etc/GMT+7',
  CET: 'Etc/GMT-1',
  CEST: 'Etc/GMT-2',
  JST: 'Etc/GMT-9',
}

function lookUp(name: string, others: ReadonlyMap<string, string>): Place | undefined {
  table ??= gather()
  return table.get(others.get(name) ?? name)
}

/** Every zone is named after a place; the table of cities has the last word. */
function gather(): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>()
  const put = (name: string, timeZone: string) => places.set(fold(name), { name, timeZone })
  for (const timeZone of Intl.supportedValuesOf('timeZone')) {
    const segment = timeZone.split('/').at(-1)
    if (segment !== undefined) put(segment.replaceAll('_', ' '), timeZone)
  }
  for (const [timeZone, names] of Object.entries(cities)) {
    for (const name of [timeZone.split('/').at(-1)?.replaceAll('_', ' ') ?? '', ...names.split('|')])
      put(name, timeZone)
  }
  for (const [abbreviation, timeZone] of Object.entries(abbreviations)) put(abbreviation, timeZone)
  return places
}

/** `tokyo` is said back as `Tokyo`; whoever typed capital letters is left alone. */
function tidy(named: string): string {
  const own = table?.get(fold(named))?.name
  if (own !== undefined && own.toLowerCase() === named.toLowerCase()) return own
  if (named !== named.toLowerCase()) return named
  return named.replace(/(^|[\s-])(\p{L})/gu, (_, before: string, letter: string) => before + letter.toUpperCase())
}
