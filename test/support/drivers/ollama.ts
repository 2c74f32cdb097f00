import type { FinishReason } from 'dramatis'
import type { DriverQuestion, Heard, SurfaceDriver } from 'dramatis/testing'

const finishes: Record<string, FinishReason> = { stop: 'stop', length: 'length' }

interface Line {
  error?: string
  done?: boolean
  done_reason?: string
  prompt_eval_count?: number
  eval_count?: number
  response?: string
  thinking?: string
  message?: {
    content: string
    thinking?: string
    tool_calls?: { function: { index: number; name: string; arguments: object } }[]
  }
}

function errorMessage(body: Buffer): string {
  const envelope = JSON.parse(body.toString())
  if (Object.keys(envelope).join() !== 'error' || typeof envelope.error !== 'string') throw new Error(body.toString())
  return envelope.error
}

/** The lines of a stream, each of which ends with a line feed. */
function linesOf(body: Buffer): Line[] {
  const lines = body.toString().split('\n')
  if (lines.pop() !== '') throw new Error('the last line does not end')
  return lines.map((line) => JSON.parse(line))
}

/** A whole answer reads like a stream of one line. */
function read(body: Buffer, streamed: boolean): Heard {
  let text = ''
  let reasoning = ''
  let finish: FinishReason | undefined
  let error: string | undefined
  let usage: Heard['usage']
  const calls: { name: string; input: unknown }[] = []
  for (const line of streamed ? linesOf(body) : [JSON.parse(body.toString()) as Line]) {
    if (finish) throw new Error(`something comes after the last line: ${JSON.stringify(line)}`)
    text += line.message?.content ?? line.response ?? ''
    reasoning += line.message?.thinking ?? line.thinking ?? ''
    for (const call of line.message?.tool_calls ?? []) {
      if (call.function.index !== calls.length) throw new Error(`call ${calls.length} has index ${call.function.index}`)
      calls.push({ name: call.function.name, input: call.function.arguments })
    }
    if (line.done) {
      finish = finishes[line.done_reason ?? '']
      usage = { inputTokens: line.prompt_eval_count ?? 0, outputTokens: line.eval_count ?? 0 }
    }
    error = line.error ?? error
  }
  return {
    text,
    finish,
    ...(reasoning ? { reasoning } : {}),
    ...(calls.length > 0 ? { calls } : {}),
    ...(usage ? { usage } : {}),
    ...(error ? { error } : {}),
  }
}

/** What chat and generate spell alike. */
function asking({ stream, maxTokens, stop, temperature, topP, schema }: DriverQuestion): object {
  const options = {
    ...(maxTokens ? { num_predict: maxTokens } : {}),
    ...(stop ? { stop } : {}),
    ...(temperature === undefined ? {} : { temperature }),
    ...(topP === undefined ? {} : { top_p: topP }),
  }
  return { stream, options, ...(schema ? { format: schema } : {}) }
}

function images({ image }: DriverQuestion): object {
  return image ? { images: [Buffer.from(image).toString('base64')] } : {}
}

/** Results say of which tool they are, and no more: what `tool_call_id` does is told elsewhere. */
function messages(question: DriverQuestion): readonly object[] {
  const { turns, system, toolRound } = question
  const said = turns.map((content, index) => ({
    role: toolRound || (turns.length - index) % 2 ? 'user' : 'assistant',
    content,
    ...(index === turns.length - 1 ? images(question) : {}),
  }))
  const calls = (toolRound ?? []).map(({ name, input }) => ({ function: { name, arguments: input } }))
  const results = (toolRound ?? []).map(({ name, result }) => ({ role: 'tool', tool_name: name, content: result }))
  return [
    ...(system === undefined ? [] : [{ role: 'system', content: system }]),
    ...said.slice(0, -1),
    ...(toolRound ? [{ role: 'assistant', content: '', tool_calls: calls }, ...results] : []),
    ...said.slice(-1),
  ]
}

const both = { reasoning: true, limits: true, system: true, image: true, sampling: true, schema: true, usage: true }

export const chat: SurfaceDriver = {
  carries: { ...both, tools: true, toolRound: true },
  likeStop: ['refusal', 'tool-calls'],
  errorMessage,
  read,
  request: (question) => ({
    path: '/ollama/api/chat',
    body: {
      model: question.persona,
      ...asking(question),
      messages: messages(question),
      tools: (question.tools ?? []).map(({ name, description, input }) => ({
        type: 'function',
        function: { name, description, parameters: input },
      })),
    },
  }),
}

export const generate: SurfaceDriver = {
  carries: { ...both, tools: false, history: false },
  likeStop: ['refusal'],
  errorMessage,
  read,
  request: (question) => ({
    path: '/api/generate',
    body: {
      model: `${question.persona}:latest`,
      ...asking(question),
      ...images(question),
      ...(question.system === undefined ? {} : { system: question.system }),
      prompt: question.turns.at(-1),
    },
  }),
}
