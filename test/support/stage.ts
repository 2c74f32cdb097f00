import type { ChatRequest, Context, Embeddings, EmbedRequest } from 'dramatis'
import { aborted, type Script, scriptedSolver, startTestHost, type TestHostOptions } from 'dramatis/testing'

/** A real host whose personas do what the question names, and what it was seen to do. */
export interface Stage {
  readonly url: string
  /** What the solver was asked, oldest first. */
  readonly requests: readonly ChatRequest[]
  /** Questions of which the solver learned that nobody waits any more. */
  readonly left: readonly string[]
  /** Questions that came to the second solver of the chain. */
  readonly passedOn: readonly string[]
  /** `METHOD /path status` of every request that is over. */
  readonly served: readonly string[]
  /** What the host logged as its own defect. */
  readonly defects: readonly unknown[]
  close(grace?: number): Promise<void>
}

export interface StageOptions extends Pick<TestHostOptions, 'settings' | 'surfaces'> {
  scripts?: Readonly<Record<string, Script>>
}

/** Personas `Scripted` and `acme/bot:1` with the scripts, and `Numbers`, which embeds. */
export async function openStage({ settings, surfaces, scripts = {} }: StageOptions = {}): Promise<Stage> {
  const requests: ChatRequest[] = []
  const left: string[] = []
  const passedOn: string[] = []
  const served: string[] = []
  const defects: unknown[] = []
  const log = {
    debug: (details: object, message: string) => {
      if (message === 'A request is done.' && 'status' in details && 'method' in details && 'path' in details)
        served.push(`${details.method} ${details.path} ${details.status}`)
    },
    info() {},
    warn() {},
    error: (details: object, message: string) => void defects.push({ message, ...details }),
  }
  const scripted = scriptedSolver({ ...bundled(left), ...scripts }, { accepts: ['image', 'audio', 'file'] })
  const first = {
    id: 'first',
    solver: {
      ...scripted,
      solve(request: ChatRequest, context: Context) {
        requests.push(request)
        return scripted.solve(request, context)
      },
    },
    settings: { timeout: '400ms', breaker: { failures: 999 } },
  }
  const second = { id: 'second', solver: { solve: ({ question }: ChatRequest) => void passedOn.push(question) } }
  const patient = { ...first, settings: { timeout: '30s', idleTimeout: '30s', breaker: { failures: 999 } } }
  const host = await startTestHost({
    personas: [
      { name: 'Scripted', chain: [first, second] },
      { name: 'Patient', chain: [patient, second] },
      { name: 'acme/bot:1', chain: [first] },
      { name: 'Numbers', chain: [{ id: 'numbers', solver: { solve: () => undefined, embed } }] },
    ],
    settings: { logLevel: 'debug', ...settings },
    ...(surfaces ? { surfaces } : {}),
    log,
  })
  return { url: host.url, requests, left, passedOn, served, defects, close: (grace = 0) => host.close(grace) }
}

/** Three numbers per text, of which a float32 holds each exactly. */
function embed({ inputs, dimensions = 3 }: EmbedRequest): Embeddings {
  return { vectors: inputs.map((input) => Float32Array.from([input.length, 0.5, -1].slice(0, dimensions))) }
}

function bundled(left: string[]): Record<string, Script> {
  return {
    plain: () => 'One. Two. Three.',
    nothing: () => undefined,
    long: () => 'abcd'.repeat(50),
    words: async function* () {
      for (const word of ['One', ' two', ' three']) yield word
    },
    brief: async function* () {
      yield 'begin'
      await new Promise((resolve) => setTimeout(resolve, 200))
      yield ' end'
    },
    'early failure': () => {
      throw new Error('secret-detail')
    },
    'late failure': async function* () {
      yield 'It began'
      throw new Error('secret-detail')
    },
    'too slow': () => new Promise(() => undefined),
    slow: async (_request, { signal }) => {
      await aborted(signal)
      left.push('slow')
      return 'too late'
    },
    endless: async function* (_request, { signal }) {
      yield 'begin'
      await aborted(signal)
      left.push('endless')
    },
  }
}

/** Waits until `check` holds. @throws Error with `what` after five seconds. */
export async function eventually(what: string, check: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 5000
  while (!(await check())) {
    if (performance.now() > deadline) throw new Error(`it never came about: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

/** The body of a chat completion. */
export function chatBody(question: string, rest: object = {}): string {
  return JSON.stringify({ model: 'Patient', messages: [{ role: 'user', content: question }], ...rest })
}

export const chatPath = '/openai/v1/chat/completions'

/** Asks as a chat completion. */
export function postChat(url: string, question: string, rest: object = {}, init: RequestInit = {}): Promise<Response> {
  return fetch(url + chatPath, { method: 'POST', body: chatBody(question, rest), ...init })
}
