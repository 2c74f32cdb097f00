import { RuntimeError } from '../core/errors.ts'

interface Waiting {
  open(): void
  cancel(error: RuntimeError): void
}

/** Whoever waits behind so many others is sent away. */
const longestQueue = 1000

/** Lets so many calls of a tool run at the same time, and the others wait in order. */
export class Gate {
  #running = 0
  readonly #limit: number
  readonly #queue = new Set<Waiting>()

  constructor(limit: number) {
    this.#limit = limit
  }

  /**
   * Undefined where there is room now; else a promise of it, within `patience` milliseconds.
   * @throws RuntimeError `overloaded`, or `cancelled` where the signal aborts first
   */
  enter(name: string, patience: number, signal: AbortSignal): Promise<void> | undefined {
    if (this.#running < this.#limit) {
      this.#running++
      return undefined
    }
    const busy = `The tool "${name}" is busy: ${this.#running} calls of it are running, which is the limit.`
    const overloaded = new RuntimeError('overloaded', busy, { retryAfter: 1 })
    if (this.#queue.size >= longestQueue) return Promise.reject(overloaded)
    return new Promise((resolve, reject) => {
      const end = (): void => {
        clearTimeout(timer)
        signal.removeEventListener('abort', left)
        this.#queue.delete(waiting)
      }
      const waiting: Waiting = {
        open: () => {
          end()
          resolve()
        },
        cancel: (error) => {
          end()
          reject(error)
        },
      }
      const left = () => waiting.cancel(new RuntimeError('cancelled', `The call of the tool "${name}" was cancelled.`))
      const timer = setTimeout(() => waiting.cancel(overloaded), patience)
      signal.addEventListener('abort', left, { once: true })
      this.#queue.add(waiting)
    })
  }

  /** Whoever waits longest takes the place of a call that is over. */
  leave(): void {
    const [next] = this.#queue
    if (next) next.open()
    else this.#running--
  }
}
