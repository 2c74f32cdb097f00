import type { PluginKind } from '../core/define.ts'
import { messageOf } from '../core/errors.ts'
import { type DiscoveryFolders, discover, discoverIn, isInPackageOf, type PluginProblem } from './discover.ts'
import { type HostModules, importPlugin } from './import.ts'
import { inTurn } from './in-turn.ts'
import type { PluginEntry } from './manifest.ts'
import { type LoadedPlugin, prepare } from './prepare.ts'
import { isUnder, touchedEntries } from './touched.ts'

export type { LoadedPlugin } from './prepare.ts'

export interface RegistryOptions extends DiscoveryFolders {
  modules: HostModules
  /** Milliseconds that a plugin may take to load, and again to be created. */
  timeout?: number
}

/** Every plugin that was found, by id and alias. A plugin is imported when it is first needed. */
export class Registry {
  /** The folders whose plugins `refresh` looks at again. */
  readonly folders: readonly string[]
  /** Since when it knows them, in milliseconds since 1970. */
  readonly openedAt = Date.now()
  readonly #bundled: string
  readonly #modules: HostModules
  readonly #timeout: number
  /** By their file: another file is another plugin, whatever it is called. */
  readonly #loaded = new Map<string, Promise<LoadedPlugin>>()
  /** How often the plugin of a file has been loaded anew. */
  readonly #versions = new Map<string, number>()
  #found: readonly PluginEntry[] = []
  #plugins = new Map<string, PluginEntry>()
  #names = new Map<string, string>()
  #problems: PluginProblem[] = []
  /** Of what is no folder's, and stays as it is. */
  #fixedProblems: readonly PluginProblem[] = []

  private constructor({ modules, timeout = 10_000, folders, bundled }: RegistryOptions) {
    this.folders = folders
    this.#bundled = bundled
    this.#modules = modules
    this.#timeout = timeout
  }

  /**
   * Finds the plugins, and imports the loose files among them, since only their default export tells their kind.
   * @throws RuntimeError `invalid-settings` for a named folder that cannot be read.
   */
  static async open(options: RegistryOptions): Promise<Registry> {
    const registry = new Registry(options)
    const { entries, problems } = await discover(options)
    registry.#fixedProblems = problems.filter(({ location }) => !registry.follows(location))
    registry.#problems = [...problems]
    registry.#index(await inTurn(entries, (entry) => registry.#classify(entry)))
    return registry
  }

