import { EventStreamCodec } from '@smithy/eventstream-codec'

/** One message of a binary stream. */
export interface StreamMessage {
  /** The event's name, or that of the exception. */
  name: string
  isException: boolean
  // biome-ignore lint/suspicious/noExplicitAny: JSON of many shapes, which the tests look into
  value: any
}

/** The codec of the vendor's SDK: it checks lengths and checksums. */
const codec = new EventStreamCodec(
  (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString(),
  (text) => Buffer.from(text),
)

/** The messages of a stream. @throws Error where one of them is broken, or the stream ends within one */
export function messagesOf(body: Buffer): StreamMessage[] {
  const messages: StreamMessage[] = []
  let rest = body
  while (rest.length > 0) {
    const length = rest.readUInt32BE(0)
    messages.push(messageOf(rest.subarray(0, length)))
    rest = rest.subarray(length)
  }
  return messages
}

/** The messages that have arrived as a whole. */
export function arrived(body: Buffer): StreamMessage[] {
  let end = 0
  while (body.length >= end + 4 && body.length >= end + body.readUInt32BE(end)) end += body.readUInt32BE(end)
  return messagesOf(body.subarray(0, end))
}

/** What a chunk carries: JSON in base64. */
export function chunkOf({ name, isException, value }: StreamMessage) {
  if (isException || name !== 'chunk') return undefined
  return JSON.parse(Buffer.from(value.bytes, 'base64').toString())
}

function messageOf(bytes: Uint8Array): StreamMessage {
  const { headers, body } = codec.decode(bytes)
  const header = (name: string): string => {
    const { type, value } = headers[name] ?? {}
    if (type !== 'string' || typeof value !== 'string') throw new Error(`a message has no header ${name}`)
    return value
  }
  const kind = header(':message-type')
  if (header(':content-type') !== 'application/json') throw new Error('a message is not JSON')
  const value = JSON.parse(Buffer.from(body).toString())
  return { name: header(`:${kind}-type`), isException: kind === 'exception', value }
}
