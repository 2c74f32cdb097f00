import { type Document, isNode, LineCounter, parseDocument } from 'yaml'
import type { Entry } from '../entry.ts'
import { type Path, readTree } from './tree.ts'

/** A YAML file. */
export function readYaml(text: string, source: string, report: (problem: string) => void): Entry[] {
  const { document, lineOf } = located(text)
  for (const { message, linePos } of document.errors) report(`line ${linePos?.[0].line ?? 1}: ${message}`)
  if (document.errors.length > 0) return []
  return readTree(document.toJS(), source, (problem, path = []) => report(`${lineOf(path)}${problem}`))
}

/** A document whose places have lines. */
export function located(text: string): { document: Document; lineOf: (path: Path) => string } {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const lineOf = (path: Path) => {
    const node: unknown = document.getIn(path, true)
    const start = isNode(node) ? node.range?.[0] : undefined
    return start === undefined ? '' : `line ${lines.linePos(start).line}: `
  }
  return { document, lineOf }
}
