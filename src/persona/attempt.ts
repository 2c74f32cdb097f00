import type { TraceReason } from '../core/trace.ts'
import type {
  Answer,
  ChatRequest,
  Context,
  Log,
  MaybePromise,
  MediaKind,
  Memory,
  Reply,
  SolverEvent,
  ToolSpec,
} from '../core/types.ts'
import { Hearing } from './hearing.ts'
import type { Link, Persona } from './persona.ts'
import { type Waiting, Watch } from './watch.ts'

/** What a solver needs to know of the turn that it is asked in. */
export interface Asking extends Waiting {
  readonly log: Log
  readonly memory: Memory
  /** A time of `performance.now()`. */
  readonly deadline: number
}

/** What came of asking one solver: its words up to the first that counts, or that it has none. */
export type Attempt =
  | { outcome: 'answered' | 'weak'; opening: readonly SolverEvent[]; rest?: Hearing }
  | { outcome: 'declined'; reason: Extract<TraceReason, 'said-nothing' | 'low-confidence' | 'refused'> }

/**
 * Asks one solver, up to its first word. What answers at once is not waited for.
 * @throws Interrupted when the client leaves or the first word is late, and whatever the solver throws.
 */
export function attempt(link: Link, persona: Persona, request: ChatRequest, asking: Asking): MaybePromise<Attempt> {
  const watch = new Watch(asking, asking.deadline)
  const answer = link.solver.solve(request, new SolverContext(asking, persona, request, watch))
  if (answer instanceof Promise) return settle(answer, link, persona, request, asking, watch)
  if (isStream(answer)) return new Hearing(answer, link, persona, request, asking, watch).firstWord()
  watch.close()
  return weigh(answer, link)
}

/** The first media kind of the question that the solver cannot read. */
export function unreadable(link: Link, request: ChatRequest): MediaKind | undefined {
  const last = request.messages.findLast((message) => message.role === 'user')
  for (const { type } of last?.parts ?? []) {
    if ((type === 'image' || type === 'audio' || type === 'file') && !link.accepts.has(type)) return type
  }
  return undefined
}

async function settle(
  answering: Promise<Answer>,
  link: Link,
  persona: Persona,
  request: ChatRequest,
  asking: Asking,
  watch: Watch,
): Promise<Attempt> {
  let answer: Answer
  try {
    answer = await watch.wait(answering, link.timeout, 'no-first-word')
  } catch (error) {
    watch.close()
    throw error
  }
  if (isStream(answer)) return new Hearing(answer, link, persona, request, asking, watch).firstWord()
  watch.close()
  return weigh(answer, link)
}

function weigh(answer: Exclude<Answer, AsyncIterable<unknown>>, link: Link): Attempt {
  if (answer === null || answer === undefined) return { outcome: 'declined', reason: 'said-nothing' }
  const reply: Reply = typeof answer === 'string' ? { text: answer } : answer
  if (typeof reply.text !== 'string') throw new TypeError(`Solver "${link.id}" returned a reply without a text.`)
  if (reply.text.trim() === '') return { outcome: 'declined', reason: 'said-nothing' }
  if ((reply.confidence ?? 1) < link.minConfidence) return { outcome: 'declined', reason: 'low-confidence' }
  const opening: SolverEvent[] = [{ type: 'text-delta', text: reply.text }]
  for (const source of reply.sources ?? []) opening.push({ type: 'source', source })
  return { outcome: reply.weak ? 'weak' : 'answered', opening }
}

function isStream(answer: Answer): answer is AsyncIterable<string | SolverEvent> {
  return typeof answer === 'object' && answer !== null && Symbol.asyncIterator in answer
}

class SolverContext implements Context {
  readonly log: Log
  readonly memory: Memory
  readonly lang: string
  readonly timezone: string
  readonly tools: readonly ToolSpec[]
  readonly #watch: Watch

  constructor(asking: Asking, persona: Persona, request: ChatRequest, watch: Watch) {
    this.log = asking.log
    this.memory = asking.memory
    this.lang = request.lang ?? persona.lang
    this.timezone = persona.timezone
    this.tools = request.tools ?? []
    this.#watch = watch
  }

  get signal(): AbortSignal {
    return this.#watch.signal
  }
}
