import { existsSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { documentEndings } from '../config/document.ts'
import { packageFolder } from '../config/schemas.ts'
import { messageOf, RuntimeError } from '../core/errors.ts'
import { tapeEnding } from './tape.ts'

/**
 * The dialog files that a list of files and folders means, in order. A folder means the documents right in it; an
 * empty list means `dialogs` or `personas/dialogs` in the working folder, or else the bundled ones.
 * @throws RuntimeError `invalid-settings` for a path that cannot be read, and for a folder without dialog files.
 */
export async function dialogFiles(paths: readonly string[]): Promise<readonly string[]> {
  const files = await Promise.all((paths.length > 0 ? paths : [defaultFolder()]).map(filesOf))
  return [...new Set(files.flat())]
}

function defaultFolder(): string {
  const own = ['dialogs', join('personas', 'dialogs')].find((folder) => existsSync(folder))
  return own ?? join(packageFolder, 'personas', 'dialogs')
}

async function filesOf(path: string): Promise<readonly string[]> {
  try {
    if (!(await stat(path)).isDirectory()) return [path]
    const names = (await readdir(path)).filter(isDialogFile).sort()
    if (names.length > 0) return names.map((name) => join(path, name))
  } catch (error) {
    throw new RuntimeError('invalid-settings', `"${path}" cannot be read: ${messageOf(error)}.`, { cause: error })
  }
  const endings = documentEndings.join(', ')
  throw new RuntimeError('invalid-settings', `The folder "${path}" holds no dialog files (${endings}).`)
}

function isDialogFile(name: string): boolean {
  return documentEndings.includes(extname(name).toLowerCase()) && !name.endsWith(tapeEnding)
}
