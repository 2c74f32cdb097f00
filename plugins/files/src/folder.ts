import { realpathSync, statSync } from 'node:fs'
import { realpath } from 'node:fs/promises'
import { dirname, isAbsolute, join, relative, sep, win32 } from 'node:path'
import { RuntimeError } from 'dramatis'
import { codeOf } from './error-code.ts'

/** A folder that no path leads out of, whatever links lie in it. */
export class Folder {
  /** Without links on the way to it. */
  readonly root: string
  readonly #hidden: boolean

  /** @throws RuntimeError `plugin-failed` where there is no such folder */
  constructor(path: string, hidden: boolean) {
    this.root = realFolder(path)
    this.#hidden = hidden
  }

  /**
   * Where a path really leads, links resolved. `undefined`: there is nothing yet, but the part of the path that there
   * is lies inside.
   * @throws Error for a path that is none or that leads out; it tells nothing of what is out there
   */
  async find(path: string): Promise<{ real: string | undefined; wanted: string }> {
    const wanted = join(this.root, ...this.#names(path))
    for (let part = wanted; ; part = dirname(part)) {
      const real = await realOf(part)
      if (real === undefined) {
        if (part === this.root) throw new Error('The folder is not there any more.')
        continue
      }
      if (!this.#holds(real)) throw outside(path)
      return { real: part === wanted ? real : undefined, wanted }
    }
  }

  /** Whether a name may be seen at all. */
  shows(name: string): boolean {
    return this.#hidden || !name.startsWith('.')
  }

  /** A real path as callers write it; `.` for the folder itself. */
  nameOf(real: string): string {
    return relative(this.root, real).split(sep).join('/') || '.'
  }

  #names(path: string): string[] {
    if (path.includes('\0')) throw new Error('A path cannot hold a NUL character.')
    if (isAbsolute(path) || win32.isAbsolute(path) || /^[A-Za-z]:/.test(path)) {
      throw new Error(`"${path}" is absolute; write it relative to the folder, like "notes/today.md".`)
    }
    const names = path.split(/[/\\]+/).filter((name) => name !== '' && name !== '.')
    if (names.includes('..')) throw outside(path)
    for (const name of names)
      if (!this.shows(name)) throw new Error(`"${path}" is hidden: "${name}" starts with a dot.`)
    return names
  }

  /** A link may lead to what is inside but hidden. */
  #holds(real: string): boolean {
    const inside = relative(this.root, real)
    if (isAbsolute(inside)) return false
    const names = inside.split(sep)
    return names[0] !== '..' && names.every((name) => name === '' || this.shows(name))
  }
}

function outside(path: string): Error {
  return new Error(`"${path}" leads out of the folder.`)
}

/** Undefined where there is nothing; a link that leads to nothing leads nowhere good. */
async function realOf(path: string): Promise<string | undefined> {
  try {
    return await realpath(path)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    if (codeOf(error) === 'ENOTDIR') throw new Error('A file stands in the path where a folder is expected.')
    throw new Error(`The path cannot be followed (${codeOf(error)}).`, { cause: error })
  }
}

function realFolder(path: string): string {
  try {
    const real = realpathSync.native(path)
    if (statSync(real).isDirectory()) return real
  } catch (error) {
    throw new RuntimeError('plugin-failed', `files: there is no folder ${path}; make it, or change "root".`, {
      cause: error,
    })
  }
  throw new RuntimeError('plugin-failed', `files: ${path} is no folder; let "root" name one.`)
}
