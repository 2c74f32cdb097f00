import { bodyParser, type FromSchema } from '../../index.ts'
import { sampling } from './limits.ts'
import { responseFormat } from './output.ts'

/**
 * A chat request of version 1 as far as Dramatis reads it; unknown fields are let through.
 * Source: Cohere's API reference, "Chat" of version 1.
 */

const nullable = <T extends string>(type: T) => ({ type: [type, 'null'] }) as const

const call = {
  type: 'object',
  required: ['name'],
  properties: { name: { type: 'string', minLength: 1 }, parameters: nullable('object') },
} as const

const calls = { type: ['array', 'null'], items: call } as const

const results = {
  type: ['array', 'null'],
  items: {
    type: 'object',
    required: ['call'],
    properties: { call, outputs: { type: ['array', 'null'], items: { type: 'object' } } },
  },
} as const

const historyItem = {
  type: 'object',
  required: ['role'],
  properties: { role: { type: 'string' }, message: nullable('string'), tool_calls: calls, tool_results: results },
} as const

const tool = {
  type: 'object',
  required: ['name'],
  properties: {
    name: { type: 'string', minLength: 1 },
    description: nullable('string'),
    parameter_definitions: {
      type: ['object', 'null'],
      additionalProperties: {
        type: 'object',
        properties: { type: nullable('string'), description: nullable('string'), required: nullable('boolean') },
      },
    },
  },
} as const

export const v1ChatSchema = {
  type: 'object',
  properties: {
    model: nullable('string'),
    message: nullable('string'),
    preamble: nullable('string'),
    chat_history: { type: ['array', 'null'], items: historyItem },
    conversation_id: { type: ['string', 'null'], maxLength: 256 },
    ...sampling,
    tools: { type: ['array', 'null'], items: tool },
    tool_results: results,
    response_format: responseFormat,
    documents: { type: ['array', 'null'], items: { type: 'object' } },
    citation_quality: nullable('string'),
    connectors: { type: ['array', 'null'] },
    search_queries_only: nullable('boolean'),
  },
} as const

export type V1ChatBody = FromSchema<typeof v1ChatSchema>
export type V1HistoryItem = FromSchema<typeof historyItem>
export type V1Call = FromSchema<typeof call>
export type V1Results = NonNullable<FromSchema<typeof results>>
export type V1Tool = FromSchema<typeof tool>

export const parseV1Chat = bodyParser(v1ChatSchema)
