import { messageOf } from './core/errors.ts'
import type { Log } from './core/types.ts'
import type { PersonaDirectory } from './persona/directory.ts'
import { FileEditor } from './persona/editor.ts'
import type { Ensemble, Refreshed } from './persona/ensemble.ts'
import type { Workshop } from './persona/workshop.ts'
import type { PluginEntry } from './plugins/manifest.ts'
import type { Registry } from './plugins/registry.ts'

export interface LiveCastOptions {
  readonly ensemble: Ensemble
  readonly registry: Registry
  readonly directory: PersonaDirectory
  readonly workshop: Workshop
  readonly log: Log
  readonly toolkit: { refresh(): Promise<void> }
  /** Persona files and folders of them. */
  readonly paths: readonly string[]
}

/** Personas, toolboxes and plugins that follow their files while they are being used. */
export class LiveCast {
  readonly ensemble: Ensemble
  readonly editor: FileEditor
  readonly #options: LiveCastOptions
  readonly #listeners = new Set<() => void>()
  /** The default persona. */
  #hasLost = false

  constructor(options: LiveCastOptions) {
    this.ensemble = options.ensemble
    this.editor = new FileEditor({ ...options, changed: () => this.tell() })
    this.#options = options
  }

  /** Tells whenever personas, or the tools of the host, are others than before. Returns how to stop. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** Looks at the persona files again; see the ensemble. */
  async refreshPersonas(patient: boolean): Promise<Refreshed> {
    const refreshed = await this.ensemble.refresh({ patient })
    if (refreshed.changed) this.tell()
    return refreshed
  }

  /** Looks at the plugins in folders again, of which those paths have changed, and at all that is made of them. */
  async refreshPlugins(touched: readonly string[]): Promise<void> {
    const { registry, toolkit, log } = this.#options
    try {
      const known = new Set(registry.problems.map(({ message }) => message))
      const changed = await this.ensemble.inTurn(() => registry.refresh(touched))
      for (const { id, location, message } of registry.problems) {
        if (!known.has(message)) log.warn({ plugin: id, location }, message)
      }
      for (const entry of changed) this.#announce(entry)
      await toolkit.refresh()
    } catch (error) {
      log.warn({ err: error }, `The plugins stay as they are: ${messageOf(error)}`)
    }
  }

  /** Something has changed that those who listen may show. */
  tell(): void {
    const { directory, log } = this.#options
    const isLost = !directory.default
    if (isLost && !this.#hasLost) log.warn({}, 'There is no default persona any more: requests have to name one.')
    this.#hasLost = isLost
    for (const listener of this.#listeners) listener()
  }

  #announce({ id, kind, location }: PluginEntry): void {
    const { registry, log } = this.#options
    if (kind === 'surface') log.warn({ plugin: id, location }, 'A surface has changed; restart the host to use it.')
    else if (registry.entries.some((entry) => entry.location === location)) {
      log.info({ plugin: id, location }, 'A plugin is used as it is now.')
    } else log.info({ plugin: id, location }, 'A plugin is gone.')
  }
}
