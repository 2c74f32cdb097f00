import { readFile, stat } from 'node:fs/promises'
import { extname } from 'node:path'
import { messageOf } from '../core/errors.ts'
import { parseJson } from '../core/json.ts'

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

async function parseYaml(text: string): Promise<unknown> {
  const { parse } = await import('yaml')
  try {
    return parse(text, { maxAliasCount: 100 })
  } catch (error) {
    throw new Error(`it is not YAML: ${messageOf(error).split('\n')[0]?.replace(/:$/, '')}`)
  }
}
