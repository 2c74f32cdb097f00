import { kindOfPlugin, type PluginKind } from '../core/define.ts'
import { messageOf, RuntimeError } from '../core/errors.ts'
import type { Host } from '../core/host.ts'
import { checkSchema, compileFilling, type Problem } from '../core/schema.ts'
import { withinTime } from '../core/time.ts'
import type { AnyDefinition } from './import.ts'
import type { PluginEntry } from './manifest.ts'

/** A plugin that has been imported, ready to be created any number of times. */
export interface LoadedPlugin {
  readonly entry: PluginEntry
  readonly kind: PluginKind
  /** Checks settings and fills in the defaults of the plugin's schema. */
  configure(config: object): readonly Problem[]
  /** @throws RuntimeError `plugin-failed` for whatever the plugin throws, or when it takes too long. */
  create(config: object, host: Host): Promise<unknown>
}

/**
 * Makes what a plugin exports ready for use; `timeout` is how many milliseconds it may take to be created.
 * @throws RuntimeError `plugin-failed` for a config schema that is not valid
 */
export function prepare(entry: PluginEntry, definition: AnyDefinition, timeout: number): LoadedPlugin {
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
