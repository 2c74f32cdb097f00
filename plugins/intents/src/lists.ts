import { addSentence, finish, makeState, type State } from './automaton.ts'
import type { ListSource, ValueSource } from './source.ts'
import { parseTemplate } from './template.ts'
import { type Scope, toUnits } from './units.ts'

/** What a slot may hold. */
export type List =
  | { readonly type: 'values'; readonly root: State; readonly entries: readonly ListEntry[] }
  | { readonly type: 'number'; readonly from: number; readonly to: number }
  | { readonly type: 'wildcard' }

export interface ListEntry {
  /** What the tool gets; undefined: the words that were said. */
  readonly value: unknown
  /** How an answer calls it; undefined: the words that were said. */
  readonly text: string | undefined
}

/** Lists that are there without being written down. */
export const builtInLists: ReadonlyMap<string, List> = new Map<string, List>([
  ['number', { type: 'number', from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY }],
  ['text', { type: 'wildcard' }],
])

/** @throws Error that says which of its values cannot be used, and why */
export function makeList(source: ListSource, scope: Scope): List {
  if ('range' in source) {
    const { from, to } = source.range
    if (from > to) throw new Error(`its range is from ${from} to ${to}, which holds no number`)
    return { type: 'number', from, to }
  }
  if ('wildcard' in source) return { type: 'wildcard' }
  const root = makeState()
  const entries = source.values.map((value, index) => addValue(root, value, index, scope))
  finish(root)
  if (root.accepts.length > 0) throw new Error(`its value ${(root.accepts[0] ?? 0) + 1} can be nothing at all`)
  return { type: 'values', root, entries }
}

function addValue(root: State, value: ValueSource, index: number, scope: Scope): ListEntry {
  const { in: spoken, out } = typeof value === 'object' ? value : { in: String(value), out: value }
  const wordings = typeof spoken === 'string' ? [spoken] : spoken
  for (const wording of wordings) {
    try {
      addSentence(root, toUnits(parseTemplate(wording), scope), index)
    } catch (error) {
      throw new Error(`its value "${wording}" cannot be used: ${error instanceof Error ? error.message : error}`)
    }
  }
  const [first = ''] = wordings
  const text = /[()[\]<>|;\\]/.test(first) ? undefined : first
  return { value: out ?? text, text }
}
