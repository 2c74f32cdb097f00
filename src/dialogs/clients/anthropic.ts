import { shape } from '../../web/shape.ts'
import type { DialogClient } from './client.ts'
import { eventData } from './event-data.ts'

const text = { type: 'object', properties: { text: { type: 'string' } } } as const

const readMessage = shape({
  type: 'object',
  properties: { content: { type: 'array', items: text } },
  required: ['content'],
})

const readEvent = shape({
  type: 'object',
  properties: {
    type: { type: 'string' },
    delta: text,
    error: { type: 'object', properties: { message: { type: 'string' } }, required: ['message'] },
  },
  required: ['type'],
})

/** The longest answer that is asked for: the protocol wants a number. */
const maxTokens = 8192

/** Messages: one JSON object, or named server-sent events that end with `message_stop`. */
const client: DialogClient = {
  request: ({ messages, stream }, persona) => ({
    path: '/anthropic/v1/messages',
    body: { model: persona, max_tokens: maxTokens, messages, stream },
  }),
  read(body, streamed) {
    if (streamed) return readStream(body.toString())
    const { content } = readMessage(JSON.parse(body.toString()))
    return content.map(({ text = '' }) => text).join('')
  },
}

export default client

function readStream(stream: string): string {
  let said = ''
  for (const data of eventData(stream)) {
    const { type, delta, error } = readEvent(JSON.parse(data))
    if (error) throw new Error(error.message)
    if (type === 'message_stop') return said
    said += delta?.text ?? ''
  }
  throw new Error('the stream ended without message_stop')
}
