import { EventStreamCodec } from '@smithy/eventstream-codec'
import {
  among,
  anything,
  array,
  constant,
  count,
  object,
  record,
  type Shape,
  shapeCheck,
  text,
  words,
} from './schema.ts'

/** Answers of the Bedrock Runtime, after the types of the vendor's SDK. */

/** An object with one of these keys. */
const union = (members: Readonly<Record<string, Shape>>): Shape => ({
  oneOf: Object.entries(members).map(([key, shape]) => object({ [key]: shape })),
})

const citation = object({
  'title?': text,
  'source?': text,
  'sourceContent?': array(object({ text })),
  'location?': union({ web: object({ url: words, 'domain?': text }) }),
})

const block = union({
  text: words,
  toolUse: object({ toolUseId: words, name: words, input: record }),
  reasoningContent: union({ reasoningText: object({ text, 'signature?': text }), redactedContent: words }),
  citationsContent: object({ content: array(object({ text })), citations: array(citation) }),
})

const usage = object({
  inputTokens: count,
  outputTokens: count,
  totalTokens: count,
  'cacheReadInputTokens?': count,
  'cacheWriteInputTokens?': count,
})

const metrics = object({ latencyMs: count })
const stopReason = among('end_turn', 'tool_use', 'max_tokens', 'stop_sequence', 'content_filtered')
const output = object({ message: object({ role: constant('assistant'), content: array(block) }) })

const echoed: Record<string, Shape> = {
  'additionalModelResponseFields?': anything,
  'serviceTier?': record,
  'performanceConfig?': record,
}

/** `ConverseResponse`. */
export const checkConverse = shapeCheck(object({ output, stopReason, usage, metrics, ...echoed }))

const delta = union({
  text: words,
  toolUse: object({ input: text }),
  reasoningContent: union({ text: words, signature: text, redactedContent: words }),
  citation,
})

const events: Readonly<Record<string, (value: unknown) => void>> = {
  messageStart: shapeCheck(object({ role: constant('assistant') })),
  contentBlockStart: shapeCheck(
    object({ contentBlockIndex: count, start: union({ toolUse: object({ toolUseId: words, name: words }) }) }),
  ),
  contentBlockDelta: shapeCheck(object({ contentBlockIndex: count, delta })),
  contentBlockStop: shapeCheck(object({ contentBlockIndex: count })),
  messageStop: shapeCheck(object({ stopReason, 'additionalModelResponseFields?': anything })),
  metadata: shapeCheck(object({ usage, metrics, 'serviceTier?': record, 'performanceConfig?': record })),
}

/** The body of an error, and of an exception inside a stream. */
export const checkFault = shapeCheck(
  object({
    message: words,
    '__type?': words,
    'originalStatusCode?': count,
    'originalMessage?': words,
    'resourceName?': text,
  }),
)

export interface BinaryEvent {
  type: string
  value: unknown
}

const codec = new EventStreamCodec(
  (bytes) => Buffer.from(bytes).toString(),
  (given) => Buffer.from(given),
)

/** The events of a binary stream; an exception that ends it has been checked and taken off. @throws Error for a checksum that is wrong */
export function binaryEventsOf(body: Buffer): { events: BinaryEvent[]; failed: boolean } {
  const found: BinaryEvent[] = []
  for (let at = 0; at < body.length; at += body.readUInt32BE(at)) {
    const { headers, body: bytes } = codec.decode(body.subarray(at, at + body.readUInt32BE(at)))
    const value = JSON.parse(Buffer.from(bytes).toString())
    if (headers[':content-type']?.value !== 'application/json') throw new Error('An event has no content type.')
    if (headers[':message-type']?.value !== 'exception') {
      found.push({ type: String(headers[':event-type']?.value), value })
      continue
    }
    checkFault(value)
    if (at + body.readUInt32BE(at) !== body.length) throw new Error('Something follows the exception.')
    return { events: found, failed: true }
  }
  return { events: found, failed: false }
}

/** The events of a streamed answer, each of them right and in its place. */
export function checkConverseEvents(stream: readonly BinaryEvent[], failed: boolean): void {
  let index = 0
  let isOpen = false
  for (const { type, value } of stream) {
    const check = events[type]
    if (!check) throw new Error(`There is no event ${type}.`)
    check(value)
    const { contentBlockIndex = index } = value as { contentBlockIndex?: number } // it has just been checked
    if (contentBlockIndex !== index) throw new Error(`${type} is of block ${contentBlockIndex}, not ${index}.`)
    if (type === 'contentBlockStart' && isOpen) throw new Error('A block opens inside another one.')
    if (type === 'contentBlockStart' || type === 'contentBlockDelta') isOpen = true
    if (type === 'contentBlockStop') {
      isOpen = false
      index++
    }
  }
  const types = stream.map(({ type }) => type)
  if (types.indexOf('messageStart') !== 0 || types.lastIndexOf('messageStart') !== 0)
    throw new Error('messageStart begins.')
  if (!failed && types.slice(-2).join() !== 'messageStop,metadata') throw new Error('It does not end.')
}
