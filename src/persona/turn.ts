import type { RuntimeError } from '../core/errors.ts'
import { lastQuestion } from '../core/text.ts'
import type { TraceStep, TurnTrace } from '../core/trace.ts'
import type { ChatRequest, Log, MaybePromise, Memory, Part, SolverEvent } from '../core/types.ts'
import type { ChainTurn } from './chain.ts'
import { type Conversation, type Conversations, joinTranscript, memoryOf } from './conversation.ts'
import type { Link, Persona } from './persona.ts'
import type { Waiting } from './watch.ts'

/** What all turns have in common. */
export interface TurnHost {
  readonly log: Log
  readonly conversations: Conversations
  /** Told when a turn begins (1) and when it is over (-1). */
  count(change: 1 | -1): void
}

interface Options {
  persona: Persona
  request: ChatRequest
  waiting: Waiting
  trace: TurnTrace
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

  get deadline(): number {
    return this.#deadline
  }

  get memory(): Memory {
    this.#memory ??= this.#conversation?.memory ?? memoryOf(new Map())
    return this.#memory
  }

  open(): MaybePromise<ChatRequest> {
    this.#host.count(1)
    this.#opened = true
    const { conversation } = this.#request
    return conversation === undefined ? this.#request : this.#enter(conversation)
  }

  step(step: TraceStep): void {
    const { choice, trace } = this.#options
    trace.steps.push(choice === undefined ? step : { ...step, choice })
  }

  answeredBy(link: Link): void {
    this.#options.trace.solver = link.id
  }

  heard(event: SolverEvent): void {
    if (event.type === 'finish') this.#finished = true
    if (this.#conversation) remember(this.#said, event)
  }

  failed(error: RuntimeError): void {
    const { trace } = this.#options
    const declined = error.code === 'unanswered' || error.code === 'cancelled'
    trace.outcome = declined ? (error.code as 'unanswered' | 'cancelled') : 'failed'
    trace.error = error.code
  }

  close(): void {
    const { trace } = this.#options
    if (this.#opened) this.#host.count(-1)
    if (this.#finished) this.#conversation?.keep(this.#request.messages, { role: 'assistant', parts: this.#said })
    this.#leave?.()
    trace.milliseconds = performance.now() - this.#startedAt
    if (trace.outcome === 'running') trace.outcome = this.#finished ? 'answered' : 'cancelled'
  }

  async #enter(id: string): Promise<ChatRequest> {
    const entered = await this.#host.conversations.enter(this.persona.id, id, this)
    this.#conversation = entered.conversation
    this.#leave = entered.leave
    const messages = joinTranscript(entered.conversation.messages, this.#request.messages)
    this.#request = { ...this.#request, messages, question: lastQuestion(messages) }
    return this.#request
  }
}

/** Adds an event to the parts of the message that it belongs to; deltas of text become one part. */
function remember(parts: Part[], event: SolverEvent): void {
  const last = parts.at(-1)
  switch (event.type) {
    case 'text-delta':
      if (last?.type === 'text') last.text += event.text
      else parts.push({ type: 'text', text: event.text })
      return
    case 'reasoning-delta':
      if (last?.type === 'reasoning' && event.opaque === undefined) last.text += event.text
      else
        parts.push({
          type: 'reasoning',
          text: event.text,
          ...(event.opaque === undefined ? {} : { opaque: event.opaque }),
        })
      return
    case 'tool-call':
      parts.push({ type: 'call', call: event.call })
      return
    case 'part':
      parts.push(event.part)
      return
    case 'tool-input-delta':
    case 'source':
    case 'status':
    case 'finish':
  }
}
