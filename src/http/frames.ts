import { Readable } from 'node:stream'

/** One server-sent event. `data` is one line; JSON always is. */
export function sse(data: string, event?: string): string {
  return event === undefined ? `data: ${data}\n\n` : `event: ${event}\ndata: ${data}\n\n`
}

/** Bytes that wait before the reader is asked for more. */
const enough = 64 * 1024

/**
 * A stream of the frames that a generator yields. Frames that are ready in the same turn of the event loop leave
 * together: a write for each would cost most of a stream's time. A frame waits for nothing that is not ready.
 */
export class FrameStream extends Readable {
  readonly #frames: AsyncGenerator<string | Uint8Array>
  #text = ''
  #chunks: Uint8Array[] = []
  #size = 0
  #scheduled = false
  #reading = false
  /** Whether the reader has enough for now. */
  #full = false
  #resume: (() => void) | undefined

  constructor(frames: AsyncGenerator<string | Uint8Array>) {
    super({ highWaterMark: enough })
    this.#frames = frames
  }

  override _read(): void {
    this.#full = false
    this.#resume?.()
    if (!this.#reading) {
      this.#reading = true
      this.#readAll().catch((error: unknown) => this.destroy(error instanceof Error ? error : new Error(String(error))))
    }
  }

  override _destroy(error: Error | null, callback: (error: Error | null) => void): void {
    this.#resume?.()
    // A generator in the middle of a wait ends when its signal has ended that wait; nobody waits for it here.
    this.#frames.return(undefined).then(
      () => callback(error),
      (failure: unknown) => callback(error ?? (failure instanceof Error ? failure : new Error(String(failure)))),
    )
  }

  async #readAll(): Promise<void> {
    for (;;) {
      const { done, value } = await this.#frames.next()
      if (this.destroyed) return
      if (done) break
      this.#keep(value)
      if (this.#size >= enough) this.#flush()
      if (this.#full) await this.#drained()
    }
    this.#flush()
    this.push(null)
  }

  #keep(frame: string | Uint8Array): void {
    if (typeof frame === 'string') {
      this.#text += frame
    } else {
      this.#chunks.push(this.#takeText(), frame)
    }
    this.#size += frame.length
    if (this.#scheduled) return
    this.#scheduled = true
    setImmediate(this.#flushLater)
  }

  readonly #flushLater = (): void => {
    this.#scheduled = false
    if (!this.destroyed) this.#flush()
  }

  #flush(): void {
    if (this.#size === 0) return
    this.#size = 0
    this.#full = !this.push(this.#take())
  }

  #take(): string | Uint8Array {
    if (this.#chunks.length > 0) {
      const chunks = [...this.#chunks, this.#takeText()]
      this.#chunks = []
      return Buffer.concat(chunks)
    }
    const text = this.#text
    this.#text = ''
    return text
  }

  #takeText(): Uint8Array {
    const text = Buffer.from(this.#text)
    this.#text = ''
    return text
  }

  #drained(): Promise<void> {
    return new Promise((resolve) => {
      this.#resume = () => {
        this.#resume = undefined
        resolve()
      }
    })
  }
}
