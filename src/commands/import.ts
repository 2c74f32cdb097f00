import { existsSync, statSync } from 'node:fs'
import { basename, extname, join, relative, resolve } from 'node:path'
import { documentEndings, parseDocument, readText } from '../config/document.ts'
import { packageFolder } from '../config/schemas.ts'
import { resolveSettings } from '../config/settings.ts'
import { writeFileDurably } from '../config/write-file.ts'
import { messageOf, RuntimeError } from '../core/errors.ts'
import { buildPersona } from '../persona/build.ts'
import { idOf } from '../persona/file.ts'
import { wrongId } from '../persona/places.ts'
import { makeFolder } from '../state/folder.ts'
import { withCast } from './cast.ts'
import { type Flags, settingsOf } from './flags.ts'
import { problemLines } from './problems.ts'
import { complain, print } from './terminal.ts'

type ImportFlags = Flags & { readonly dir?: string; readonly force?: boolean }

/** Brings a persona file of this or of another system over, once it has been built as it will be served. */
export async function importPersona(path: string, flags: ImportFlags): Promise<number> {
  const text = await readPersonaFile(path)
  const folder = await folderFor(flags)
  const file = join(folder, await nameFor(path, text))
  requireFree(file, flags.force ?? false)
  return await withCast({ flags, personas: false }, async ({ workshop }) => {
    if (!workshop) throw new RuntimeError('internal', 'There is nothing here that personas could be built with.')
    const { persona, problems } = await buildPersona({ file, text, modified: new Date() }, workshop)
    for (const line of problemLines(problems)) complain(line)
    if (!persona) throw new RuntimeError('invalid-persona', `"${path}" cannot be served, and was not brought over.`)
    await persona.close()
    try {
      makeFolder(folder)
      await writeFileDurably(file, text)
    } catch (error) {
      const message = `"${file}" cannot be written: ${messageOf(error)}; choose another folder with --dir.`
      throw new RuntimeError('invalid-request', message, { cause: error })
    }
    await print(`${persona.name} (${persona.id}) is in ${relative(process.cwd(), file)}.\n`)
    return 0
  })
}

async function readPersonaFile(path: string): Promise<string> {
  if (!documentEndings.includes(extname(path).toLowerCase())) {
    throw new RuntimeError('invalid-request', `"${path}" must end in ${documentEndings.join(', ')}.`)
  }
  try {
    return await readText(path)
  } catch (error) {
    throw new RuntimeError('not-found', `"${path}" cannot be read: ${messageOf(error)}.`, { cause: error })
  }
}

/** The folder that was named, or the first one of personas that is not the host's own, or ./personas. */
async function folderFor({ dir, ...flags }: ImportFlags): Promise<string> {
  if (dir !== undefined) return resolve(dir)
  const { personas } = await resolveSettings({ flags: settingsOf(flags), as: flags.as, configFile: flags.config })
  const bundled = join(packageFolder, 'personas')
  const isOurs = (path: string) => path !== bundled && existsSync(path) && statSync(path).isDirectory()
  return personas.find(isOurs) ?? resolve('personas')
}

/** A file is called by the id of its persona. */
async function nameFor(path: string, text: string): Promise<string> {
  const value = await parseDocument(text, path).catch((error: unknown) => {
    throw new RuntimeError('invalid-persona', `"${path}" cannot be read: ${messageOf(error)}.`, { cause: error })
  })
  const fields = typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}
  const id = idOf(fields, basename(path))
  const wrong = wrongId(id)
  if (wrong !== undefined) throw new RuntimeError('invalid-persona', `The id "${id}" of "${path}" ${wrong}.`)
  return id + extname(path).toLowerCase()
}

function requireFree(file: string, force: boolean): void {
  const stem = file.slice(0, -extname(file).length)
  const there = documentEndings.map((ending) => stem + ending).find((other) => existsSync(other))
  if (there === undefined || (force && there === file)) return
  const how = there === file ? 'overwrite it with --force' : 'remove it first'
  throw new RuntimeError('conflict', `${relative(process.cwd(), there)} is there already; ${how}.`)
}
