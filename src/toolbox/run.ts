import { RuntimeError } from '../core/errors.ts'
import type { ToolContext } from '../core/toolbox.ts'
import type { Attempt, ToolSession } from '../core/toolset.ts'
import type { Log, MaybePromise, Memory } from '../core/types.ts'
import { Asking } from './asking.ts'
import type { ToolRules } from './rules.ts'
import { type CallState, readState, signState } from './state.ts'

/** What is run: what errors call it, and with what, so that answers of another run are not taken for its own. */
export interface Subject {
  /** Begins a sentence: `The tool "now"`. */
  readonly name: string
  readonly input: unknown
}

type Rules = Pick<ToolRules, 'timeout' | 'stateKey'>

const nothing: CallState = { answers: {}, done: {} }

/**
 * Runs something of a toolbox for a caller. It is over after `timeout` milliseconds, when the caller leaves, and when
 * it has to ask.
 * @throws RuntimeError `timeout`, `cancelled`, `invalid-request` for answers that are wrong; and what `run` throws
 */
export async function attempt<T>(
  subject: Subject,
  session: ToolSession,
  { timeout, stateKey }: Rules,
  run: (context: ToolContext) => MaybePromise<T>,
): Promise<Attempt<{ value: T }>> {
  if (session.signal.aborted) throw cancelled(subject)
  const { state, answers } = session
  const known = state === undefined ? nothing : readState(state, subject.name, subject.input, stateKey)
  const asking = new Asking(session.abilities ?? [], answers ? merged(known, answers) : known)
  const running = new Run(subject, session, asking)
  try {
    const value = await running.settle(run, timeout)
    if (asking.fault) throw asking.fault
    if (asking.requests.length === 0) return { kind: 'result', value }
  } catch (error) {
    if (asking.fault) throw asking.fault
    // A tool may wrap what ended it: that it asked counts.
    if (asking.requests.length === 0 || running.stopped) throw error
  }
  return {
    kind: 'ask',
    requests: asking.requests,
    state: signState(asking.state, subject.name, subject.input, stateKey),
  }
}

function merged({ answers, done }: CallState, more: CallState['answers']): CallState {
  return { answers: { ...answers, ...more }, done }
}

/** What a tool sees of the run, until it is over. Nothing is made before the tool looks at it. */
class Run implements ToolContext {
  /** Why the host has ended it. */
  stopped: RuntimeError | undefined
  readonly #subject: Subject
  readonly #session: ToolSession
  readonly #asking: Asking
  #over = false
  #ending: AbortController | undefined
  #log: Log | undefined

  constructor(subject: Subject, session: ToolSession, asking: Asking) {
    this.#subject = subject
    this.#session = session
    this.#asking = asking
  }

  async settle<T>(run: (context: ToolContext) => MaybePromise<T>, timeout: number): Promise<T> {
    try {
      const returned = run(this)
      return isPromise(returned) ? await this.#race(returned, timeout) : returned
    } finally {
      this.#over = true
      this.#ending?.abort()
    }
  }

  #race<T>(returned: Promise<T>, timeout: number): Promise<T> {
    return new Promise((resolve, reject) => {
      const { signal } = this.#session
      const end = (): void => {
        clearTimeout(timer)
        signal.removeEventListener('abort', left)
      }
      const stop = (error: RuntimeError): void => {
        end()
        this.stopped = error
        reject(error) // first of all: a tool that throws because of the signal has not failed
        this.#ending?.abort(error)
      }
      const left = () => stop(cancelled(this.#subject))
      const late = () => stop(new RuntimeError('timeout', `${this.#subject.name} did not answer within ${timeout} ms.`))
      const timer = setTimeout(late, timeout)
      if (signal.aborted) left()
      else signal.addEventListener('abort', left, { once: true })
      Promise.resolve(returned).then(resolve, reject).finally(end)
    })
  }

  get signal(): AbortSignal {
    if (!this.#ending) {
      this.#ending = new AbortController()
      if (this.#over || this.stopped) this.#ending.abort(this.stopped)
    }
    return this.#ending.signal
  }

  get memory(): Memory {
    return this.#session.memory
  }

  get log(): Log {
    this.#log ??= loggingTo(this.#session, () => this.#over)
    return this.#log
  }

  // Tools take the context apart: each of these has to work alone.
  readonly progress: ToolContext['progress'] = (done, total, message) =>
    this.#over ? undefined : this.#session.progress?.(done, total, message)

  readonly supports: ToolContext['supports'] = (ability) => this.#asking.supports(ability)

  readonly ask: ToolContext['ask'] = (message, schema, key = this.#asking.name('ask')) =>
    this.#asking.answer({ kind: 'ask', key, message, schema }, schema)

  readonly once: ToolContext['once'] = (key, run) => this.#asking.once(key, run)

  readonly sample: ToolContext['sample'] = async (request, key = this.#asking.name('sample')) =>
    (await this.#asking.answer({ kind: 'sample', key, request }, text)) as string // checked with its schema

  readonly roots: ToolContext['roots'] = async () =>
    (await this.#asking.answer({ kind: 'roots', key: 'roots' }, texts)) as readonly string[] // checked as well
}

const text = { type: 'string' } as const
const texts = { type: 'array', items: text } as const

function isPromise<T>(value: MaybePromise<T>): value is Promise<T> {
  return typeof value === 'object' && value !== null && 'then' in value
}

function cancelled({ name }: Subject): RuntimeError {
  const subject = name.replace(/^The /, 'the ')
  return new RuntimeError('cancelled', `The call of ${subject} was cancelled.`)
}

/** The host's log; the caller hears the same while the run goes on. */
function loggingTo({ log, onLog }: ToolSession, isOver: () => boolean): Log {
  if (!onLog) return log
  const say =
    (level: keyof Log) =>
    (details: object, message: string): void => {
      log[level](details, message)
      if (!isOver()) onLog(level, message, details)
    }
  return { debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error') }
}
