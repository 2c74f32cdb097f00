import type { Entry } from '../entry.ts'
import { type Path, readTree } from './tree.ts'

/** A JSON file. */
export async function readJson(text: string, source: string, report: (problem: string) => void): Promise<Entry[]> {
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
  const problems: { problem: string; path: Path }[] = []
  const entries = readTree(value, source, (problem, path = []) => problems.push({ problem, path }))
  if (problems.length === 0) return entries
  // JSON is YAML as well, whose parser knows the lines; it is far slower, so only a file with problems pays for it.
  const { lineOf } = (await import('./yaml.ts')).located(text)
  for (const { problem, path } of problems) report(`${lineOf(path)}${problem}`)
  return entries
}
