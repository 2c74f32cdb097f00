import type { Wire } from '../../../test/support/faults.ts'

/** An event as the vendor sends it. */
export function event(type: string, fields: object = {}): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`
}

export const start = event('message_start', {
  message: {
    id: 'msg_01',
    type: 'message',
    role: 'assistant',
    model: 'claude-sonnet-5-5',
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: { input_tokens: 12, cache_creation_input_tokens: 0, cache_read_input_tokens: 0, output_tokens: 1 },
  },
})
export const ping = event('ping')

export function open(index: number, content_block: object): string {
  return event('content_block_start', { index, content_block })
}

export function delta(index: number, type: string, fields: object): string {
  return event('content_block_delta', { index, delta: { type: `${type}_delta`, ...fields } })
}

export function stop(index: number): string {
  return event('content_block_stop', { index })
}

export function text(index: number, ...texts: readonly string[]): readonly string[] {
  const deltas = texts.map((piece) => delta(index, 'text', { text: piece }))
  return [open(index, { type: 'text', text: '', citations: null }), ...deltas, stop(index)]
}

export function call(index: number, id: string, name: string, ...pieces: readonly string[]): readonly string[] {
  const deltas = pieces.map((partial_json) => delta(index, 'input_json', { partial_json }))
  return [open(index, { type: 'tool_use', id, name, input: {}, caller: { type: 'direct' } }), ...deltas, stop(index)]
}

export function end(
  stop_reason: string | null,
  fields: object = {},
  usage: object = { output_tokens: 5 },
): readonly string[] {
  const change = { stop_reason, stop_sequence: null, stop_details: null, ...fields }
  return [event('message_delta', { delta: change, usage }), event('message_stop')]
}

/** A whole answer. */
export function answer(...frames: readonly (string | readonly string[])[]): readonly string[] {
  return [start, ping, ...frames.flat()]
}

/** The vendor's bytes, for the list of faults. */
export const wire: Wire = {
  type: 'text/event-stream; charset=utf-8',
  opening: [start, open(0, { type: 'text', text: '', citations: null }), ping],
  words: ['One ', 'two ', 'three'].map((word) => delta(0, 'text', { text: word })),
  closing: [stop(0), ...end('end_turn')],
  refusal: answer(end('refusal', { stop_details: { type: 'refusal', category: 'cyber', explanation: null } })),
  malformed: 'event: content_block_delta\ndata: {"type":"content_block_delta","index":0,"del\n\n',
  failure: (status, quota) => ({
    type: 'error',
    error: {
      type: quota ? 'billing_error' : typeOf(status),
      message: quota ? 'Your credit balance is too low.' : 'No.',
    },
    request_id: 'req_01',
  }),
}

function typeOf(status: number): string {
  if (status === 401) return 'authentication_error'
  if (status === 429) return 'rate_limit_error'
  return status === 529 ? 'overloaded_error' : 'api_error'
}
