import { type Client, errorOf, linesOf } from './client.ts'

/** As far as the endpoint has the fields. */
interface Line {
  message?: { content: string }
  response?: string
  done?: boolean
  error?: string
}

const common: Pick<Client, 'read' | 'errorMessage'> = {
  errorMessage(body) {
    const envelope = JSON.parse(body.toString())
    if (Object.keys(envelope).join() !== 'error') throw new Error(`not the envelope: ${body}`)
    return envelope.error
  },
  read(body, streamed) {
    const lines: Line[] = streamed ? linesOf(body) : [JSON.parse(body.toString())]
    return {
      text: lines.map(({ message, response }) => message?.content ?? response ?? '').join(''),
      finish: lines.at(-1)?.done ? 'stop' : undefined, // it has no word for a refusal
      ...errorOf(lines.at(-1)?.error),
    }
  },
}

export const chat: Client = {
  ...common,
  request: ({ persona, turns, stream }) => ({
    path: '/ollama/api/chat',
    body: { model: persona, stream, messages: turns.map((content) => ({ role: 'user', content })) },
  }),
}

export const generate: Client = {
  ...common,
  request: ({ persona, turns, stream }) => ({
    path: '/ollama/api/generate',
    body: { model: persona, stream, prompt: turns.at(-1) },
  }),
}
