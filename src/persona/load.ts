import { readdir, stat } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { documentEndings } from '../config/document.ts'
import { messageOf, RuntimeError } from '../core/errors.ts'
import type { PersonaDirectory } from './directory.ts'
import { Ensemble } from './ensemble.ts'
import type { PersonaProblem } from './problem.ts'
import type { Workshop } from './workshop.ts'

/**
 * The persona files that a list of files and folders means, in order. A folder means the documents right in it.
 * @throws RuntimeError `invalid-settings` for a path that cannot be read, and for a folder without persona files.
 */
export async function personaFiles(paths: readonly string[]): Promise<readonly string[]> {
  const files: string[] = []
  for (const path of paths) files.push(...(await filesOf(path)))
  return [...new Set(files)]
}

/** The same for later: what is not there any more, or cannot be read, holds no files. */
export async function presentFiles(paths: readonly string[]): Promise<readonly string[]> {
  const files = await Promise.all(paths.map((path) => filesOf(path).catch(() => [])))
  return [...new Set(files.flat())]
}

/** Loads persona files into a directory. What cannot be loaded is left out and told; the others are not affected. */
export async function loadPersonas(
  files: readonly string[],
  directory: PersonaDirectory,
  workshop: Workshop,
): Promise<readonly PersonaProblem[]> {
  const ensemble = new Ensemble({ files: async () => files, directory, workshop, idle: async () => {} })
  await ensemble.refresh()
  return ensemble.problems
}

async function filesOf(path: string): Promise<readonly string[]> {
  try {
    if (!(await stat(path)).isDirectory()) return [path]
    const names = (await readdir(path)).filter((name) => documentEndings.includes(extname(name).toLowerCase()))
    if (names.length > 0) return names.sort().map((name) => join(path, name))
  } catch (error) {
    throw new RuntimeError('invalid-settings', `"${path}" cannot be read: ${messageOf(error)}.`, { cause: error })
  }
  throw new RuntimeError(
    'invalid-settings',
    `The folder "${path}" holds no persona files (${documentEndings.join(', ')}).`,
  )
}
