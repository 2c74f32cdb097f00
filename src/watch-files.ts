import { existsSync, type Stats, statSync } from 'node:fs'
import { basename, dirname, extname, join, sep } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { FSWatcher } from 'chokidar'
import { documentEndings } from './config/document.ts'
import type { Log } from './core/types.ts'
import type { LiveCast } from './live-cast.ts'

export interface WatchOptions {
  live: LiveCast
  /** Persona files and folders of them. */
  personas: readonly string[]
  /** Folders of plugins, and what in them is to be followed. */
  plugins: readonly string[]
  follows: (path: string) => boolean
  /** The `node_modules` of installed plugins. */
  installed: string
  /** When the plugins were read, in milliseconds since 1970. */
  since: number
  log: Log
}

/** Editors write a file in several steps: we look when nothing has happened for so long, in milliseconds, */
const quiet = 60
/** but not later than this after the first step. */
const longest = 300
/** A file that is gone or half written is looked at again after these pauses. The last look takes it as it is. */
const pauses = [120, 250]

/** So often it is seen whether a folder is still the same one, in milliseconds: of another one nobody tells. */
const searching = 300

/** File systems may be so late with the time, in milliseconds. */
const lag = 10

/** What package managers write when they have installed something. */
const lockfiles = ['.package-lock.json', '.modules.yaml', '.yarn-state.yml']

/** Follows the files of personas and of plugins in folders while the host runs. Nothing is loaded where there are none. */
export class FileWatch {
  readonly #options: WatchOptions
  readonly #touched = new Set<string>()
  readonly #closing = new AbortController()
  #watcher: FSWatcher | undefined
  #isReady = false
  #timer: NodeJS.Timeout | undefined
  #since: number | undefined
  /** What tells one folder from another of the same name; undefined where there is none. */
  readonly #folders = new Map<string, string | undefined>()
  #search: NodeJS.Timeout | undefined
  #working: Promise<void> = Promise.resolve()

  constructor(options: WatchOptions) {
    this.#options = options
  }

  /** Begins to watch. What has changed since the files were read is noticed too. */
  async start(): Promise<void> {
    const { personas, plugins, installed, log } = this.#options
    const paths = [...personas, ...plugins]
    if (paths.length === 0) return
    try {
      const { watch } = await import('chokidar')
      if (this.#closing.signal.aborted) return
      const locks = existsSync(installed) ? lockfiles.map((name) => join(installed, name)).filter(existsSync) : []
      for (const folder of new Set(paths.map(folderOf))) this.#folders.set(folder, identityOf(folder))
      this.#watcher = watch([...this.#folders.keys(), ...locks], {
        alwaysStat: true,
        atomic: false, // it would keep a file that is gone for a while: so do we
        ignored: (path) => !this.#isWanted(path),
      })
      this.#watcher.on('all', (_event, path, stats) => this.#changed(path, stats))
      this.#watcher.on('error', (error) => this.#failed(error))
      this.#watcher.on('ready', () => {
        this.#isReady = true
        this.#search = setInterval(() => this.#compareFolders(), searching).unref()
        this.#soon()
      })
    } catch (error) {
      log.warn({ err: error }, 'Files cannot be watched: changes are taken at the next start.')
    }
  }

  async close(): Promise<void> {
    this.#closing.abort()
    clearTimeout(this.#timer)
    clearInterval(this.#search)
    await this.#watcher?.close()
    await this.#working
  }

  #isWanted(path: string): boolean {
    const { personas, plugins, installed, follows } = this.#options
    if (dirname(path) === installed) return lockfiles.includes(basename(path))
    const folder = plugins.find((at) => isIn(path, at))
    const isOff = /(^|[\\/])(node_modules|\.[^\\/]*)([\\/]|$)/
    if (folder !== undefined && !isOff.test(path.slice(folder.length)) && follows(path)) return true
    const isDocument = documentEndings.includes(extname(path).toLowerCase())
    return personas.some((at) => path === at || isIn(at, path) || (isDocument && dirname(path) === at))
  }

  #changed(path: string, stats?: Stats): void {
    const { plugins, installed, since, log } = this.#options
    const isOld = Math.max(stats?.mtimeMs ?? 0, stats?.ctimeMs ?? 0) < since - lag
    if (!this.#isReady && isOld) return // it is told of for the first time
    if (dirname(path) === installed) {
      log.info({ path }, 'Packages have been installed; plugins among them are used after a restart.')
      return
    }
    if (plugins.some((at) => isIn(path, at))) this.#touched.add(path)
    this.#soon()
  }

  #compareFolders(): void {
    for (const [folder, before] of this.#folders) {
      const now = identityOf(folder)
      if (now === before) continue
      this.#folders.set(folder, now)
      this.#watcher?.unwatch(folder)
      if (now !== undefined) this.#watcher?.add(folder)
      this.#changed(folder)
    }
  }

  #soon(): void {
    if (this.#closing.signal.aborted) return
    const now = Date.now()
    this.#since ??= now
    clearTimeout(this.#timer)
    const wait = Math.max(0, Math.min(quiet, this.#since + longest - now))
    this.#timer = globalThis.setTimeout(() => {
      this.#since = undefined
      this.#working = this.#working.then(() => this.#look())
    }, wait)
  }

  async #look(): Promise<void> {
    const { live, log } = this.#options
    try {
      for (const pause of pauses) {
        await this.#lookAtPlugins() // those too that have changed since: nobody waits for another's half written file
        if (!(await live.refreshPersonas(true)).unsure) return
        await setTimeout(pause, undefined, { signal: this.#closing.signal }).catch(() => undefined)
        if (this.#closing.signal.aborted) return
      }
      await this.#lookAtPlugins()
      await live.refreshPersonas(false)
    } catch (error) {
      log.error({ err: error }, 'A change of files could not be followed; the next one is.')
    }
  }

  async #lookAtPlugins(): Promise<void> {
    if (this.#touched.size === 0) return
    const touched = [...this.#touched]
    this.#touched.clear()
    await this.#options.live.refreshPlugins(touched)
  }

  #failed(error: unknown): void {
    this.#options.log.warn({ err: error }, 'Some files cannot be watched: changes of them are taken at the next start.')
  }
}

/** A file is watched through its folder: editors put another one into its place. */
function folderOf(path: string): string {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === false ? dirname(path) : path
}

function identityOf(folder: string): string | undefined {
  const found = statSync(folder, { throwIfNoEntry: false })
  return found && `${found.ino} ${found.birthtimeMs}`
}

function isIn(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder + sep)
}
