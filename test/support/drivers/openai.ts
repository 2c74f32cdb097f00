import type { FinishReason } from 'dramatis'
import type { DriverQuestion, Heard, SurfaceDriver } from 'dramatis/testing'
import { everything } from './carries.ts'

const finishes: Record<string, FinishReason> = {
  stop: 'stop',
  length: 'length',
  tool_calls: 'tool-calls',
  content_filter: 'refusal',
}

interface Call {
  index: number
  function: { name: string; arguments: string }
}

const errorMessage = (body: Buffer): string => {
  const { error } = JSON.parse(body.toString())
  for (const key of ['message', 'type', 'param', 'code']) if (!(key in error)) throw new Error(`error has no ${key}`)
  return error.message
}

/** Data of each server-sent event; the stream must be made of nothing else. */
function dataOf(stream: Buffer): string[] {
  const frames = stream.toString().split('\n\n')
  if (frames.pop() !== '') throw new Error('the stream does not end with a blank line')
  return frames.map((frame) => {
    if (!frame.startsWith('data: ') || frame.includes('\n')) throw new Error(`not a frame: ${frame}`)
    return frame.slice(6)
  })
}

type Message = { role: string; content: unknown }

/** The turns of a question as messages: roles alternate, and the last one is the user's. */
function messagesOf({ turns, system, image, file, toolRound }: DriverQuestion): Message[] {
  const messages: Message[] = turns.map((content, index) => ({
    role: (turns.length - index) % 2 || toolRound ? 'user' : 'assistant',
    content,
  }))
  const media = [
    ...(image ? [{ type: 'image_url', image_url: { url: dataUrl('image/png', image) } }] : []),
    ...(file ? [{ type: 'file', file: { filename: 'a.pdf', file_data: dataUrl('application/pdf', file) } }] : []),
  ]
  const last = messages.at(-1)
  if (last && media.length > 0) last.content = [{ type: 'text', text: last.content }, ...media]
  if (toolRound) messages.splice(1, 0, ...toolMessages(toolRound))
  return [...(system ? [{ role: 'developer', content: system }] : []), ...messages]
}

function toolMessages(round: NonNullable<DriverQuestion['toolRound']>): Message[] {
  const tool_calls = round.map(({ id, name, input }) => ({
    id,
    type: 'function',
    function: { name, arguments: JSON.stringify(input) },
  }))
  const results = round.map(({ id, result }) => ({ role: 'tool', tool_call_id: id, content: result }))
  return [{ role: 'assistant', content: null, tool_calls } as Message, ...results]
}

function dataUrl(type: string, data: Uint8Array): string {
  return `data:${type};base64,${Buffer.from(data).toString('base64')}`
}

export const chat: SurfaceDriver = {
  carries: everything,
  errorMessage,
  request: (question) => ({
    path: '/openai/v1/chat/completions',
    body: {
      model: question.persona,
      stream: question.stream,
      ...(question.stream ? { stream_options: { include_usage: true } } : {}),
      messages: messagesOf(question),
      max_completion_tokens: question.maxTokens,
      stop: question.stop,
      temperature: question.temperature,
      top_p: question.topP,
      tools: question.tools?.map(({ name, description, input }) => ({
        type: 'function',
        function: { name, description, parameters: input },
      })),
      tool_choice:
        typeof question.toolChoice === 'object'
          ? { type: 'function', function: question.toolChoice }
          : question.toolChoice,
      response_format: question.schema && {
        type: 'json_schema',
        json_schema: { name: 'answer', strict: true, schema: question.schema },
      },
    },
  }),
  read(body, streamed) {
    if (streamed) return readChunks(dataOf(body))
    const answer = JSON.parse(body.toString())
    const [{ message, finish_reason }] = answer.choices
    return {
      ...heard(
        message.content ?? message.refusal ?? '',
        message.refusal ? 'content_filter' : finish_reason,
        message.reasoning_content,
        message.tool_calls,
      ),
      ...extras(message.annotations, answer.usage),
    }
  },
}

function readChunks(data: string[]): Heard {
  let text = ''
  let reasoning: string | undefined
  let finish: string | undefined
  let error: string | undefined
  let refused = false
  let usage: Usage | undefined
  const annotations: Citation[] = []
  const calls: Call[] = []
  for (const item of data.filter((line) => line !== '[DONE]')) {
    const chunk = JSON.parse(item)
    if (chunk.error) error = chunk.error.message
    usage = chunk.usage ?? usage
    for (const { delta, finish_reason } of chunk.choices ?? []) {
      text += (delta.content ?? '') + (delta.refusal ?? '')
      refused ||= Boolean(delta.refusal)
      if (delta.reasoning_content) reasoning = (reasoning ?? '') + delta.reasoning_content
      annotations.push(...(delta.annotations ?? []))
      for (const call of delta.tool_calls ?? []) {
        const begun = calls[call.index]
        if (begun) begun.function.arguments += call.function.arguments
        else calls.push(call)
      }
      finish = finish_reason ?? finish
    }
  }
  const done = data.at(-1) === '[DONE]'
  return {
    ...heard(text, done && refused ? 'content_filter' : done ? finish : undefined, reasoning, calls),
    ...extras(annotations, usage),
    ...(error ? { error } : {}),
  }
}

interface Citation {
  url_citation: { url: string }
}

interface Usage {
  prompt_tokens: number
  completion_tokens: number
}

function extras(annotations: Citation[], usage: Usage | undefined): Partial<Heard> {
  return {
    ...(annotations.length > 0 ? { sources: annotations.map(({ url_citation }) => url_citation.url) } : {}),
    ...(usage ? { usage: { inputTokens: usage.prompt_tokens, outputTokens: usage.completion_tokens } } : {}),
  }
}

function heard(text: string, finish: string | undefined, reasoning: string | undefined, calls: Call[] = []): Heard {
  return {
    text,
    finish: finish === undefined ? undefined : finishes[finish],
    ...(reasoning ? { reasoning } : {}),
    ...(calls.length > 0
      ? { calls: calls.map(({ function: { name, arguments: input } }) => ({ name, input: JSON.parse(input) })) }
      : {}),
  }
}

export const completions: SurfaceDriver = {
  carries: { tools: false, reasoning: false, limits: true, history: false },
  errorMessage,
  request: ({ persona, turns, stream, maxTokens, stop }) => ({
    path: '/openai/v1/completions',
    body: {
      model: persona,
      stream,
      prompt: turns.at(-1),
      ...(maxTokens ? { max_tokens: maxTokens } : {}),
      ...(stop ? { stop } : {}),
    },
  }),
  read(body, streamed) {
    const data = streamed ? dataOf(body) : [body.toString()]
    let text = ''
    let finish: string | undefined
    let error: string | undefined
    for (const item of data.filter((line) => line !== '[DONE]')) {
      const chunk = JSON.parse(item)
      if (chunk.error) error = chunk.error.message
      for (const choice of chunk.choices ?? []) {
        text += choice.text
        finish = choice.finish_reason ?? finish
      }
    }
    const complete = !streamed || data.at(-1) === '[DONE]'
    return { ...heard(text, complete ? finish : undefined, undefined), ...(error ? { error } : {}) }
  },
}
