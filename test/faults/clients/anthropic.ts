import type { FinishReason } from 'dramatis'
import { type Client, errorOf, framesOf } from './client.ts'

const finishes: Record<string, FinishReason> = { end_turn: 'stop', max_tokens: 'length', refusal: 'refusal' }

export const messages: Client = {
  request: ({ persona, turns, stream }) => ({
    path: '/anthropic/v1/messages',
    body: { model: persona, max_tokens: 1000, stream, messages: messagesOf(turns) },
  }),
  errorMessage(body) {
    const { type, error } = JSON.parse(body.toString())
    if (type !== 'error' || typeof error.type !== 'string') throw new Error(`not the envelope: ${body}`)
    return error.message
  },
  read: (body, streamed) => (streamed ? readEvents(framesOf(body).map((data) => JSON.parse(data))) : readMessage(body)),
}

export function messagesOf(turns: readonly string[]): object[] {
  return turns.map((content) => ({ role: 'user', content }))
}

export function readMessage(body: Buffer): ReturnType<Client['read']> {
  const { content, stop_reason } = JSON.parse(body.toString())
  return { text: content.map(({ text = '' }) => text).join(''), finish: finishes[stop_reason] }
}

/** As far as the type of an event has the fields. */
export interface Event {
  type: string
  delta?: { text?: string; stop_reason?: string }
  error?: { message: string }
}

/** Only `message_stop` ends a stream. */
export function readEvents(events: readonly Event[]): ReturnType<Client['read']> {
  const complete = events[0]?.type === 'message_start' && events.at(-1)?.type === 'message_stop'
  const stop = events.find(({ type }) => type === 'message_delta')?.delta?.stop_reason
  return {
    text: events.map(({ delta }) => delta?.text ?? '').join(''),
    finish: complete && stop !== undefined ? finishes[stop] : undefined,
    ...errorOf(events.find(({ type }) => type === 'error')?.error?.message),
  }
}
