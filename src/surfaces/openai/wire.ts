import { bodyParser, type FromSchema } from '../../index.ts'
import { metadata } from './conversation-wire.ts'

/**
 * The requests of the Responses API as far as Dramatis reads them; unknown fields are let through. The items of the
 * input have schemas of their own. Source: openai/openai-openapi, `CreateResponse`, `TokenCountsBody`.
 */

const text = { type: ['string', 'null'] } as const
const flag = { type: ['boolean', 'null'] } as const

const innerTool = {
  type: 'object',
  required: ['type'],
  properties: {
    type: { type: 'string' },
    name: { type: 'string', minLength: 1 },
    description: text,
    parameters: { type: ['object', 'null'] },
    strict: flag,
    format: {
      type: ['object', 'null'],
      required: ['type'],
      properties: {
        type: { enum: ['text', 'grammar'] },
        syntax: { enum: ['lark', 'regex'] },
        definition: { type: 'string' },
      },
    },
  },
} as const

/** In a namespace, the vendor looks at names more closely. */
const namespaced = {
  ...innerTool,
  properties: { ...innerTool.properties, name: { type: 'string', maxLength: 128, pattern: '^[a-zA-Z0-9_-]+$' } },
} as const

const tool = {
  ...innerTool,
  properties: { ...innerTool.properties, tools: { type: ['array', 'null'], minItems: 1, items: namespaced } },
} as const

const toolChoice = {
  type: ['string', 'object', 'null'],
  properties: {
    type: { type: 'string' },
    name: { type: 'string' },
    mode: { enum: ['auto', 'required'] },
    tools: {
      type: 'array',
      items: { type: 'object', properties: { type: { type: 'string' }, name: { type: 'string' } } },
    },
  },
} as const

const format = {
  type: ['object', 'null'],
  required: ['type'],
  properties: {
    type: { enum: ['text', 'json_object', 'json_schema'] },
    name: { type: 'string' },
    schema: { type: 'object' },
    description: { type: 'string' },
    strict: flag,
  },
} as const

const reasoning = {
  type: ['object', 'null'],
  properties: {
    effort: { enum: ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max', null] },
    summary: { enum: ['auto', 'concise', 'detailed', null] },
  },
} as const

export const responseSchema = {
  type: 'object',
  properties: {
    model: text,
    input: { type: ['string', 'array', 'null'], items: { type: 'object' } },
    instructions: text,
    previous_response_id: text,
    conversation: {
      type: ['string', 'object', 'null'],
      required: ['id'],
      minLength: 1,
      maxLength: 256,
      properties: { id: { type: 'string', minLength: 1, maxLength: 256 } },
    },
    store: flag,
    stream: flag,
    background: flag,
    tools: { type: ['array', 'null'], items: tool },
    tool_choice: toolChoice,
    parallel_tool_calls: flag,
    max_tool_calls: { type: ['integer', 'null'], minimum: 0 },
    text: {
      type: ['object', 'null'],
      properties: { format, verbosity: { enum: ['low', 'medium', 'high', null] } },
    },
    max_output_tokens: { type: ['integer', 'null'], minimum: 1 },
    temperature: { type: ['number', 'null'], minimum: 0, maximum: 2 },
    top_p: { type: ['number', 'null'], minimum: 0, maximum: 1 },
    top_logprobs: { type: ['integer', 'null'], minimum: 0, maximum: 20 },
    truncation: { enum: ['auto', 'disabled', null] },
    include: { type: ['array', 'null'], items: { type: 'string' } },
    reasoning,
    user: text,
    safety_identifier: { type: ['string', 'null'], maxLength: 64 },
    prompt_cache_key: text,
    metadata,
    prompt: { type: ['object', 'null'] },
    moderation: { type: ['object', 'null'] },
  },
} as const

export type ResponseBody = FromSchema<typeof responseSchema>
export type ToolBody = FromSchema<typeof tool>
export type InnerToolBody = FromSchema<typeof innerTool>

export const parseResponse = bodyParser(responseSchema)