  /**
   * Looks at the folders again. `touched` are the paths in them that have changed: those plugins are loaded anew, and
   * what cannot be loaded stays as it was and is told. Packages that came with the host or were installed stay too.
   * @returns the plugins that are new, gone or loaded anew
   * @throws RuntimeError `invalid-settings` for a folder that cannot be read; everything stays as it was then
   */
  async refresh(touched: readonly string[]): Promise<readonly PluginEntry[]> {
    const { entries, problems } = await discoverIn({ folders: this.folders, bundled: this.#bundled })
    const before = new Map(this.entries.map((entry) => [entry.entry, this.#stampOf(entry)]))
    const old = this.#found.filter(({ origin }) => origin === 'folder')
    this.#problems = [...this.#fixedProblems]
    for (const problem of problems) this.#problems.push(staying(problem, old))
    for (const entry of touchedEntries([...entries, ...old], touched, this.folders)) await this.#reload(entry)
    const classified = await inTurn(entries, (entry) => this.#classify(entry))
    const kept = problems.flatMap(({ location }) => old.filter((it) => it.location === location))
    const others = this.#found.filter(({ origin }) => origin !== 'folder')
    const known = classified.filter((entry) => entry !== undefined)
    this.#index([...known, ...kept.filter(({ entry }) => !known.some((it) => it.entry === entry)), ...others])
    const after = new Map(this.entries.map((entry) => [entry.entry, entry]))
    const gone = old.filter(({ entry }) => before.has(entry) && !after.has(entry))
    return [...[...after.values()].filter((entry) => before.get(entry.entry) !== this.#stampOf(entry)), ...gone]
  }

  /** Whether a path is one that `refresh` looks at. */
  follows(path: string): boolean {
    return this.folders.some((folder) => isUnder(path, folder)) && !isInPackageOf(this.#bundled, path)
  }

  get entries(): readonly PluginEntry[] {
    return [...this.#plugins.values()]
  }

  /** What was found and cannot be used. */
  get problems(): readonly PluginProblem[] {
    return this.#problems
  }

  /** Ids and aliases of a kind, for suggestions. */
  names(kind: PluginKind): readonly string[] {
    return [...this.#names].filter(([, key]) => key.startsWith(`${kind} `)).map(([name]) => name.slice(kind.length + 1))
  }

  find(kind: PluginKind, name: string): PluginEntry | undefined {
    const key = this.#names.get(`${kind} ${name}`)
    return key === undefined ? undefined : this.#plugins.get(key)
  }

  /** Another text whenever that name means another plugin, or the same one loaded anew; '' where it means none. */
  stamp(kind: PluginKind, name: string): string {
    const entry = this.find(kind, name)
    return entry ? this.#stampOf(entry) : ''
  }

  /** @throws RuntimeError `plugin-failed`; the same one for everybody who asks again. */
  load(entry: PluginEntry): Promise<LoadedPlugin> {
    const loading = this.#loaded.get(entry.entry) ?? this.#load(entry)
    this.#loaded.set(entry.entry, loading)
    return loading
  }

  #stampOf({ entry }: PluginEntry): string {
    return `${entry} ${this.#versions.get(entry) ?? 0}`
  }

  async #load(entry: PluginEntry, again = false): Promise<LoadedPlugin> {
    return prepare(entry, await importPlugin(entry, this.#modules, this.#timeout, again), this.#timeout)
  }

  /** Loads a plugin again where it has been loaded before. One that worked is not given up for one that does not. */
  async #reload(entry: PluginEntry): Promise<void> {
    const before = this.#loaded.get(entry.entry)
    const worked = await before?.then(
      () => true,
      () => false,
    )
    try {
      if (before) this.#loaded.set(entry.entry, Promise.resolve(await this.#load(entry, true)))
    } catch (error) {
      if (worked) return void this.#problems.push(staying(problemOf(entry, error), [entry]))
      this.#loaded.delete(entry.entry)
    }
    this.#versions.set(entry.entry, (this.#versions.get(entry.entry) ?? 0) + 1)
  }

  async #classify(entry: PluginEntry): Promise<PluginEntry | undefined> {
    if (entry.kind !== undefined) return entry
    try {
      const { kind } = await this.load(entry)
      return { ...entry, kind }
    } catch (error) {
      this.#problems.push(problemOf(entry, error))
      return undefined
    }
  }

  #index(entries: readonly (PluginEntry | undefined)[]): void {
    this.#found = entries.filter((entry) => entry !== undefined)
    this.#plugins = new Map()
    this.#names = new Map()
    const added = this.#found.filter((entry) => this.#add(entry))
    for (const entry of added) this.#addAliases(entry) // afterwards: an alias never takes another plugin's id
  }

  /** False where its id is taken: the nearest plugin wins, and the other is told, since it may be a surprise. */
  #add(entry: PluginEntry): boolean {
    const key = `${entry.kind} ${entry.id}`
    const winner = this.#plugins.get(key)
    if (winner) {
      const message = `Its id "${entry.id}" is taken by ${winner.location}, which comes first; give one of them another id.`
      this.#problems.push({ id: entry.id, location: entry.location, message })
      return false
    }
    this.#plugins.set(key, entry)
    this.#names.set(key, key)
    return true
  }

  #addAliases(entry: PluginEntry): void {
    for (const alias of entry.aliases) {
      const name = `${entry.kind} ${alias}`
      if (!this.#names.has(name)) this.#names.set(name, `${entry.kind} ${entry.id}`)
    }
  }
}

function problemOf({ id, location }: PluginEntry, error: unknown): PluginProblem {
  return { id, location, message: messageOf(error) }
}

function staying(problem: PluginProblem, entries: readonly PluginEntry[]): PluginProblem {
  const stays = entries.some(({ location }) => location === problem.location)
  return stays ? { ...problem, message: `${problem.message} The version before it stays in use.` } : problem
}
