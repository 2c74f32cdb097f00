import type { Element, Gap, Pattern } from './pattern.ts'

export type Groups = Readonly<Record<string, readonly string[]>>

/** Told what is wrong with a pattern, as the end of a sentence that begins with it. */
export type Report = (problem: string) => void

type Part = { text: string; captured: boolean }

const mostOptional = 4

/** The patterns that a line of a script stands for: words in brackets make it several, the longest first. */
export function compilePattern(source: string, groups: Groups, report: Report): readonly Pattern[] {
  const parts = source.split(' ').filter((part) => part !== '')
  if (parts.filter(isOptional).length > mostOptional) {
    report(`has more than ${mostOptional} optional words`)
    return []
  }
  return spellOut(parts).map((variant) => compileVariant(variant, groups, report))
}

function spellOut(parts: readonly string[]): readonly (readonly Part[])[] {
  const [first, ...others] = parts
  if (first === undefined) return [[]]
  const tails = spellOut(others)
  if (!isOptional(first)) return tails.map((tail) => [{ text: first, captured: true }, ...tail])
  return [...tails.map((tail) => [{ text: first.slice(1, -1), captured: false }, ...tail]), ...tails]
}

function isOptional(part: string): boolean {
  return part.startsWith('[') && part.endsWith(']')
}

function compileVariant(parts: readonly Part[], groups: Groups, report: Report): Pattern {
  const runs: Element[][] = [[]]
  let captures = 0
  for (const { text, captured } of inner(parts)) {
    if (captured && (text === '*' || text.startsWith('@'))) captures++
    if (text === '*') runs.push([])
    else runs.at(-1)?.push(compileElement(text, captured, groups, report))
  }
  const first = gapAt(parts.at(0)?.text, '^')
  const last = gapAt(parts.at(-1)?.text, '$')
  if (first === 'taken') runs.shift()
  if (last === 'taken') runs.pop()
  if (runs.length === 0) report('needs a word beside its "*"')
  else if (runs.some((run) => run.length === 0)) report('has two "*" that nothing separates, or no word at all')
  return { captures, runs, first, last }
}

function inner(parts: readonly Part[]): readonly Part[] {
  const start = parts.at(0)?.text === '^' ? 1 : 0
  return parts.slice(start, parts.at(-1)?.text === '$' ? -1 : undefined)
}

function gapAt(edge: string | undefined, anchor: string): Gap {
  if (edge === '*') return 'taken'
  return edge === anchor ? 'none' : 'any'
}

function compileElement(text: string, captured: boolean, groups: Groups, report: Report): Element {
  if (!text.startsWith('@')) {
    if (/[[\]{}^$*@]|[A-Z]|^\/|\/$/.test(text)) report(`has "${text}", which matches nothing`)
    return text.includes('/') ? { words: new Set(text.split('/')), captured: false } : text
  }
  const group = findGroup(groups, text)
  if (!group) report(`uses the unknown group "${text}"`)
  return { words: new Set(group), captured }
}

/** The words of `@group`, or undefined where there is no such group. */
export function findGroup(groups: Groups, reference: string): readonly string[] | undefined {
  const name = reference.slice(1)
  return Object.hasOwn(groups, name) ? groups[name] : undefined
}

/** Every word that a pattern names and that must, or one of its alternatives must, be there. */
export function wordsOfPattern(source: string, groups: Groups): readonly string[] {
  const parts = source.split(' ').filter((part) => !isOptional(part))
  return parts.flatMap((part) => (part.startsWith('@') ? (findGroup(groups, part) ?? []) : part.split('/')))
}
