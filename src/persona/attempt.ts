import type { ToolStep, TraceReason } from '../core/trace.ts'
import type { Answer, ChatRequest, Log, MaybePromise, MediaKind, Memory, Reply, SolverEvent } from '../core/types.ts'
import type { Waiting } from '../core/waiting.ts'
import { isStream } from './answer.ts'
import { Hearing } from './hearing.ts'
import type { Link, Persona } from './persona.ts'
import { Question } from './question.ts'
import type { ToolRounds } from './tool-rounds.ts'
import { Watch } from './watch.ts'

/** What a solver needs to know of the turn that it is asked in. */
export interface Asking extends Waiting {
  /** What personas did before they called a client's tool. */
  readonly rounds: ToolRounds
  readonly log: Log
  readonly memory: Memory
  /** A time of `performance.now()`. */
  readonly deadline: number
  /** Runs what a solver does, where it can be seen as part of the turn. */
  within<Result>(work: () => Result): Result
  /** One of the persona's own tools was called. */
  toolStep(step: ToolStep): void
}

/** One solver, asked in one turn. */
export interface Attempting {
  /** It is only to say in other words what somebody else has found: without tools, and its text alone counts. */
  readonly retelling: boolean
  readonly link: Link
  readonly persona: Persona
  readonly request: ChatRequest
  readonly asking: Asking
  /** Who may stop waiting for this solver: the turn, or a race in it. */
  readonly waiting: Waiting
  /** When its first word must have come; a time of `performance.now()`. */
  readonly ends: number
}

/** What came of asking one solver: its words up to the first that counts, or that it has none. */
export type Attempt =
  | { outcome: 'answered' | 'weak'; opening: readonly SolverEvent[]; confidence?: number | undefined; rest?: Hearing }
  | { outcome: 'declined'; reason: Extract<TraceReason, 'said-nothing' | 'low-confidence' | 'refused'> }

/**
 * Asks one solver, up to its first word. What answers at once is not waited for.
 * @throws Interrupted when the client leaves or the first word is late, and whatever the solver throws.
 */
export function attempt(attempting: Attempting): MaybePromise<Attempt> {
  const { link, persona, asking, waiting } = attempting
  const watch = new Watch(waiting, asking.deadline)
  const coming = link.solver.uses?.includes('tools') ? persona.toolset.ready?.() : undefined
  return coming ? attemptWithTools(coming, attempting, watch) : begin(attempting, watch)
}

/** Some tools are yet to be reached. */
async function attemptWithTools(coming: Promise<void>, attempting: Attempting, watch: Watch): Promise<Attempt> {
  try {
    await watch.wait(coming, attempting.ends - performance.now(), 'no-first-word')
  } catch (error) {
    watch.close()
    throw error
  }
  return await begin(attempting, watch)
}

function begin(attempting: Attempting, watch: Watch): MaybePromise<Attempt> {
  const { link } = attempting
  const question = new Question(attempting, watch)
  const answer = question.ask()
  if (answer instanceof Promise) return settle(answer, attempting, question, watch)
  if (isStream(answer)) return new Hearing(question.hear(answer), attempting, question, watch).firstWord()
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
  attempting: Attempting,
  question: Question,
  watch: Watch,
): Promise<Attempt> {
  let answer: Answer
  try {
    answer = await watch.wait(answering, attempting.ends - performance.now(), 'no-first-word')
  } catch (error) {
    watch.close()
    throw error
  }
  if (isStream(answer)) return new Hearing(question.hear(answer), attempting, question, watch).firstWord()
  watch.close()
  return weigh(answer, attempting.link)
}

function weigh(answer: Exclude<Answer, AsyncIterable<unknown>>, link: Link): Attempt {
  if (answer === null || answer === undefined) return { outcome: 'declined', reason: 'said-nothing' }
  const reply: Reply = typeof answer === 'string' ? { text: answer } : answer
  if (typeof reply.text !== 'string') throw new TypeError(`Solver "${link.id}" returned a reply without a text.`)
  if (reply.text.trim() === '') return { outcome: 'declined', reason: 'said-nothing' }
  if ((reply.confidence ?? 1) < link.minConfidence) return { outcome: 'declined', reason: 'low-confidence' }
  const opening: SolverEvent[] = [{ type: 'text-delta', text: reply.text }]
  for (const source of reply.sources ?? []) opening.push({ type: 'source', source })
  return { outcome: reply.weak ? 'weak' : 'answered', opening, confidence: reply.confidence }
}
