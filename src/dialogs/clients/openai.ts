import { shape } from '../../web/shape.ts'
import type { DialogClient } from './client.ts'
import { eventData } from './event-data.ts'

const content = {
  type: 'object',
  properties: { content: { type: ['string', 'null'] }, refusal: { type: ['string', 'null'] } },
} as const

const readCompletion = shape({
  type: 'object',
  properties: {
    choices: {
      type: 'array',
      minItems: 1,
      items: { type: 'object', properties: { message: content }, required: ['message'] },
    },
  },
  required: ['choices'],
})

const readChunk = shape({
  type: 'object',
  properties: {
    error: { type: 'object', properties: { message: { type: 'string' } }, required: ['message'] },
    choices: { type: 'array', items: { type: 'object', properties: { delta: content }, required: ['delta'] } },
  },
})

/** Chat completions: one JSON object, or server-sent events that end with `[DONE]`. */
const client: DialogClient = {
  request: ({ messages, stream }, persona) => ({
    path: '/openai/v1/chat/completions',
    body: { model: persona, messages, stream },
  }),
  read(body, streamed) {
    if (streamed) return readStream(body.toString())
    const [choice] = readCompletion(JSON.parse(body.toString())).choices
    return choice?.message.content ?? choice?.message.refusal ?? ''
  },
}

export default client

function readStream(stream: string): string {
  let said = ''
  for (const data of eventData(stream)) {
    if (data === '[DONE]') return said
    const { error, choices = [] } = readChunk(JSON.parse(data))
    if (error) throw new Error(error.message)
    for (const { delta } of choices) said += delta.content ?? delta.refusal ?? ''
  }
  throw new Error('the stream ended without [DONE]')
}
