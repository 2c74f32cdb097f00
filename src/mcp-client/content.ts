import type { CallToolResult, ContentBlock, GetPromptResult, ReadResourceResult } from '@modelcontextprotocol/client'
import { RuntimeError } from '../core/errors.ts'
import { type ToolResult, toolResult } from '../core/tool-result.ts'
import type { Json, Message, Part } from '../core/types.ts'

/**
 * What a server's tool returned, as a tool of ours returns it.
 * @throws RuntimeError `tool-failed` in the words of the tool, where it says that it failed
 */
export function toResult({ content, structuredContent, isError }: CallToolResult, tool: string): ToolResult {
  const parts = content.flatMap(toParts)
  if (isError) {
    const words = parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n')
    throw new RuntimeError('tool-failed', words.trim() || `The tool "${tool}" failed and did not say why.`)
  }
  const structured = structuredContent as Json | undefined // it came as JSON
  if (parts.length === 0 && structured !== undefined) parts.push({ type: 'text', text: JSON.stringify(structured) })
  return toolResult(parts, structured)
}

/** Text of a resource is text: that is what language models can read of it. */
export function toParts(block: ContentBlock): Part[] {
  switch (block.type) {
    case 'text':
      return [{ type: 'text', text: block.text }]
    case 'image':
    case 'audio':
      return [{ type: block.type, mediaType: block.mimeType, data: Buffer.from(block.data, 'base64') }]
    case 'resource': {
      const { resource } = block
      if ('text' in resource) return [{ type: 'text', text: resource.text }]
      const { uri, mimeType: mediaType = 'application/octet-stream', blob } = resource
      return [{ type: 'file', mediaType, name: uri, data: Buffer.from(blob, 'base64') }]
    }
    case 'resource_link': {
      const { uri, name, mimeType: mediaType = 'application/octet-stream' } = block
      if (!URL.canParse(uri)) return [{ type: 'text', text: `${name}: ${uri}` }]
      return [{ type: 'file', mediaType, name, data: new URL(uri) }]
    }
  }
}

/** Several contents at one address are one text, where they are texts. */
export function toContents({ contents }: ReadResourceResult): string | Uint8Array {
  const [first] = contents
  if (first === undefined) return ''
  if ('blob' in first) return Buffer.from(first.blob, 'base64')
  return contents.flatMap((content) => ('text' in content ? [content.text] : [])).join('\n')
}

export function toMessages({ messages }: GetPromptResult): readonly Message[] {
  return messages.map(({ role, content }): Message => ({ role, parts: toParts(content) }))
}
