export interface Block {
  readonly name: string
  readonly bodyStart: number
  readonly bodyEnd: number
  readonly end: number
}

/** Which brackets of a text belong together, by the place where they open. */
export interface Matches {
  /** The place of the `>` of a `<`, or of the `}` of a `{`. */
  readonly closing: ReadonlyMap<number, number>
  /** `{random}...{/random}` and its like, and `<call>...</call>`. */
  readonly blocks: ReadonlyMap<number, Block>
}

const blockTag = /\{(\/?)(random|person|formal|sentence|uppercase|lowercase)\}|<(\/?)call>/iy

/** Reads a text once from left to right, so that brackets without a partner cost no second look. */
export function matchBrackets(text: string): Matches {
  const closing = new Map<number, number>()
  const blocks = new Map<number, Block>()
  const angles: number[] = []
  const curlies: number[] = []
  const open: { name: string; start: number; bodyStart: number }[] = []

  for (let position = 0; position < text.length; position += 1) {
    switch (text[position]) {
      case '<':
        angles.push(position)
        break
      case '{':
        curlies.push(position)
        break
      case '>':
        pair(angles, position, closing)
        break
      case '}':
        pair(curlies, position, closing)
        break
      default:
        continue
    }
    blockTag.lastIndex = position
    const found = blockTag.exec(text)
    if (!found) continue
    const name = (found[2] ?? 'call').toLowerCase()
    if (found[1] !== '/' && found[3] !== '/') open.push({ name, start: position, bodyStart: blockTag.lastIndex })
    else {
      const index = open.findLastIndex((block) => block.name === name)
      const [opened] = index < 0 ? [] : open.splice(index)
      if (opened) {
        blocks.set(opened.start, { name, bodyStart: opened.bodyStart, bodyEnd: position, end: blockTag.lastIndex })
      }
    }
  }
  return { closing, blocks }
}

function pair(open: number[], position: number, closing: Map<number, number>): void {
  const start = open.pop()
  if (start !== undefined) closing.set(start, position)
}
