import { masked } from '../config/masked.ts'
import { idleIn } from '../config/predecessors.ts'
import { resolveSettings, type Settings, stateUrl } from '../config/settings.ts'
import { misspeltIn } from '../config/variables.ts'
import { isLoopback } from '../http/hosts.ts'
import { type Runtime, startRuntime } from '../runtime.ts'
import { type Flags, settingsOf } from './flags.ts'
import { guard } from './guard.ts'
import { listing } from './listing.ts'
import { createLog } from './log.ts'
import { complain, paint, print } from './terminal.ts'

/** Serves personas until it is told to stop. */
export async function serve(paths: readonly string[], flags: Flags): Promise<number> {
  const sources = { flags: settingsOf(flags, paths), as: flags.as, configFile: flags.config }
  const given = await resolveSettings(sources)
  const settings = { ...given, state: stateUrl(given) }
  const log = createLog(settings.logLevel)
  let runtime: Runtime | undefined
  guard(log, () => runtime?.plugins ?? [])
  for (const message of [...idleIn(process.env), ...misspeltIn(process.env)]) log.warn({}, message)
  runtime = await startRuntime(settings, log)
  const stopping = stopSignal()
  const unread = (): void => undefined // a host goes on where nobody reads what it prints
  for (const stream of [process.stdout, process.stderr]) stream.removeAllListeners('error').on('error', unread)
  log.info({ url: runtime.url, settings: masked(settings) }, 'The host listens.')
  await print(listing(runtime, settings)).catch(unread)
  if (!settings.requireKeys && !isLoopback(settings.host)) {
    complain(paint(['bold', 'red'], exposed(settings), process.stderr))
  }
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

function exposed({ host, openManagement }: Pick<Settings, 'host' | 'openManagement'>): string {
  return [
    `WARNING: listening on ${host}, not on this machine alone, and asking for no key: whoever reaches the port can`,
    ...(openManagement ? ['edit the character of every persona, and can'] : []),
    'use every persona and call every tool. Make a key with "dramatis keys add NAME" and add --require-keys, or',
    'leave --host out.',
  ].join('\n')
}
