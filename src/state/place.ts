import { accessSync, closeSync, constants, existsSync, openSync, readSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Dialect } from 'kysely'
import { RuntimeError } from '../core/errors.ts'
import { withoutLogins } from '../core/text.ts'
import { cannotOpen } from './failure.ts'
import { makeFolder } from './folder.ts'

/** Where a store is, and what is loaded to reach it. */
export interface Place {
  dialect(): Promise<Dialect>
  /** False where there is no database yet. */
  exists(): boolean
  /** Whether somebody has taken the file away, so that what is written to it is lost with the process. */
  isGone?(): boolean
  /** Makes sure of a file without opening it as a database. @throws RuntimeError `state-failed` */
  touch?(): void
}

/** @throws RuntimeError `invalid-settings` for a URL of another kind */
export function placeOf(url: string, workingFolder: string): Place {
  if (/^postgres(ql)?:\/\//.test(url)) {
    return { dialect: async () => (await import('./postgres.ts')).postgres(url), exists: () => true }
  }
  if (url === 'memory:') {
    return { dialect: async () => (await import('./sqlite.ts')).sqlite(undefined), exists: () => false, touch() {} }
  }
  const path = filePath(url, workingFolder)
  if (path === undefined) {
    const message = `The state "${withoutLogins(url).slice(0, 100)}" is none of file:PATH, memory: and postgres://...; correct --state.`
    throw new RuntimeError('invalid-settings', message)
  }
  return {
    dialect: async () => (await import('./sqlite.ts')).sqlite(path),
    exists: () => existsSync(path) && statSync(path).size > 0,
    isGone: () => !existsSync(path),
    touch() {
      try {
        makeFolder(dirname(path), 0o700)
        requireDatabase(path)
        accessSync(dirname(path), constants.W_OK) // SQLite writes its journal beside the file
      } catch (error) {
        throw cannotOpen(url, error)
      }
    },
  }
}

/** What every database of SQLite begins with: its file format, 1.3. */
const header = Buffer.from('SQLite format 3\0')

/** Makes the file where there is none. @throws Error for a file that is something else */
function requireDatabase(path: string): void {
  const file = openSync(path, 'a+', 0o600)
  try {
    const beginning = Buffer.alloc(header.length)
    const length = readSync(file, beginning, 0, header.length, 0)
    if (length > 0 && !beginning.equals(header)) throw new Error('it is not a database')
  } finally {
    closeSync(file)
  }
}

/** The path of a `file:` URL; undefined for any other. */
export function filePath(url: string, workingFolder: string): string | undefined {
  if (url.startsWith('file://')) return fileURLToPath(url)
  if (url.startsWith('file:')) return resolve(workingFolder, url.slice('file:'.length))
  return undefined
}
