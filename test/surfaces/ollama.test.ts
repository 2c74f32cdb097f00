import type { FinishReason } from 'dramatis'
import { type DriverQuestion, type Heard, type SurfaceDriver, surfaceContract } from 'dramatis/testing'

const finishes: Record<string, FinishReason> = { stop: 'stop', length: 'length' }

interface Line {
  error?: string
  done?: boolean
  done_reason?: string
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
  const calls: { name: string; input: unknown }[] = []
  for (const line of streamed ? linesOf(body) : [JSON.parse(body.toString()) as Line]) {
    if (finish) throw new Error(`something comes after the last line: ${JSON.stringify(line)}`)
    text += line.message?.content ?? line.response ?? ''
    reasoning += line.message?.thinking ?? line.thinking ?? ''
    for (const call of line.message?.tool_calls ?? []) {
      if (call.function.index !== calls.length) throw new Error(`call ${calls.length} has index ${call.function.index}`)
      calls.push({ name: call.function.name, input: call.function.arguments })
    }
    if (line.done) finish = finishes[line.done_reason ?? '']
    error = line.error ?? error
  }
  return {
    text,
    finish,
    ...(reasoning ? { reasoning } : {}),
    ...(calls.length > 0 ? { calls } : {}),
    ...(error ? { error } : {}),
  }
}

function options({ maxTokens, stop }: DriverQuestion): object {
  return { options: { ...(maxTokens ? { num_predict: maxTokens } : {}), ...(stop ? { stop } : {}) } }
}

const chat: SurfaceDriver = {
  carries: { tools: true, reasoning: true, limits: true },
  likeStop: ['refusal', 'tool-calls'],
  errorMessage,
  read,
  request: (question) => ({
    path: '/ollama/api/chat',
    body: {
      model: question.persona,
      stream: question.stream,
      messages: question.turns.map((content, index) => ({
        role: (question.turns.length - index) % 2 ? 'user' : 'assistant',
        content,
      })),
      ...options(question),
      tools: (question.tools ?? []).map(({ name, description, input }) => ({
        type: 'function',
        function: { name, description, parameters: input },
      })),
    },
  }),
}

const generate: SurfaceDriver = {
  carries: { tools: false, reasoning: true, limits: true, history: false },
  likeStop: ['refusal'],
  errorMessage,
  read,
  request: (question) => ({
    path: '/api/generate',
    body: {
      model: `${question.persona}:latest`,
      stream: question.stream,
      prompt: question.turns.at(-1),
      ...options(question),
    },
  }),
}

surfaceContract('ollama chat', { driver: chat })
surfaceContract('ollama generate', { driver: generate })
