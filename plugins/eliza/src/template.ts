import type { Clause } from './clauses.ts'
import type { Span } from './pattern.ts'
import { reflect } from './reflect.ts'

/** A reply of a script: what it says around the words of the user. */
export interface Template {
  /** One more than there are captures. */
  readonly literals: readonly string[]
  /** Which capture follows each literal, counted from 1. */
  readonly captures: readonly number[]
}

export function compileTemplate(source: string): Template {
  const pieces = source.split(/\{(\d)\}/)
  return {
    literals: pieces.filter((_, index) => index % 2 === 0),
    captures: pieces.filter((_, index) => index % 2 === 1).map(Number),
  }
}

export function fillTemplate({ literals, captures }: Template, clause: Clause, spans: readonly Span[]): string {
  let text = literals[0] ?? ''
  for (const [index, capture] of captures.entries()) {
    const span = spans[capture - 1]
    text += (span ? reflect(clause, span) : '') + (literals[index + 1] ?? '')
  }
  return literals[0] === '' ? text.slice(0, 1).toUpperCase() + text.slice(1) : text
}

/** Whether a text may be what this template made, whatever it captured. */
export function couldHaveSaid({ literals, captures }: Template, text: string): boolean {
  const first = literals[0] ?? ''
  if (captures.length === 0) return text === first
  const last = literals.at(-1) ?? ''
  return text.length > first.length + last.length && text.startsWith(first) && text.endsWith(last)
}

/**
 * The template that was not said for the longest time.
 * @param said earlier replies, newest first.
 */
export function chooseTemplate(templates: readonly Template[], said: readonly string[]): Template | undefined {
  let choice: Template | undefined
  let oldest = -1
  for (let offset = 0; offset < templates.length; offset++) {
    const template = templates[(said.length + offset) % templates.length]
    if (!template) continue
    const age = said.findIndex((text) => couldHaveSaid(template, text))
    if (age === -1) return template
    if (age > oldest) {
      oldest = age
      choice = template
    }
  }
  return choice
}
