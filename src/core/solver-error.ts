/**
 * How a solver failed, as far as the chain treats it differently. `server-error` is also an upstream that cannot be
 * reached, `bad-request` one that did not like the question, `unauthorized` one that did not like the key.
 */
export type FailureKind = 'timeout' | 'rate-limit' | 'quota' | 'server-error' | 'unauthorized' | 'bad-request'

const brand = Symbol.for('dramatis.solver-error')

/**
 * What a solver throws that knows why it failed. The message goes to the log, never to a client. `retryAfter` is in
 * seconds, where the upstream said when it will listen again.
 */
export class SolverError extends Error {
  readonly kind: FailureKind
  readonly retryAfter: number | undefined
  readonly [brand] = true

  constructor(kind: FailureKind, message: string, options: { retryAfter?: number | undefined; cause?: unknown } = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined)
    this.name = 'SolverError'
    this.kind = kind
    this.retryAfter = options.retryAfter
  }
}

/** True also for one that was made by a plugin's own copy of this package. */
export function isSolverError(error: unknown): error is SolverError {
  return typeof error === 'object' && error !== null && brand in error
}
