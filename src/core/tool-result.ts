import { base64Of } from './media.ts'
import type { ToolAnswer } from './toolset.ts'
import type { Json, Part } from './types.ts'

const brand = Symbol.for('dramatis.tool-result')

/** What a tool returns that has more to show than a value: media, or several parts. */
export interface ToolResult {
  readonly [brand]: true
  readonly parts: readonly Part[]
  readonly structured: Json | undefined
}

/**
 * A result of parts: text, images, audio, files. `structured` is what programs read; with an output schema it is
 * what the schema describes.
 */
export function toolResult(parts: readonly Part[], structured?: Json): ToolResult {
  return { [brand]: true, parts, structured }
}

/** True also for a result that was made by a plugin's own copy of this package. */
export function isToolResult(value: unknown): value is ToolResult {
  return typeof value === 'object' && value !== null && brand in value
}

/** An answer of a tool as one JSON value, for protocols that know no parts: media become objects with base64. */
export function plainResult({ parts, structured }: ToolAnswer): Json {
  if (structured !== undefined) return structured
  const texts = parts.flatMap((part) => (part.type === 'text' ? [part.text] : []))
  return texts.length === parts.length ? texts.join('\n') : parts.map(plainPart)
}

/** The same as a text for a language model: what it can read of it. */
export function resultText({ parts, shortened }: ToolAnswer): string {
  const lines = parts.map((part) => (part.type === 'text' ? part.text : mentioned(part)))
  return [...lines, ...(shortened === undefined ? [] : [`(${shortened})`])].join('\n')
}

function plainPart(part: Part): Json {
  switch (part.type) {
    case 'text':
    case 'reasoning':
      return { type: part.type, text: part.text }
    case 'image':
    case 'audio':
    case 'file': {
      const { type, mediaType, data, name } = part
      const where = data instanceof URL ? { url: data.href } : { data: base64Of(data) }
      return { type, mediaType, ...(name === undefined ? {} : { name }), ...where }
    }
    case 'data':
      return { type: 'data', data: JSON.parse(JSON.stringify(part.data) ?? 'null') }
    case 'call':
      return { type: 'call', call: JSON.parse(JSON.stringify(part.call)) }
  }
}

function mentioned(part: Part): string {
  switch (part.type) {
    case 'image':
    case 'audio':
    case 'file': {
      const name = part.name === undefined ? '' : ` "${part.name}"`
      return part.data instanceof URL ? `[${part.mediaType}${name}: ${part.data.href}]` : `[${part.mediaType}${name}]`
    }
    case 'text':
    case 'reasoning':
      return part.text
    case 'data':
      return JSON.stringify(part.data) ?? ''
    case 'call':
      return JSON.stringify(part.call)
  }
}
