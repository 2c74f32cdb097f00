import type { Exchange, SurfaceHost } from '../../http/index.ts'
import { currentCaller, RuntimeError } from '../../index.ts'

/**
 * Without keys nobody can tell callers apart, and whoever knows an id has what belongs to it: ids are listed for this
 * machine alone then.
 * @throws RuntimeError `forbidden`
 */
export function requireListable(host: SurfaceHost, exchange: Exchange): void {
  if (currentCaller().id !== '' || host.mayEdit(exchange)) return
  const message = "What callers without a key have left behind is listed for the host's own machine alone."
  throw new RuntimeError('forbidden', `${message} Send a key, or start the host with --require-keys.`)
}
