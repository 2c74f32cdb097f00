import type { FinishReason } from 'dramatis'
import { chunkOf, messagesOf as streamMessagesOf } from '../../support/bedrock.ts'
import { messagesOf, readEvents, readMessage } from './anthropic.ts'
import { type Client, errorOf } from './client.ts'

const finishes: Record<string, FinishReason> = { end_turn: 'stop', max_tokens: 'length', content_filtered: 'refusal' }

function errorMessage(body: Buffer): string {
  const { __type, message } = JSON.parse(body.toString())
  if (!/^\w+Exception$/.test(__type)) throw new Error(`not the envelope: ${body}`)
  return message
}

/** An answer ends with its metadata. */
export const converse: Client = {
  request: ({ persona, turns, stream }) => ({
    path: `/bedrock/model/${persona}/${stream ? 'converse-stream' : 'converse'}`,
    body: { messages: turns.map((text) => ({ role: 'user', content: [{ text }] })) },
  }),
  errorMessage,
  read(body, streamed) {
    if (!streamed) {
      const { output, stopReason } = JSON.parse(body.toString())
      return { text: output.message.content.map(({ text = '' }) => text).join(''), finish: finishes[stopReason] }
    }
    const events = streamMessagesOf(body)
    const complete = events.at(-1)?.name === 'metadata'
    const stop = events.find(({ name }) => name === 'messageStop')?.value.stopReason
    return {
      text: events.map(({ value }) => value.delta?.text ?? '').join(''),
      finish: complete ? finishes[stop] : undefined,
      ...errorOf(events.find(({ isException }) => isException)?.value.message),
    }
  },
}

/** Claude's own format, in chunks of Bedrock's. */
export const invoke: Client = {
  request: ({ persona, turns, stream }) => ({
    path: `/bedrock/model/${persona}/${stream ? 'invoke-with-response-stream' : 'invoke'}`,
    body: { anthropic_version: 'bedrock-2023-05-31', max_tokens: 1000, messages: messagesOf(turns) },
  }),
  errorMessage,
  read(body, streamed) {
    if (!streamed) return readMessage(body)
    const messages = streamMessagesOf(body)
    const exception = messages.find(({ isException }) => isException)
    return { ...readEvents(messages.flatMap((item) => chunkOf(item) ?? [])), ...errorOf(exception?.value.message) }
  },
}
