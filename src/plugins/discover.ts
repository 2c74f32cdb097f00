import { existsSync } from 'node:fs'
import { readdir, realpath } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { messageOf, RuntimeError } from '../core/errors.ts'
import { looseEntry, type Origin, type PluginEntry, readManifest } from './manifest.ts'

/** Something that looks like a plugin and cannot be used. */
export interface PluginProblem {
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

const moduleFile = /(?<!\.d|\.test|\.spec)\.[cm]?[jt]s$/
const indexFiles = ['index.ts', 'index.js', 'index.mts', 'index.mjs', 'index.cts', 'index.cjs']

/**
 * Finds plugins without running any of them: it reads package.json files and lists folders.
 * @throws RuntimeError `invalid-settings` for a named folder that cannot be read.
 */
export async function discover({ bundled, installed, folders }: DiscoveryFolders): Promise<Discovery> {
  const search = new Search()
  for (const folder of folders) await search.folder(folder)
  await search.installed(installed)
  await search.packages(bundled, 'bundled')
  return search
}

class Search implements Discovery {
  readonly entries: PluginEntry[] = []
  readonly problems: PluginProblem[] = []
  /** What a link and the folder behind it have in common. */
  readonly #seen = new Set<string>()

  async folder(folder: string): Promise<void> {
    const names = await readdir(folder).catch((error: unknown) => {
      const message = `The plugins folder "${folder}" cannot be read: ${messageOf(error)}.`
      throw new RuntimeError('invalid-settings', message, { cause: error })
    })
    for (const name of names.sort()) {
      if (name.startsWith('.') || name === 'node_modules') continue
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
    if (existsSync(join(location, 'package.json')) && (await this.#package(location, 'folder'))) return
    const index = indexFiles.map((file) => join(location, file)).find(existsSync)
    if (index !== undefined) await this.#add(looseEntry(index, location))
  }

  /** True where the folder has been dealt with. */
  async #package(location: string, origin: Origin): Promise<boolean> {
    try {
      const entry = await readManifest(location, origin)
      if (entry) await this.#add(entry)
      return entry !== undefined
    } catch (error) {
      this.problems.push({ location, message: `Its package.json cannot be used: ${messageOf(error)}` })
      return true
    }
  }

  async #add(entry: PluginEntry): Promise<void> {
    const real = await realpath(entry.location)
    if (this.#seen.has(real)) return
    this.#seen.add(real)
    this.entries.push(entry)
  }
}

async function list(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []) // an absent folder holds no plugins
  return names.sort((one, other) => basename(one).localeCompare(basename(other)))
}
