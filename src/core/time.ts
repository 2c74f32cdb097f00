const units = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const

/** A whole or decimal number with a unit: `800ms`, `30s`, `1.5m`, `2h`. */
export const durationPattern = '^\\d+(\\.\\d+)?(ms|s|m|h)$'

/** The longest time in milliseconds that a timer of Node waits: given more, it fires at once. */
export const longestTimer = 2 ** 31 - 1

/**
 * Milliseconds of `"800ms"`, `"30s"`, `"2m"`, `"1h"` or of a number of milliseconds.
 * @throws TypeError for any other text; schemas check with `durationPattern` before it comes here.
 */
export function milliseconds(duration: string | number): number {
  if (typeof duration === 'number') return duration
  const match = new RegExp(durationPattern).exec(duration)
  const unit = match?.[2]
  if (unit === undefined) throw new TypeError(`"${duration}" is no duration; write it like "800ms", "30s" or "2m".`)
  return Number.parseFloat(duration) * units[unit as keyof typeof units] // the pattern admits these keys only
}

/** The result of `work`, or the error that `late` makes when it takes longer than `limit` milliseconds. */
export async function withinTime<T>(work: Promise<T>, limit: number, late: () => Error): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const expired = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), limit)
  })
  try {
    return await Promise.race([work, expired])
  } finally {
    clearTimeout(timer)
  }
}

/** The machine's time zone, by its IANA name. */
export function machineTimezone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone
}

/** Whether a text is the IANA name of a time zone, such as `Europe/Berlin`. */
export function isTimezone(name: string): boolean {
  try {
    return Intl.DateTimeFormat('en', { timeZone: name }) !== undefined
  } catch {
    return false // a RangeError says that it is none
  }
}
