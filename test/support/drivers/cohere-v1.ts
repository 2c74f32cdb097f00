import type { DriverQuestion, Heard, SurfaceDriver } from 'dramatis/testing'
import { carries, errorKeys, finishes, limitsOf, type Tokens, usageOf } from '../cohere-driver.ts'

interface Answer {
  text: string
  finish_reason: string
  tool_calls?: { name: string; parameters: unknown }[]
  documents?: { url: string }[]
  meta?: { tokens: Tokens }
}

interface Event {
  is_finished: boolean
  event_type: string
  text?: string
  finish_reason?: string
  error?: string
  response?: Answer
}

export const v1: SurfaceDriver = {
  carries,
  likeStop: ['refusal', 'tool-calls'],
  errorMessage: (body) => errorKeys(body, ['message']),
  request: (question) => ({
    path: '/cohere/v1/chat',
    body: {
      model: question.persona,
      message: question.turns.at(-1),
      stream: question.stream,
      ...(question.system ? { preamble: question.system } : {}),
      chat_history: historyOf(question),
      ...limitsOf(question),
      ...(question.tools
        ? {
            tools: question.tools.map(({ name, description }) => ({
              name,
              description,
              parameter_definitions: { city: { type: 'str', required: true } },
            })),
          }
        : {}),
      ...(question.schema ? { response_format: { type: 'json_object', schema: question.schema } } : {}),
    },
  }),
  read(body, streamed) {
    if (!streamed) return heard(JSON.parse(body.toString()))
    const lines = body.toString().split('\n')
    if (lines.pop() !== '') throw new Error('the last line does not end')
    const events = lines.map((line): Event => JSON.parse(line))
    const end = events.at(-1)
    if (!end?.is_finished || !end.response) throw new Error('the stream does not end')
    const said = events.map(({ event_type, text }) => (event_type === 'text-generation' ? text : '')).join('')
    if (said !== end.response.text) throw new Error(`the stream said ${said}, and its end ${end.response.text}`)
    return end.error === undefined ? heard(end.response) : { text: said, finish: undefined, error: end.error }
  },
}

function historyOf({ turns, toolRound }: DriverQuestion): object[] {
  const before = turns.slice(0, -1).map((message, index) => ({
    role: toolRound || (turns.length - index) % 2 ? 'USER' : 'CHATBOT',
    message,
  }))
  if (!toolRound) return before
  const results = toolRound.map(({ name, input, result }) => ({
    call: { name, parameters: input },
    outputs: [{ result }],
  }))
  const called = { role: 'CHATBOT', message: '', tool_calls: results.map(({ call }) => call) }
  return [...before, called, { role: 'TOOL', tool_results: results }]
}

function heard({ text, finish_reason, tool_calls, documents, meta }: Answer): Heard {
  return {
    text,
    finish: finishes[finish_reason],
    ...(tool_calls ? { calls: tool_calls.map(({ name, parameters }) => ({ name, input: parameters })) } : {}),
    ...(documents ? { sources: documents.map(({ url }) => url) } : {}),
    ...usageOf(meta),
  }
}
