import { messageOf } from '../core/errors.ts'
import type { Log } from '../core/types.ts'
import type { PluginEntry } from '../plugins/manifest.ts'

/**
 * Deals with what plugins throw where nobody can catch it. A rejected promise that nobody waits for concerns nobody
 * else: it is logged. After an exception out of a timer or an event nobody knows what was left half done, so the
 * process logs it and exits with 1; whatever supervises it starts a fresh one.
 */
export function guard(log: Log, plugins: () => readonly PluginEntry[]): void {
  process.on('unhandledRejection', (reason) => {
    const plugin = culprit(reason, plugins())
    log.error({ err: reason, plugin }, 'A promise was rejected and nobody handled it; the host goes on.')
  })
  process.on('uncaughtException', (error) => {
    const plugin = culprit(error, plugins())
    log.error({ err: error, plugin }, 'An exception was thrown where nobody could catch it; the host stops.')
    const from = plugin === undefined ? 'An uncaught exception' : `An uncaught exception of the plugin "${plugin}"`
    process.stderr.write(`${from} stopped the process: ${messageOf(error)}\n`)
    process.exit(1)
  })
}

/** The id of the plugin that the stack of an error leads to. */
function culprit(error: unknown, plugins: readonly PluginEntry[]): string | undefined {
  const stack = error instanceof Error ? (error.stack ?? '') : ''
  return plugins.find(({ location }) => stack.includes(location))?.id
}
