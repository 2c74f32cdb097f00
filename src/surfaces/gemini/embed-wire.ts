import type { FromSchema } from '../../index.ts'
import { content, text } from './content-wire.ts'
import { messageParser } from './proto-json.ts'

/** Requests for vectors. Source: googleapis/googleapis, `generative_service.proto`. */

/** The tasks of an embedding: enum `TaskType`. */
const taskType = {
  enum: [
    'TASK_TYPE_UNSPECIFIED',
    'RETRIEVAL_QUERY',
    'RETRIEVAL_DOCUMENT',
    'SEMANTIC_SIMILARITY',
    'CLASSIFICATION',
    'CLUSTERING',
    'QUESTION_ANSWERING',
    'FACT_VERIFICATION',
    'CODE_RETRIEVAL_QUERY',
  ],
} as const

const embedConfig = { taskType, outputDimensionality: { type: 'integer', minimum: 0 } } as const

const embedSchema = {
  type: 'object',
  required: ['content'],
  properties: {
    model: text,
    content,
    ...embedConfig,
    embedContentConfig: { type: 'object', properties: embedConfig },
  },
} as const

const batchEmbedSchema = {
  type: 'object',
  required: ['requests'],
  properties: { requests: { type: 'array', minItems: 1, maxItems: 100, items: embedSchema } },
} as const

export type EmbedBody = FromSchema<typeof embedSchema>

export const parseEmbed = messageParser(embedSchema)
export const parseBatchEmbed = messageParser(batchEmbedSchema)
