import type { TextFormat } from './format.ts'

/** A reply, read once: texts and tags in order. What users say is put in as text and never read as tags. */
export type Template = readonly Piece[]

export type Piece =
  | string
  | { tag: 'star' | 'botstar' | 'input' | 'reply'; number: number }
  | { tag: 'id' }
  | { tag: 'ok' }
  | { tag: 'array'; name: string }
  | { tag: 'random'; choices: readonly Template[] }
  | { tag: 'format'; kind: TextFormat | 'person'; body: Template }
  | { tag: 'get'; scope: Scope; name: Template }
  | { tag: 'set'; scope: Scope; name: Template; value: Template }
  | { tag: 'math'; operation: Operation; name: Template; value: Template }
  | { tag: 'topic'; name: Template }
  | { tag: 'redirect'; target: Template }
  | { tag: 'call'; body: Template }

export type Scope = 'user' | 'bot' | 'env'
export type Operation = 'add' | 'sub' | 'mult' | 'div'

/** `name=value` at the first `=` that stands outside of inner tags. */
export function splitAtEquals(template: Template): [name: Template, value: Template | undefined] {
  for (const [index, piece] of template.entries()) {
    if (typeof piece !== 'string' || !piece.includes('=')) continue
    const at = piece.indexOf('=')
    const name = [...template.slice(0, index), piece.slice(0, at)]
    return [name, [piece.slice(at + 1), ...template.slice(index + 1)]]
  }
  return [template, undefined]
}

/** Split at `|` where there is one outside of inner tags, else at spaces. */
export function splitChoices(body: Template): Template[] {
  const separator = body.some((piece) => typeof piece === 'string' && piece.includes('|')) ? '|' : ' '
  const choices: Piece[][] = [[]]
  for (const piece of body) {
    if (typeof piece !== 'string') {
      choices.at(-1)?.push(piece)
      continue
    }
    const [first = '', ...others] = piece.split(separator)
    if (first !== '') choices.at(-1)?.push(first)
    for (const other of others) choices.push(other === '' ? [] : [other])
  }
  return choices
}
