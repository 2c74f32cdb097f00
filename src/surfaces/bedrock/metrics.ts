import type { Answering } from '../../http/index.ts'
import type { TurnEvent } from '../../index.ts'

export type FinishEvent = Extract<TurnEvent, { type: 'finish' }>

/** Events that pass by. What is left of a stream when all its answers are over is known to be its end. */
export class Heard implements AsyncIterable<TurnEvent> {
  readonly finishes: FinishEvent[] = []
  readonly #events: AsyncIterable<TurnEvent>
  readonly #answers: number

  constructor(events: AsyncIterable<TurnEvent>, answers: number) {
    this.#events = events
    this.#answers = answers
  }

  get everything(): boolean {
    return this.finishes.length >= this.#answers
  }

  [Symbol.asyncIterator](): AsyncIterator<TurnEvent> {
    const events = this.#events[Symbol.asyncIterator]()
    return {
      next: async () => {
        const result = await events.next()
        if (!result.done && result.value.type === 'finish') this.finishes.push(result.value)
        return result
      },
      return: async () => (await events.return?.()) ?? { done: true, value: undefined },
    }
  }
}

/**
 * What the vendor measures of an invocation: tokens, and milliseconds, which are at least one, since clients divide by
 * them. Answers to one prompt share its tokens.
 */
export function invocationMetrics(finishes: readonly FinishEvent[], { askedAt, firstWordAt }: Answering) {
  return {
    inputTokenCount: finishes[0]?.usage?.inputTokens ?? 0,
    outputTokenCount: finishes.reduce((sum, { usage }) => sum + (usage?.outputTokens ?? 0), 0),
    invocationLatency: Math.max(1, Math.round(performance.now() - askedAt)),
    firstByteLatency: Math.max(1, Math.round(firstWordAt - askedAt)),
  }
}
