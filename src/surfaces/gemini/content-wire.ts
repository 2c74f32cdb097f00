import type { FromSchema } from '../../index.ts'

/** What conversations are made of. Source: googleapis/googleapis, `content.proto`. */

export const text = { type: 'string' } as const
export const flag = { type: 'boolean' } as const
/** A message or a value that is passed on, refused or told back whole. */
export const free = { type: 'object' } as const

const blob = {
  type: 'object',
  required: ['mimeType', 'data'],
  properties: { mimeType: text, data: text, displayName: text },
} as const

const fileData = {
  type: 'object',
  required: ['fileUri'],
  properties: { fileUri: text, mimeType: text, displayName: text },
} as const

const functionCall = {
  type: 'object',
  required: ['name'],
  properties: { id: text, name: { type: 'string', minLength: 1 }, args: free },
} as const

const functionResponse = {
  type: 'object',
  required: ['name'],
  properties: {
    id: text,
    name: { type: 'string', minLength: 1 },
    response: free,
    parts: { type: 'array', items: { type: 'object', properties: { inlineData: blob, fileData } } },
  },
} as const

const partFields = {
  text,
  thought: flag,
  thoughtSignature: text,
  inlineData: blob,
  fileData,
  functionCall,
  functionResponse,
  executableCode: free,
  codeExecutionResult: free,
  toolCall: free,
  toolResponse: free,
} as const

const part = { type: 'object', properties: partFields } as const
const parts = { type: 'array', items: part } as const

export const content = {
  type: 'object',
  properties: { role: { enum: ['', 'user', 'model', 'function', 'system', 'tool'] }, parts },
} as const

/** A content by the protos; SDKs take a text, a part and a list of parts too. */
export const systemInstruction = {
  type: ['object', 'string', 'array'],
  properties: { role: text, parts, ...partFields },
  items: { type: ['object', 'string'], properties: partFields },
} as const

export type SystemInstructionBody = FromSchema<typeof systemInstruction>
export type ContentBody = FromSchema<typeof content>
export type PartBody = FromSchema<typeof part>
export type FunctionResponseBody = FromSchema<typeof functionResponse>
