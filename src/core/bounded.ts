import { createContext, Script } from 'node:vm'

const timedOut = 'ERR_SCRIPT_EXECUTION_TIMEOUT'
const script = new Script('run()')
const context = createContext({ run: undefined as unknown })

/** Whether an error says that something took too long. */
export function isOutOfTime(error: unknown): boolean {
  // It is an error of the context, and no `Error` of here.
  return typeof error === 'object' && error !== null && 'code' in error && error.code === timedOut
}

/**
 * Runs something that must not wait for anything, and ends it after that many milliseconds: what strangers have written,
 * such as a regular expression, may never end by itself, and nothing else would be served meanwhile. Where the machine
 * was busy with other things it begins again, until it has had the time that it may have.
 * @throws whatever it throws, and an error that `isOutOfTime` knows
 */
export function bounded<T>(limit: number, run: () => T): T {
  const outer = context.run
  context.run = run
  const before = process.cpuUsage()
  try {
    for (;;) {
      try {
        return script.runInContext(context, { timeout: limit }) as T // it is what `run` gave
      } catch (error) {
        const { user, system } = process.cpuUsage(before)
        if (!isOutOfTime(error) || (user + system) / 1_000 >= limit / 2) throw error
      }
    }
  } finally {
    context.run = outer
  }
}
