import type { ChatRequest } from '../../index.ts'

/** `schema` is version 1's name for what version 2 calls `json_schema`; clients mix them up. */
export const responseFormat = {
  type: ['object', 'null'],
  required: ['type'],
  properties: {
    type: { enum: ['text', 'json_object'] },
    schema: { type: ['object', 'null'] },
    json_schema: { type: ['object', 'null'] },
  },
} as const

interface ResponseFormat {
  readonly type: 'text' | 'json_object'
  readonly schema?: { readonly [key: string]: unknown } | null | undefined
  readonly json_schema?: { readonly [key: string]: unknown } | null | undefined
}

export function decodeOutput(format: ResponseFormat | null | undefined): Pick<ChatRequest, 'output'> {
  if (format?.type !== 'json_object') return {}
  const schema = format.json_schema ?? format.schema
  return { output: schema ? { schema } : {} }
}
