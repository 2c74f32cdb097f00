import { withinTime } from './time.ts'
import type { Log, MaybePromise } from './types.ts'

/** How long something that plugins have opened may take to close, in milliseconds. */
const patience = 5_000

/** Closes something of others. Where that throws, or never ends, it is logged, and keeps nothing else from closing. */
export async function ending(what: string, log: Log, close: () => MaybePromise<unknown>): Promise<void> {
  const late = (): Error => new Error(`it took longer than ${patience / 1000} s`)
  try {
    await withinTime(Promise.resolve(close()), patience, late)
  } catch (error) {
    log.warn({ err: error }, `${what} did not close properly; the host closes all the same.`)
  }
}
