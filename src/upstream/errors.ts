import { messageOf } from '../core/errors.ts'
import { type FailureKind, isSolverError, SolverError } from '../core/solver-error.ts'

/** An answer that is none, as far as its failure can be told from it. */
export interface FailedResponse {
  status: number
  header(name: string): string | undefined
  /** The beginning of its body. */
  body: string
  /** Whom it came from: the origin and path, without a key. */
  from: string
}

/** Why an upstream with that status did not answer. The body goes to the log. */
export function failureOfResponse({ status, header, body, from }: FailedResponse): SolverError {
  const retryAfter = retryAfterOf(header) ?? retryDelayOf(body)
  return new SolverError(kindOf(status, body), `${from} answered ${status}: ${body.slice(0, 2_000)}`, {
    ...(retryAfter === undefined ? {} : { retryAfter }),
  })
}

/** Why an upstream could not be reached, or stopped answering. */
export function failureOfConnection(error: unknown, from: string): SolverError {
  const code = codeOf(error)
  const kind = timeouts.has(code) ? 'timeout' : 'server-error'
  return new SolverError(kind, `${from} cannot be reached: ${messageOf(error) || code}`, { cause: error })
}

/**
 * What an event of an answer says that is an error: `{error}`, or one that is an error itself, alone or in a list.
 * Undefined for any other event.
 */
export function failureInStream(event: object): SolverError | undefined {
  if (Array.isArray(event)) {
    const [first] = event as unknown[]
    return typeof first === 'object' && first !== null ? failureInStream(first) : undefined
  }
  if ('error' in event && event.error) return failureOfError(event.error)
  return 'object' in event && event.object === 'error' ? failureOfError(event) : undefined
}

/** Why an answer broke off that had begun well: the error that the upstream put into it. */
export function failureOfError(error: unknown): SolverError {
  const text = JSON.stringify(error) ?? ''
  return new SolverError(kindOfError(error), `The upstream failed: ${text.slice(0, 2_000)}`, {
    retryAfter: retryDelayOf(text),
  })
}

/** By the status that it carries, or else by the words of its codes. */
function kindOfError(error: unknown): FailureKind {
  if (typeof error !== 'object' || error === null) return kindOfWords(String(error))
  const codes = Object.entries(error).flatMap(([key, value]) => (codeKeys.has(key) && value != null ? [value] : []))
  const status = codes.map(Number).find((code) => code >= 400 && code <= 599)
  if (status !== undefined) return kindOf(status, JSON.stringify(error))
  return kindOfWords(codes.join(' '))
}

const codeKeys = new Set(['code', 'status', 'status_code', 'http_code', 'type'])

const words: readonly (readonly [RegExp, FailureKind])[] = [
  [/insufficient_quota|quota_exceeded|spend_limit|billing|credit|payment/i, 'quota'],
  [/rate.?limit|too.?many|exhausted|throttl/i, 'rate-limit'],
  [/time.?out|deadline/i, 'timeout'],
  [/authenti|unauthori[sz]ed|permission|forbidden|api.?key/i, 'unauthorized'],
  [/invalid|bad.?request|not.?found|context.?length|too.?large|too.?long|unsupported|tool_use_failed/i, 'bad-request'],
]

function kindOfWords(codes: string): FailureKind {
  return words.find(([pattern]) => pattern.test(codes))?.[1] ?? 'server-error'
}

/** The failure that a vendor's SDK has wrapped into an error of its own, or else the error itself. */
export function solverErrorOf(error: unknown): unknown {
  let inner = error
  for (let depth = 0; depth < 8 && inner instanceof Error; depth++) {
    if (isSolverError(inner)) return inner
    inner = inner.cause
  }
  return error
}

const timeouts = new Set(['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'ETIMEDOUT'])

function kindOf(status: number, body: string): FailureKind {
  if (status === 401 || status === 403 || body.includes('API_KEY_INVALID')) return 'unauthorized'
  if (status === 402 || /credit balance is too low/i.test(body)) return 'quota' // Anthropic says so with 400
  if (status === 429) return isSpent(body) ? 'quota' : 'rate-limit'
  if (status === 408 || status === 504) return 'timeout'
  if (status === 409 || status === 425) return 'server-error' // somebody else has the lock; too early: later it may do
  return status >= 500 ? 'server-error' : 'bad-request'
}

/** Google speaks of plans and billing whatever the limit: the ids in its `google.rpc.QuotaFailure` tell which it is. */
function isSpent(body: string): boolean {
  const limits = body.match(/"quotaId":\s*"[^"]*"/g)
  if (limits) return limits.some((limit) => limit.includes('PerDay'))
  return /insufficient_quota|billing|quota_exceeded|spend_limit|credit balance/i.test(body)
}

/** Seconds, where a body says so: `google.rpc.RetryInfo`. */
function retryDelayOf(body: string): number | undefined {
  const [, seconds] = /"retryDelay":\s*"(\d+(?:\.\d+)?)s"/.exec(body) ?? []
  return seconds === undefined ? undefined : Number(seconds)
}

/** Seconds. Source: RFC 9110, 10.2.3; `retry-after-ms` is OpenAI's. */
function retryAfterOf(header: FailedResponse['header']): number | undefined {
  const precise = Number.parseFloat(header('retry-after-ms') ?? '')
  if (precise >= 0 && precise < Number.POSITIVE_INFINITY) return precise / 1000
  const given = header('retry-after')
  if (given === undefined) return undefined
  const seconds = /^\d+(\.\d+)?$/.test(given.trim()) ? Number(given) : (Date.parse(given) - Date.now()) / 1000
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}
