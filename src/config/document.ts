import { readFile } from 'node:fs/promises'
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
  const text = await readFile(file, 'utf8')
  if (text.length > limit) throw new Error(`it is larger than ${limit / 1024 / 1024} MB`)
  return extname(file).toLowerCase() === '.json' ? parseJson(text) : await parseYaml(text)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    throw new Error(`it is not JSON: ${located(messageOf(error), text)}`)
  }
}

/** Node says `at position 17`; people look for a line. */
function located(message: string, text: string): string {
  return message.replace(/ at position (\d+).*$/s, (_, position: string) => {
    const before = text.slice(0, Number(position)).split('\n')
    return ` at line ${before.length}, column ${(before.at(-1) ?? '').length + 1}`
  })
}

async function parseYaml(text: string): Promise<unknown> {
  const { parse } = await import('yaml')
  try {
    return parse(text, { maxAliasCount: 100 })
  } catch (error) {
    throw new Error(`it is not YAML: ${messageOf(error).split('\n')[0]}`)
  }
}
