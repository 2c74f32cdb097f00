/** A pattern of a script, compiled once. */
export interface Pattern {
  readonly captures: number
  /** Runs of words that have to follow one another; between any two of them stands a `*`. */
  readonly runs: readonly (readonly Element[])[]
  readonly first: Gap
  readonly last: Gap
}

/** Words `from` up to, but not including, `to`. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** What may stand before the first run and after the last: nothing, anything, or a captured `*`. */
export type Gap = 'none' | 'any' | 'taken'

export type Element = string | { readonly words: ReadonlySet<string>; readonly captured: boolean }

const longestCapture = 12

/** What the pattern captures of these words, or undefined where it does not match. Linear in the words. */
export function matchPattern(pattern: Pattern, words: readonly string[]): readonly Span[] | undefined {
  const spans: Span[] = []
  const lastRun = pattern.runs.length - 1
  let at = 0
  for (const [index, run] of pattern.runs.entries()) {
    const gap = index === 0 ? pattern.first : 'taken'
    const atEnd = index === lastRun && pattern.last === 'none'
    const from = findRun(run, words, gap === 'taken' ? at + 1 : at, gap === 'none', atEnd)
    if (from === -1) return undefined
    if (gap === 'taken') spans.push({ from: at, to: from })
    for (const [offset, element] of run.entries()) {
      if (typeof element !== 'string' && element.captured) spans.push({ from: from + offset, to: from + offset + 1 })
    }
    at = from + run.length
  }
  if (pattern.last === 'taken') {
    if (at >= words.length) return undefined
    spans.push({ from: at, to: words.length })
  }
  return spans.every(({ from, to }) => to - from <= longestCapture) ? spans : undefined
}

/** Taking the earliest place leaves the most room for what follows, so there is never a reason to go back. */
function findRun(run: readonly Element[], words: readonly string[], earliest: number, fixed: boolean, atEnd: boolean) {
  const latest = words.length - run.length
  const start = atEnd ? Math.max(earliest, latest) : earliest
  const end = fixed ? Math.min(earliest, latest) : latest
  for (let at = start; at <= end; at++) if (runStandsAt(run, words, at)) return at
  return -1
}

function runStandsAt(run: readonly Element[], words: readonly string[], at: number): boolean {
  for (let offset = 0; offset < run.length; offset++) {
    const element = run[offset] ?? ''
    const word = words[at + offset] ?? ''
    if (typeof element === 'string' ? element !== word : !element.words.has(word)) return false
  }
  return true
}
