import type { Clause } from './clauses.ts'
import type { CompiledRule } from './compile.ts'
import { matchPattern, type Span } from './pattern.ts'
import { couldHaveSaid } from './template.ts'

/** A rule that has something to say about a clause. */
export interface Match {
  readonly rule: CompiledRule
  readonly clause: Clause
  readonly spans: readonly Span[]
}

/** The first rule that applies, where a `goto` has led to the rules of another topic. */
export function firstMatch(rules: readonly CompiledRule[], clause: Clause, said: readonly string[]): Match | undefined {
  const last = said[0]
  for (const rule of rules) {
    if (rule.after && (last === undefined || !rule.after.some((template) => couldHaveSaid(template, last)))) continue
    const spans = capture(rule, clause)
    if (!spans) continue
    if (!rule.goto) return { rule, clause, spans }
    const further = firstMatch(rule.goto.rules, clause, said)
    if (further) return further
  }
  return undefined
}

const noSpans: readonly Span[] = []

function capture({ patterns }: CompiledRule, { words }: Clause): readonly Span[] | undefined {
  if (patterns.length === 0) return noSpans
  for (const pattern of patterns) {
    const spans = matchPattern(pattern, words)
    if (spans) return spans
  }
  return undefined
}
