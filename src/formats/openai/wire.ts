import { bodyParser, type FromSchema } from '../../index.ts'

/**
 * The requests of the OpenAI API as far as Dramatis reads them; unknown fields are let through.
 * Source: openai/openai-openapi, `CreateChatCompletionRequest`, `CreateCompletionRequest`, `CreateEmbeddingRequest`.
 */

const nullable = <T extends string>(type: T) => ({ type: [type, 'null'] }) as const

const sampling = {
  stop: { type: ['string', 'array', 'null'], items: { type: 'string' } },
  temperature: { type: ['number', 'null'], minimum: 0, maximum: 2 },
  top_p: { type: ['number', 'null'], minimum: 0, maximum: 1 },
  presence_penalty: { type: ['number', 'null'], minimum: -2, maximum: 2 },
  frequency_penalty: { type: ['number', 'null'], minimum: -2, maximum: 2 },
  seed: nullable('integer'),
  max_tokens: { type: ['integer', 'null'], minimum: 1 },
  n: { type: ['integer', 'null'], minimum: 1, maximum: 128 },
  stream: nullable('boolean'),
  stream_options: { type: ['object', 'null'], properties: { include_usage: { type: ['boolean', 'null'] } } },
  user: nullable('string'),
} as const

const functionCall = {
  type: 'object',
  required: ['id', 'function'],
  properties: {
    id: { type: 'string' },
    type: { type: 'string' },
    function: {
      type: 'object',
      required: ['name'],
      properties: { name: { type: 'string' }, arguments: { type: 'string' } },
    },
  },
} as const

const legacyCall = {
  type: ['object', 'null'],
  required: ['name'],
  properties: { name: { type: 'string' }, arguments: { type: 'string' } },
} as const

const contentPart = {
  type: 'object',
  required: ['type'],
  properties: {
    type: { enum: ['text', 'image_url', 'input_audio', 'file', 'refusal'] },
    text: { type: 'string' },
    refusal: { type: 'string' },
    image_url: { type: 'object', required: ['url'], properties: { url: { type: 'string' } } },
    input_audio: {
      type: 'object',
      required: ['data', 'format'],
      properties: { data: { type: 'string' }, format: { type: 'string' } },
    },
    file: {
      type: 'object',
      properties: { file_data: nullable('string'), file_id: nullable('string'), filename: nullable('string') },
    },
  },
} as const

const message = {
  type: 'object',
  required: ['role'],
  properties: {
    role: { enum: ['system', 'developer', 'user', 'assistant', 'tool', 'function'] },
    content: { type: ['string', 'array', 'null'], items: contentPart },
    refusal: nullable('string'),
    name: nullable('string'),
    tool_calls: { type: ['array', 'null'], items: functionCall },
    tool_call_id: nullable('string'),
    function_call: legacyCall,
    audio: { type: ['object', 'null'] },
  },
} as const

const functionBody = {
  type: 'object',
  required: ['name'],
  properties: {
    name: { type: 'string', minLength: 1 },
    description: nullable('string'),
    parameters: { type: ['object', 'null'] },
  },
} as const

const tool = {
  type: 'object',
  required: ['type'],
  properties: { type: { enum: ['function'] }, function: functionBody },
} as const

const named = {
  type: 'object',
  properties: {
    type: { type: 'string' },
    function: { type: 'object', required: ['name'], properties: { name: { type: 'string' } } },
  },
} as const

const toolChoice = {
  type: ['string', 'object', 'null'],
  properties: {
    ...named.properties,
    allowed_tools: {
      type: 'object',
      required: ['mode', 'tools'],
      properties: { mode: { enum: ['auto', 'required'] }, tools: { type: 'array', items: named } },
    },
  },
} as const

export const chatSchema = {
  type: 'object',
  required: ['messages'],
  properties: {
    model: nullable('string'),
    messages: { type: 'array', minItems: 1, items: message },
    ...sampling,
    max_completion_tokens: { type: ['integer', 'null'], minimum: 1 },
    tools: { type: ['array', 'null'], items: tool },
    tool_choice: toolChoice,
    parallel_tool_calls: nullable('boolean'),
    response_format: {
      type: ['object', 'null'],
      required: ['type'],
      properties: {
        type: { enum: ['text', 'json_object', 'json_schema'] },
        json_schema: { type: 'object', properties: { name: { type: 'string' }, schema: { type: 'object' } } },
      },
    },
    reasoning_effort: { enum: ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max', null] },
    logprobs: nullable('boolean'),
    top_logprobs: { type: ['integer', 'null'], minimum: 0, maximum: 20 },
    logit_bias: { type: ['object', 'null'] },
    functions: { type: ['array', 'null'], items: functionBody },
    function_call: { type: ['string', 'object', 'null'], required: ['name'], properties: { name: { type: 'string' } } },
    modalities: { type: ['array', 'null'], items: { type: 'string' } },
    moderation: { type: ['object', 'null'] },
    web_search_options: { type: ['object', 'null'] },
    safety_identifier: nullable('string'),
  },
} as const

export const completionSchema = {
  type: 'object',
  required: ['prompt'],
  properties: {
    model: nullable('string'),
    prompt: { type: ['string', 'array'], minItems: 1, maxItems: 128, items: { type: ['string', 'integer', 'array'] } },
    ...sampling,
    max_tokens: { type: ['integer', 'null'], minimum: 0 },
    echo: nullable('boolean'),
    logprobs: { type: ['integer', 'null'], minimum: 0, maximum: 5 },
    logit_bias: { type: ['object', 'null'] },
    suffix: nullable('string'),
    best_of: { type: ['integer', 'null'], minimum: 0 },
  },
} as const

export const embeddingSchema = {
  type: 'object',
  required: ['input'],
  properties: {
    model: nullable('string'),
    input: { type: ['string', 'array'], minItems: 1, maxItems: 2048, items: { type: ['string', 'integer', 'array'] } },
    encoding_format: { enum: ['float', 'base64', null] },
    dimensions: { type: ['integer', 'null'], minimum: 1 },
    user: nullable('string'),
  },
} as const

export type ChatBody = FromSchema<typeof chatSchema>
export type ChatBodyMessage = ChatBody['messages'][number]
export type ContentPart = FromSchema<typeof contentPart>
export type CompletionBody = FromSchema<typeof completionSchema>

export const parseChat = bodyParser(chatSchema)
export const parseCompletion = bodyParser(completionSchema)
export const parseEmbedding = bodyParser(embeddingSchema)
