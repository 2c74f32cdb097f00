import { type Matches, matchBrackets } from './brackets.ts'
import type { TextFormat } from './format.ts'
import { type Piece, splitAtEquals, splitChoices, type Template } from './template.ts'

const deepest = 60

export function parseTemplate(text: string): Template {
  return new TemplateParser(text).range(0, text.length, 0)
}

const shortcut = /<(star|botstar|input|reply)([0-9]{0,3})>|<(id|@|person|formal|sentence|uppercase|lowercase)>/iy
const angleTag = /<(bot|env|get|set|add|sub|mult|div)\s/iy
const arrayTag = /\(@([A-Za-z0-9_]+)\)/y
const escapes: Readonly<Record<string, string>> = { s: ' ', n: '\n', '#': '#', '/': '/', '\\': '\\' }
const star: Piece = { tag: 'star', number: 1 }

class TemplateParser {
  readonly #text: string
  readonly #matches: Matches

  constructor(text: string) {
    this.#text = text
    this.#matches = matchBrackets(text)
  }

  range(start: number, end: number, depth: number): Template {
    const pieces: Piece[] = []
    let literal = ''
    let position = start
    while (position < end) {
      const found = depth < deepest ? this.#tag(position, end, depth) : undefined
      if (!found) {
        literal += this.#text.charAt(position)
        position += 1
        continue
      }
      position = found.end
      for (const piece of found.pieces) {
        if (typeof piece === 'string') literal += piece
        else {
          if (literal !== '') pieces.push(literal)
          literal = ''
          pieces.push(piece)
        }
      }
    }
    if (literal !== '') pieces.push(literal)
    return pieces
  }

  #tag(position: number, end: number, depth: number): Found | undefined {
    const found = this.#read(position, depth)
    return found && found.end <= end ? found : undefined
  }

  #read(position: number, depth: number): Found | undefined {
    switch (this.#text[position]) {
      case '\\': {
        const escaped = escapes[this.#text.charAt(position + 1)]
        return escaped === undefined ? undefined : { pieces: [escaped], end: position + 2 }
      }
      case '(':
        return this.#array(position)
      case '<':
        return this.#shortcut(position) ?? this.#call(position, depth) ?? this.#angle(position, depth)
      case '{':
        return this.#block(position, depth) ?? this.#curly(position, depth)
      default:
        return undefined
    }
  }

  #array(position: number): Found | undefined {
    const name = this.#at(arrayTag, position)?.[1]
    return name === undefined ? undefined : { pieces: [{ tag: 'array', name }], end: arrayTag.lastIndex }
  }

  #shortcut(position: number): Found | undefined {
    const found = this.#at(shortcut, position)
    if (!found) return undefined
    const end = shortcut.lastIndex
    const [, history, number, word] = found
    if (history !== undefined) return { pieces: [{ tag: toHistory(history), number: Number(number || 1) }], end }
    switch (word?.toLowerCase()) {
      case 'id':
        return { pieces: [{ tag: 'id' }], end }
      case '@':
        return { pieces: [{ tag: 'redirect', target: [star] }], end }
      case 'person':
      case 'formal':
      case 'sentence':
      case 'uppercase':
      case 'lowercase':
        return { pieces: [{ tag: 'format', kind: toFormat(word), body: [star] }], end }
      default:
        return undefined
    }
  }

  #call(position: number, depth: number): Found | undefined {
    const block = this.#matches.blocks.get(position)
    if (block?.name !== 'call') return undefined
    return { pieces: [{ tag: 'call', body: this.range(block.bodyStart, block.bodyEnd, depth + 1) }], end: block.end }
  }

  #angle(position: number, depth: number): Found | undefined {
    const kind = this.#at(angleTag, position)?.[1]?.toLowerCase()
    const close = this.#matches.closing.get(position)
    if (kind === undefined || close === undefined) return undefined
    const [name, value] = splitAtEquals(this.range(angleTag.lastIndex, close, depth + 1))
    const end = close + 1
    switch (kind) {
      case 'bot':
      case 'env':
        return { pieces: [value ? { tag: 'set', scope: kind, name, value } : { tag: 'get', scope: kind, name }], end }
      case 'get':
        return { pieces: [{ tag: 'get', scope: 'user', name }], end }
      case 'set':
        return { pieces: [{ tag: 'set', scope: 'user', name, value: value ?? [] }], end }
      case 'add':
      case 'sub':
      case 'mult':
      case 'div':
        return { pieces: [{ tag: 'math', operation: kind, name, value: value ?? [] }], end }
      default:
        return undefined
    }
  }

  #block(position: number, depth: number): Found | undefined {
    const block = this.#matches.blocks.get(position)
    if (!block) return undefined
    const body = this.range(block.bodyStart, block.bodyEnd, depth + 1)
    const piece: Piece =
      block.name === 'random'
        ? { tag: 'random', choices: splitChoices(body) }
        : { tag: 'format', kind: toFormat(block.name), body }
    return { pieces: [piece], end: block.end }
  }

  #curly(position: number, depth: number): Found | undefined {
    const close = this.#matches.closing.get(position)
    if (close === undefined) return undefined
    const inner = this.#text.slice(position + 1, close)
    const end = close + 1
    const rest = (from: number) => this.range(position + 1 + from, close, depth + 1)
    if (inner.startsWith('@')) return { pieces: [{ tag: 'redirect', target: rest(1) }], end }
    if (/^topic=/i.test(inner)) return { pieces: [{ tag: 'topic', name: rest(6) }], end }
    if (/^weight=\d+$/i.test(inner)) return { pieces: [], end }
    if (/^ok$/i.test(inner)) return { pieces: [{ tag: 'ok' }], end }
    const definition = /^!\s*(var|global)\s+([^=<>{}]+)=\s*/i.exec(inner)
    if (!definition) return undefined
    const [all, type, name = ''] = definition
    const scope = type?.toLowerCase() === 'var' ? 'bot' : 'env'
    return { pieces: [{ tag: 'set', scope, name: [name], value: rest(all.length) }], end }
  }

  #at(pattern: RegExp, position: number): RegExpExecArray | null {
    pattern.lastIndex = position
    return pattern.exec(this.#text)
  }
}

interface Found {
  readonly pieces: Template
  readonly end: number
}

function toHistory(word: string): 'star' | 'botstar' | 'input' | 'reply' {
  switch (word.toLowerCase()) {
    case 'botstar':
      return 'botstar'
    case 'input':
      return 'input'
    case 'reply':
      return 'reply'
    default:
      return 'star'
  }
}

function toFormat(word: string): TextFormat | 'person' {
  switch (word.toLowerCase()) {
    case 'person':
      return 'person'
    case 'formal':
      return 'formal'
    case 'sentence':
      return 'sentence'
    case 'uppercase':
      return 'uppercase'
    default:
      return 'lowercase'
  }
}
