/**
 * What kept an answer from coming: it took too long, its status says no, the connection failed, or it is not what was
 * asked for.
 */
export type WebErrorKind = 'timeout' | 'status' | 'network' | 'malformed'

interface WebErrorOptions {
  cause?: unknown
  status?: number | undefined
  retryAfter?: number | undefined
}

const brand = Symbol.for('dramatis.web-error')

/**
 * A call that brought no answer. The message names host and path, never the query: keys and questions stand there. It
 * is for the log: a host tells its clients no more than that a solver failed.
 */
export class WebError extends Error {
  readonly kind: WebErrorKind
  /** The HTTP status, where there was one. */
  readonly status: number | undefined
  /** When asking again may help, in seconds. */
  readonly retryAfter: number | undefined
  readonly [brand] = true

  constructor(kind: WebErrorKind, message: string, { cause, status, retryAfter }: WebErrorOptions = {}) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'WebError'
    this.kind = kind
    this.status = status
    this.retryAfter = retryAfter
  }
}

/** True for the errors of a web client, also when they were made by another copy of this package. */
export function isWebError(error: unknown): error is WebError {
  return typeof error === 'object' && error !== null && brand in error
}

/** A URL as messages show it: without query and credentials. */
export function shown({ origin, pathname }: URL): string {
  return origin + pathname
}
