import { shape } from '../../web/shape.ts'
import type { DialogClient } from './client.ts'
import { eventData } from './event-data.ts'

const text = { type: 'object', properties: { text: { type: 'string' } } } as const

const readAnswer = shape({
  type: 'object',
  properties: {
    message: { type: 'object', properties: { content: { type: 'array', items: text } }, required: ['content'] },
  },
  required: ['message'],
})

const readEvent = shape({
  type: 'object',
  properties: {
    type: { type: 'string' },
    delta: { type: 'object', properties: { error: { type: 'string' } } },
  },
  required: ['type'],
})

const readDelta = shape({
  type: 'object',
  properties: {
    delta: {
      type: 'object',
      properties: { message: { type: 'object', properties: { content: text }, required: ['content'] } },
      required: ['message'],
    },
  },
  required: ['delta'],
})

/** Chat of version 2: one JSON object, or named server-sent events that end with `message-end` and `[DONE]`. */
const client: DialogClient = {
  request: ({ messages, stream }, persona) => ({
    path: '/cohere/v2/chat',
    body: { model: persona, messages, stream },
  }),
  read(body, streamed) {
    if (streamed) return readStream(body.toString())
    const { content } = readAnswer(JSON.parse(body.toString())).message
    return content.map(({ text = '' }) => text).join('')
  },
}

export default client

function readStream(stream: string): string {
  let said = ''
  for (const data of eventData(stream)) {
    const event: unknown = JSON.parse(data)
    const { type, delta } = readEvent(event)
    if (delta?.error !== undefined) throw new Error(delta.error)
    if (type === 'message-end') return said
    if (type === 'content-delta') said += readDelta(event).delta.message.content.text ?? ''
  }
  throw new Error('the stream ended without message-end')
}
