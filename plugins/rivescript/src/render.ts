import type { Brain, Source, Value } from './brain.ts'
import { formatText, redirected } from './format.ts'
import type { Session } from './session.ts'
import type { Substitutions } from './substitute.ts'
import type { Operation, Piece, Scope, Template } from './template.ts'
import { parseTemplate } from './template-parser.ts'

/** What the tags of a reply work with. */
export interface Rendering {
  readonly brain: Brain
  readonly session: Session
  readonly persons: Substitutions
  readonly stars: readonly (string | undefined)[]
  readonly botStars: readonly (string | undefined)[]
  readonly turn: Turn
  /** The reply to a text as if the user had said it. */
  redirect(text: string): string
  /** What `{ok}` stands for; only the begin block has one. */
  ok?: () => string
}

/** What all replies of one turn share: the bounds that keep a brain from running wild, and what went wrong. */
export interface Turn {
  readonly random: () => number
  readonly failures: string[]
  /** Characters that may still be written. */
  space: number
  call(name: string, fields: readonly string[], session: Session): string
}

/** More is cut off: a variable that is made of itself twice would otherwise double at every turn. */
const longestValue = 4000
const undefinedText = 'undefined'

export function templateOf(source: Source): Template {
  source.template ??= parseTemplate(source.text)
  return source.template
}

/** The text of a reply. Redirects come last, after every variable and the topic were set, wherever they stand. */
export function render(template: Template, rendering: Rendering): string {
  const parts = template.map((piece) =>
    typeof piece === 'object' && piece.tag === 'redirect'
      ? { target: redirected(render(piece.target, rendering)) }
      : textOf(piece, rendering),
  )
  let text = ''
  for (const part of parts) {
    const added = typeof part === 'string' ? part : rendering.redirect(part.target)
    rendering.turn.space -= added.length
    if (rendering.turn.space < 0) return text
    text += added
  }
  return text
}

function textOf(piece: Piece, rendering: Rendering): string {
  if (typeof piece === 'string') return piece
  const { brain, session, turn } = rendering
  const inner = (template: Template) => render(template, rendering)
  switch (piece.tag) {
    case 'star':
      return rendering.stars[piece.number - 1] ?? undefinedText
    case 'botstar':
      return rendering.botStars[piece.number - 1] ?? undefinedText
    case 'input':
      return session.inputs[piece.number - 1] ?? undefinedText
    case 'reply':
      return session.replies[piece.number - 1] ?? undefinedText
    case 'id':
      return session.user
    case 'ok':
      return rendering.ok?.() ?? '{ok}'
    case 'array': {
      const items = brain.arrays.get(piece.name)
      return items ? inner(templateOf(pick(items, turn) ?? { text: '', template: undefined })) : `(@${piece.name})`
    }
    case 'random':
      return inner(pick(piece.choices, turn) ?? [])
    case 'format':
      return piece.kind === 'person'
        ? rendering.persons.apply(inner(piece.body))
        : formatText(piece.kind, inner(piece.body))
    case 'get':
      return String(readVariable(piece.scope, inner(piece.name).trim(), rendering) ?? undefinedText)
    case 'set':
      writeVariable(piece.scope, inner(piece.name).trim(), inner(piece.value).slice(0, longestValue), session)
      return ''
    case 'math':
      return calculate(piece.operation, inner(piece.name).trim(), inner(piece.value).trim(), rendering)
    case 'topic':
      session.variables.set('topic', inner(piece.name).trim())
      return ''
    case 'redirect':
      return rendering.redirect(redirected(inner(piece.target)))
    case 'call':
      return call(inner(piece.body), rendering)
  }
}

export function pick<T>(choices: readonly T[], turn: Turn): T | undefined {
  return choices[Math.floor(turn.random() * choices.length)]
}

function readVariable(scope: Scope, name: string, { brain, session }: Rendering): Value | undefined {
  switch (scope) {
    case 'user':
      return name === 'topic' ? (session.variables.get(name) ?? 'random') : session.variables.get(name)
    case 'bot':
      return session.botVariables.get(name) ?? brain.variables.get(name)
    case 'env':
      return session.globals.get(name) ?? brain.globals.get(name)
  }
}

function writeVariable(scope: Scope, name: string, value: Value, session: Session): void {
  switch (scope) {
    case 'user':
      session.variables.set(name, value)
      break
    case 'bot':
      session.botVariables.set(name, value)
      break
    case 'env':
      session.globals.set(name, value)
      break
  }
}

/** A variable that is not set counts as 0. */
function calculate(operation: Operation, name: string, operand: string, { session, turn }: Rendering): string {
  const before = session.variables.get(name)
  const left = before === undefined || before === undefinedText ? 0 : Number.parseFloat(String(before))
  const right = Number.parseFloat(operand)
  const fail = (message: string) => {
    turn.failures.push(message)
    return `[ERR: ${message}]`
  }
  if (Number.isNaN(right)) return fail(`Math can't '${operation}' non-numeric value '${operand}'`)
  if (Number.isNaN(left)) return fail(`Math can't '${operation}' non-numeric user variable '${name}'`)
  if (operation === 'div' && right === 0) return fail("Can't Divide By Zero")
  const result = compute(operation, left, right)
  if (!Number.isFinite(result)) return fail(`Math can't '${operation}' beyond the largest number`)
  session.variables.set(name, result)
  return ''
}

function compute(operation: Operation, left: number, right: number): number {
  switch (operation) {
    case 'add':
      return left + right
    case 'sub':
      return left - right
    case 'mult':
      return left * right
    case 'div':
      return left / right
  }
}

/** `name argument "an argument of several words"`. */
function call(text: string, { session, turn }: Rendering): string {
  const [name = '', ...fields] = [...text.matchAll(/"([^"]*)"|([^\s"]+)/g)].map(
    ([, quoted, bare]) => quoted ?? bare ?? '',
  )
  return turn.call(name, fields, session)
}
