import { bodyParser, type FromSchema } from '../../index.ts'

/**
 * The requests of the messages API as far as Dramatis reads them; unknown fields are let through.
 * Source: `MessageCreateParams` and `MessageCountTokensParams` of the vendor's SDK.
 */

const nullable = <T extends string>(type: T) => ({ type: [type, 'null'] }) as const

/** Each type of source has some of these. */
const source = <const C extends object>(content: C) =>
  ({
    type: ['object', 'string'],
    properties: {
      type: { type: 'string' },
      media_type: { type: 'string' },
      data: { type: 'string' },
      url: { type: 'string' },
      file_id: { type: 'string' },
      content: { type: ['string', 'array'], items: content },
    },
  }) as const

/** Each type of block has some of these; `content` is what blocks inside it may be. */
const block = <const C extends object, const S extends object>(content: C, sourceContent: S) =>
  ({
    type: 'object',
    required: ['type'],
    properties: {
      type: { type: 'string' },
      text: { type: 'string' },
      source: source(sourceContent),
      title: nullable('string'),
      context: nullable('string'),
      id: { type: 'string' },
      name: { type: 'string' },
      tool_use_id: { type: 'string' },
      is_error: nullable('boolean'),
      content: { type: ['string', 'array', 'object', 'null'], items: content },
      thinking: { type: 'string' },
      signature: nullable('string'),
      data: { type: 'string' },
    },
  }) as const

const anything = { type: 'object' } as const
const innermost = block(anything, anything)
const inner = block(anything, innermost)
const outer = block(inner, innermost)

const textBlock = {
  type: 'object',
  required: ['type', 'text'],
  properties: { type: { type: 'string' }, text: { type: 'string' } },
} as const

const message = {
  type: 'object',
  required: ['role', 'content'],
  properties: {
    role: { enum: ['user', 'assistant', 'system'] },
    content: { type: ['string', 'array'], items: outer },
  },
} as const

const tool = {
  type: 'object',
  properties: {
    type: nullable('string'),
    name: { type: 'string', minLength: 1 },
    description: nullable('string'),
    input_schema: { type: 'object' },
  },
} as const

const format = {
  type: ['object', 'null'],
  required: ['type', 'schema'],
  properties: { type: { enum: ['json_schema'] }, schema: { type: 'object' } },
} as const

const question = {
  model: nullable('string'),
  messages: { type: 'array', items: message },
  system: { type: ['string', 'array', 'null'], items: textBlock },
  tools: { type: ['array', 'null'], items: tool },
  tool_choice: {
    type: ['object', 'null'],
    required: ['type'],
    properties: {
      type: { enum: ['auto', 'any', 'tool', 'none'] },
      name: { type: 'string' },
      disable_parallel_tool_use: nullable('boolean'),
    },
  },
  thinking: {
    type: ['object', 'null'],
    required: ['type'],
    properties: {
      type: { enum: ['enabled', 'disabled', 'adaptive', 'between_tools'] },
      budget_tokens: { type: 'integer', minimum: 1 },
    },
  },
  output_config: {
    type: ['object', 'null'],
    properties: { format, effort: { enum: ['low', 'medium', 'high', 'xhigh', 'max', null] } },
  },
  output_format: format,
  thread: {
    type: ['object', 'null'],
    required: ['type'],
    properties: { type: { enum: ['create', 'continue'] }, previous_message_id: { type: 'string' } },
  },
  mcp_servers: { type: ['array', 'null'] },
  container: { type: ['string', 'object', 'null'] },
} as const

export const countSchema = { type: 'object', required: ['messages'], properties: question } as const

export const messagesSchema = {
  type: 'object',
  required: ['messages', 'max_tokens'],
  properties: {
    ...question,
    max_tokens: { type: 'integer', minimum: 0 },
    stop_sequences: { type: ['array', 'null'], items: { type: 'string' } },
    temperature: { type: ['number', 'null'], minimum: 0, maximum: 1 },
    top_p: { type: ['number', 'null'], minimum: 0, maximum: 1 },
    top_k: { type: ['integer', 'null'], minimum: 0 },
    metadata: { type: ['object', 'null'], properties: { user_id: nullable('string') } },
    stream: nullable('boolean'),
  },
} as const

export type CountBody = FromSchema<typeof countSchema>
export type MessagesBody = FromSchema<typeof messagesSchema>
export type BodyMessage = CountBody['messages'][number]
export type Block = FromSchema<typeof outer>
export type InnerBlock = FromSchema<typeof inner>
export type InnermostBlock = FromSchema<typeof innermost>
export type MediaSource = Exclude<NonNullable<InnerBlock['source']>, string>

export const parseMessages = bodyParser(messagesSchema)
export const parseCount = bodyParser(countSchema)
