import { type Condition, type Operator, source } from './brain.ts'

const operators: ReadonlyMap<string, Operator> = new Map([
  ['==', '=='],
  ['eq', '=='],
  ['!=', '!='],
  ['ne', '!='],
  ['<>', '!='],
  ['<', '<'],
  ['<=', '<='],
  ['>', '>'],
  ['>=', '>='],
])

/** `left symbol right => reply`, or undefined where it is no such thing. */
export function parseCondition(text: string): Condition | undefined {
  // The symbols inside of tags are no operators; what stands in for a tag has its length.
  const masked = text.replace(/<[a-z]+\d*(?:\s[^<>]*)?>/gi, (tag) => 'x'.repeat(tag.length))
  const arrow = masked.search(/(?<![<>=!])=>/)
  if (arrow < 0) return undefined
  const test = masked.slice(0, arrow)
  const found = /\s(==|eq|!=|ne|<>|<=?|>=?)(?=\s|$)/.exec(test) ?? /(==|!=|<>|<=?|>=?)/.exec(test)
  const operator = operators.get(found?.[1] ?? '')
  if (!found || !operator) return undefined
  return {
    left: source(text.slice(0, found.index).trim()),
    operator,
    right: source(text.slice(found.index + found[0].length, arrow).trim()),
    reply: source(text.slice(arrow + 2).trim()),
  }
}

/** Equality is of texts; the rest compares numbers, and is false where a side is none. */
export function holds(left: string, operator: Operator, right: string): boolean {
  switch (operator) {
    case '==':
      return left === right
    case '!=':
      return left !== right
    case '<':
      return Number.parseFloat(left) < Number.parseFloat(right)
    case '<=':
      return Number.parseFloat(left) <= Number.parseFloat(right)
    case '>':
      return Number.parseFloat(left) > Number.parseFloat(right)
    case '>=':
      return Number.parseFloat(left) >= Number.parseFloat(right)
  }
}
