import type { StreamResponse } from '@a2a-js/sdk'

const numbers = new WeakMap<object, number>()

/** An event of a task with its place among them: 1, 2, 3 and so on. */
export interface Told {
  readonly seq: number
  readonly event: StreamResponse
}

/** Remembers the sequence number of an event beside it: the protocol's own types have no room for it. */
export function numbered<Event extends object>(event: Event, seq: number): Event {
  numbers.set(event, seq)
  return event
}

/** The sequence number of an event that a stream of `handler` or `resume` gave, for the `id:` of server-sent events. */
export function sequenceOf(event: object): number | undefined {
  return numbers.get(event)
}
