import { readFile, stat } from 'node:fs/promises'
import { extname } from 'node:path'
import { messageOf } from '../core/errors.ts'

/** Endings of files that hold a document, in lower case. */
export const documentEndings: readonly string[] = ['.json', '.yaml', '.yml']

const limit = 5 * 1024 * 1024

/**
 * Reads a JSON or YAML file.
 * @throws Error whose message says what is wrong and, for bad syntax, in which line.
 */
export async function readDocument(file: string): Promise<unknown> {
  const { size } = await stat(file)
  if (size > limit) throw new Error(`it is larger than ${limit / 1024 / 1024} MB`)
  const text = (await readFile(file, 'utf8')).replace(/^\uFEFF/, '')
  return extname(file).toLowerCase() === '.json' ? parseJson(text) : await parseYaml(text)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    const message = messageOf(error)
    const [what] = message.split(/, (?:\.\.\.)?"| in JSON at /)
    throw new Error(`it is not JSON: ${what}${lineAndColumn(text, position(message, text))}`)
  }
}

const misplaced = 'Unexpected token'

/** Where Node stopped reading. It tells for most errors, but not for a token in a wrong place. */
function position(message: string, text: string): number {
  const told = / at position (\d+)/.exec(message)?.[1]
  if (told !== undefined) return Number(told)
  if (!message.startsWith(misplaced)) return text.length
  let [sound, broken] = [0, text.length]
  while (broken - sound > 1) {
    const middle = (sound + broken) >> 1
    if (isMisplacedIn(text.slice(0, middle))) broken = middle
    else sound = middle
  }
  return sound
}

/** False for a text that merely ends too early: it is sound so far. */
function isMisplacedIn(text: string): boolean {
  try {
    JSON.parse(text)
    return false
  } catch (error) {
    return messageOf(error).startsWith(misplaced)
  }
}

function lineAndColumn(text: string, position: number): string {
  const before = text.slice(0, position).split('\n')
  return ` at line ${before.length}, column ${(before.at(-1) ?? '').length + 1}`
}

async function parseYaml(text: string): Promise<unknown> {
  const { parse } = await import('yaml')
  try {
    return parse(text, { maxAliasCount: 100 })
  } catch (error) {
    throw new Error(`it is not YAML: ${messageOf(error).split('\n')[0]?.replace(/:$/, '')}`)
  }
}
