import type { RuntimeError } from '../core/errors.ts'

/** How a format's pieces travel: the same answer is server-sent events for one surface and binary frames for another. */
export interface Framing {
  readonly contentType: string
  /** One piece: a line of JSON, and the name of the event where the format has names. */
  frame(json: string, event: string): string | Uint8Array
  /** What breaks a stream off; some formats name the request in it. */
  error(error: RuntimeError, requestId?: string): string | Uint8Array
  /** What a complete stream ends with. */
  readonly end?: string
}
