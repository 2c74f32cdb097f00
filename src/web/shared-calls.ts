interface Running<T> {
  readonly controller: AbortController
  readonly done: Promise<T>
  waiting: number
}

/** Lets those who want the same at the same time wait for one call. It is aborted when the last of them has left. */
export class SharedCalls<T> {
  readonly #running = new Map<string, Running<T>>()

  /** @throws the signal's reason when it aborts; the others wait on. */
  async join(key: string, signal: AbortSignal, start: (controller: AbortController) => Promise<T>): Promise<T> {
    signal.throwIfAborted()
    const running = this.#running.get(key) ?? this.#start(key, start)
    running.waiting++
    try {
      return await untilAborted(running.done, signal)
    } finally {
      running.waiting--
      if (running.waiting === 0) this.#end(key, running)
    }
  }

  abortAll(reason: Error): void {
    for (const { controller } of this.#running.values()) controller.abort(reason)
  }

  #start(key: string, start: (controller: AbortController) => Promise<T>): Running<T> {
    const controller = new AbortController()
    const running = { controller, done: start(controller), waiting: 0 }
    running.done.catch(() => undefined) // everybody who waits for it hears of it; perhaps nobody does any more
    this.#running.set(key, running)
    return running
  }

  #end(key: string, running: Running<T>): void {
    if (this.#running.get(key) === running) this.#running.delete(key)
    running.controller.abort()
  }
}

function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const leave = (): void => reject(signal.reason)
    signal.addEventListener('abort', leave, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave))
  })
}
