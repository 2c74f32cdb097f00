import { constants, existsSync } from 'node:fs'
import { access, lstat, stat } from 'node:fs/promises'
import { basename, dirname, extname, join, resolve, sep } from 'node:path'
import { documentEndings } from '../config/document.ts'
import { packageFolder } from '../config/schemas.ts'
import { RuntimeError } from '../core/errors.ts'
import { reservedIds } from './file.ts'

const bundled = join(packageFolder, 'personas')
/** Windows takes such names for devices, whatever follows after a dot. */
const device = /^(con|prn|aux|nul|com\d|lpt\d)$/

/** Why a persona cannot have that id, or undefined where it can. */
export function wrongId(id: string): string | undefined {
  if (!/^[a-z0-9_-]{1,64}$/.test(id)) return 'must be 1 to 64 small letters, digits, "_" and "-"'
  if (reservedIds.includes(id)) return `"${id}" is reserved for URLs of the host; choose another id`
  return device.test(id) ? `"${id}" cannot be the name of a file everywhere; choose another id` : undefined
}

/**
 * The file for a new persona: in the first folder of personas that may be written to.
 * @throws RuntimeError `forbidden` where there is none; `conflict` where there is a file of that name
 */
export async function placeFor(id: string, ending: string, paths: readonly string[]): Promise<string> {
  const folder = await firstFolder(paths)
  const there = documentEndings.map((other) => join(folder, id + other)).find(existsSync)
  if (there === undefined) return join(folder, id + ending)
  throw new RuntimeError('conflict', `There is a file "${basename(there)}" already; choose another id.`)
}

/** @throws RuntimeError `forbidden` for a file that is not for us to write */
export async function requireOwn(file: string): Promise<void> {
  if (isBundled(dirname(file))) {
    const message = 'It comes with the host and stays as it is; serve a folder of your own, and copy it there.'
    throw new RuntimeError('forbidden', message)
  }
  const found = await lstat(file).catch(() => undefined)
  if (!found?.isSymbolicLink()) return
  const message = `Its file "${basename(file)}" is a link to another place, which is not written to; change it there.`
  throw new RuntimeError('forbidden', message)
}

/** The id in the name of a file, where it is a document. */
export function endingOf(name: string): string | undefined {
  const ending = extname(name).toLowerCase()
  return documentEndings.includes(ending) ? ending : undefined
}

async function firstFolder(paths: readonly string[]): Promise<string> {
  for (const path of paths) {
    if (isBundled(path)) continue
    const isFolder = await stat(path).then(
      (found) => found.isDirectory(),
      () => false,
    )
    const isOpen = await access(path, constants.W_OK).then(
      () => true,
      () => false,
    )
    if (isFolder && isOpen) return path
  }
  const message = 'There is no folder of personas that may be written to: serve one, such as ./personas.'
  throw new RuntimeError('forbidden', message)
}

/** Whoever works in the folder of the package itself, such as a clone, has them for their own. */
function isBundled(path: string): boolean {
  if (resolve('personas') === bundled) return false
  return path === bundled || path.startsWith(bundled + sep)
}
