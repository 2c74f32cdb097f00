const firstPause = 250
const longestPause = 8000
const longestQuiet = 3_600_000

/** When a host may be asked again. All times are milliseconds. */
export class Pace {
  #quietUntil = 0

  /** How long the host has asked to be left alone from now on. */
  get quiet(): number {
    return Math.max(0, this.#quietUntil - performance.now())
  }

  /** Notes what a host said in `Retry-After`, in seconds. More than an hour is taken for a mistake. */
  hold(seconds: number): void {
    const until = performance.now() + Math.min(seconds * 1000, longestQuiet)
    this.#quietUntil = Math.max(this.#quietUntil, until)
  }

  /** The pause after so many failures in a row, with jitter, so that many clients do not come back all at once. */
  pause(failures: number): number {
    const grown = Math.min(firstPause * 2 ** (failures - 1), longestPause)
    return this.quiet + grown * (0.5 + Math.random() / 2)
  }
}

/** Seconds from now that a `Retry-After` header means, be it a number or a date; undefined where it is neither. */
export function retryAfter(header: string | undefined, now = Date.now()): number | undefined {
  if (header === undefined) return undefined
  if (/^\d{1,9}$/.test(header.trim())) return Number(header)
  const date = Date.parse(header)
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / 1000))
}
