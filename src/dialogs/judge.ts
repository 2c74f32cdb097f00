import type { Expectation } from './dialog.ts'
import type { Heard } from './heard.ts'

/** A rule that does not hold. */
export interface Miss {
  /** What was expected, in words. */
  readonly expected: string
  /** What came instead, where that is not the answer itself. */
  readonly got?: string
  /** The answer that should have come, letter for letter. */
  readonly wanted?: string
}

/** The rules that an answer breaks. */
export function judge(expected: Expectation, heard: Heard): readonly Miss[] {
  const { failure, solver } = heard
  const text = heard.text.trim()
  if (expected.declined)
    return failure?.declined ? [] : [{ expected: 'no answer', ...(failure && { got: failure.message }) }]
  if (failure) return [{ expected: 'an answer', got: failure.message }]
  const misses: Miss[] = []
  const { equals, contains, matches } = expected
  if (equals !== undefined && text !== equals.trim()) misses.push({ expected: 'exactly', wanted: equals.trim() })
  for (const part of contains) {
    if (!text.toLowerCase().includes(part.toLowerCase())) misses.push({ expected: `contains ${JSON.stringify(part)}` })
  }
  if (matches && !matches.test(text)) misses.push({ expected: `matches ${matches}` })
  if (expected.solver !== undefined && solver !== expected.solver) {
    misses.push({ expected: `solver ${expected.solver}`, got: `solver ${solver ?? 'unknown'}` })
  }
  return misses
}
