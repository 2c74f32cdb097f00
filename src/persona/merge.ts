import type { TurnEvent } from './turns.ts'

type Events = AsyncGenerator<TurnEvent, void, undefined>

/**
 * Several answers as one stream, each event marked with its answer's index, in the order in which they are spoken.
 * `stop` is called at the end of it: when one answer fails, the others are not waited for.
 */
export async function* merge(answers: readonly Events[], stop: () => void): Events {
  const next = (choice: number, events: Events) => events.next().then((item) => ({ choice, events, item }))
  const pending = new Map(answers.map((events, choice) => [choice, next(choice, events)]))
  try {
    while (pending.size > 0) {
      const { choice, events, item } = await Promise.race(pending.values())
      if (item.done) {
        pending.delete(choice)
        continue
      }
      pending.set(choice, next(choice, events))
      yield { ...item.value, choice }
    }
  } finally {
    stop()
    for (const promise of pending.values()) promise.catch(() => undefined) // the first failure has been thrown
    await Promise.allSettled(answers.map((events) => events.return()))
  }
}
