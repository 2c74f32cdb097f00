import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { RuntimeError } from 'dramatis'
import { checkScript } from './check.ts'
import { type Conversation, compileScript } from './compile.ts'

/**
 * Reads and compiles a script.
 * @param path of a JSON file, relative to `baseFolder`.
 * @throws RuntimeError `plugin-failed` that names the file and everything that is wrong with it.
 */
export async function loadScript(path: string, baseFolder: string): Promise<Conversation> {
  const file = resolve(baseFolder, path)
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw failure(`The script ${file} cannot be read; \`script\` is a path from the persona file's folder.`, cause)
  })
  return prepareScript(parseJson(text, file), file)
}

/**
 * Compiles a script that was read already.
 * @param name of its file, for errors.
 * @throws RuntimeError `plugin-failed` that lists everything that is wrong with it.
 */
export function prepareScript(value: unknown, name: string): Conversation {
  const { script, problems: formProblems } = checkScript(value)
  const problems = [...formProblems]
  if (problems.length === 0) {
    const conversation = compileScript(script, problems)
    if (problems.length === 0) return conversation
  }
  throw failure(`The script ${name} needs to be corrected:\n${problems.map((problem) => `- ${problem}`).join('\n')}`)
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw failure(`The script ${file} is not JSON: ${whatJsonSays(cause, text)}.`, cause)
  }
}

/** The parser's own words, with the line where it gives a position. */
function whatJsonSays(cause: unknown, text: string): string {
  if (!(cause instanceof Error)) return String(cause)
  const position = /at position (\d+)/.exec(cause.message)?.[1]
  if (position === undefined || cause.message.includes('line')) return cause.message
  return `${cause.message}, which is line ${text.slice(0, Number(position)).split('\n').length}`
}

function failure(sentence: string, cause?: unknown): RuntimeError {
  return new RuntimeError('plugin-failed', `eliza: ${sentence}`, { cause })
}
