import type { Wire } from '../../../test/support/faults.ts'

/** A chunk of a chat completion. */
export function chunk(delta: object, finish: string | null = null, rest: object = {}): string {
  const choices = [{ index: 0, delta, logprobs: null, finish_reason: finish }]
  return data({ id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: 'm', choices, ...rest })
}

export function data(event: unknown): string {
  return `data: ${JSON.stringify(event)}\n\n`
}

export const done = 'data: [DONE]\n\n'
const usage = { prompt_tokens: 5, completion_tokens: 3, total_tokens: 8 }

export const chatWire: Wire = {
  type: 'text/event-stream; charset=utf-8',
  opening: [': a comment\n\n', chunk({ role: 'assistant', content: '' })],
  words: [chunk({ content: 'One' }), chunk({ content: ' two' }), chunk({ content: ' three' })],
  closing: [chunk({}, 'stop'), data({ id: 'chatcmpl-1', choices: [], usage }), done],
  refusal: [chunk({ role: 'assistant', refusal: 'I cannot.' }), chunk({}, 'stop'), done],
  malformed: 'data: {"id": "chatcmpl-1", "choices": [{"del\n\n',
  failure,
}

/** An event of a response, without its number. */
export function numbered(events: readonly { type: string }[]): string[] {
  return events.map(({ type, ...rest }, index) => {
    return `event: ${type}\n${data({ type, sequence_number: index, ...rest })}`
  })
}

export const response = { id: 'resp_1', object: 'response', status: 'in_progress', output: [] }
export const text = { output_index: 0, content_index: 0, item_id: 'msg_1' }

const good = numbered([
  { type: 'response.created', ...{ response } },
  { type: 'response.in_progress', ...{ response } },
  { type: 'response.output_item.added', ...{ output_index: 0, item: { type: 'message', content: [] } } },
  { type: 'response.content_part.added', ...text },
  { type: 'response.output_text.delta', ...text, ...{ delta: 'One' } },
  { type: 'response.output_text.delta', ...text, ...{ delta: ' two' } },
  { type: 'response.output_text.delta', ...text, ...{ delta: ' three' } },
  { type: 'response.output_text.done', ...text, ...{ text: 'One two three' } },
  { type: 'response.output_item.done', ...{ output_index: 0, item: { type: 'message', content: [] } } },
  {
    type: 'response.completed',
    ...{ response: { ...response, status: 'completed', usage: { input_tokens: 5, output_tokens: 3 } } },
  },
])

export const responsesWire: Wire = {
  type: 'text/event-stream; charset=utf-8',
  opening: good.slice(0, 4),
  words: good.slice(4, 7),
  closing: good.slice(7),
  refusal: numbered([
    { type: 'response.created', ...{ response } },
    { type: 'response.refusal.delta', ...text, ...{ delta: 'I cannot.' } },
    { type: 'response.completed', ...{ response: { ...response, status: 'completed' } } },
  ]),
  malformed: 'data: {"type": "response.output_te\n\n',
  failure,
  numbered: true,
}

function failure(status: number, quota?: 'quota'): object {
  if (quota) return { error: { message: 'You exceeded your current quota.', code: 'insufficient_quota' } }
  return { error: { message: `It failed: ${status}.`, type: 'server_error', param: null, code: null } }
}
