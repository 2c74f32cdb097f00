import { kindOfPlugin, type PluginKind } from '../core/define.ts'
import { messageOf, RuntimeError } from '../core/errors.ts'
import type { Host } from '../core/host.ts'
import { checkSchema, compileFilling, type Problem } from '../core/schema.ts'
import { withinTime } from '../core/time.ts'
import { type DiscoveryFolders, discover, type PluginProblem } from './discover.ts'
import { type AnyDefinition, type HostModules, importPlugin } from './import.ts'
import { inTurn } from './in-turn.ts'
import type { PluginEntry } from './manifest.ts'

export interface RegistryOptions extends DiscoveryFolders {
  modules: HostModules
  /** Milliseconds that a plugin may take to load, and again to be created. */
  timeout?: number
}

/** A plugin that has been imported, ready to be created any number of times. */
export interface LoadedPlugin {
  readonly entry: PluginEntry
  readonly kind: PluginKind
  /** Checks settings and fills in the defaults of the plugin's schema. */
  configure(config: object): readonly Problem[]
  /** @throws RuntimeError `plugin-failed` for whatever the plugin throws, or when it takes too long. */
  create(config: object, host: Host): Promise<unknown>
}

/** Every plugin that was found, by id and alias. A plugin is imported when it is first needed. */
export class Registry {
  readonly #plugins = new Map<string, PluginEntry>()
  readonly #names = new Map<string, string>()
  readonly #loaded = new Map<string, Promise<LoadedPlugin>>()
  readonly #problems: PluginProblem[]
  readonly #modules: HostModules
  readonly #timeout: number

  private constructor(problems: readonly PluginProblem[], modules: HostModules, timeout: number) {
    this.#problems = [...problems]
    this.#modules = modules
    this.#timeout = timeout
  }

  /**
   * Finds the plugins, and imports the loose files among them, since only their default export tells their kind.
   * @throws RuntimeError `invalid-settings` for a named folder that cannot be read.
   */
  static async open({ modules, timeout = 10_000, ...folders }: RegistryOptions): Promise<Registry> {
    const { entries, problems } = await discover(folders)
    const registry = new Registry(problems, modules, timeout)
    const known = await inTurn(entries, (entry) => registry.#classify(entry))
    const added = known.flatMap((entry) => (entry && registry.#add(entry) ? [entry] : []))
    for (const entry of added) registry.#addAliases(entry) // afterwards: an alias never takes another plugin's id
    return registry
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

  /** @throws RuntimeError `plugin-failed`; the same one for everybody who asks again. */
  load(entry: PluginEntry): Promise<LoadedPlugin> {
    const key = entry.entry
    const loading = this.#loaded.get(key) ?? this.#load(entry)
    this.#loaded.set(key, loading)
    return loading
  }

  async #load(entry: PluginEntry): Promise<LoadedPlugin> {
    const definition = await importPlugin(entry, this.#modules, this.#timeout)
    return prepare(entry, definition, this.#timeout)
  }

  async #classify(entry: PluginEntry): Promise<PluginEntry | undefined> {
    if (entry.kind !== undefined) return entry
    try {
      const { kind } = await this.load(entry)
      return { ...entry, kind }
    } catch (error) {
      this.#problems.push({ id: entry.id, location: entry.location, message: messageOf(error) })
      return undefined
    }
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

function prepare(entry: PluginEntry, definition: AnyDefinition, timeout: number): LoadedPlugin {
  const fail = (what: string, cause?: unknown) =>
    new RuntimeError('plugin-failed', `Plugin "${entry.id}" (${entry.location}) ${what}`, { cause })
  let configure: LoadedPlugin['configure'] = () => []
  try {
    if (definition.config) {
      if (entry.origin !== 'bundled') checkSchema(definition.config)
      configure = compileFilling(definition.config)
    }
  } catch (error) {
    throw fail(`has a config schema that is not valid: ${messageOf(error)}`, error)
  }
  return {
    entry,
    kind: kindOfPlugin(definition) ?? 'solver',
    configure,
    async create(config, host) {
      const creating = (async () => await definition.create(config as never, host))() // `configure` has checked it
      const late = new Error(`it was not ready within ${timeout} ms`)
      try {
        return await withinTime(creating, timeout, () => late)
      } catch (error) {
        if (error === late) creating.then(close).catch(() => undefined) // it has been given up already
        throw fail(`cannot be set up: ${messageOf(error)}`, error)
      }
    },
  }
}

/** Closes what came too late to be used. */
async function close(made: unknown): Promise<void> {
  if (typeof made === 'object' && made !== null && 'close' in made && typeof made.close === 'function') {
    await made.close()
  }
}
