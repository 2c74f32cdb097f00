import { closeSync, existsSync, fsyncSync, openSync, rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { messageOf, RuntimeError } from '../core/errors.ts'
import { filePath } from './place.ts'

/**
 * Writes a copy of the state at `file:PATH` to another file, as it is at one moment, while a host may be using it.
 * @throws RuntimeError `invalid-settings` for a state in another place, `conflict` where the copy would overwrite
 * something, `not-found` where there is no state, `state-failed`
 */
export async function backUp(url: string, copy: string, workingFolder = process.cwd()): Promise<void> {
  const path = filePath(url, workingFolder)
  const target = resolve(workingFolder, copy)
  if (path === undefined) {
    const message = `Only a state in a file is copied like this, not ${url.split(':')[0]}; use the database's own tools.`
    throw new RuntimeError('invalid-settings', message)
  }
  if (!existsSync(path)) throw new RuntimeError('not-found', `There is no state at ${path}; say where with --state.`)
  if (existsSync(target)) throw new RuntimeError('conflict', `${target} is there already; choose another name.`)
  const { default: Database } = await import('libsql')
  const fail = (error: unknown): RuntimeError => {
    const message = `The state at ${path} could not be copied to ${target}: ${messageOf(error)}.`
    return new RuntimeError('state-failed', message, { cause: error })
  }
  const file = openNew(target, fail)
  try {
    const database = new Database(path, { readonly: true })
    try {
      database.prepare('vacuum into ?').run(target)
    } finally {
      database.close()
    }
    fsyncSync(file)
  } catch (error) {
    rmSync(target, { force: true }) // half a copy is none
    throw fail(error)
  } finally {
    closeSync(file)
  }
}

/** An empty file, which nobody else may read: secrets of callers stand in the state. */
function openNew(target: string, fail: (error: unknown) => RuntimeError): number {
  try {
    return openSync(target, 'wx', 0o600)
  } catch (error) {
    throw fail(error)
  }
}
