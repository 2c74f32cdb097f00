import type Anthropic from '@anthropic-ai/sdk'
import { base64Of, type Part, type ToolCall } from 'dramatis'
import { partAsText } from 'dramatis/http'

type Told = Anthropic.TextBlockParam | Anthropic.ImageBlockParam | Anthropic.DocumentBlockParam
type Said =
  | Anthropic.TextBlockParam
  | Anthropic.ThinkingBlockParam
  | Anthropic.RedactedThinkingBlockParam
  | Anthropic.ToolUseBlockParam
type Media = Extract<Part, { data: Uint8Array | URL }>

/** What a user says, or a tool. */
export function encodeTold(parts: readonly Part[]): Told[] {
  return parts.flatMap(encodeToldPart)
}

function encodeToldPart(part: Part): Told[] {
  switch (part.type) {
    case 'image':
      return [{ type: 'image', source: encodeImage(part) }]
    case 'file':
      return encodeDocument(part)
    case 'audio':
      return encodeText(mention(part))
    case 'text':
    case 'reasoning':
    case 'data':
    case 'call':
      return encodeText(partAsText(part))
  }
}

/** What the model said itself. Its thoughts are put back as they were; those of others, which nobody signed, are not. */
export function encodeSaid(parts: readonly Part[]): Said[] {
  const said: Said[] = []
  let thought = ''
  for (const part of parts) {
    if (part.type === 'reasoning' && part.opaque === undefined) {
      thought += part.text // its signature may be told after it
      continue
    }
    said.push(...encodeSaidPart(part, thought))
    thought = ''
  }
  return said
}

function encodeSaidPart(part: Part, thought: string): Said[] {
  switch (part.type) {
    case 'reasoning':
      return encodeThought(thought + part.text, part.opaque)
    case 'call':
      return [encodeCall(part.call)]
    case 'image':
    case 'audio':
    case 'file':
      return encodeText(mention(part))
    case 'text':
    case 'data':
      return encodeText(partAsText(part))
  }
}

/** The API takes no ids with other characters, and other vendors make some. */
export function callIdOf(id: string): string {
  return id.replace(/[^\w-]/g, '_')
}

function encodeThought(thinking: string, opaque: unknown): Said[] {
  if (typeof opaque === 'string') return [{ type: 'thinking', thinking, signature: opaque }]
  if (typeof opaque !== 'object' || opaque === null || !('redacted' in opaque)) return []
  return typeof opaque.redacted === 'string' ? [{ type: 'redacted_thinking', data: opaque.redacted }] : []
}

/** An input that is no object has been refused already, and the API would refuse the whole conversation for it. */
function encodeCall({ id, name, input }: ToolCall): Anthropic.ToolUseBlockParam {
  const isObject = typeof input === 'object' && input !== null && !Array.isArray(input)
  return { type: 'tool_use', id: callIdOf(id), name, input: isObject ? input : input == null ? {} : { input } }
}

/** The API refuses texts of white space alone. */
function encodeText(text: string): Anthropic.TextBlockParam[] {
  return text.trim() === '' ? [] : [{ type: 'text', text }]
}

function encodeImage({ mediaType, data }: Media): Anthropic.ImageBlockParam['source'] {
  if (data instanceof URL) return { type: 'url', url: data.href }
  return { type: 'base64', media_type: mediaType as 'image/png', data: base64Of(data) } // the API says which it takes
}

/** It reads PDF and plain text, and fetches nothing but PDF. */
function encodeDocument(file: Media): Told[] {
  const source = sourceOf(file)
  if (!source) return encodeText(mention(file))
  return [{ type: 'document', source, ...(file.name === undefined ? {} : { title: file.name }) }]
}

function sourceOf({ mediaType, data }: Media): Anthropic.DocumentBlockParam['source'] | undefined {
  const isText = /^text\/|^application\/([\w.-]+\+)?(json|xml|yaml)\b/.test(mediaType)
  if (data instanceof URL) return isText ? undefined : { type: 'url', url: data.href }
  if (isText) return { type: 'text', media_type: 'text/plain', data: new TextDecoder().decode(data) }
  if (!/^application\/pdf\b/.test(mediaType)) return undefined
  return { type: 'base64', media_type: 'application/pdf', data: base64Of(data) }
}

/** What the model cannot read it is told of: the bytes as text would fill its context, and tell it nothing. */
function mention(part: Media): string {
  if (part.data instanceof URL) return partAsText(part)
  return `[${part.name ?? part.type} (${part.mediaType}), which cannot be read here]`
}
