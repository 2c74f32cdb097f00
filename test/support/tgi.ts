import type { FinishReason } from 'dramatis'
import type { DriverQuestion, Heard, SurfaceDriver } from 'dramatis/testing'

export const toDataUrl = (mediaType: string, bytes: Uint8Array) =>
  `data:${mediaType};base64,${Buffer.from(bytes).toString('base64')}`

/** The message in TGI's envelope. @throws Error where the envelope is wrong */
export function errorMessage(body: Buffer): string {
  const envelope = JSON.parse(body.toString())
  if (Object.keys(envelope).join() !== 'error,error_type') throw new Error(`not TGI's envelope: ${body}`)
  if (typeof envelope.error !== 'string' || typeof envelope.error_type !== 'string') throw new Error(String(body))
  return envelope.error
}

/** Data of each server-sent event; the stream must be made of nothing else. */
export function dataOf(stream: Buffer | string): string[] {
  const frames = stream.toString().split('\n\n')
  if (frames.pop() !== '') throw new Error('the stream does not end with a blank line')
  return frames.map((frame) => {
    if (!frame.startsWith('data:') || frame.includes('\n')) throw new Error(`not a frame: ${frame}`)
    return frame.slice('data:'.length).trim()
  })
}

export const statuses: NonNullable<SurfaceDriver['statuses']> = {
  'invalid-request': 422,
  unanswered: 424,
  unsupported: 422,
  'solver-failed': 424,
  timeout: 424,
  'shutting-down': 429,
}

export const finishes: Record<string, FinishReason> = {
  stop: 'stop',
  eos_token: 'stop',
  stop_sequence: 'stop',
  length: 'length',
  tool_calls: 'tool-calls',
  content_filter: 'refusal',
}

/** Fields for a value, where there is one. */
export function given<T>(value: T | undefined, make: (value: T) => object): object {
  return value === undefined ? {} : make(value)
}

/** TGI's own requests, to a path for whole answers and one for streams, which may be the same. */
export function generateDriver(
  pathOf: (question: DriverQuestion) => string,
  rest: Partial<SurfaceDriver>,
): SurfaceDriver {
  return {
    carries: {
      tools: false,
      reasoning: false,
      limits: true,
      history: false,
      image: true,
      sampling: true,
      schema: true,
    },
    likeStop: ['refusal', 'tool-calls'],
    statuses,
    errorMessage,
    request: (question) => ({
      path: pathOf(question),
      body: {
        inputs:
          (question.turns.at(-1) ?? '') + (question.image ? `![](${toDataUrl('image/png', question.image)})` : ''),
        model: question.persona,
        stream: question.stream,
        parameters: {
          details: true,
          ...given(question.maxTokens, (max_new_tokens) => ({ max_new_tokens })),
          ...given(question.stop, (stop) => ({ stop })),
          ...given(question.temperature, (temperature) => ({ temperature })),
          ...given(question.topP, (top_p) => ({ top_p })),
          ...given(question.schema, (value) => ({ grammar: { type: 'json', value } })),
        },
      },
    }),
    read(body, streamed) {
      if (streamed) return readTokens(dataOf(body))
      const answer = JSON.parse(body.toString())
      const { generated_text, details } = Array.isArray(answer) ? answer[0] : answer
      return { text: generated_text, finish: finishes[details.finish_reason] }
    },
    ...rest,
  }
}

function readTokens(data: string[]): Heard {
  let said = ''
  let heard: Heard | undefined
  let error: string | undefined
  for (const [position, item] of data.entries()) {
    if (heard) throw new Error(`something comes after the last token: ${item}`)
    const { index, token, generated_text, details, error: message } = JSON.parse(item)
    if (message !== undefined) error = message
    else if (index !== position + 1) throw new Error(`token ${position + 1} has the index ${index}`)
    said += token?.text ?? ''
    if (typeof generated_text === 'string') heard = { text: generated_text, finish: finishes[details.finish_reason] }
  }
  if (heard && heard.text !== said) throw new Error('the tokens are not the generated text')
  return heard ?? { text: said, finish: undefined, ...(error ? { error } : {}) }
}

/** Text completions, as Hugging Face's newer clients fill them with TGI's own parameters. */
export function completionDriver(
  pathOf: (question: DriverQuestion) => string,
  rest: Partial<SurfaceDriver>,
): SurfaceDriver {
  return {
    carries: {
      tools: false,
      reasoning: false,
      limits: true,
      history: false,
      image: true,
      sampling: true,
      schema: true,
      usage: true,
    },
    statuses,
    errorMessage,
    request: (question) => ({
      path: pathOf(question),
      body: {
        model: question.persona,
        stream: question.stream,
        ...(question.stream ? { stream_options: { include_usage: true } } : {}),
        prompt:
          (question.turns.at(-1) ?? '') + (question.image ? `![](${toDataUrl('image/png', question.image)})` : ''),
        ...given(question.maxTokens, (max_tokens) => ({ max_tokens })),
        ...given(question.stop, (stop) => ({ stop })),
        ...given(question.temperature, (temperature) => ({ temperature })),
        ...given(question.topP, (top_p) => ({ top_p })),
        ...given(question.schema, (value) => ({ grammar: { type: 'json', value } })),
      },
    }),
    read(body, streamed) {
      const data = streamed ? dataOf(body) : [body.toString()]
      const complete = !streamed || data.at(-1) === '[DONE]'
      const told: Heard = { text: '', finish: undefined }
      for (const item of data.filter((line) => line !== '[DONE]')) {
        const { error, usage, choices = [] } = JSON.parse(item)
        if (error) told.error = error
        if (usage) told.usage = { inputTokens: usage.prompt_tokens, outputTokens: usage.completion_tokens }
        for (const { text, finish_reason } of choices) {
          told.text += text
          if (finish_reason !== '' && complete) told.finish = finishes[finish_reason]
        }
      }
      return told
    },
    ...rest,
  }
}
