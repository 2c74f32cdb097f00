import { shape } from '../../web/shape.ts'
import type { DialogClient } from './client.ts'

const readLine = shape({
  type: 'object',
  properties: {
    error: { type: 'string' },
    done: { type: 'boolean' },
    message: { type: 'object', properties: { content: { type: 'string' } }, required: ['content'] },
  },
})

/** Chat: a line of JSON for each piece of the answer, the last one `done`. A whole answer is one such line. */
const client: DialogClient = {
  request: ({ messages, stream }, persona) => ({
    path: '/ollama/api/chat',
    body: { model: persona, messages, stream },
  }),
  read(body) {
    let said = ''
    for (const line of body.toString().split('\n')) {
      if (line === '') continue
      const { error, done, message } = readLine(JSON.parse(line))
      if (error !== undefined) throw new Error(error)
      said += message?.content ?? ''
      if (done) return said
    }
    throw new Error('the answer ended without "done": true')
  },
}

export default client
