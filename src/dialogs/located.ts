import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml'
import { messageOf } from '../core/errors.ts'

const mostAliases = 100

/** A YAML document whose values can be found again in its text. JSON is YAML too. */
export interface Located {
  /** Undefined where there are problems. */
  readonly value: unknown
  readonly problems: readonly { line: number; message: string }[]
  /** The line of the key or item at a JSON pointer, counted from 1; for what is missing, that of what lacks it. */
  lineOf(pointer: string): number
}

export function locate(text: string): Located {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error' })
  const line = (offset: number): number => lines.linePos(offset).line
  const problems = document.errors.map(({ pos, message }) => ({ line: line(pos[0]), message }))
  const lineOf = (pointer: string): number => line(offsetOf(document, pointer))
  if (problems.length > 0) return { value: undefined, problems, lineOf }
  try {
    return { value: document.toJS({ maxAliasCount: mostAliases }), problems, lineOf }
  } catch (error) {
    return { value: undefined, problems: [{ line: 1, message: messageOf(error) }], lineOf } // an alias of nothing
  }
}

function offsetOf(document: Document.Parsed, pointer: string): number {
  let node: unknown = document.contents
  let offset = document.contents?.range[0] ?? 0
  for (const segment of pointer.split('/').slice(1)) {
    const step = into(node, segment.replaceAll('~1', '/').replaceAll('~0', '~'))
    if (!step) break
    offset = (step.at as Partial<Node> | null)?.range?.[0] ?? offset // nodes of a parsed text have their place
    node = isAlias(step.node) ? step.node.resolve(document) : step.node
  }
  return offset
}

/** What stands under a key or index, and the node that shows where. */
function into(node: unknown, segment: string): { at: unknown; node: unknown } | undefined {
  if (isSeq(node)) {
    const item = node.items[Number(segment)]
    return item === undefined ? undefined : { at: item, node: item }
  }
  if (!isMap(node)) return undefined
  const pair = node.items.find(({ key }) => String(isScalar(key) ? key.value : key) === segment)
  return pair && { at: pair.key, node: pair.value }
}
