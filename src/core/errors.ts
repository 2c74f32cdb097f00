interface CatalogueEntry {
  status: number
  when: string
  /** Asking again will not help, although the status may look as if it did. */
  permanent?: true
}

/** Every way in which the host says no: a code, an HTTP status, and when it happens. README.md prints this table. */
export const catalogue = {
  'invalid-request': { status: 400, when: 'The request is malformed; the message names the field.' },
  unauthorized: {
    status: 401,
    permanent: true,
    when: 'A key is needed, or the one that came is not known (any more).',
  },
  forbidden: {
    status: 403,
    when: 'An origin that `--cors-origin` does not allow, a host name, or a surface that the key is not good for.',
  },
  'unknown-persona': { status: 404, when: 'No persona has that id, name or alias.' },
  'not-found': { status: 404, when: 'Nothing is served at that path, or the thing asked for is gone.' },
  'method-not-allowed': { status: 405, when: 'The path exists, but not for that method.' },
  conflict: { status: 409, permanent: true, when: 'An id, a name or an address is already taken.' },
  'precondition-failed': { status: 412, when: 'It has been changed meanwhile; fetch it again, and then `If-Match`.' },
  'body-too-large': { status: 413, when: 'The body is over the limit that `--body-limit` sets.' },
  'unsupported-encoding': { status: 415, when: 'The body is compressed; send it plain.' },
  unanswered: { status: 422, when: 'Every solver of the persona declined.' },
  overloaded: { status: 429, when: 'Too many turns are running at once, or a key has asked too often.' },
  cancelled: { status: 499, when: 'The client left; nobody receives this.' },
  internal: { status: 500, when: 'A defect in the host; the log has the details.' },
  unsupported: { status: 501, permanent: true, when: 'The persona or the host cannot do that at all.' },
  'solver-failed': { status: 502, when: 'No solver answered, and at least one of them failed.' },
  'shutting-down': { status: 503, when: 'The host is closing.' },
  'state-failed': { status: 503, when: 'The state cannot be read or written, for instance because the disk is full.' },
  timeout: { status: 504, when: 'No solver answered in time, or a tool that was called did not.' },
  'invalid-persona': { status: 422, when: 'A persona file has problems; every one of them is listed.' },
  'invalid-settings': { status: 400, when: 'A flag, a variable or the configuration file is wrong.' },
  'tool-failed': { status: 500, permanent: true, when: "A tool failed; the message is the tool's own." },
  'plugin-failed': { status: 500, permanent: true, when: 'A plugin cannot be found, loaded or set up.' },
} as const satisfies Record<string, CatalogueEntry>

export type ErrorCode = keyof typeof catalogue

export interface ErrorOptions {
  /** What was thrown underneath. It goes to the log, never to a client. */
  cause?: unknown
  /** Which field of the request is wrong, as a JSON pointer such as `/messages/0/content`. */
  pointer?: string
  /** Whether the field is absent, of the wrong type, or of the right type with a wrong value. */
  problem?: 'missing' | 'type' | 'value'
  /** Everything that is wrong, where more than one field may be. */
  problems?: readonly FieldProblem[]
  /** When asking again may help, in seconds. */
  retryAfter?: number
  /** What clients are told instead, where the message names what is none of their business. */
  shown?: string
}

/** One field that is wrong: where, why, and what would be right. */
export interface FieldProblem {
  pointer: string
  message: string
  expected?: string
}

const brand = Symbol.for('dramatis.error')

/** An error of the catalogue. The message is a sentence for a client: it never carries what a plugin threw. */
export class RuntimeError extends Error {
  readonly code: ErrorCode
  readonly pointer: string | undefined
  readonly problem: 'missing' | 'type' | 'value' | undefined
  readonly problems: readonly FieldProblem[] | undefined
  readonly retryAfter: number | undefined
  readonly shown: string | undefined
  readonly [brand] = true

  constructor(code: ErrorCode, message: string, options: ErrorOptions = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined)
    this.name = 'RuntimeError'
    this.code = code
    this.pointer = options.pointer
    this.problem = options.problem
    this.problems = options.problems
    this.retryAfter = options.retryAfter
    this.shown = options.shown
  }

  get status(): number {
    return catalogue[this.code].status
  }

  /** Whether asking again will never help: not where it is known when it will. */
  get permanent(): boolean {
    return 'permanent' in catalogue[this.code] && this.retryAfter === undefined
  }
}

/** True for an error of the catalogue, also when it was made by a plugin's own copy of this package. */
export function isRuntimeError(error: unknown): error is RuntimeError {
  return typeof error === 'object' && error !== null && brand in error
}

/** The error of the catalogue that a client may see for whatever was thrown. */
export function toRuntimeError(error: unknown): RuntimeError {
  if (isRuntimeError(error)) {
    const { code, shown, retryAfter } = error
    if (shown === undefined) return error
    return new RuntimeError(code, shown, { cause: error, ...(retryAfter === undefined ? {} : { retryAfter }) })
  }
  return new RuntimeError('internal', 'Something went wrong inside the host; its log has the details.', {
    cause: error,
  })
}

/** The message of anything that was thrown, for logs and for the terminal. */
export function messageOf(error: unknown): string {
  if (error instanceof Error) return error.message
  return typeof error === 'string' ? error : (JSON.stringify(error) ?? String(error))
}
