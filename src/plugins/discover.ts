import { existsSync } from 'node:fs'
import { readdir, realpath } from 'node:fs/promises'
import { basename, join, relative, resolve, sep } from 'node:path'
import { messageOf, RuntimeError } from '../core/errors.ts'
import { indexOf, looseEntry, type Origin, type PluginEntry, readManifest, shortName } from './manifest.ts'

/** Something that looks like a plugin and cannot be used. */
export interface PluginProblem {
  /** The id that it has, or would have if its manifest could be read. */
  id: string
  /** The folder or file. */
  location: string
  message: string
}

export interface Discovery {
  entries: readonly PluginEntry[]
  problems: readonly PluginProblem[]
}

export interface DiscoveryFolders {
  /** The plugins that come with this package. */
  bundled: string
  /** The `node_modules` of the working folder; it may be absent. */
  installed: string
  /** Folders that the operator named. */
  folders: readonly string[]
}

const notAPlugin = 'Its package.json has no keyword such as "dramatis-solver", and there is no index file beside it.'

const moduleFile = /(?<!\.d|\.test|\.spec)\.[cm]?[jt]s$/

/**
 * Finds plugins without running any of them: it reads package.json files and lists folders.
 * @throws RuntimeError `invalid-settings` for a named folder that cannot be read.
 */
export async function discover({ bundled, installed, folders }: DiscoveryFolders): Promise<Discovery> {
  const search = new Search(bundled)
  for (const folder of folders) await search.folder(folder)
  await search.installed(installed)
  await search.packages(bundled, 'bundled')
  return search
}

/** The same for folders alone. */
export async function discoverIn({ bundled, folders }: Omit<DiscoveryFolders, 'installed'>): Promise<Discovery> {
  const search = new Search(bundled)
  for (const folder of folders) await search.folder(folder)
  return search
}

/** Whether a path belongs to a package of that folder. In a checkout, ./plugins holds them beside somebody's own files. */
export function isInPackageOf(bundled: string, path: string): boolean {
  if (bundled === '') return false
  const [name = ''] = relative(resolve(bundled), path).split(sep)
  return name !== '' && name !== '..' && existsSync(join(bundled, name, 'package.json'))
}

class Search implements Discovery {
  readonly entries: PluginEntry[] = []
  readonly problems: PluginProblem[] = []
  /** What a link and the folder behind it have in common. */
  readonly #seen = new Set<string>()
  readonly #bundled: string

  constructor(bundled: string) {
    this.#bundled = bundled
  }

  async folder(folder: string): Promise<void> {
    const names = await readdir(folder).catch((error: unknown) => {
      throw unreadable(folder, error)
    })
    for (const name of names.sort()) {
      if (name.startsWith('.') || name === 'node_modules' || isInPackageOf(this.#bundled, join(folder, name))) continue
      await this.#one(join(folder, name))
    }
  }

  async installed(modules: string): Promise<void> {
    await this.packages(modules, 'installed')
    for (const scope of await list(modules)) {
      if (scope.startsWith('@')) await this.packages(join(modules, scope), 'installed')
    }
  }

  async packages(folder: string, origin: Origin): Promise<void> {
    for (const name of await list(folder)) {
      const location = join(folder, name)
      if (name.startsWith('.') || name.startsWith('@') || !existsSync(join(location, 'package.json'))) continue
      await this.#package(location, origin)
    }
  }

  async #one(location: string): Promise<void> {
    if (moduleFile.test(location)) return this.#add(looseEntry(location, location))
    const isPackage = existsSync(join(location, 'package.json'))
    if (isPackage && (await this.#package(location, 'folder'))) return
    const index = indexOf(location)
    if (index !== undefined) return this.#add(looseEntry(index, location))
    if (isPackage) this.#tell(location, notAPlugin)
  }

  /** True where the folder has been dealt with: it is a plugin, or a broken one. */
  async #package(location: string, origin: Origin): Promise<boolean> {
    try {
      const entry = await readManifest(location, origin)
      if (entry) await this.#add(entry)
      return entry !== undefined
    } catch (error) {
      const reason = messageOf(error).replace(/\.$/, '')
      this.#tell(location, `Its package.json cannot be used: ${reason}${reason.endsWith('?') ? '' : '.'}`)
      return true
    }
  }

  #tell(location: string, message: string): void {
    this.problems.push({ id: shortName(basename(location)), location, message })
  }

  async #add(entry: PluginEntry): Promise<void> {
    const real = await realpath(entry.location)
    const isLink = entry.origin === 'installed' && real !== entry.location
    if (this.#seen.has(real) || (isLink && isInPackageOf(this.#bundled, real))) return
    this.#seen.add(real)
    this.entries.push(entry)
  }
}

/** The names in a folder; an absent folder holds no plugins. */
async function list(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort()
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return []
    throw unreadable(folder, error)
  }
}

function unreadable(folder: string, error: unknown): RuntimeError {
  const message = `The plugins folder "${folder}" cannot be read: ${messageOf(error)}.`
  return new RuntimeError('invalid-settings', message, { cause: error })
}
