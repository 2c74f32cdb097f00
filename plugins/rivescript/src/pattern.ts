/** What a trigger says, before it is turned into a program. */
export type Node =
  | { type: 'text'; text: string }
  | { type: 'wild'; kind: Wild; capture: boolean; empty: boolean }
  | { type: 'group'; choices: readonly Sequence[]; capture: boolean }
  | { type: 'optional'; choices: readonly Sequence[] }
  | { type: 'variable'; variable: Variable }

export type Sequence = readonly Node[]
export type Wild = 'any' | 'digits' | 'letters'

/** A tag inside of a trigger, whose text is known only when a message comes. */
export type Variable =
  | { kind: 'bot' | 'get'; name: string }
  /** `back` is 1 for the latest. */
  | { kind: 'input' | 'reply'; back: number }

export interface PatternSource {
  /** Literal text in the form that messages have. */
  literal(text: string): string
  /** The items of an array, or undefined where there is none of that name. */
  array(name: string): readonly string[] | undefined
}

const deepest = 50
const plainRun = /[^*#_()[\]|@<\\]+/y
const variableTag = /<(?:(bot|get)\s+([^<>]+)|(input|reply)([1-9]?))>/iy
const wholeArrayName = /^@([\p{L}\p{N}\p{M}_]+)$/u
const arrayName = /@([\p{L}\p{N}\p{M}_]+)/uy

/** Reads a trigger without its `{weight}`. Brackets that do not match are taken as if they ended where they can. */
export function parsePattern(pattern: string, from: PatternSource): Sequence {
  const text = pattern.trim().replace(/\s+/g, ' ')
  if (text === '*') return [{ type: 'wild', kind: 'any', capture: true, empty: true }]
  return new PatternParser(text, from).sequence()
}

class PatternParser {
  readonly #text: string
  readonly #from: PatternSource
  #position = 0
  #depth = 0
  #optionals = 0

  constructor(text: string, from: PatternSource) {
    this.#text = text
    this.#from = from
  }

  sequence(): Sequence {
    const nodes: Node[] = []
    while (this.#position < this.#text.length) {
      nodes.push(...this.#nodes())
      this.#position += this.#closes() ? 1 : 0
    }
    return withoutOuterSpaces(joined(nodes, this.#from))
  }

  /** Everything up to a `|` or closing bracket that belongs to somebody further out. */
  #nodes(): Node[] {
    const nodes: Node[] = []
    while (this.#position < this.#text.length && !this.#closes()) nodes.push(this.#node())
    return nodes
  }

  #closes(): boolean {
    const character = this.#text[this.#position]
    return character === ')' || character === ']' || (character === '|' && this.#depth > 0)
  }

  #node(): Node {
    const character = this.#text.charAt(this.#position)
    switch (character) {
      case '*':
        return this.#wild('any')
      case '#':
        return this.#wild('digits')
      case '_':
        return this.#wild('letters')
      case '(':
        return this.#group()
      case '[':
        return this.#optional()
      case '@':
        return this.#array() ?? this.#character(character)
      case '<':
        return this.#variable() ?? this.#character(character)
      case '\\':
        this.#position += 1
        return this.#character(this.#text.charAt(this.#position))
      default:
        return this.#plain() ?? this.#character(character)
    }
  }

  /** As many characters as there are without a meaning. */
  #plain(): Node | undefined {
    plainRun.lastIndex = this.#position
    const run = plainRun.exec(this.#text)?.[0]
    if (run === undefined) return undefined
    this.#position += run.length
    return text(run)
  }

  #character(text: string): Node {
    this.#position += 1
    return { type: 'text', text }
  }

  #wild(kind: Wild): Node {
    this.#position += 1
    return { type: 'wild', kind, capture: this.#optionals === 0, empty: false }
  }

  #group(): Node {
    const choices = this.#choices(')')
    return { type: 'group', choices: choices.map((nodes) => joined(nodes, this.#from)), capture: true }
  }

  #optional(): Node {
    this.#optionals += 1
    const choices = this.#choices(']')
    this.#optionals -= 1
    return { type: 'optional', choices: choices.map((nodes) => withoutOuterSpaces(joined(nodes, this.#from))) }
  }

  /** Empty choices are left out, as they are mistakes that would match anything. */
  #choices(end: ')' | ']'): Node[][] {
    const choices: Node[][] = []
    this.#position += 1
    if (this.#depth >= deepest) return choices
    this.#depth += 1
    for (;;) {
      const nodes = this.#nodes()
      if (nodes.some((node) => node.type !== 'text' || node.text.trim() !== '')) choices.push(nodes)
      const character = this.#text[this.#position]
      if (character === undefined) break
      if (character !== '|' && character !== end) break
      this.#position += 1
      if (character === end) break
    }
    this.#depth -= 1
    return choices
  }

  #array(): Node | undefined {
    arrayName.lastIndex = this.#position
    const name = arrayName.exec(this.#text)?.[1]
    if (name === undefined) return undefined
    this.#position = arrayName.lastIndex
    return arrayGroup(name, this.#from)
  }

  #variable(): Node | undefined {
    variableTag.lastIndex = this.#position
    const found = variableTag.exec(this.#text)
    if (!found) return undefined
    this.#position = variableTag.lastIndex
    const [, scope, name = '', history, back] = found
    if (scope !== undefined) {
      const kind = scope.toLowerCase() === 'bot' ? 'bot' : 'get'
      return { type: 'variable', variable: { kind, name: name.trim() } }
    }
    const kind = history?.toLowerCase() === 'input' ? 'input' : 'reply'
    return { type: 'variable', variable: { kind, back: Number(back || 1) } }
  }
}

/** The items of an array as choices. An array that does not exist is a group that nothing matches. */
function arrayGroup(name: string, from: PatternSource): Node {
  const choices = [...arrayTexts(name, from, new Set())].map((item): Sequence => [text(item)])
  return { type: 'group', choices, capture: false }
}

/** An item may be the name of a further array; each is looked up once, so that circles and repetitions end. */
function arrayTexts(name: string, from: PatternSource, seen: Set<string>): Set<string> {
  const texts = new Set<string>()
  if (seen.has(name)) return texts
  seen.add(name)
  for (const item of from.array(name) ?? []) {
    const inner = wholeArrayName.exec(item.trim())?.[1]
    if (inner === undefined) texts.add(from.literal(item).trim())
    else for (const other of arrayTexts(inner, from, seen)) texts.add(other)
  }
  return texts
}

/** Neighbouring characters as one text, without the spaces that an optional takes with it. */
function joined(nodes: readonly Node[], from: PatternSource): Sequence {
  const [only] = nodes
  if (only?.type === 'text' && nodes.length === 1) return [text(from.literal(only.text))]
  const result: Node[] = []
  for (const node of nodes) {
    const last = result.at(-1)
    if (node.type === 'text' && last?.type === 'text') result[result.length - 1] = text(last.text + node.text)
    else result.push(node)
  }
  return result
    .map((node, index) => {
      if (node.type !== 'text') return node
      let literal = from.literal(node.text)
      if (result[index - 1]?.type === 'optional') literal = literal.replace(/^ /, '')
      if (result[index + 1]?.type === 'optional') literal = literal.replace(/ $/, '')
      return text(literal)
    })
    .filter((node) => node.type !== 'text' || node.text !== '')
}

/** A message has no space at its ends, and an optional brings its own borders. */
function withoutOuterSpaces(nodes: Sequence): Sequence {
  return nodes
    .map((node, index) => {
      if (node.type !== 'text') return node
      const start = index === 0 ? node.text.trimStart() : node.text
      return text(index === nodes.length - 1 ? start.trimEnd() : start)
    })
    .filter((node) => node.type !== 'text' || node.text !== '')
}

function text(value: string): Node {
  return { type: 'text', text: value }
}
