import type { Cast } from '../cast.ts'
import type { Settings } from '../config/settings.ts'
import { noKeys } from '../http/gate.ts'
import { localUrl } from '../http/local-url.ts'
import { surfaceHost } from '../surface-host.ts'
import { cardOf } from '../surfaces/a2a/print.ts'
import { withCast, withPersona } from './cast.ts'
import type { Flags } from './flags.ts'
import { createLog } from './log.ts'
import { print, printJson } from './terminal.ts'

/** Prints the A2A card of a persona, or of the host, as it would be served. */
export function agentCard(name: string | undefined, flags: Flags & { json?: boolean }): Promise<number> {
  if (name === undefined) return withCast({ flags }, (cast, settings) => show(cast, settings, undefined, flags))
  return withPersona(name, { flags }, (cast, { id }, settings) => show(cast, settings, id, flags))
}

async function show(
  cast: Cast,
  settings: Settings,
  persona: string | undefined,
  { json = false }: { json?: boolean },
): Promise<number> {
  const { host, port, publicUrl, grpcPort, requireKeys, openSurfaces, apiKeyHeader } = settings
  const url = publicUrl ?? localUrl(host, port)
  const keys = {
    ...noKeys,
    required: requireKeys,
    header: apiKeyHeader.toLowerCase(),
    requiredBy: (surface: string) => requireKeys && !openSurfaces.includes(surface),
  }
  const served = surfaceHost(cast, createLog(settings.logLevel), { url, allowedHosts: [], keys })
  const { enabled: _, ...given } = settings.surfaces.a2a ?? {}
  const card = await cardOf(served, persona, { grpcPort, settings: given })
  if (json) await print(`${JSON.stringify(card)}\n`)
  else await printJson(card)
  return 0
}
