import { currentCaller } from '../core/caller.ts'
import { RuntimeError } from '../core/errors.ts'
import type { Asking, SurfaceHost } from './surface.ts'

/**
 * Without keys nobody can tell callers apart, and whoever knows an id has what belongs to it: ids are listed for this
 * machine alone then.
 * @throws RuntimeError `forbidden`
 */
export function requireListable(host: Pick<SurfaceHost, 'mayEdit'>, asking: Asking): void {
  if (currentCaller().id !== '' || host.mayEdit(asking)) return
  const message = "What callers without a key have left behind is listed for the host's own machine alone."
  throw new RuntimeError('forbidden', `${message} Send a key, or start the host with --require-keys.`)
}
