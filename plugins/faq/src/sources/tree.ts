import { type Document, isNode, LineCounter, parseDocument } from 'yaml'
import type { Entry } from '../entry.ts'
import { readPair } from './pair.ts'

type Path = readonly (string | number)[]
type Report = (problem: string, path?: Path) => void

/** A JSON file: a list of `{ question, answer }`, or one object of answers by question. */
export function readJson(text: string, source: string, report: (problem: string) => void): Entry[] {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    const position = /at position (\d+)/.exec(reason)?.[1]
    const line = position === undefined ? undefined : text.slice(0, Number(position)).split('\n').length
    report(`${line === undefined ? '' : `line ${line}: `}is not valid JSON: ${reason}`)
    return []
  }
  // JSON is YAML as well, whose parser knows the lines; it is far slower, so only a file with problems pays for it.
  let lineOf: ((path: Path) => string) | undefined
  return readTree(value, source, (problem, path = []) => {
    lineOf ??= located(text).lineOf
    report(`${lineOf(path)}${problem}`)
  })
}

/** A YAML file, of the same two forms. */
export function readYaml(text: string, source: string, report: (problem: string) => void): Entry[] {
  const { document, lineOf } = located(text)
  for (const { message, linePos } of document.errors) report(`line ${linePos?.[0].line ?? 1}: ${message}`)
  if (document.errors.length > 0) return []
  return readTree(document.toJS(), source, (problem, path = []) => report(`${lineOf(path)}${problem}`))
}

function located(text: string): { document: Document; lineOf: (path: Path) => string } {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const lineOf = (path: Path) => {
    const node: unknown = document.getIn(path, true)
    const start = isNode(node) ? node.range?.[0] : undefined
    return start === undefined ? '' : `line ${lines.linePos(start).line}: `
  }
  return { document, lineOf }
}

function readTree(value: unknown, source: string, report: Report): Entry[] {
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown, index) => {
      const tell = (problem: string) => report(`entry ${index + 1} ${problem}`, [index])
      if (isObject(item)) return readPair(item['question'], item['answer'], source, tell) ?? []
      tell('is not an object with "question" and "answer"')
      return []
    })
  }
  if (isObject(value)) {
    return Object.entries(value).flatMap(([question, answer]) => {
      return readPair(question, answer, source, (problem) => report(`"${question}" ${problem}`, [question])) ?? []
    })
  }
  if (value !== null && value !== undefined) report('must be a list of questions and answers, or answers by question')
  return []
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
