import { readFile, stat } from 'node:fs/promises'
import { extname } from 'node:path'
import { messageOf } from '../core/errors.ts'
import { parseJson } from '../core/json.ts'

/** Endings of files that hold a document, in lower case. */
export const documentEndings: readonly string[] = ['.json', '.yaml', '.yml']

/** The largest one, in bytes. */
const documentLimit = 5 * 1024 * 1024

/**
 * Reads a JSON or YAML file.
 * @throws Error whose message says what is wrong and, for bad syntax, in which line.
 */
export async function readDocument(file: string): Promise<unknown> {
  return await parseDocument(await readText(file), file)
}

/**
 * The text of such a file.
 * @throws Error for one that cannot be read, or is too large
 */
export async function readText(file: string): Promise<string> {
  const { size } = await stat(file)
  if (size > documentLimit) throw new Error(`it is larger than ${documentLimit / 1024 / 1024} MB`)
  return await readFile(file, 'utf8')
}

/** What a text says that stands in a file of that name. @throws like `readDocument` */
export async function parseDocument(text: string, file: string): Promise<unknown> {
  const plain = text.replace(/^\uFEFF/, '')
  return isJsonFile(file) ? parseJson(plain) : await parseYaml(plain)
}

export function isJsonFile(file: string): boolean {
  return extname(file).toLowerCase() === '.json'
}

async function parseYaml(text: string): Promise<unknown> {
  const { isScalar, Lexer, LineCounter, parseDocument, visit } = await import('yaml')
  try {
    if (text.length > yamlLimit) throw new Error(`it is larger than ${yamlLimit / 1024 / 1024} MB`)
    requireShallowYaml(new Lexer().lex(text))
    const lines = new LineCounter()
    const at = (offset: number): string => {
      const { line, col } = lines.linePos(offset)
      return ` at line ${line}, column ${col}`
    }
    // The library would find the place of every error, and compare every key of a map with every other one: that takes
    // minutes where there are thousands of them.
    const options = { prettyErrors: false, logLevel: 'error', uniqueKeys: false, lineCounter: lines } as const
    const document = parseDocument(text, options)
    const [error] = document.errors
    if (error) throw new Error(error.message + at(error.pos[0]))
    visit(document, {
      Map(_key, { items }) {
        const seen = new Set<unknown>()
        for (const { key } of items) {
          if (!isScalar(key)) continue
          if (seen.has(key.value)) throw new Error(`Map keys must be unique${at(key.range?.[0] ?? 0)}`)
          seen.add(key.value)
        }
      },
    })
    return document.toJS({ maxAliasCount: 100 })
  } catch (error) {
    throw new Error(`it is not YAML: ${messageOf(error)}`)
  }
}

/** The parser takes its time: some texts of that size cost seconds. In characters. */
const yamlLimit = 1024 * 1024

/** Deeper than that nobody writes, and much deeper the parser takes all the memory that there is. */
const deepest = 100

/** @throws Error for a document that opens more than that in one another, or in one line */
function requireShallowYaml(tokens: Iterable<string>): void {
  let open = 0
  let inLine = 0
  for (const token of tokens) {
    if (token === '[' || token === '{') open++
    else if (token === ']' || token === '}') open--
    else if (token === '-' || token === '?') inLine++
    else if (token.includes('\n')) inLine = 0
    if (open > deepest || inLine > deepest) throw new Error(`it nests deeper than ${deepest} levels`)
  }
}
