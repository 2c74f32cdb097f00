import { RuntimeError } from '../core/errors.ts'

/** Lets one turn of each conversation run at a time, in the order in which they came. */
export class Queue {
  readonly #last = new Map<string, Promise<void>>()

  /**
   * Waits for those that came before. Whoever enters must leave: call what it resolves with.
   * @throws RuntimeError `cancelled` when the client leaves while it waits
   */
  async enter(key: string, signal: AbortSignal): Promise<() => void> {
    const before = this.#last.get(key)
    let open = (): void => {}
    const mine = new Promise<void>((resolve) => {
      open = resolve
    })
    const last = before ? before.then(() => mine) : mine
    this.#last.set(key, last)
    void last.then(() => {
      if (this.#last.get(key) === last) this.#last.delete(key)
    })
    try {
      if (before) await abortable(before, signal)
      return open
    } catch (error) {
      open()
      throw error
    }
  }
}

function abortable(promise: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(new RuntimeError('cancelled', 'The client left.'))
    if (signal.aborted) return abort()
    signal.addEventListener('abort', abort, { once: true })
    promise.then(resolve).finally(() => signal.removeEventListener('abort', abort))
  })
}
