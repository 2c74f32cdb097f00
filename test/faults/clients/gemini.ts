import type { FinishReason } from 'dramatis'
import { type Client, errorOf, framesOf } from './client.ts'

const finishes: Record<string, FinishReason> = { STOP: 'stop', MAX_TOKENS: 'length', SAFETY: 'refusal' }

interface Answer {
  error?: { message: string }
  candidates?: { content: { parts: { text?: string }[] }; finishReason?: string }[]
}

/** It streams in two ways: as events, and as the items of one array. */
function client(query: string, answersOf: (stream: Buffer) => Answer[]): Client {
  return {
    request: ({ persona, turns, stream }) => ({
      path: `/gemini/v1beta/models/${persona}:${stream ? `streamGenerateContent${query}` : 'generateContent'}`,
      body: { contents: turns.map((text) => ({ role: 'user', parts: [{ text }] })) },
    }),
    errorMessage(body) {
      const { error } = JSON.parse(body.toString())
      if (typeof error.code !== 'number' || !/^[A-Z_]+$/.test(error.status)) throw new Error(`not a status: ${body}`)
      return error.message
    },
    read(body, streamed) {
      const answers: Answer[] = streamed ? answersOf(body) : [JSON.parse(body.toString())]
      const candidates = answers.flatMap(({ candidates = [] }) => candidates)
      const finish = candidates.at(-1)?.finishReason
      return {
        text: candidates.flatMap(({ content }) => content.parts.map(({ text = '' }) => text)).join(''),
        finish: finish === undefined ? undefined : finishes[finish],
        ...errorOf(answers.at(-1)?.error?.message),
      }
    },
  }
}

export const events = client('?alt=sse', (stream) => framesOf(stream).map((data) => JSON.parse(data)))
export const array = client('', (stream) => JSON.parse(stream.toString()))
