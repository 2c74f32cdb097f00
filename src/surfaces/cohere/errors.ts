import type { CallLine, ErrorAnswer } from '../../http/index.ts'
import type { RuntimeError } from '../../index.ts'

/** The vendor's envelope: version 2 names the request in it. */
export function encodeError(error: RuntimeError, { path, requestId }: CallLine): ErrorAnswer {
  const message = error.code === 'invalid-request' ? `invalid request: ${error.message}` : error.message
  return { status: error.status, body: isVersion2(path) ? { id: requestId, message } : { message } }
}

/** Clients put the version into their base URL too: of several, the last one is the endpoint's. */
function isVersion2(path: string): boolean {
  return path.lastIndexOf('/v2/') > path.lastIndexOf('/v1/')
}
