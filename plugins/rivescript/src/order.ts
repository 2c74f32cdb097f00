import type { Trigger } from './brain.ts'

/** A trigger as one topic sees it. `level` is 0 for the topic's own, and one more for each `inherits` between. */
export interface Ranked {
  readonly trigger: Trigger
  readonly level: number
}

interface Key {
  readonly ranked: Ranked
  readonly weight: number
  readonly kind: number
  readonly words: number
  readonly text: string
  readonly previous: Key | undefined
}

/**
 * Sorts triggers, the most specific first: by weight, by inheritance, then plain text, optionals, `_`, `#` and `*`,
 * each with the most words first, then the longest, then by alphabet. Patterns of wildcards alone come last.
 */
export function inOrder(triggers: readonly Ranked[]): Trigger[] {
  const keys = triggers.map((ranked) => toKey(ranked, ranked.trigger.pattern, ranked.trigger.previous))
  return keys.sort(compare).map(({ ranked }) => ranked.trigger)
}

const weightTag = /\s*\{weight=(\d+)\}\s*/i
const plain = /^[a-z0-9 ]*$/

/** A pattern without its `{weight}`. */
export function withoutWeight(pattern: string): string {
  return pattern.includes('{') ? pattern.replace(/\s*\{weight=\d+\}\s*/gi, '') : pattern
}

/** True for a trigger that takes whatever a user says. */
export function isCatchAll({ pattern, previous }: Trigger): boolean {
  const text = withoutWeight(pattern).trim()
  return previous === undefined && (text === '*' || text === '[*]')
}

function toKey(ranked: Ranked, pattern: string, previous: string | undefined): Key {
  const text = withoutWeight(pattern)
  const weight = text === pattern ? 0 : Number(weightTag.exec(pattern)?.[1] ?? 0)
  const before = previous === undefined ? undefined : toKey(ranked, previous, undefined)
  if (plain.test(text)) return { ranked, weight, kind: 0, words: countWords(text), text, previous: before }
  // The names inside of tags and arrays are no wildcards, whatever letters they have.
  const bare = text.replace(/<[^<>]*>/g, 'x').replace(/@\w+/g, 'x')
  const words = countWords(bare.replace(/\[\s*[*#_]?\s*\]/g, ' '))
  return { ranked, weight, kind: kindOf(bare, words), words, text, previous: before }
}

function kindOf(bare: string, words: number): number {
  const wildcard = bare.includes('_') ? 0 : bare.includes('#') ? 1 : bare.includes('*') ? 2 : undefined
  if (wildcard === undefined) return bare.includes('[') ? 1 : 0
  return (words > 0 ? 2 : 5) + wildcard
}

function countWords(text: string): number {
  let words = 0
  let inside = false
  for (let index = 0; index < text.length; index += 1) {
    const separates = ' \t\n*#_|'.includes(text.charAt(index))
    if (!separates && !inside) words += 1
    inside = !separates
  }
  return words
}

function compare(a: Key, b: Key): number {
  return (
    b.weight - a.weight ||
    a.ranked.level - b.ranked.level ||
    a.kind - b.kind ||
    b.words - a.words ||
    b.text.length - a.text.length ||
    (a.text < b.text ? -1 : a.text > b.text ? 1 : 0) ||
    (a.previous && b.previous ? compare(a.previous, b.previous) : 0)
  )
}
