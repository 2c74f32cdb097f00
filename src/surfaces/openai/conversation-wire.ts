import { bodyParser } from '../../index.ts'

/** Bodies of the Conversations API. Source: openai/openai-openapi, `CreateConversationBody`, `UpdateConversationBody`. */

export const metadata = {
  type: ['object', 'null'],
  maxProperties: 16,
  propertyNames: { maxLength: 64 },
  additionalProperties: { type: 'string', maxLength: 512 },
} as const

const items = { type: 'array', maxItems: 20, items: { type: 'object' } } as const

export const createSchema = {
  type: 'object',
  properties: { metadata, items: { ...items, type: ['array', 'null'] } },
} as const

export const updateSchema = { type: 'object', required: ['metadata'], properties: { metadata } } as const

export const itemsSchema = { type: 'object', required: ['items'], properties: { items } } as const

export const parseCreate = bodyParser(createSchema)
export const parseUpdate = bodyParser(updateSchema)
export const parseItems = bodyParser(itemsSchema)
