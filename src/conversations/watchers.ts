import type { MaybePromise } from '../core/types.ts'

type Listener = () => MaybePromise<void>

/** Whoever wants to know when something changes, by its key. */
export class Watchers {
  readonly #listeners = new Map<string, Set<Listener>>()

  /** Returns how to stop. */
  add(key: string, listener: Listener): () => void {
    const listeners = this.#listeners.get(key) ?? new Set()
    this.#listeners.set(key, listeners.add(listener))
    return () => {
      listeners.delete(listener)
      if (listeners.size === 0 && this.#listeners.get(key) === listeners) this.#listeners.delete(key)
    }
  }

  tell(key: string): void {
    for (const listener of this.#listeners.get(key) ?? []) void listener()
  }
}
