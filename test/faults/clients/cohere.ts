import type { FinishReason } from 'dramatis'
import { type Client, errorOf, framesOf, linesOf } from './client.ts'

const finishes: Record<string, FinishReason> = { COMPLETE: 'stop', MAX_TOKENS: 'length' } // none means a refusal

function errorMessage(body: Buffer): string {
  const { message } = JSON.parse(body.toString())
  if (typeof message !== 'string') throw new Error(`not the envelope: ${body}`)
  return message
}

export const v2: Client = {
  request: ({ persona, turns, stream }) => ({
    path: '/cohere/v2/chat',
    body: { model: persona, stream, messages: turns.map((content) => ({ role: 'user', content })) },
  }),
  errorMessage,
  read(body, streamed) {
    if (!streamed) {
      const { message, finish_reason } = JSON.parse(body.toString())
      return { text: message.content.map(({ text = '' }) => text).join(''), finish: finishes[finish_reason] }
    }
    const frames = framesOf(body)
    if (frames.pop() !== '[DONE]') throw new Error('the stream does not end with [DONE]')
    const events = frames.map((data) => JSON.parse(data))
    const end = events.find(({ type }) => type === 'message-end')
    const deltas = events.filter(({ type }) => type === 'content-delta')
    return {
      text: deltas.map(({ delta }) => delta.message.content.text ?? '').join(''),
      finish: finishes[end?.delta.finish_reason],
      ...errorOf(end?.delta.error),
    }
  },
}

export const v1: Client = {
  request: ({ persona, turns, stream }) => ({
    path: '/cohere/v1/chat',
    body: { model: persona, stream, message: turns.at(-1) },
  }),
  errorMessage,
  read(body, streamed) {
    const events = streamed ? linesOf(body) : [{ event_type: 'stream-end', response: JSON.parse(body.toString()) }]
    const end = events.at(-1)
    if (end.event_type !== 'stream-end') throw new Error(`the last event is ${end.event_type}`)
    const { text, finish_reason } = end.response
    return { text, finish: finishes[finish_reason], ...errorOf(end.error) }
  },
}
