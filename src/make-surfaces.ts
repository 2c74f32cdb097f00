import { readable } from './config/problems.ts'
import type { Settings } from './config/settings.ts'
import { messageOf, RuntimeError } from './core/errors.ts'
import { compileFilling } from './core/schema.ts'
import { suggestion } from './core/text.ts'
import type { Log } from './core/types.ts'
import type { Surface, SurfaceDefinition, SurfaceHost } from './http/surface.ts'
import type { PluginProblem } from './plugins/discover.ts'
import { inTurn } from './plugins/in-turn.ts'
import type { LoadedPlugin, Registry } from './plugins/registry.ts'

type SurfaceSettings = Settings['surfaces']

export interface MadeSurfaces {
  /** By id, in the order in which they were made. */
  readonly surfaces: ReadonlyMap<string, Surface>
  /** Of plugins: one that cannot be set up is told, and costs nobody else anything. */
  readonly problems: readonly PluginProblem[]
}

/**
 * The surfaces of the host itself, and then those of plugins, each with what the settings say of it.
 * @throws RuntimeError `invalid-settings` for settings of a bundled surface, or of none
 */
export async function makeSurfaces(
  bundled: Readonly<Record<string, SurfaceDefinition>>,
  registry: Registry,
  settings: SurfaceSettings,
  { host, log }: { host: SurfaceHost; log: Log },
): Promise<MadeSurfaces> {
  const surfaces = new Map<string, Surface>()
  const problems: PluginProblem[] = []
  const entries = registry.entries.filter(({ kind }) => kind === 'surface')
  requireKnown(Object.keys(settings), [...Object.keys(bundled), ...entries.map(({ id }) => id)])
  try {
    for (const [id, definition] of Object.entries(bundled)) {
      const config = configOf(id, settings)
      if (!config) continue
      const wrong = definition.config ? readable(compileFilling(definition.config)(config)) : []
      if (wrong.length > 0) throw wrongSettings(id, wrong)
      surfaces.set(id, await definition.create(config as never, host)) // its own schema has checked it
    }
  } catch (error) {
    for (const surface of surfaces.values()) await surface.close?.()
    throw error
  }
  await inTurn(entries, async (entry) => {
    const { id, location } = entry
    const config = configOf(id, settings)
    if (!config) return
    try {
      surfaces.set(id, await create(await registry.load(entry), config, host))
    } catch (error) {
      log.warn({ surface: id, err: error }, 'A surface cannot be used.')
      problems.push({ id, location, message: messageOf(error) })
    }
  })
  return { surfaces, problems }
}

/** Undefined where it is switched off. */
function configOf(id: string, settings: SurfaceSettings): object | undefined {
  const { enabled = true, ...config } = settings[id] ?? {}
  return enabled ? structuredClone(config) : undefined
}

function requireKnown(named: readonly string[], known: readonly string[]): void {
  const unknown = named.find((id) => !known.includes(id))
  if (unknown === undefined) return
  const message = `Wrong settings: there is no surface "${unknown}"${suggestion(unknown, known) || '.'}`
  throw new RuntimeError('invalid-settings', message)
}

function wrongSettings(id: string, wrong: readonly { pointer: string; message: string }[]): RuntimeError {
  const told = wrong.map(({ pointer, message }) => `"surfaces/${id}${pointer}" ${message}`)
  return new RuntimeError('invalid-settings', `Wrong settings: ${told.join('; ')}.`)
}

async function create(plugin: LoadedPlugin, config: object, host: SurfaceHost): Promise<Surface> {
  const { id, location } = plugin.entry
  const [problem] = plugin.configure(config)
  const fail = (what: string) => new RuntimeError('plugin-failed', `Plugin "${id}" (${location}) ${what}.`)
  if (problem) throw fail(`has wrong settings ("surfaces/${id}${problem.pointer}"): it ${problem.message}`)
  const surface = await plugin.create(config, host)
  if (typeof surface === 'object' && surface !== null && 'routes' in surface && 'prefixes' in surface) {
    return surface as Surface // its brand says that it makes surfaces, and these are the fields that set one apart
  }
  throw fail('made something without routes')
}
