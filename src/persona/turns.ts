import { randomUUID } from 'node:crypto'
import { setMaxListeners } from 'node:events'
import { LRUCache } from 'lru-cache'
import type { DurableConversations } from '../conversations/conversations.ts'
import { RuntimeError } from '../core/errors.ts'
import type { TurnTrace } from '../core/trace.ts'
import type { Tracing } from '../core/tracing.ts'
import type { ChatRequest, Log, TurnEvent } from '../core/types.ts'
import type { Waiting } from '../core/waiting.ts'
import { answer } from './chain.ts'
import { merge } from './merge.ts'
import type { Persona } from './persona.ts'
import { ToolRounds } from './tool-rounds.ts'
import { type Answering, Turn, type TurnHost } from './turn.ts'
import { Uses } from './uses.ts'

export interface TurnOptions {
  /** Answers that may be under way at the same time. */
  running: number
  /** Traces kept; the oldest go first. */
  traces: number
  tracing: Tracing | undefined
  /** Where requests that belong to a conversation find it. */
  conversations: DurableConversations
}

export interface RunningTurn {
  readonly trace: Readonly<TurnTrace>
  readonly events: AsyncGenerator<TurnEvent, void, undefined>
}

/** Runs turns, and keeps what became of the latest of them. */
export class Turns {
  /** Of personas; turns are counted by themselves. */
  readonly uses = new Uses()
  readonly #traces: LRUCache<string, TurnTrace>
  readonly #host: TurnHost
  readonly #limit: number
  #running = 0

  constructor(log: Log, { running = 20_000, traces = 1_000, tracing, conversations }: Partial<TurnOptions> = {}) {
    this.#limit = running
    this.#traces = new LRUCache({ max: traces })
    this.#host = {
      log,
      conversations,
      rounds: new ToolRounds(),
      tracing,
      count: (change, persona) => {
        this.#running += change
        this.uses.count(persona, change)
      },
    }
  }

  /** Answers under way. */
  get running(): number {
    return this.#running
  }

  /** What became of a turn, while it is among the latest. */
  trace(id: string): TurnTrace | undefined {
    return this.#traces.peek(id)
  }

  /** The latest turns, those that still run included; the newest first. */
  latest(): readonly TurnTrace[] {
    return [...this.#traces.values()]
  }

  /**
   * Puts one or several requests to a persona. `waiting` is whoever wants the answer: its signal ends the turn.
   * Nothing happens until the events are read; reading them throws like the chain's `answer`.
   * @throws RuntimeError `overloaded`; `invalid-request` for several requests in one conversation.
   */
  begin(persona: Persona, requests: readonly ChatRequest[], waiting: Waiting): RunningTurn {
    if (this.#running + requests.length > this.#limit) {
      throw new RuntimeError('overloaded', 'Too many answers are under way; ask again soon.', { retryAfter: 1 })
    }
    const [first, ...others] = requests
    if (!first) throw new RuntimeError('invalid-request', 'There is no question in the request.')
    if (others.length > 0 && requests.some(({ conversation }) => conversation !== undefined)) {
      throw new RuntimeError('invalid-request', 'A call that belongs to a conversation can have only one answer.')
    }
    const trace = newTrace(persona, first.conversation)
    this.#traces.set(trace.id, trace)
    const answering = { persona, trace, group: { open: requests.length } }
    if (others.length === 0) return { trace, events: this.#answer(first, undefined, waiting, answering) }
    const group = new AbortController()
    setMaxListeners(0, group.signal) // every answer has its own
    const leave = (): void => group.abort(waiting.signal.reason)
    if (waiting.signal.aborted) leave()
    else waiting.signal.addEventListener('abort', leave, { signal: group.signal })
    const answers = requests.map((request, choice) =>
      this.#answer(request, choice, { signal: group.signal, whole: waiting.whole }, answering),
    )
    return { trace, events: merge(answers, () => group.abort()) }
  }

  #answer(
    request: ChatRequest,
    choice: number | undefined,
    waiting: Waiting,
    answering: Answering,
  ): AsyncGenerator<TurnEvent, void, undefined> {
    const { persona, trace, group } = answering
    return answer(new Turn(this.#host, { persona, trace, group, request, waiting, choice }))
  }
}

function newTrace(persona: Persona, conversation: string | undefined): TurnTrace {
  return {
    id: randomUUID(),
    persona: persona.id,
    startedAt: Date.now(),
    outcome: 'running',
    ...(conversation === undefined ? {} : { conversation }),
    steps: [],
  }
}
