import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { type Cast, loadCast, version } from './cast.ts'
import type { Settings } from './config/settings.ts'
import { ending } from './core/ending.ts'
import { messageOf, RuntimeError } from './core/errors.ts'
import { withinTime } from './core/time.ts'
import type { Log } from './core/types.ts'
import { Dispatch } from './http/dispatch.ts'
import { isOnlyHere } from './http/hosts.ts'
import { localUrl } from './http/local-url.ts'
import { openApi } from './http/openapi.ts'
import { listen, type RunningServer } from './http/server.ts'
import type { PersonaInfo, Surface, SurfaceDefinition, SurfaceHost } from './http/surface.ts'
import type { KeyGate } from './keys/gate.ts'
import { makeSurfaces } from './make-surfaces.ts'
import type { PersonaProblem } from './persona/problem.ts'
import type { PluginProblem } from './plugins/discover.ts'
import type { PluginEntry } from './plugins/manifest.ts'
import { surfaceHost } from './surface-host.ts'
import { surfaces as bundledSurfaces } from './surfaces/index.ts'
import { FileWatch } from './watch-files.ts'

/** A running host. */
export interface Runtime {
  /** Where it listens, as a URL without a slash at its end. */
  readonly url: string
  readonly personas: readonly PersonaInfo[]
  readonly plugins: readonly PluginEntry[]
  readonly problems: { readonly personas: readonly PersonaProblem[]; readonly plugins: readonly PluginProblem[] }
  /** Stops listening, lets open turns finish for `grace` milliseconds, and closes everything in reverse order. */
  close(grace?: number): Promise<void>
}

/**
 * Starts a host: plugins, personas, surfaces and the server, in this order.
 * @throws RuntimeError that says what to do; nothing is left open then.
 */
export async function startRuntime(settings: Settings, log: Log): Promise<Runtime> {
  return await serveCast(await loadCast(settings, log), settings, log)
}

/**
 * Serves a cast that is already loaded, and closes it in the end. `own` are surfaces beside the bundled ones.
 * @throws RuntimeError that says what to do; the cast is closed then.
 */
export async function serveCast(
  cast: Cast,
  settings: Settings,
  log: Log,
  own: Readonly<Record<string, SurfaceDefinition>> = {},
): Promise<Runtime> {
  let surfaces: readonly Surface[] = []
  const closeAll = async (): Promise<void> => {
    for (const surface of surfaces.toReversed()) await ending('A surface', log, () => surface.close?.())
    await cast.close()
  }
  try {
    requirePersonas(cast, settings)
    await cast.store.check()
    const gate = await gateOf(settings, cast, log)
    const address = {
      url: settings.publicUrl ?? localUrl(settings.host, settings.port),
      publicUrl: settings.publicUrl,
      allowedHosts: [settings.host, ...settings.allowedHosts],
      keys: gate,
      isOpen: settings.openManagement,
      isLocal: isOnlyHere(settings),
      closing: false,
      facts: { defaultModel: cast.defaultModel, corsOrigins: settings.corsOrigins, keyHeader: settings.apiKeyHeader },
      grpc: grpcOf(settings),
    }
    const host = surfaceHost(cast, log, address)
    const bundled = { ...bundledSurfaces, ...own }
    const made = await makeSurfaces(bundled, cast.registry, settings.surfaces, { host, log })
    surfaces = [...made.surfaces.values()]
    for (const id of settings.openSurfaces) {
      if (!made.surfaces.has(id)) log.warn({ surface: id }, 'There is no such surface that could be open to everybody.')
    }
    const dispatch = new Dispatch({
      surfaces: made.surfaces,
      bodyLimit: settings.bodyLimit,
      corsOrigins: settings.corsOrigins,
      publicUrl: address.url,
      gate,
      log,
      tracing: cast.tracing,
      logRequests: settings.logLevel === 'debug',
      otherwise: lazyPages(openApi(made.surfaces, version, gate), host),
    })
    const server = await listen({ host: settings.host, port: settings.port, log, handle: dispatch.handle })
    const url = localUrl(server.host, server.port)
    address.url = settings.publicUrl ?? url // port 0 has become a real one
    await startAll(surfaces, server)
    const watch = watchFiles(cast, settings, log)
    void watch?.start() // nobody waits for it: what changes until then is noticed too
    return {
      url,
      get personas() {
        return host.personas()
      },
      get plugins() {
        return cast.registry.entries
      },
      get problems() {
        return { personas: cast.problems, plugins: [...cast.pluginProblems, ...made.problems] }
      },
      async close(grace = settings.shutdownGrace) {
        address.closing = true
        await watch?.close()
        const stopped = Promise.all(surfaces.map((surface) => surface.stop?.()))
        const unfinished = new RuntimeError('shutting-down', 'Some calls were not over when the host closed.')
        await Promise.all([
          server.close(grace),
          withinTime(stopped, grace, () => unfinished).catch((error: unknown) =>
            log.warn({ err: error }, messageOf(error)),
          ),
        ])
        await closeAll()
      },
    }
  } catch (error) {
    await closeAll()
    throw error
  }
}

/** Most hosts have no gate, and need nothing loaded for it. */
async function gateOf(settings: Settings, { store }: Cast, log: Log): Promise<KeyGate | undefined> {
  const { requireKeys, apiKeys, awsKeys, anonymousRate, anonymousConcurrency } = settings
  if (!requireKeys && apiKeys.length + awsKeys.length > 0) {
    log.warn({}, 'There are keys in the settings, but anybody may call: keys count with --require-keys only.')
  }
  if (!requireKeys && anonymousRate === undefined && anonymousConcurrency === undefined) return undefined
  const { openGate } = await import('./keys/index.ts')
  return await openGate(settings, store, log)
}

function grpcOf({ host, grpcPort: port, bodyLimit }: Settings): SurfaceHost['grpc'] {
  return port === undefined ? undefined : { host, port, bodyLimit }
}

/** @throws whatever a surface cannot start with; nobody listens any more then */
async function startAll(surfaces: readonly Surface[], server: RunningServer): Promise<void> {
  try {
    for (const surface of surfaces) await surface.start?.()
  } catch (error) {
    await server.close(0)
    throw error
  }
}

function requirePersonas({ directory, problems }: Cast, settings: Settings): void {
  if (directory.list().length === 0) {
    const text = `No persona could be loaded; run "dramatis check" (${problems.length} problems).`
    throw new RuntimeError('invalid-persona', text)
  }
  if (settings.defaultPersona !== undefined && !directory.default) {
    const text = `The default persona "${settings.defaultPersona}" is not among those that were loaded.`
    throw new RuntimeError('invalid-settings', text)
  }
}

/** Express and the documentation page are loaded when somebody first asks for what no surface knows. */
function lazyPages(describe: (url: string) => Promise<object>, { urlFor }: SurfaceHost) {
  let app: Promise<(request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void) => void>
  return (request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void): void => {
    app ??= import('./http/pages.ts').then(({ pages }) => pages((request) => describe(urlFor({ request }))))
    app.then((handle) => handle(request, response, next), next)
  }
}

function watchFiles({ live, registry }: Cast, { watch, personas }: Settings, log: Log): FileWatch | undefined {
  if (!watch || !live) return undefined
  const installed = join(process.cwd(), 'node_modules')
  const { folders, openedAt: since } = registry
  const follows = (path: string): boolean => registry.follows(path)
  return new FileWatch({ live, personas, plugins: folders, follows, installed, since, log })
}
