import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { compileChecking, messageOf } from 'dramatis'
import { parse } from 'yaml'
import { type Source, sourceSchema } from './source.ts'

/** The intents of a YAML or JSON file; whatever is wrong with it is added to `problems`. */
export function readSource(file: string, baseFolder: string, problems: string[]): Source | undefined {
  try {
    const content: unknown = parse(readFileSync(resolve(baseFolder, file), 'utf8'))
    const found = compileChecking(sourceSchema)(content)
    for (const { pointer, message } of found) problems.push(`${file}: ${pointer || 'the file'} ${message}`)
    return found.length === 0 ? (content as Source) : undefined // it has just been checked
  } catch (error) {
    const [reason] = messageOf(error).split('\n') // the lines after it show the place
    problems.push(`${file}: it cannot be read: ${reason}`)
    return undefined
  }
}
