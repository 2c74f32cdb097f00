import type { OperationDocs } from '../../http/index.ts'
import type { JsonSchema } from '../../index.ts'

/** What this API answers, as the documentation page shows it. Times are seconds since 1970, with fractions. */

const text = { type: 'string' }
const time = { type: 'number', description: 'Seconds since 1970.' }

function object(properties: Record<string, JsonSchema>, optional: readonly string[] = []): JsonSchema {
  return { type: 'object', properties, required: Object.keys(properties).filter((key) => !optional.includes(key)) }
}

export const agentSchema = object({ id: text, persona_id: text, name: text, created_at: time })

export const sessionSchema = object({
  id: text,
  agent_id: text,
  persona_id: text,
  message_count: { type: 'integer' },
  created_at: time,
  last_active: time,
})

export const messageSchema = object({
  id: { type: 'string', description: 'What `Last-Event-ID` goes on from.' },
  role: { enum: ['user', 'assistant'] },
  content: text,
  timestamp: time,
})

export const messagesSchema = object({
  session_id: text,
  messages: { type: 'array', items: messageSchema },
  has_more: { type: 'boolean' },
})

export const answerSchema = object({
  session_id: text,
  success: { const: true },
  response: text,
  error_details: { type: 'null', description: 'An error is an HTTP error, with problem details.' },
})

export const deletedSchema = object({ success: { const: true }, message: text })

const persona = { type: ['string', 'null'], description: 'Null for what tools remember that no persona called.' }

export const conversationSchema = object({
  id: text,
  persona_id: persona,
  message_count: { type: 'integer' },
  bytes: { type: 'integer' },
  created_at: time,
  last_active: time,
})

export const exportSchema = object({
  id: text,
  personas: {
    type: 'array',
    items: object({
      persona_id: persona,
      created_at: time,
      last_active: time,
      messages: {
        type: 'array',
        items: object({ role: text, turn: text, timestamp: time, parts: { type: 'array', items: { type: 'object' } } }),
      },
      memory: { type: 'object', description: 'What solvers and tools remember, by key.' },
    }),
  },
})

export const pluginSchema = object({
  id: text,
  kind: { type: ['string', 'null'] },
  aliases: { type: 'array', items: text },
  name: text,
  version: { type: ['string', 'null'] },
  description: text,
  origin: { enum: ['bundled', 'installed', 'folder'] },
})

export const toolSchema = object({ id: text, name: text, description: text, service_name: text })

export const turnSchema = object(
  {
    id: text,
    persona: text,
    startedAt: { type: 'string', format: 'date-time' },
    milliseconds: { type: 'number' },
    outcome: { enum: ['running', 'answered', 'unanswered', 'failed', 'cancelled'] },
    solver: text,
    error: text,
    conversation: text,
    steps: { type: 'array', items: { type: 'object' } },
    tools: { type: 'array', items: { type: 'object' } },
  },
  ['milliseconds', 'solver', 'error', 'conversation', 'tools'],
)

type Responses = NonNullable<OperationDocs['responses']>

export function listed(content: JsonSchema): Responses {
  return { 200: { description: 'The answer.', content } }
}

export function created(content: JsonSchema): Responses {
  return { 201: { description: 'It is made.', content } }
}

export function seconds(milliseconds: number): number {
  return milliseconds / 1000
}
