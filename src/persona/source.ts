import { createHash } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { readText } from '../config/document.ts'
import { messageOf } from '../core/errors.ts'
import type { PersonaProblem } from './problem.ts'

/** What a persona is built of: the text of its file, written or yet to be. */
export interface PersonaSource {
  readonly file: string
  readonly text: string
  readonly modified: Date
}

/** The text of a persona file, or why there is none. */
export async function readSource(
  file: string,
): Promise<PersonaSource | { readonly problems: readonly PersonaProblem[]; readonly unreadable: true }> {
  try {
    const [text, { mtime }] = await Promise.all([readText(file), stat(file)])
    return { file, text, modified: mtime }
  } catch (error) {
    const message = `cannot be read: ${messageOf(error)}`
    return { problems: [{ level: 'error', file, pointer: '', message }], unreadable: true }
  }
}

/** Another text for other contents, and the same for the same: what tells two versions of a file apart. */
export function revisionOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 27)
}

/** The same of a file without reading it; undefined where there is none. */
export async function stampOf(file: string): Promise<string | undefined> {
  try {
    const { mtimeMs, size, ino } = await stat(file)
    return `${mtimeMs} ${size} ${ino}`
  } catch {
    return undefined // whoever reads it is told why
  }
}
