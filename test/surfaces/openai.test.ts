import type { FinishReason } from 'dramatis'
import { type Heard, type SurfaceDriver, surfaceContract } from 'dramatis/testing'

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

const chat: SurfaceDriver = {
  carries: { tools: true, reasoning: true, limits: true },
  errorMessage,
  request: ({ persona, turns, stream, maxTokens, stop, tools }) => ({
    path: '/openai/v1/chat/completions',
    body: {
      model: persona,
      stream,
      messages: turns.map((content, index) => ({ role: (turns.length - index) % 2 ? 'user' : 'assistant', content })),
      ...(maxTokens ? { max_completion_tokens: maxTokens } : {}),
      ...(stop ? { stop } : {}),
      ...(tools
        ? {
            tools: tools.map(({ name, description, input }) => ({
              type: 'function',
              function: { name, description, parameters: input },
            })),
          }
        : {}),
    },
  }),
  read(body, streamed) {
    if (streamed) return readChunks(dataOf(body))
    const [{ message, finish_reason }] = JSON.parse(body.toString()).choices
    return heard(message.content ?? '', finish_reason, message.reasoning_content, message.tool_calls)
  },
}

function readChunks(data: string[]): Heard {
  let text = ''
  let reasoning: string | undefined
  let finish: string | undefined
  let error: string | undefined
  const calls: Call[] = []
  for (const item of data.filter((line) => line !== '[DONE]')) {
    const chunk = JSON.parse(item)
    if (chunk.error) error = chunk.error.message
    for (const { delta, finish_reason } of chunk.choices ?? []) {
      text += delta.content ?? ''
      if (delta.reasoning_content) reasoning = (reasoning ?? '') + delta.reasoning_content
      for (const call of delta.tool_calls ?? []) {
        const begun = calls[call.index]
        if (begun) begun.function.arguments += call.function.arguments
        else calls.push(call)
      }
      finish = finish_reason ?? finish
    }
  }
  const done = data.at(-1) === '[DONE]'
  return { ...heard(text, done ? finish : undefined, reasoning, calls), ...(error ? { error } : {}) }
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

const completions: SurfaceDriver = {
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

surfaceContract('openai chat', { driver: chat })
surfaceContract('openai completions', { driver: completions })
