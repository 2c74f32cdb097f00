import { LRUCache } from 'lru-cache'
import { countBytes } from '../core/text.ts'
import type { Json, Memory, Message } from '../core/types.ts'
import { Interrupted, type Waiting } from './watch.ts'

export interface ConversationLimits {
  /** Conversations kept; the one that was used the longest ago goes first. */
  conversations: number
  /** UTF-8 bytes of all transcripts together. */
  bytes: number
  /** Messages of a transcript that are kept; the oldest go first. */
  messages: number
}

const defaults: ConversationLimits = { conversations: 10_000, bytes: 256 * 1024 * 1024, messages: 400 }

/** The turns that share an id with one persona, and what its solvers remember of them. */
export interface Conversation {
  readonly messages: readonly Message[]
  readonly memory: Memory
  /** Keeps a finished turn: `messages` as the persona saw them, and what it said. */
  keep(messages: readonly Message[], said: Message): void
}

interface Entry {
  messages: readonly Message[]
  values: Map<string, Json>
  /** The end of the queue of turns that wait for this conversation. */
  last: Promise<void>
}

/** Conversations in the memory of the process, the most recently used kept. */
export class Conversations {
  readonly #entries: LRUCache<string, Entry>
  readonly #limits: ConversationLimits

  constructor(limits: Partial<ConversationLimits> = {}) {
    this.#limits = { ...defaults, ...limits }
    this.#entries = new LRUCache({
      max: this.#limits.conversations,
      maxSize: this.#limits.bytes,
      sizeCalculation: ({ messages }) => countBytes(messages) + 1,
    })
  }

  /**
   * Runs one turn of a conversation, after those that came before it.
   * @throws Interrupted when the client leaves while the turn waits.
   */
  async enter(persona: string, id: string, waiting: Waiting): Promise<{ conversation: Conversation; leave(): void }> {
    const key = `${persona}\n${id}`
    const entry = this.#entries.get(key) ?? { messages: [], values: new Map(), last: Promise.resolve() }
    this.#entries.set(key, entry)
    const before = entry.last
    let leave = (): void => {}
    const mine = new Promise<void>((resolve) => {
      leave = resolve
    })
    entry.last = before.then(() => mine)
    try {
      await abortable(before, waiting.signal)
    } catch (error) {
      leave()
      throw error
    }
    return { conversation: this.#conversation(key, entry), leave }
  }

  #conversation(key: string, entry: Entry): Conversation {
    return {
      messages: entry.messages,
      memory: memoryOf(entry.values),
      keep: (messages, said) => {
        entry.messages = [...messages, said].slice(-this.#limits.messages)
        this.#entries.set(key, entry)
      },
    }
  }
}

/**
 * The transcript that a request belongs to. A client that sends answers back keeps the history itself, and is
 * believed; else what it sends goes on where the conversation stands.
 */
export function joinTranscript(kept: readonly Message[], sent: readonly Message[]): readonly Message[] {
  const itself = sent.some(({ role }) => role === 'assistant')
  if (itself || kept.length === 0) return sent
  const system = sent.filter(({ role }) => role === 'system')
  const rest = sent.filter(({ role }) => role !== 'system')
  const history = system.length > 0 ? kept.filter(({ role }) => role !== 'system') : kept
  return [...system, ...history, ...rest]
}

/** Memory in a Map: of a conversation, or of a single turn. */
export function memoryOf(values: Map<string, Json>): Memory {
  return {
    get: (key) => values.get(key),
    set: (key, value) => void values.set(key, value),
    delete: (key) => void values.delete(key),
  }
}

function abortable(promise: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(new Interrupted('cancelled'))
    if (signal.aborted) return abort()
    signal.addEventListener('abort', abort, { once: true })
    promise.then(resolve).finally(() => signal.removeEventListener('abort', abort))
  })
}
