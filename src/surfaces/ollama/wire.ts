import { bodyParser, type FromSchema } from '../../index.ts'

/**
 * The requests of the Ollama API as far as Dramatis reads them; unknown fields are let through.
 * Source: ollama/ollama, `api/types.go`, whose fields all may be absent or null.
 */

const nullable = <T extends string>(type: T) => ({ type: [type, 'null'] }) as const

const text = nullable('string')

const byte = { type: 'integer', minimum: 0, maximum: 255 } as const

/** Base64, or what `JSON.stringify` makes of a Buffer or of a Uint8Array, which some providers send. */
const image = {
  type: ['string', 'object'],
  properties: { data: { type: 'array', items: byte } },
  patternProperties: { '^[0-9]+$': byte },
} as const

const images = { type: ['array', 'null'], items: image } as const

const options = {
  type: ['object', 'null'],
  properties: {
    num_predict: nullable('integer'),
    stop: { type: ['string', 'array', 'null'], items: { type: 'string' } },
    temperature: nullable('number'),
    top_p: nullable('number'),
    top_k: nullable('integer'),
    seed: nullable('integer'),
    presence_penalty: nullable('number'),
    frequency_penalty: nullable('number'),
  },
} as const

/** What chat and generate have in common. */
const asking = {
  model: text,
  stream: nullable('boolean'),
  think: { enum: [true, false, null, 'low', 'medium', 'high', 'max'] },
  format: { type: ['string', 'object', 'null'] },
  options,
  keep_alive: { type: ['string', 'number', 'null'] },
  logprobs: nullable('boolean'),
} as const

const toolCall = {
  type: 'object',
  required: ['function'],
  properties: {
    id: text,
    function: {
      type: 'object',
      required: ['name'],
      properties: { name: { type: 'string', minLength: 1 }, arguments: nullable('object') },
    },
  },
} as const

const message = {
  type: 'object',
  required: ['role'],
  properties: {
    role: { type: 'string' },
    content: text,
    thinking: text,
    images,
    tool_calls: { type: ['array', 'null'], items: toolCall },
    tool_name: text,
    tool_call_id: text,
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
      properties: { name: { type: 'string', minLength: 1 }, description: text, parameters: nullable('object') },
    },
  },
} as const

export const chatSchema = {
  type: 'object',
  properties: {
    ...asking,
    messages: { type: ['array', 'null'], items: message },
    tools: { type: ['array', 'null'], items: tool },
  },
} as const

export const generateSchema = {
  type: 'object',
  properties: {
    ...asking,
    prompt: text,
    suffix: text,
    system: text,
    images,
    raw: nullable('boolean'),
    template: text,
    context: { type: ['array', 'null'], items: { type: 'integer' } },
  },
} as const

export const embedSchema = {
  type: 'object',
  properties: {
    model: text,
    input: { type: ['string', 'array', 'null'], items: { type: 'string' } },
    dimensions: { type: ['integer', 'null'], minimum: 0 },
  },
} as const

export const embeddingsSchema = { type: 'object', properties: { model: text, prompt: text } } as const

/** `name` is the older spelling of `model`. */
export const modelSchema = {
  type: 'object',
  properties: { model: text, name: text, stream: nullable('boolean') },
} as const

export type AskingBody = FromSchema<{ readonly type: 'object'; readonly properties: typeof asking }>
export type ChatBodyMessage = FromSchema<typeof message>
export type ToolBody = FromSchema<typeof tool>
export type ImageBody = FromSchema<typeof image>
export type GenerateBody = FromSchema<typeof generateSchema>
export type ModelBody = FromSchema<typeof modelSchema>

export const parseChat = bodyParser(chatSchema)
export const parseGenerate = bodyParser(generateSchema)
export const parseEmbed = bodyParser(embedSchema)
export const parseEmbeddings = bodyParser(embeddingsSchema)
export const parseModel = bodyParser(modelSchema)
