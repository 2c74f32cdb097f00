import { EventStreamCodec } from '@smithy/eventstream-codec'
import { shape } from '../../web/shape.ts'
import type { DialogClient } from './client.ts'

const text = { type: 'object', properties: { text: { type: 'string' } } } as const

const readAnswer = shape({
  type: 'object',
  properties: {
    output: {
      type: 'object',
      properties: {
        message: {
          type: 'object',
          properties: { content: { type: 'array', items: text } },
          required: ['content'],
        },
      },
      required: ['message'],
    },
  },
  required: ['output'],
})

const readEvent = shape({ type: 'object', properties: { message: { type: 'string' }, delta: text } })

/** Converse: one JSON object, or binary messages, of which `metadata` is the last. */
const client: DialogClient = {
  request: ({ messages, stream }, persona) => ({
    path: `/bedrock/model/${encodeURIComponent(persona)}/${stream ? 'converse-stream' : 'converse'}`,
    body: { messages: messages.map(({ role, content }) => ({ role, content: [{ text: content }] })) },
  }),
  read(body, streamed) {
    if (streamed) return readStream(body)
    const { content } = readAnswer(JSON.parse(body.toString())).output.message
    return content.map((block) => block.text ?? '').join('')
  },
}

export default client

function readStream(body: Buffer): string {
  const codec = new EventStreamCodec(
    (bytes) => new TextDecoder().decode(bytes),
    (text) => new TextEncoder().encode(text),
  )
  let said = ''
  for (const bytes of messagesOf(body)) {
    const { headers, body } = codec.decode(bytes)
    const { message, delta } = readEvent(JSON.parse(new TextDecoder().decode(body)))
    if (headers[':message-type']?.value === 'exception') throw new Error(message)
    said += delta?.text ?? ''
    if (headers[':event-type']?.value === 'metadata') return said
  }
  throw new Error('the stream ended without metadata')
}

/** Each message begins with its length. */
function* messagesOf(body: Buffer): Generator<Buffer> {
  let rest = body
  while (rest.length >= 4) {
    const length = rest.readUInt32BE(0)
    if (length === 0) throw new Error('a message of the stream has no length')
    yield rest.subarray(0, length)
    rest = rest.subarray(length)
  }
}
