import { persona } from './stage.ts'

/** How a question is put to a chat API, and what the answer to it is. */
export interface Protocol {
  readonly name: string
  readonly path: string
  body(question: string, stream: boolean): object
  /** How it names its conversation. Default: the header that every surface knows. */
  inConversation?(id: string): object
  /** The answer in a body that came whole. */
  whole(body: unknown): string
  /** The answer in a stream; undefined where it ends with an error in the protocol's own form. @throws Error where its end is missing */
  streamed(text: string): string | undefined
}

const model = persona

export const protocols: readonly Protocol[] = [
  {
    name: 'OpenAI chat',
    path: '/openai/v1/chat/completions',
    body: (content, stream) => ({ model, messages: [{ role: 'user', content }], stream }),
    whole: (body) => at(body, 'choices', 0, 'message', 'content'),
    streamed(text) {
      const events = dataOf(text)
      if (events.some((event) => event.includes('"error"'))) return undefined
      if (events.pop() !== '[DONE]') throw new Error('There is no [DONE].')
      return events.map((event) => at(JSON.parse(event), 'choices', 0, 'delta', 'content')).join('')
    },
  },
  {
    name: 'Responses in a conversation',
    path: '/openai/v1/responses',
    body: (input, stream) => ({ model, input, stream }),
    inConversation: (conversation) => ({ conversation }),
    whole: responseText,
    streamed: streamedResponse,
  },
  {
    name: 'Ollama',
    path: '/ollama/api/chat',
    body: (content, stream) => ({ model, messages: [{ role: 'user', content }], stream }),
    whole: (body) => at(body, 'message', 'content'),
    streamed(text) {
      const lines = linesOf(text)
      if (lines.some((line) => 'error' in line)) return undefined
      if (lines.at(-1)?.['done'] !== true) throw new Error('The last line is not done.')
      return lines.map((line) => at(line, 'message', 'content')).join('')
    },
  },
  {
    name: 'Anthropic',
    path: '/anthropic/v1/messages',
    body: (content, stream) => ({ model, max_tokens: 100_000, messages: [{ role: 'user', content }], stream }),
    whole: (body) => at(body, 'content', 0, 'text'),
    streamed(text) {
      const events = dataOf(text).map((data) => JSON.parse(data))
      if (events.some(({ type }) => type === 'error')) return undefined
      if (events.at(-1)?.type !== 'message_stop') throw new Error('There is no message_stop.')
      return events.map((event) => at(event, 'delta', 'text')).join('')
    },
  },
  {
    name: 'Cohere',
    path: '/cohere/v1/chat',
    body: (message, stream) => ({ model, message, stream }),
    inConversation: (conversation_id) => ({ conversation_id }),
    whole: (body) => at(body, 'text'),
    streamed(text) {
      const lines = linesOf(text)
      const last = lines.at(-1)
      if (last?.['event_type'] !== 'stream-end') throw new Error('There is no stream-end.')
      if (last['finish_reason'] === 'ERROR') return undefined
      return lines.flatMap((line) => (line['event_type'] === 'text-generation' ? [at(line, 'text')] : [])).join('')
    },
  },
]

/** The text of a response of OpenAI's. */
export function responseText(body: unknown): string {
  return at(body, 'output', 0, 'content', 0, 'text')
}

export function streamedResponse(text: string): string | undefined {
  const last = lastEvent(text)
  if (last?.type === 'response.failed' || last?.type === 'error') return undefined
  if (last?.type !== 'response.completed') throw new Error('There is no response.completed.')
  return responseText(last.response)
}

/** The last event of a stream, as JSON. */
export function lastEvent(text: string): { type?: string; response?: unknown; [key: string]: unknown } | undefined {
  const data = dataOf(text).at(-1)
  return data === undefined ? undefined : JSON.parse(data)
}

/** The data of each of a stream's server-sent events. */
export function dataOf(text: string): string[] {
  return text.split('\n').flatMap((line) => (line.startsWith('data: ') ? [line.slice('data: '.length)] : []))
}

function linesOf(text: string): Record<string, unknown>[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
}

/** The text at a place in JSON; empty where there is none. */
export function at(body: unknown, ...path: readonly (string | number)[]): string {
  let value = body
  for (const key of path) value = (value as Record<string | number, unknown> | undefined | null)?.[key] // it may be anything
  return typeof value === 'string' ? value : ''
}
