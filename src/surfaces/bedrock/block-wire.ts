import type { FromSchema } from '../../index.ts'
import { audioTypes, documentTypes, imageTypes, videoTypes } from './media-types.ts'

/**
 * What a conversation of the Converse API is made of: `ContentBlock` and the shapes in it. A union has one of its
 * members; the others may be null. Source: aws/api-models-aws, `bedrock-runtime`.
 */

const nullable = <T extends string>(type: T) => ({ type: [type, 'null'] }) as const
const text = nullable('string')
const anything = nullable('object')

const source = {
  type: 'object',
  properties: { bytes: text, s3Location: anything, text, content: { type: ['array', 'null'], items: textItem() } },
} as const

function textItem() {
  return { type: 'object', properties: { text } } as const
}

const media = <F extends object>(formats: F) => {
  const format = { enum: Object.keys(formats) } as const
  return { type: ['object', 'null'], required: ['format', 'source'], properties: { format, source } } as const
}

const citations = { type: ['object', 'null'], properties: { enabled: nullable('boolean') } } as const

const document = {
  type: ['object', 'null'],
  required: ['name', 'source'],
  properties: {
    name: { type: 'string' },
    format: { enum: [...Object.keys(documentTypes), null] },
    source,
    context: text,
    citations,
  },
} as const

const searchResult = {
  type: ['object', 'null'],
  required: ['source', 'title', 'content'],
  properties: {
    source: { type: 'string' },
    title: { type: 'string' },
    content: { type: 'array', items: textItem() },
    citations,
  },
} as const

const image = media(imageTypes)
const video = media(videoTypes)

const guardContent = {
  type: ['object', 'null'],
  properties: {
    text: { type: ['object', 'null'], required: ['text'], properties: { text: { type: 'string' } } },
    image,
  },
} as const

const resultBlock = {
  type: 'object',
  properties: { text, json: {}, image, document, video, searchResult },
} as const

const toolReference = {
  type: ['object', 'null'],
  required: ['tool'],
  properties: { tool: { type: 'object', properties: { name: text, serverName: text } } },
} as const

const contentBlock = {
  type: 'object',
  properties: {
    text,
    image,
    document,
    video,
    searchResult,
    guardContent,
    audio: media(audioTypes),
    cachePoint: anything,
    toolAddition: toolReference,
    toolRemoval: toolReference,
    toolUse: {
      type: ['object', 'null'],
      required: ['toolUseId', 'name', 'input'],
      properties: { toolUseId: { type: 'string', minLength: 1 }, name: { type: 'string', minLength: 1 }, input: {} },
    },
    toolResult: {
      type: ['object', 'null'],
      required: ['toolUseId', 'content'],
      properties: {
        toolUseId: { type: 'string', minLength: 1 },
        content: { type: 'array', items: resultBlock },
        status: { enum: ['success', 'error', null] },
      },
    },
    reasoningContent: {
      type: ['object', 'null'],
      properties: {
        reasoningText: {
          type: ['object', 'null'],
          required: ['text'],
          properties: { text: { type: 'string' }, signature: text },
        },
        redactedContent: text,
      },
    },
    citationsContent: {
      type: ['object', 'null'],
      properties: { content: { type: ['array', 'null'], items: textItem() } },
    },
  },
} as const

export const message = {
  type: 'object',
  required: ['role', 'content'],
  properties: {
    role: { enum: ['user', 'assistant', 'system'] },
    content: { type: 'array', items: contentBlock },
  },
} as const

export const systemBlock = { type: 'object', properties: { text, guardContent, cachePoint: anything } } as const

export type BodyMessage = FromSchema<typeof message>
export type ContentBlock = FromSchema<typeof contentBlock>
export type ResultBlock = FromSchema<typeof resultBlock>
export type MediaSource = FromSchema<typeof source>
export type MediaBlock = { readonly format: string; readonly source: MediaSource }
export type DocumentBlock = NonNullable<ContentBlock['document']>
export type SystemBlock = FromSchema<typeof systemBlock>
