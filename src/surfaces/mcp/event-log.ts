import type { EventStore, JSONRPCMessage } from '@modelcontextprotocol/server'

interface Entry {
  /** Of which session, and of which of its streams. */
  session: string
  stream: string
  /** The message as JSON: what it costs to keep is known then. */
  json: string
}

export interface EventLimits {
  events: number
  /** UTF-16 code units of all messages together. */
  size: number
}

const defaults: EventLimits = { events: 20_000, size: 16 * 1024 * 1024 }

/**
 * What was lately sent to the sessions of a server, for clients that lost their connection and come back. All
 * sessions share its limits; the oldest events go first.
 */
export class EventLog {
  readonly #entries = new Map<string, Entry>()
  readonly #limits: EventLimits
  #last = 0
  #size = 0

  constructor(limits: Partial<EventLimits> = {}) {
    this.#limits = { ...defaults, ...limits }
  }

  get events(): number {
    return this.#entries.size
  }

  /** The log as one session sees it: events of others do not exist there. */
  of(session: string): EventStore {
    return {
      storeEvent: async (stream, message) => this.#add({ session, stream, json: JSON.stringify(message) }),
      getStreamIdForEventId: async (id) => this.#find(id, session)?.stream,
      replayEventsAfter: async (id, { send }) => {
        const first = this.#find(id, session)
        if (!first) throw new Error('This event is not known any more.')
        for (const [next, json] of this.#after(id, first)) {
          await send(next, JSON.parse(json) as JSONRPCMessage) // `storeEvent` wrote one down
        }
        return first.stream
      },
    }
  }

  #find(id: string, session: string): Entry | undefined {
    const entry = this.#entries.get(id)
    return entry?.session === session ? entry : undefined
  }

  /** What came after an event on its stream. An event without content only marked a place. */
  #after(id: string, { session, stream }: Entry): readonly [string, string][] {
    const last = Number(id)
    const found: [string, string][] = []
    for (const [next, entry] of this.#entries) {
      const follows = Number(next) > last && entry.session === session && entry.stream === stream
      if (follows && entry.json !== '{}') found.push([next, entry.json])
    }
    return found
  }

  #add(entry: Entry): string {
    const id = String(++this.#last)
    this.#entries.set(id, entry)
    this.#size += entry.json.length
    for (const [oldest, { json }] of this.#entries) {
      if (this.#entries.size <= this.#limits.events && this.#size <= this.#limits.size) break
      this.#entries.delete(oldest)
      this.#size -= json.length
    }
    return id
  }
}
