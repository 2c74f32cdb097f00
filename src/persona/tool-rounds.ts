import { LRUCache } from 'lru-cache'
import { countBytes } from '../core/text.ts'
import type { Message } from '../core/types.ts'

const limits = { max: 10_000, maxSize: 64 * 1024 * 1024, ttl: 60 * 60 * 1000 }

/**
 * What a persona did with its own tools before it called one of the client's. The client never sees it, and sends only
 * its own call and result: the rest is kept under the ids of these calls, which nobody else can guess.
 */
export class ToolRounds {
  readonly #rounds = new LRUCache<string, readonly Message[]>({
    ...limits,
    sizeCalculation: (messages) => countBytes(messages) + mediaBytes(messages) + 1,
  })

  /** Everything that was said and done in a turn that ended with those calls. */
  keep(callIds: readonly string[], messages: readonly Message[]): void {
    for (const id of callIds) this.#rounds.set(id, messages)
  }

  /** The conversation with everything that was left out of it. */
  restore(messages: readonly Message[]): readonly Message[] {
    if (this.#rounds.size === 0) return messages
    const restored = new Set<readonly Message[]>()
    return messages.flatMap((message) => {
      const kept = this.#before(message)
      if (!kept) return [message]
      if (restored.has(kept)) return [] // a client may send each of its calls in a message of its own
      restored.add(kept)
      return kept
    })
  }

  #before({ role, parts }: Message): readonly Message[] | undefined {
    if (role !== 'assistant') return undefined
    for (const part of parts) {
      const kept = part.type === 'call' ? this.#rounds.get(part.call.id) : undefined
      if (kept) return kept
    }
    return undefined
  }
}

function mediaBytes(messages: readonly Message[]): number {
  let bytes = 0
  for (const { parts } of messages)
    for (const part of parts) if ('mediaType' in part && !(part.data instanceof URL)) bytes += part.data.byteLength
  return bytes
}
