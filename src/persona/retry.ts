import { setTimeout as sleep } from 'node:timers/promises'
import { isSolverError } from '../core/solver-error.ts'
import type { MaybePromise } from '../core/types.ts'
import type { Waiting } from '../core/waiting.ts'
import type { Link } from './persona.ts'
import { Interrupted } from './watch.ts'

const longestPause = 5_000

/**
 * Asks again where the upstream of a solver failed or has had too many questions, as often as its link says. `ask` is
 * given the milliseconds that are left of the link's `timeout`: all tries share them.
 * @throws what the last try threw; Interrupted where the client leaves in a pause
 */
export function retried<T>(
  link: Link,
  waiting: Waiting,
  deadline: number,
  ask: (limit: number) => MaybePromise<T>,
): MaybePromise<T> {
  if (link.retries === 0) return ask(link.timeout)
  const ends = Math.min(performance.now() + link.timeout, deadline)
  const again = async (thrown: unknown, tries: number): Promise<T> => {
    const pause = pauseAfter(thrown, tries, link.retryDelay)
    if (pause === undefined || tries > link.retries || performance.now() + pause >= ends) throw thrown
    await pausing(pause, waiting)
    try {
      return await ask(ends - performance.now())
    } catch (error) {
      return await again(error, tries + 1)
    }
  }
  try {
    const asked = ask(link.timeout)
    return asked instanceof Promise ? asked.catch((error: unknown) => again(error, 1)) : asked
  } catch (error) {
    return again(error, 1)
  }
}

/** Milliseconds: what the upstream says, or else a random part of a span that doubles. Undefined: it will not help. */
function pauseAfter(error: unknown, tries: number, first: number): number | undefined {
  if (!isSolverError(error)) return undefined
  if (error.kind !== 'rate-limit' && error.kind !== 'server-error') return undefined
  if (error.retryAfter !== undefined) return error.retryAfter * 1000
  return Math.random() * Math.min(Math.max(first, longestPause), first * 2 ** (tries - 1))
}

async function pausing(milliseconds: number, { signal }: Waiting): Promise<void> {
  try {
    await sleep(milliseconds, undefined, { signal })
  } catch {
    throw signal.reason instanceof Interrupted ? signal.reason : new Interrupted('cancelled')
  }
}
