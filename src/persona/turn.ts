import type { Conversation, DurableConversations } from '../conversations/conversations.ts'
import { channels } from '../core/channels.ts'
import { RuntimeError } from '../core/errors.ts'
import { lastQuestion } from '../core/text.ts'
import type { ToolStep, TraceStep, TurnTrace } from '../core/trace.ts'
import type { Tracing, TurnSpan } from '../core/tracing.ts'
import type { ChatRequest, Log, MaybePromise, Memory, Part, SolverEvent } from '../core/types.ts'
import { sumUsage } from '../core/usage.ts'
import { type Leave, type Waiting, whenLeaving } from '../core/waiting.ts'
import type { ChainTurn } from './chain.ts'
import { joinTranscript, memoryOf } from './conversation.ts'
import type { Link, Persona } from './persona.ts'
import { remember } from './said.ts'
import type { ToolRounds } from './tool-rounds.ts'

/** What all turns have in common. */
export interface TurnHost {
  readonly log: Log
  /** Absent: requests that belong to a conversation are refused. */
  readonly conversations: DurableConversations | undefined
  readonly rounds: ToolRounds
  readonly tracing: Tracing | undefined
  /** Told when a turn begins (1) and when it is over (-1). */
  count(change: 1 | -1, persona: Persona): void
}

/** What the answers of one call have in common. */
export interface Answering {
  persona: Persona
  trace: TurnTrace
  /** Those of them that are not over. */
  group: { open: number }
}

interface Options extends Answering {
  request: ChatRequest
  waiting: Waiting
  /** Which of the requests it is, where a call has several. */
  choice: number | undefined
}

/** One request on its way through a persona's chain: its conversation, its memory and its trace. */
export class Turn implements ChainTurn {
  readonly id: string
  readonly persona: Persona
  readonly log: Log
  readonly #host: TurnHost
  readonly #options: Options
  #request: ChatRequest
  #memory: Memory | undefined
  #conversation: Conversation | undefined
  #leave: (() => void) | undefined
  #deadline: number
  #startedAt = performance.now()
  #said: Part[] = []
  #opened = false
  #span: TurnSpan | undefined
  #finished = false

  constructor(host: TurnHost, options: Options) {
    this.#host = host
    this.#options = options
    this.#request = options.request
    this.id = options.trace.id
    this.persona = options.persona
    this.log = host.log
    this.#deadline = this.#startedAt + options.persona.deadline
  }

  get signal(): AbortSignal {
    return this.#options.waiting.signal
  }

  onLeave(leave: Leave): () => void {
    return whenLeaving(this.#options.waiting, leave)
  }

  get whole(): boolean {
    return this.#options.waiting.whole ?? false
  }

  get deadline(): number {
    return this.#deadline
  }

  get rounds(): ToolRounds {
    return this.#host.rounds
  }

  get memory(): Memory {
    this.#memory ??= this.#conversation?.memory ?? memoryOf(new Map())
    return this.#memory
  }

  open(): MaybePromise<ChatRequest> {
    this.#host.count(1, this.persona)
    this.#opened = true
    this.#span = this.#host.tracing?.turn(this.#options.trace)
    const { conversation } = this.#request
    return conversation === undefined ? this.#request : this.#enter(conversation)
  }

  within<Result>(work: () => Result): Result {
    return this.#span ? this.#span.run(work) : work()
  }

  step(step: TraceStep): void {
    const { choice, trace } = this.#options
    trace.steps.push(choice === undefined ? step : { ...step, choice })
    this.#span?.step(step)
  }

  hasFailed({ id }: Link): boolean {
    const { steps } = this.#options.trace
    return steps.some(({ solver, outcome }) => solver === id && (outcome === 'failed' || outcome === 'timed-out'))
  }

  toolStep(step: ToolStep): void {
    const { choice, trace } = this.#options
    trace.tools ??= []
    trace.tools.push(choice === undefined ? step : { ...step, choice })
    this.#span?.toolStep(step)
  }

  answeredBy(link: Link): void {
    this.#options.trace.solver = link.id
  }

  heard(event: SolverEvent): Promise<void> | undefined {
    const { trace } = this.#options
    trace.firstWord ??= performance.now() - this.#startedAt
    if (this.#conversation) remember(this.#said, event)
    if (event.type !== 'finish') return undefined
    const usage = sumUsage(trace.usage, event.usage)
    if (usage) trace.usage = usage
    if (this.#conversation) return this.#keep(this.#conversation)
    this.#finished = true
    return undefined
  }

  failed(error: RuntimeError): void {
    const { trace } = this.#options
    const declined = error.code === 'unanswered' || error.code === 'cancelled'
    trace.outcome = declined ? (error.code as 'unanswered' | 'cancelled') : 'failed'
    trace.error = error.code
    if (error.code === 'state-failed') this.log.error({ turn: this.id, err: error.cause }, 'A turn could not be kept.')
  }

  close(): void {
    const { group, trace } = this.#options
    if (this.#opened) this.#host.count(-1, this.persona)
    this.#leave?.()
    trace.milliseconds = performance.now() - this.#startedAt
    if (trace.outcome === 'running') trace.outcome = this.#finished ? 'answered' : 'cancelled'
    this.#span?.end()
    if (--group.open === 0 && channels.turn.hasSubscribers) channels.turn.publish(trace)
  }

  async #keep(conversation: Conversation): Promise<void> {
    await conversation.keep(this.#request.messages, { role: 'assistant', parts: this.#said })
    this.#finished = true
  }

  async #enter(id: string): Promise<ChatRequest> {
    const { conversations } = this.#host
    if (!conversations) throw new RuntimeError('unsupported', 'This host keeps no conversations: send the history.')
    const entered = await conversations.enter(this.persona.id, id, this)
    this.#conversation = entered.conversation
    this.#leave = entered.leave
    const messages = joinTranscript(entered.conversation.messages, this.#request.messages)
    this.#request = { ...this.#request, messages, question: lastQuestion(messages) }
    return this.#request
  }
}
