import { masked } from '../config/masked.ts'
import { resolveSettings, stateUrl } from '../config/settings.ts'
import { type Runtime, startRuntime } from '../runtime.ts'
import { type Flags, settingsOf } from './flags.ts'
import { guard } from './guard.ts'
import { listing } from './listing.ts'
import { createLog } from './log.ts'
import { complain, paint, print } from './terminal.ts'

/** Serves personas until it is told to stop. */
export async function serve(paths: readonly string[], flags: Flags): Promise<number> {
  const given = await resolveSettings({ flags: settingsOf(flags, paths), configFile: flags.config })
  const settings = { ...given, state: stateUrl(given) }
  const log = createLog(settings.logLevel)
  let runtime: Runtime | undefined
  guard(log, () => runtime?.plugins ?? [])
  runtime = await startRuntime(settings, log)
  const stopping = stopSignal()
  log.info({ url: runtime.url, settings: masked(settings) }, 'The host listens.')
  await print(listing(runtime, settings))
  if (!isLoopback(settings.host)) complain(paint(['bold', 'red'], exposed(settings.host), process.stderr))
  const signal = await stopping
  log.info({ signal }, 'The host closes when the answers under way are done; a second signal ends it at once.')
  await runtime.close()
  return 0
}

/** The first signal. The second one ends the process, as it would without a listener. */
function stopSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    const stop = (signal: NodeJS.Signals): void => {
      process.off('SIGINT', stop).off('SIGTERM', stop)
      resolve(signal)
    }
    process.on('SIGINT', stop).on('SIGTERM', stop)
  })
}

function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|::1)$/i.test(host)
}

function exposed(host: string): string {
  return [
    `WARNING: listening on ${host}, not on this machine alone. There are no keys yet: whoever reaches the port can`,
    'use every persona. Keep it behind a firewall or a proxy that checks who calls, or leave --host out.',
  ].join('\n')
}
