import { readFile, stat } from 'node:fs/promises'
import { RuntimeError } from 'dramatis'
import type { Entry } from '../entry.ts'
import { type FoundFile, findFiles } from './find.ts'
import { readJson } from './json.ts'
import { readPair } from './pair.ts'
import { readMarkdown, readText } from './passages.ts'

/** Reads one format. Problems are sentences about a place in the file: `line 3: has no "answer"`. */
export type Reader = (text: string, source: string, report: (problem: string) => void) => Entry[] | Promise<Entry[]>

type Pair = { readonly question: string | readonly string[]; readonly answer: string }

/** The parsers of YAML and CSV are loaded by the first file that needs them. */
const readers: Readonly<Record<FoundFile['format'], Reader>> = {
  json: readJson,
  yaml: async (...file) => (await import('./yaml.ts')).readYaml(...file),
  csv: async (...file) => (await import('./csv.ts')).readCsv(...file),
  markdown: readMarkdown,
  text: readText,
}

const megabyte = 1024 * 1024
const largestFile = 16 * megabyte
const mostEntries = 100_000
const mostProblems = 50

/**
 * Everything that the settings name, in their order: the entries first, then each file.
 * @throws RuntimeError `plugin-failed` that lists every problem with its file and, where there is one, its line.
 */
export async function readSources(
  pairs: readonly Pair[],
  files: string | readonly string[],
  baseFolder: string,
): Promise<Entry[]> {
  const problems: string[] = []
  const entries = pairs.flatMap(({ question, answer }, index) => {
    return readPair(question, answer, undefined, (problem) => problems.push(`entries[${index}] ${problem}`)) ?? []
  })
  const found = await findFiles([files].flat(), baseFolder, (problem) => problems.push(problem))
  for (const file of found) {
    const report = (problem: string) =>
      problems.push(`${file.name}${problem.startsWith('line ') ? ', ' : ' '}${problem}`)
    const before = problems.length
    const read = await readOne(file, report)
    if (read.length === 0 && problems.length === before) report('holds nothing to answer from')
    for (const entry of read) entries.push(entry)
  }
  if (entries.length > mostEntries) {
    problems.push(`there are ${entries.length} entries and passages, and ${mostEntries} are the most that it can hold`)
  }
  if (problems.length > 0) throw failure(problems, baseFolder)
  return entries
}

async function readOne(file: FoundFile, report: (problem: string) => void): Promise<Entry[]> {
  try {
    const { size } = await stat(file.path)
    if (size > largestFile) {
      report(`has ${Math.ceil(size / megabyte)} MB, and ${largestFile / megabyte} are the most; split it`)
      return []
    }
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await readFile(file.path))
    return await readers[file.format](text, file.name, report)
  } catch (error) {
    if (error instanceof TypeError) report('is not UTF-8; save it as UTF-8')
    else report(`cannot be read: ${error instanceof Error ? error.message : String(error)}`)
    return []
  }
}

function failure(problems: readonly string[], baseFolder: string): RuntimeError {
  const listed = problems.slice(0, mostProblems)
  if (problems.length > listed.length) listed.push(`and ${problems.length - listed.length} more`)
  const lines = listed.map((problem) => `\n- ${problem}`).join('')
  return new RuntimeError(
    'plugin-failed',
    `The faq solver cannot use what it was given (paths from ${baseFolder}):${lines}`,
  )
}
