import type { FinishReason } from 'dramatis'
import type { DriverQuestion, Heard, SurfaceDriver } from 'dramatis/testing'
import { type AnyEvent, eventsOf, fold, type Message } from '../anthropic.ts'
import { everything } from './carries.ts'

const finishes: Record<string, FinishReason> = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  max_tokens: 'length',
  tool_use: 'tool-calls',
  refusal: 'refusal',
}

export const messages = (path: string): SurfaceDriver => ({
  carries: everything,
  statuses: { 'shutting-down': 529 },
  errorMessage(body) {
    const { type, error, request_id } = JSON.parse(body.toString())
    if (type !== 'error' || typeof error.type !== 'string' || typeof request_id !== 'string') {
      throw new Error(`not the envelope: ${body}`)
    }
    return error.message
  },
  request: (question) => ({ path, body: bodyOf(question) }),
  read(body, streamed) {
    if (!streamed) return heard(JSON.parse(body.toString()), true)
    const events = eventsOf(body.toString())
    const error = events.find(({ type }) => type === 'error')
    return { ...heard(fold(events), isComplete(events)), ...(error ? { error: error.error.message } : {}) }
  },
})

function bodyOf(question: DriverQuestion): object {
  const { persona, turns, stream, system, maxTokens, stop, temperature, topP, tools, toolChoice, schema } = question
  return {
    model: persona,
    max_tokens: maxTokens ?? 1000,
    stream,
    messages: messagesOf(question, turns),
    ...(system ? { system } : {}),
    ...(stop ? { stop_sequences: stop } : {}),
    ...(temperature === undefined ? {} : { temperature }),
    ...(topP === undefined ? {} : { top_p: topP }),
    ...(tools
      ? { tools: tools.map(({ name, description, input }) => ({ name, description, input_schema: input })) }
      : {}),
    ...(toolChoice === undefined
      ? {}
      : { tool_choice: toolChoice === 'required' ? { type: 'any' } : { type: 'tool', ...toolChoice } }),
    ...(schema ? { output_config: { format: { type: 'json_schema', schema } } } : {}),
  }
}

function messagesOf({ toolRound, image, file }: DriverQuestion, turns: readonly string[]): object[] {
  if (toolRound) {
    const results = toolRound.map(({ id, result }) => ({ type: 'tool_result', tool_use_id: id, content: result }))
    return [
      { role: 'user', content: turns[0] },
      { role: 'assistant', content: toolRound.map(({ id, name, input }) => ({ type: 'tool_use', id, name, input })) },
      { role: 'user', content: [...results, { type: 'text', text: turns[1] }] },
    ]
  }
  const media = [
    ...(image ? [{ type: 'image', source: base64('image/png', image) }] : []),
    ...(file ? [{ type: 'document', source: base64('application/pdf', file) }] : []),
  ]
  return turns.map((text, index) => ({
    role: (turns.length - index) % 2 ? 'user' : 'assistant',
    content: media.length > 0 && index === turns.length - 1 ? [{ type: 'text', text }, ...media] : text,
  }))
}

function base64(media_type: string, data: Uint8Array): object {
  return { type: 'base64', media_type, data: Buffer.from(data).toString('base64') }
}

function isComplete(events: readonly AnyEvent[]): boolean {
  return events[0]?.type === 'message_start' && events.at(-1)?.type === 'message_stop'
}

function heard({ content, stop_reason, usage }: Message, complete: boolean): Heard {
  const texts = content.filter(({ type }) => type === 'text')
  const calls = content.filter(({ type }) => type === 'tool_use')
  const sources = texts.flatMap(({ citations }) => citations ?? [])
  const reasoning = content.map(({ thinking = '' }) => thinking).join('')
  return {
    text: texts.map(({ text }) => text).join(''),
    finish: complete ? finishes[stop_reason ?? ''] : undefined,
    usage: { inputTokens: usage.input_tokens + usage.cache_read_input_tokens, outputTokens: usage.output_tokens },
    ...(reasoning ? { reasoning } : {}),
    ...(calls.length > 0 ? { calls: calls.map(({ name = '', input }) => ({ name, input })) } : {}),
    ...(sources.length > 0 ? { sources: sources.map(({ url }) => url) } : {}),
  }
}
