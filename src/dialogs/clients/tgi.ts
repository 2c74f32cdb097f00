import { shape } from '../../web/shape.ts'
import type { DialogClient } from './client.ts'
import { eventData } from './event-data.ts'
import openai from './openai.ts'

const readError = shape({ type: 'object', properties: { error: { type: 'string' } } })

/**
 * Chat completions of a persona that the path names: TGI's own requests carry no conversation. They are read like
 * OpenAI's, but for the error that ends a stream.
 */
const client: DialogClient = {
  request: ({ messages, stream }, persona) => ({
    path: `/tgi/${encodeURIComponent(persona)}/v1/chat/completions`,
    body: { model: 'tgi', messages, stream },
  }),
  read(body, streamed) {
    if (streamed) throwError(eventData(body.toString()).at(-1) ?? '')
    return openai.read(body, streamed)
  },
}

export default client

function throwError(data: string): void {
  if (!data.startsWith('{')) return
  const { error } = readError(JSON.parse(data))
  if (error !== undefined) throw new Error(error)
}
