import { embeddingType } from '../../formats/cohere/index.ts'
import { bodyParser, type FromSchema } from '../../index.ts'

/**
 * Requests beside chat as far as Dramatis reads them; unknown fields are let through.
 * Source: Cohere's API reference, "Embed" and "Tokenize".
 */

const nullable = <T extends string>(type: T) => ({ type: [type, 'null'] }) as const

/** As many texts as the API takes in one call. */
const most = 96

const embedding = {
  model: nullable('string'),
  texts: { type: ['array', 'null'], maxItems: most, items: { type: 'string' } },
  images: { type: ['array', 'null'], items: { type: 'string' } },
  input_type: { enum: ['search_document', 'search_query', 'classification', 'clustering', 'image', null] },
  embedding_types: { type: ['array', 'null'], items: embeddingType },
  truncate: { enum: ['NONE', 'START', 'END', null] },
} as const

export const v1EmbedSchema = { type: 'object', properties: embedding } as const

export const v2EmbedSchema = {
  type: 'object',
  properties: {
    ...embedding,
    inputs: {
      type: ['array', 'null'],
      maxItems: most,
      items: {
        type: 'object',
        required: ['content'],
        properties: {
          content: {
            type: 'array',
            items: {
              type: 'object',
              required: ['type'],
              properties: { type: { enum: ['text', 'image_url'] }, text: { type: 'string' } },
            },
          },
        },
      },
    },
    output_dimension: { type: ['integer', 'null'], minimum: 1 },
  },
} as const

export const tokenizeSchema = {
  type: 'object',
  required: ['text'],
  properties: { model: nullable('string'), text: { type: 'string', minLength: 1, maxLength: 65_536 } },
} as const

export type V2EmbedBody = FromSchema<typeof v2EmbedSchema>

export const parseV1Embed = bodyParser(v1EmbedSchema)
export const parseV2Embed = bodyParser(v2EmbedSchema)
export const parseTokenize = bodyParser(tokenizeSchema)
