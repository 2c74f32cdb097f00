/** What the servers that Dramatis is compared with know of chat completions: the same bytes, with the least work. */

/** As much of a request as they read. */
export interface ChatBody {
  model: string
  messages: readonly { content: string }[]
  stream?: boolean
}

const introduction = /\bmy name is (\w{1,40})/i
const words = Array.from({ length: 20 }, (_, index) => `word ${index} `)
const id = '00000000-0000-4000-8000-000000000000'

/** As many headers as Dramatis sends, and of the same length. */
export function headersFor(persona: string): Record<string, string> {
  return { 'x-request-id': id, 'x-dramatis-persona': persona, 'x-dramatis-turn': id, 'x-dramatis-solver': persona }
}

export const streamHeaders = {
  'cache-control': 'no-cache',
  'x-accel-buffering': 'no',
  'content-type': 'text/event-stream; charset=utf-8',
}

/** The answer of the fixture rule. */
export function completionOf(body: ChatBody): object {
  const name = introduction.exec(body.messages.at(-1)?.content ?? '')?.[1] ?? 'stranger'
  return completion(body, `Nice to meet you, ${name}. What can I do for you today?`)
}

/** The fixture's twenty chunks in one. */
export function twentyOf(body: ChatBody): object {
  return completion(body, words.join(''))
}

function completion({ model, messages }: ChatBody, content: string): object {
  const bytes = messages.reduce((sum, message) => sum + Buffer.byteLength(message.content), 0)
  const [asked, said] = [Math.ceil(bytes / 4), Math.ceil(Buffer.byteLength(content) / 4)]
  return {
    id: `chatcmpl-${id}`,
    object: 'chat.completion',
    created: Math.floor(Date.now() / 1000),
    model,
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content, refusal: null, annotations: [] },
        logprobs: null,
        finish_reason: 'stop',
      },
    ],
    usage: {
      prompt_tokens: asked,
      completion_tokens: said,
      total_tokens: asked + said,
      prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
      completion_tokens_details: {
        reasoning_tokens: 0,
        audio_tokens: 0,
        accepted_prediction_tokens: 0,
        rejected_prediction_tokens: 0,
      },
    },
  }
}

/** The frames of the fixture's twenty chunks, each encoded by itself: a role, the chunks, a finish and the end mark. */
export function* framesOf({ model }: ChatBody): Generator<string> {
  const head = { id: `chatcmpl-${id}`, object: 'chat.completion.chunk', created: Math.floor(Date.now() / 1000), model }
  const frame = (delta: object, finish_reason: string | null = null) =>
    `data: ${JSON.stringify({ ...head, choices: [{ index: 0, delta, logprobs: null, finish_reason }] })}\n\n`
  yield frame({ role: 'assistant', content: '' })
  for (const content of words) yield frame({ content })
  yield frame({}, 'stop')
  yield 'data: [DONE]\n\n'
}
