import { readdir, stat } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { documentEndings } from '../config/document.ts'
import { messageOf, RuntimeError } from '../core/errors.ts'
import { inTurn } from '../plugins/in-turn.ts'
import { type BuiltPersona, loadPersona } from './build.ts'
import { findCircles } from './circles.ts'
import type { PersonaDirectory } from './directory.ts'
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

/** Loads persona files into a directory. What cannot be loaded is left out and told; the others are not affected. */
export async function loadPersonas(
  files: readonly string[],
  directory: PersonaDirectory,
  workshop: Workshop,
): Promise<readonly PersonaProblem[]> {
  const problems: PersonaProblem[] = []
  const built = await inTurn(files, async (file) => ({ file, ...(await loadPersona(file, workshop)) }))
  for (const each of built) problems.push(...(await add(each, directory)))
  const fileOf = new Map(built.map(({ persona, file }) => [persona, file]))
  for (const { persona, ...problem } of findCircles(directory)) {
    problems.push({ ...problem, file: fileOf.get(persona) ?? persona.id })
    if (problem.level === 'error' && directory.remove(persona.id)) await persona.close()
  }
  return problems
}

/** Puts a persona into the directory, and returns its problems and those that it has there. */
async function add({ file, persona, problems }: BuiltPersona & { file: string }, directory: PersonaDirectory) {
  if (!persona) return problems
  try {
    directory.add(persona)
    return problems
  } catch (error) {
    await persona.close()
    return [...problems, { level: 'error' as const, file, pointer: '', message: messageOf(error) }]
  }
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
