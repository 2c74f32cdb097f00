import type { FromSchema } from '../../index.ts'
import { content, flag, free, systemInstruction, text } from './content-wire.ts'
import { messageParser } from './proto-json.ts'

/**
 * The requests of the Gemini API as far as Dramatis reads them, in the one spelling that `messageParser` gives them.
 * Source: googleapis/googleapis, `google/ai/generativelanguage/v1beta/*.proto`; the names of an enum stand in the order
 * of their numbers.
 */

const declaration = {
  type: 'object',
  required: ['name'],
  properties: {
    name: { type: 'string', minLength: 1 },
    description: text,
    parameters: free,
    parametersJsonSchema: free,
    response: free,
    responseJsonSchema: free,
  },
} as const

const tool = {
  type: 'object',
  properties: {
    functionDeclarations: { type: 'array', items: declaration },
    googleSearch: free,
    googleSearchRetrieval: free,
    googleMaps: free,
    enterpriseWebSearch: free,
    exaAiSearch: free,
    parallelAiSearch: free,
    retrieval: free,
    fileSearch: free,
    urlContext: free,
    codeExecution: free,
    computerUse: free,
    mcpServers: {},
  },
} as const

const toolConfig = {
  type: 'object',
  properties: {
    functionCallingConfig: {
      type: 'object',
      properties: {
        mode: { enum: ['MODE_UNSPECIFIED', 'AUTO', 'ANY', 'NONE', 'VALIDATED'] },
        allowedFunctionNames: { type: 'array', items: text },
      },
    },
  },
} as const

const generationConfig = {
  type: 'object',
  properties: {
    candidateCount: { type: 'integer', minimum: 1, maximum: 8 },
    stopSequences: { type: 'array', items: { type: 'string', minLength: 1 } },
    maxOutputTokens: { type: 'integer', minimum: 1 },
    temperature: { type: 'number', minimum: 0, maximum: 2 },
    topP: { type: 'number', minimum: 0, maximum: 1 },
    topK: { type: 'number', minimum: 0 },
    seed: { type: 'integer' },
    presencePenalty: { type: 'number', minimum: -2, maximum: 2 },
    frequencyPenalty: { type: 'number', minimum: -2, maximum: 2 },
    responseMimeType: text,
    responseSchema: free,
    responseJsonSchema: free,
    /** What the protos call the field of that name in JSON. */
    _responseJsonSchema: free,
    responseFormat: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          text: { type: 'object', properties: { mimeType: text, schema: free } },
          audio: free,
          image: free,
          video: free,
        },
      },
    },
    thinkingConfig: {
      type: 'object',
      properties: {
        includeThoughts: flag,
        thinkingBudget: { type: 'integer', minimum: -1 },
        thinkingLevel: { enum: ['THINKING_LEVEL_UNSPECIFIED', 'LOW', 'MEDIUM', 'HIGH', 'MINIMAL'] },
      },
    },
    responseLogprobs: flag,
    logprobs: { type: 'integer' },
    responseModalities: { type: 'array', items: { enum: ['MODALITY_UNSPECIFIED', 'TEXT', 'IMAGE', 'AUDIO', 'VIDEO'] } },
    speechConfig: free,
    imageConfig: free,
  },
} as const

export const generateSchema = {
  type: 'object',
  required: ['contents'],
  properties: {
    contents: { type: 'array', minItems: 1, items: content },
    systemInstruction,
    tools: { type: 'array', items: tool },
    toolConfig,
    generationConfig,
    cachedContent: text,
  },
} as const

/** Either `contents`, or the whole request that they would go into. */
const countSchema = {
  type: 'object',
  properties: {
    contents: { type: 'array', items: content },
    systemInstruction,
    generateContentRequest: {
      type: 'object',
      required: ['contents'],
      properties: { contents: { type: 'array', minItems: 1, items: content }, systemInstruction },
    },
  },
} as const

export type GenerateBody = FromSchema<typeof generateSchema>
export type GenerationConfigBody = FromSchema<typeof generationConfig>
export type ToolBody = FromSchema<typeof tool>
export type DeclarationBody = FromSchema<typeof declaration>
export type ToolConfigBody = FromSchema<typeof toolConfig>

export const parseGenerate = messageParser(generateSchema)
export const parseCount = messageParser(countSchema)
