import { bodyParser, type FromSchema } from '../../index.ts'
import { metadata } from './conversation-wire.ts'

/**
 * The requests of the vector stores API; unknown fields are let through. Source: openai/openai-openapi,
 * `CreateVectorStoreRequest`, `UpdateVectorStoreRequest`, `CreateVectorStoreFileRequest`,
 * `CreateVectorStoreFileBatchRequest`, `UpdateVectorStoreFileAttributesRequest`, `VectorStoreSearchRequest`.
 */

/** Files of one request, by the vendor's own limit for batches. */
const mostFiles = 2000

const attributes = {
  type: ['object', 'null'],
  maxProperties: 16,
  propertyNames: { type: 'string', maxLength: 64 },
  additionalProperties: { type: ['string', 'number', 'boolean'], maxLength: 512 },
} as const

const strategy = {
  type: ['object', 'null'],
  required: ['type'],
  properties: {
    type: { enum: ['auto', 'static'] },
    static: {
      type: 'object',
      required: ['max_chunk_size_tokens', 'chunk_overlap_tokens'],
      properties: {
        max_chunk_size_tokens: { type: 'integer', minimum: 100, maximum: 4096 },
        chunk_overlap_tokens: { type: 'integer', minimum: 0 },
      },
    },
  },
} as const

const expiry = {
  type: ['object', 'null'],
  required: ['anchor', 'days'],
  properties: { anchor: { enum: ['last_active_at'] }, days: { type: 'integer', minimum: 1, maximum: 365 } },
} as const

const fileIds = { type: ['array', 'null'], items: { type: 'string' }, maxItems: mostFiles } as const
const name = { type: ['string', 'null'], maxLength: 256 } as const

export const createStoreSchema = {
  type: 'object',
  properties: {
    name,
    description: { type: ['string', 'null'], maxLength: 4096 },
    metadata,
    expires_after: expiry,
    file_ids: fileIds,
    chunking_strategy: strategy,
  },
} as const

export const updateStoreSchema = { type: 'object', properties: { name, metadata, expires_after: expiry } } as const

export const attachSchema = {
  type: 'object',
  required: ['file_id'],
  properties: { file_id: { type: 'string' }, attributes, chunking_strategy: strategy },
} as const

export const attributesSchema = { type: 'object', required: ['attributes'], properties: { attributes } } as const

export const batchSchema = {
  type: 'object',
  properties: {
    file_ids: fileIds,
    files: { type: ['array', 'null'], items: attachSchema, maxItems: mostFiles },
    attributes,
    chunking_strategy: strategy,
  },
} as const

const query = { type: 'string', minLength: 1, maxLength: 16_384 } as const

export const searchSchema = {
  type: 'object',
  required: ['query'],
  properties: {
    query: { anyOf: [query, { type: 'array', items: query, minItems: 1, maxItems: 16 }] },
    max_num_results: { type: ['integer', 'null'], minimum: 1, maximum: 50 },
    filters: { type: ['object', 'null'] },
    rewrite_query: { type: ['boolean', 'null'] },
    ranking_options: {
      type: ['object', 'null'],
      properties: {
        ranker: { enum: ['none', 'auto', 'default-2024-11-15', null] },
        score_threshold: { type: ['number', 'null'], minimum: 0, maximum: 1 },
      },
    },
  },
} as const

export type AttachBody = FromSchema<typeof attachSchema>
export type BatchBody = FromSchema<typeof batchSchema>

export const parseCreateStore = bodyParser(createStoreSchema)
export const parseUpdateStore = bodyParser(updateStoreSchema)
export const parseAttach = bodyParser(attachSchema)
export const parseAttributes = bodyParser(attributesSchema)
export const parseBatch = bodyParser(batchSchema)
export const parseSearch = bodyParser(searchSchema)
