/** A line of two texts: in both, only in the wanted one, or only in the one that came. */
export interface DifferentLine {
  readonly sign: ' ' | '-' | '+'
  readonly text: string
}

/** Two texts line by line, without what they begin and end with alike but for one line of it. */
export function difference(wanted: string, got: string): readonly DifferentLine[] {
  const [before, after] = [wanted.split('\n'), got.split('\n')]
  const shortest = Math.min(before.length, after.length)
  let start = 0
  while (start < shortest && before[start] === after[start]) start++
  let end = 0
  while (end < shortest - start && before.at(-1 - end) === after.at(-1 - end)) end++
  const both = (lines: readonly string[]): DifferentLine[] => lines.map((text) => ({ sign: ' ', text }))
  return [
    ...both(before.slice(Math.max(0, start - 1), start)),
    ...before.slice(start, before.length - end).map((text) => ({ sign: '-' as const, text })),
    ...after.slice(start, after.length - end).map((text) => ({ sign: '+' as const, text })),
    ...both(end === 0 ? [] : before.slice(-end).slice(0, 1)),
  ]
}
