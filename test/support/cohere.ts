import { expect } from 'chai'
import type { Script } from 'dramatis/testing'
// The package does not export what it checks by, so it is reached by its path.
import {
  CheckApiKeyResponse,
  EmbedByTypeResponse,
  EmbedResponse,
  GetModelResponse,
  ListModelsResponse,
  NonStreamedChatResponse,
  StreamedChatResponse,
  TokenizeResponse,
  V2ChatResponse,
  V2ChatStreamResponse,
} from '../../node_modules/cohere-ai/serialization/index.js'
import type { Stage } from './stage.ts'

/** Answers and events as JSON has them. */
export interface Wire {
  [key: string]: unknown
}

interface Schema {
  parseOrThrow(value: unknown, options: object): unknown
}

/** Nothing but what the SDK's types know is let through. */
const strict = { unrecognizedObjectKeys: 'fail', skipValidation: false } as const

const schemas = {
  CheckApiKeyResponse,
  EmbedByTypeResponse,
  EmbedResponse,
  GetModelResponse,
  ListModelsResponse,
  NonStreamedChatResponse,
  TokenizeResponse,
  V2ChatResponse,
}

/** @throws where an answer is not what the SDK says that it is. */
export async function check(name: keyof typeof schemas, value: unknown): Promise<void> {
  await parse(schemas[name], value)
}

/**
 * Two fields are in every stream of the API, and in none of the SDK's types: whether a stream of version 1 is over, and
 * what clients of version 2 may add an answer to.
 */
export async function checkV1Event({ is_finished, error, ...event }: Wire): Promise<void> {
  expect(is_finished).to.equal(event.event_type === 'stream-end')
  if (error !== undefined) expect(event.finish_reason).to.equal('ERROR')
  await parse(StreamedChatResponse, event)
}

export async function checkV2Event(event: Wire): Promise<void> {
  if (event.type !== 'message-start') return await parse(V2ChatStreamResponse, event)
  const message = { role: 'assistant', content: [], tool_plan: '', tool_calls: [], citations: [] }
  expect(event.delta).to.deep.equal({ message })
  await parse(V2ChatStreamResponse, { ...event, delta: { message: { role: 'assistant' } } })
}

async function parse(schema: Schema, value: unknown): Promise<void> {
  await schema.parseOrThrow(value, strict)
}

export interface Answer {
  status: number
  headers: Headers
  text: string
}

export async function send(stage: Stage, path: string, body?: object, init: RequestInit = {}): Promise<Answer> {
  const sent = body === undefined ? init : { method: 'POST', body: JSON.stringify(body), ...init }
  const response = await fetch(stage.url + path, sent)
  return { status: response.status, headers: response.headers, text: await response.text() }
}

/** A whole answer. @throws where it is an error */
export async function json(stage: Stage, path: string, body?: object): Promise<Wire> {
  const { status, text } = await send(stage, path, body)
  expect(status, text).to.equal(200)
  return JSON.parse(text)
}

/** The events of a stream of lines, or of server-sent events; `[DONE]` is none. */
export async function events(stage: Stage, path: string, body: object, init: RequestInit = {}): Promise<Wire[]> {
  const { status, text } = await send(stage, path, { ...body, stream: true }, init)
  expect(status, text).to.equal(200)
  return text
    .split('\n')
    .map((line) => line.replace(/^data: /, ''))
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line))
}

/** A field of a field, and so on. */
export const dig = (value: unknown, ...path: string[]): unknown =>
  path.reduce((found, key) => (found as Wire | undefined)?.[key], value)

export const source = { title: 'A page', url: 'https://example.com/a' }

/** Answers of every kind, for tools that are called `look`. */
export const scripts: Record<string, Script> = {
  cited: async function* () {
    yield 'It is '
    yield 'known.'
    yield { type: 'source', source: { ...source, start: 6, end: 12 } }
    yield { type: 'source', source: { title: 'A book' } }
  },
  reasoned: async function* () {
    yield { type: 'reasoning-delta', text: 'Let me think.' }
    yield 'Thought.'
    yield { type: 'finish', reason: 'stop', usage: { inputTokens: 11, outputTokens: 7, cachedTokens: 3 } }
  },
  calls: async function* () {
    yield 'Let me see.'
    yield { type: 'tool-input-delta', id: 'a', name: 'look', text: '{"at":' }
    yield { type: 'tool-call', call: { id: 'b', name: 'look', input: { at: 2 } } }
    yield { type: 'tool-input-delta', id: 'a', name: 'look', text: '1}' }
    yield { type: 'tool-call', call: { id: 'a', name: 'look', input: { at: 1 } } }
  },
  'odd call': async function* () {
    yield { type: 'tool-call', call: { id: 'a', name: 'look', input: ['x'] } }
  },
  apart: async function* () {
    yield 'Before. '
    yield { type: 'reasoning-delta', text: 'Hm.' }
    yield 'After.'
    yield { type: 'source', source: { ...source, start: 8, end: 14 } }
  },
  done: () => 'data: [DONE] \\[DONE] \u2028\u2029\u0085 end',
}

const tools = {
  v1: [{ name: 'look', description: 'Looks.', parameter_definitions: { at: { type: 'int', required: true } } }],
  v2: [{ type: 'function', function: { name: 'look', description: 'Looks.', parameters: { type: 'object' } } }],
}
/** A request of version 1. */
export const v1 = (message: string, rest: object = {}) => ({ model: 'Scripted', message, tools: tools.v1, ...rest })
/** A request of version 2. */
export const v2 = (content: string, rest: object = {}) => ({
  model: 'Scripted',
  messages: [{ role: 'user', content }],
  tools: tools.v2,
  ...rest,
})
