/** Whoever waits for an answer, and may stop. */
export interface Waiting {
  /** Aborts when they do. */
  readonly signal: AbortSignal
  /** Whether they hear nothing before the answer is complete. */
  readonly whole?: boolean | undefined
  /**
   * Calls `leave` with the reason when they do, at once where they have, unless what it returns was called before.
   * Absent: the signal tells. Node takes microseconds to make one, and none is made as long as nobody asks for it.
   */
  onLeave?(leave: Leave): () => void
}

export type Leave = (reason: unknown) => void

/** Calls `leave` when somebody stops waiting, as `Waiting.onLeave` does. */
export function whenLeaving(waiting: Waiting, leave: Leave): () => void {
  if (waiting.onLeave) return waiting.onLeave(leave)
  const { signal } = waiting
  if (signal.aborted) {
    leave(signal.reason)
    return () => {}
  }
  const tell = (): void => leave(signal.reason)
  signal.addEventListener('abort', tell, { once: true })
  return () => signal.removeEventListener('abort', tell)
}

/** Tells those who listen, once, that nobody waits any more. */
export class Departure implements Waiting {
  #controller: AbortController | undefined
  #listeners: readonly Leave[] = []
  #left: { readonly reason: unknown } | undefined

  get signal(): AbortSignal {
    if (!this.#controller) {
      this.#controller = new AbortController()
      if (this.#left) this.#controller.abort(this.#left.reason)
    }
    return this.#controller.signal
  }

  onLeave(leave: Leave): () => void {
    if (this.#left) leave(this.#left.reason)
    else this.#listeners = [...this.#listeners, leave]
    return () => {
      this.#listeners = this.#listeners.filter((listener) => listener !== leave)
    }
  }

  /** Only the first reason counts. */
  leave(reason: unknown): void {
    if (this.#left) return
    this.#left = { reason }
    this.#controller?.abort(reason)
    for (const listener of this.#listeners) listener(reason)
  }
}
