import { bodyParser, type FromSchema } from '../../index.ts'
import { sampling } from './limits.ts'
import { responseFormat } from './output.ts'

/**
 * A chat request of version 2 as far as Dramatis reads it; unknown fields are let through.
 * Source: Cohere's API reference, "Chat" of version 2.
 */

const nullable = <T extends string>(type: T) => ({ type: [type, 'null'] }) as const

/** Its text, or an object with the text or the fields as `data`. */
const document = { type: ['string', 'object'], properties: { data: { type: ['string', 'object'] } } } as const

const contentPart = {
  type: 'object',
  required: ['type'],
  properties: {
    type: { enum: ['text', 'thinking', 'image_url', 'document'] },
    text: { type: 'string' },
    thinking: { type: 'string' },
    image_url: { type: 'object', required: ['url'], properties: { url: { type: 'string' } } },
    document,
  },
} as const

const call = {
  type: 'object',
  required: ['id', 'function'],
  properties: {
    id: { type: 'string' },
    function: {
      type: 'object',
      required: ['name'],
      properties: { name: { type: 'string', minLength: 1 }, arguments: nullable('string') },
    },
  },
} as const

const message = {
  type: 'object',
  required: ['role'],
  properties: {
    role: { enum: ['system', 'user', 'assistant', 'tool'] },
    content: { type: ['string', 'array', 'null'], items: contentPart },
    tool_plan: nullable('string'),
    tool_calls: { type: ['array', 'null'], items: call },
    tool_call_id: nullable('string'),
  },
} as const

const tool = {
  type: 'object',
  required: ['function'],
  properties: {
    type: { enum: ['function'] },
    function: {
      type: 'object',
      required: ['name'],
      properties: {
        name: { type: 'string', minLength: 1 },
        description: nullable('string'),
        parameters: nullable('object'),
      },
    },
  },
} as const

export const v2ChatSchema = {
  type: 'object',
  required: ['messages'],
  properties: {
    model: nullable('string'),
    messages: { type: 'array', minItems: 1, items: message },
    ...sampling,
    tools: { type: ['array', 'null'], items: tool },
    tool_choice: { enum: ['REQUIRED', 'NONE', null] },
    response_format: responseFormat,
    documents: { type: ['array', 'null'], items: document },
    citation_options: { type: ['object', 'null'], properties: { mode: nullable('string') } },
    thinking: {
      type: ['object', 'null'],
      required: ['type'],
      properties: {
        type: { enum: ['enabled', 'disabled'] },
        token_budget: { type: ['integer', 'null'], minimum: 0 },
      },
    },
    logprobs: nullable('boolean'),
  },
} as const

export type V2ChatBody = FromSchema<typeof v2ChatSchema>
export type V2Message = FromSchema<typeof message>
export type V2ContentPart = FromSchema<typeof contentPart>
export type V2Document = FromSchema<typeof document>
export type V2Tool = FromSchema<typeof tool>

export const parseV2Chat = bodyParser(v2ChatSchema)
