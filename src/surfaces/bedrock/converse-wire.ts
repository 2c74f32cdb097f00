import { bodyParser, type FromSchema } from '../../index.ts'
import { message, systemBlock } from './block-wire.ts'

/**
 * The requests of the Converse API as far as Dramatis reads them; unknown fields are let through.
 * Source: aws/api-models-aws, `bedrock-runtime`: `ConverseRequest`, `ConverseStreamRequest`, `CountTokensRequest`.
 */

const nullable = <T extends string>(type: T) => ({ type: [type, 'null'] }) as const
const text = nullable('string')
const anything = nullable('object')

const tool = {
  type: 'object',
  properties: {
    toolSpec: {
      type: ['object', 'null'],
      required: ['name', 'inputSchema'],
      properties: {
        name: { type: 'string', minLength: 1 },
        description: text,
        inputSchema: { type: 'object', required: ['json'], properties: { json: { type: 'object' } } },
      },
    },
    systemTool: anything,
    cachePoint: anything,
  },
} as const

const toolConfig = {
  type: ['object', 'null'],
  required: ['tools'],
  properties: {
    tools: { type: 'array', items: tool },
    toolChoice: {
      type: ['object', 'null'],
      properties: {
        auto: anything,
        any: anything,
        tool: { type: ['object', 'null'], required: ['name'], properties: { name: { type: 'string', minLength: 1 } } },
      },
    },
  },
} as const

const thinking = { type: ['object', 'null'], properties: { type: text, budget_tokens: nullable('integer') } } as const

/** What a conversation is, whichever API carries it. */
export const conversation = {
  messages: { type: 'array', minItems: 1, items: message },
  system: { type: ['array', 'null'], items: systemBlock },
  toolConfig,
} as const

/** Each family of models has its own; those that a persona may have a use for are read. */
const additionalModelRequestFields = {
  type: ['object', 'null'],
  properties: {
    top_k: nullable('integer'),
    k: nullable('integer'),
    seed: nullable('integer'),
    presence_penalty: nullable('number'),
    frequency_penalty: nullable('number'),
    reasoning_effort: text,
    thinking,
    reasoning_config: thinking,
    inferenceConfig: { type: ['object', 'null'], properties: { topK: nullable('integer') } },
    reasoningConfig: { type: ['object', 'null'], properties: { type: text, maxReasoningEffort: text } },
  },
} as const

const asked = { ...conversation, additionalModelRequestFields } as const

export const converseSchema = {
  type: 'object',
  required: ['messages'],
  properties: {
    ...asked,
    inferenceConfig: {
      type: ['object', 'null'],
      properties: {
        maxTokens: { type: ['integer', 'null'], minimum: 1 },
        temperature: { type: ['number', 'null'], minimum: 0, maximum: 1 },
        topP: { type: ['number', 'null'], minimum: 0, maximum: 1 },
        stopSequences: { type: ['array', 'null'], items: { type: 'string', minLength: 1 } },
      },
    },
    outputConfig: {
      type: ['object', 'null'],
      properties: {
        effort: text,
        textFormat: {
          type: ['object', 'null'],
          required: ['type', 'structure'],
          properties: {
            type: { enum: ['json_schema'] },
            structure: {
              type: 'object',
              required: ['jsonSchema'],
              properties: {
                jsonSchema: { type: 'object', required: ['schema'], properties: { schema: { type: 'string' } } },
              },
            },
          },
        },
      },
    },
    guardrailConfig: { type: ['object', 'null'], properties: { guardrailIdentifier: text } },
    promptVariables: anything,
    additionalModelResponseFieldPaths: { type: ['array', 'null'], items: { type: 'string' } },
  },
} as const

export const countTokensSchema = {
  type: 'object',
  required: ['input'],
  properties: {
    input: {
      type: 'object',
      properties: {
        invokeModel: { type: ['object', 'null'], required: ['body'], properties: { body: { type: 'string' } } },
        converse: { type: ['object', 'null'], required: ['messages'], properties: asked },
      },
    },
  },
} as const

export type ConverseBody = FromSchema<typeof converseSchema>
export type ToolConfig = NonNullable<ConverseBody['toolConfig']>
export type AdditionalFields = NonNullable<ConverseBody['additionalModelRequestFields']>

export const parseConverse = bodyParser(converseSchema)
export const parseCountTokens = bodyParser(countTokensSchema)
