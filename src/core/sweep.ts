import type { Log } from './types.ts'

/** Deletes some of what is too old, and tells how much that was. */
export type Sweep = () => Promise<number>

const minute = 60_000
const hour = 60 * minute

/**
 * Sweeps now, and then as often as things that are kept for `ttl` milliseconds need it. One sweep deletes little, so
 * that others come to write in between, and is repeated until there is nothing left. Returns how to stop.
 */
export function sweeping(ttl: number, log: Log, sweep: Sweep): () => void {
  let stopped = false
  let running = false
  const run = async (): Promise<void> => {
    if (running) return
    running = true
    try {
      while (!stopped && (await sweep()) > 0);
    } catch (error) {
      if (!stopped) log.warn({ err: error }, 'What is too old could not be deleted; it is tried again later.')
    } finally {
      running = false
    }
  }
  void run()
  const timer = setInterval(run, Math.min(hour, Math.max(minute, ttl / 10))).unref()
  return () => {
    stopped = true
    clearInterval(timer)
  }
}
