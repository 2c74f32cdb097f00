import type { RuntimeError } from '../core/errors.ts'
import type { CallLine, ErrorAnswer } from './surface.ts'

/** An error of the catalogue as RFC 9457 problem details: the form of every path that belongs to no vendor. */
export function problemDetails(
  { code, status, message, pointer, problems }: RuntimeError,
  call: CallLine,
): ErrorAnswer {
  return {
    status,
    headers: { 'content-type': 'application/problem+json' },
    body: {
      type: 'about:blank',
      title: code,
      status,
      detail: message,
      instance: call.path,
      requestId: call.requestId,
      ...(pointer === undefined ? {} : { pointer }),
      ...(problems === undefined ? {} : { problems }),
    },
  }
}
