/** One server-sent event. `data` is one line; JSON always is. */
export function sse(data: string, event?: string): string {
  return event === undefined ? `data: ${data}\n\n` : `event: ${event}\ndata: ${data}\n\n`
}

/** JSON whose text holds no end of a line. To some readers, Unicode has more of them than JSON escapes. */
export function oneLine(json: string): string {
  return otherLineEnds.test(json) ? json.replace(everyOtherLineEnd, escapeOf) : json
}

const otherLineEnds = /[\u0085\u2028\u2029]/
const everyOtherLineEnd = new RegExp(otherLineEnds, 'g')

function escapeOf(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

/** A response, as far as frames need it: both HTTP versions' are, and so is any writable stream. */
export interface FrameSink {
  write(chunk: string | Uint8Array): boolean
  end(): unknown
  on(event: 'drain' | 'close', listener: () => void): unknown
  off(event: 'drain' | 'close', listener: () => void): unknown
}

/** Bytes that wait for each other before they are written. */
const enough = 64 * 1024

/**
 * Writes the frames of a generator and ends the sink. Frames that are ready in the same turn of the event loop leave
 * together: a write for each would cost most of a stream's time. A frame waits for nothing that is not ready.
 * When the sink closes early, or has been `closed` before, the generator is closed and the promise resolves.
 * @throws whatever the generator throws; the sink is left open then.
 */
export async function writeFrames(
  frames: AsyncGenerator<string | Uint8Array>,
  sink: FrameSink,
  closed: boolean,
): Promise<void> {
  const writer = new FrameWriter(sink, closed)
  try {
    while (!writer.closed) {
      const { done, value } = await frames.next()
      if (done) return writer.end()
      writer.keep(value)
      if (writer.full) await writer.drained()
    }
  } finally {
    writer.release()
    await frames.return(undefined)
  }
}

class FrameWriter {
  readonly #sink: FrameSink
  #text = ''
  #chunks: Uint8Array[] = []
  #size = 0
  #scheduled: NodeJS.Immediate | undefined
  #full = false
  #closed: boolean
  #wake: (() => void) | undefined

  constructor(sink: FrameSink, closed: boolean) {
    this.#sink = sink
    this.#closed = closed
    sink.on('drain', this.#onDrain)
    sink.on('close', this.#onClose)
  }

  get closed(): boolean {
    return this.#closed
  }

  /** Whether the sink has enough for now. */
  get full(): boolean {
    return this.#full && !this.#closed
  }

  keep(frame: string | Uint8Array): void {
    if (typeof frame === 'string') this.#text += frame
    else this.#chunks.push(this.#takeText(), frame)
    this.#size += frame.length
    if (this.#size >= enough) this.#flush()
    else this.#scheduled ??= setImmediate(this.#flush)
  }

  /** Resolves when the sink wants more, or when it has closed. */
  drained(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve
    })
  }

  end(): void {
    this.#flush()
    if (!this.#closed) this.#sink.end()
  }

  release(): void {
    clearImmediate(this.#scheduled)
    this.#sink.off('drain', this.#onDrain)
    this.#sink.off('close', this.#onClose)
  }

  readonly #flush = (): void => {
    clearImmediate(this.#scheduled)
    this.#scheduled = undefined
    if (this.#size === 0 || this.#closed) return
    this.#size = 0
    this.#full = !this.#sink.write(this.#take())
  }

  readonly #onDrain = (): void => {
    this.#full = false
    this.#wake?.()
  }

  readonly #onClose = (): void => {
    this.#closed = true
    this.#wake?.()
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
}
