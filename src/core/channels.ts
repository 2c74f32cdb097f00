import diagnostics from 'node:diagnostics_channel'
import type { TurnTrace } from './trace.ts'

/** A request that has been answered, or whose client has left. */
export interface RequestDone {
  readonly method: string
  /** The id of the surface, and its route as it is declared; absent where there is nothing at that path. */
  readonly surface?: string | undefined
  readonly route?: string | undefined
  readonly status: number
  readonly milliseconds: number
}

/** A call of a tool, from wherever. */
export interface ToolCalled {
  readonly tool: string
  readonly toolbox: string
  /** `http`, `mcp`, `persona` or `command`. */
  readonly caller: string
  /** `answered`, `asked`, or the code of an error. */
  readonly outcome: string
  readonly milliseconds: number
}

/**
 * What the host tells whoever watches it, through Node's `diagnostics_channel`: metrics listen here, and any program
 * that embeds the host may. To tell costs nothing where nobody listens.
 */
export const channels = {
  request: channel<RequestDone>('dramatis:request'),
  turn: channel<Readonly<TurnTrace>>('dramatis:turn'),
  tool: channel<ToolCalled>('dramatis:tool'),
} as const

export interface Channel<T> {
  readonly hasSubscribers: boolean
  publish(message: T): void
  /** Returns how to stop. */
  subscribe(listener: (message: T) => void): () => void
}

function channel<T>(name: string): Channel<T> {
  const known = diagnostics.channel(name)
  return {
    get hasSubscribers() {
      return known.hasSubscribers
    },
    publish: (message) => known.publish(message),
    subscribe(listener) {
      const heard = (message: unknown): void => listener(message as T) // nobody else publishes under this name
      known.subscribe(heard)
      return () => void known.unsubscribe(heard)
    },
  }
}
