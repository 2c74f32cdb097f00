import type { ChatRequest, Message, TurnEvent } from 'dramatis'
import { createTestPersona, silentLog, type TestPersona } from 'dramatis/testing'
import { DurableConversations } from '../../src/conversations/conversations.ts'
import type { ConversationLimits } from '../../src/conversations/limits.ts'
import type { ErrorCode } from '../../src/core/errors.ts'
import { isRuntimeError } from '../../src/core/errors.ts'
import type { TurnTrace } from '../../src/core/trace.ts'
import { Turns } from '../../src/persona/turns.ts'
import { createStore } from '../../src/state/index.ts'

export interface Heard {
  text: string
  events: readonly TurnEvent[]
  trace: Readonly<TurnTrace>
  /** The code of the error that ended it. */
  error: ErrorCode | undefined
}

export function request(question: string, rest: Partial<ChatRequest> = {}): ChatRequest {
  const messages: Message[] = [{ role: 'user', parts: [{ type: 'text', text: question }] }]
  return { question, messages, ...rest }
}

/** Turns whose conversations are kept in memory. */
export function remembering(limits: Partial<ConversationLimits> = {}): Turns {
  return new Turns(silentLog, { conversations: new DurableConversations(createStore('memory:'), silentLog, limits) })
}

/** Asks a persona without a server, and reads everything it says. */
export async function hear(
  persona: TestPersona,
  question: ChatRequest | string = 'hello',
  { turns = remembering(), signal = new AbortController().signal }: { turns?: Turns; signal?: AbortSignal } = {},
): Promise<Heard> {
  const asked = typeof question === 'string' ? request(question) : question
  const { trace, events: speaking } = turns.begin(createTestPersona(persona), [asked], { signal })
  const events: TurnEvent[] = []
  let error: ErrorCode | undefined
  try {
    for await (const event of speaking) events.push(event)
  } catch (thrown) {
    if (!isRuntimeError(thrown)) throw thrown
    error = thrown.code
  }
  const text = events.map((event) => (event.type === 'text-delta' ? event.text : '')).join('')
  return { text, events, trace, error }
}

/** A chain of named solvers, from functions. */
export function chain(solvers: Record<string, TestPersona['chain'][number]['solver']['solve']>): TestPersona['chain'] {
  return Object.entries(solvers).map(([id, solve]) => ({ id, solver: { solve } }))
}

/** `a:declined(said-nothing) b:answered`: a trace as one line. */
export function outcomes({ steps }: Readonly<TurnTrace>): string {
  return steps.map(({ solver, outcome, reason }) => `${solver}:${outcome}${reason ? `(${reason})` : ''}`).join(' ')
}

export function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
