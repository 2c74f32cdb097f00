import type { FinishReason } from 'dramatis'
import { type Client, errorOf, framesOf } from './client.ts'

const finishes: Record<string, FinishReason> = { stop: 'stop', length: 'length', content_filter: 'refusal' }

function errorMessage(body: Buffer): string {
  const { error } = JSON.parse(body.toString())
  for (const key of ['message', 'type', 'param', 'code']) if (!(key in error)) throw new Error(`an error has no ${key}`)
  return error.message
}

interface Choice {
  finish_reason: string | null
  text?: string
  message?: { content: string | null; refusal?: string | null }
  delta?: { content?: string; refusal?: string }
}

/** Chat completions and completions alike: a stream ends with `[DONE]`. */
const read: Client['read'] = (body, streamed) => {
  const data = streamed ? framesOf(body) : [body.toString()]
  const complete = !streamed || data.at(-1) === '[DONE]'
  let text = ''
  let finish: string | null = null
  let refused = false
  let error: string | undefined
  for (const item of data.filter((line) => line !== '[DONE]')) {
    const chunk: { choices?: Choice[]; error?: { message: string } } = JSON.parse(item)
    error = chunk.error?.message ?? error
    for (const choice of chunk.choices ?? []) {
      text +=
        choice.text ??
        choice.message?.content ??
        choice.delta?.content ??
        choice.message?.refusal ??
        choice.delta?.refusal ??
        ''
      if (choice.message?.refusal || choice.delta?.refusal) refused = true
      finish = choice.finish_reason ?? finish
    }
  }
  return {
    text,
    finish: complete && finish !== null ? finishes[refused ? 'content_filter' : finish] : undefined,
    ...errorOf(error),
  }
}

export const chat: Client = {
  request: ({ persona, turns, stream }) => ({
    path: '/openai/v1/chat/completions',
    body: { model: persona, stream, messages: turns.map((content) => ({ role: 'user', content })) },
  }),
  read,
  errorMessage,
}

export const completions: Client = {
  request: ({ persona, turns, stream }) => ({
    path: '/openai/v1/completions',
    body: { model: persona, stream, prompt: turns.at(-1) },
  }),
  read,
  errorMessage,
}

interface Response {
  status: string
  error: { message: string } | null
  incomplete_details: { reason: string } | null
  output: { type: string; content?: { text?: string; refusal?: string }[] }[]
}

export const responses: Client = {
  request: ({ persona, turns, stream }) => ({
    path: '/openai/v1/responses',
    body: { model: persona, stream, input: turns.at(-1) },
  }),
  errorMessage,
  read(body, streamed) {
    if (!streamed) return heard(JSON.parse(body.toString()))
    const events = framesOf(body).map((data) => JSON.parse(data))
    const deltas = events.map(({ type, delta }) => (spoken.has(type) ? delta : '')).join('')
    const last = heard(events.at(-1)?.response)
    if (last.text !== deltas) throw new Error(`the deltas say "${deltas}", the response "${last.text}"`)
    return last
  },
}

const spoken = new Set(['response.output_text.delta', 'response.refusal.delta'])

function heard({ status, error, incomplete_details, output }: Response): ReturnType<Client['read']> {
  const parts = output.flatMap(({ content = [] }) => content)
  const filtered = status === 'incomplete' && incomplete_details?.reason === 'content_filter'
  const refused = filtered || (status === 'completed' && parts.some(({ refusal }) => refusal !== undefined))
  return {
    text: parts.map(({ text, refusal }) => text ?? refusal ?? '').join(''),
    finish: refused ? 'refusal' : status === 'completed' ? 'stop' : undefined,
    ...errorOf(error?.message),
  }
}
