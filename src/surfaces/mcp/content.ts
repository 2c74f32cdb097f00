import type { CallToolResult, ContentBlock, PromptMessage } from '@modelcontextprotocol/server'
import { partAsText } from '../../http/index.ts'
import { base64Of, type Message, type Part, type ToolAnswer } from '../../index.ts'

type Media = Extract<Part, { data: Uint8Array | URL }>

/** What a tool answered, as MCP has it. */
export function toToolResult({ parts, structured, shortened }: ToolAnswer): CallToolResult {
  const content = parts.map(toContent)
  if (shortened !== undefined) content.push({ type: 'text', text: shortened })
  return { content, ...(structured === undefined ? {} : { structuredContent: structured }) }
}

/** Messages of a prompt. There are two roles; instructions are put into the user's mouth. */
export function toPromptMessages(rendered: string | readonly Message[]): PromptMessage[] {
  if (typeof rendered === 'string') return [{ role: 'user', content: { type: 'text', text: rendered } }]
  return rendered.flatMap(({ role, parts }) =>
    parts.map((part): PromptMessage => ({ role: role === 'assistant' ? role : 'user', content: toContent(part) })),
  )
}

/** A part that MCP has no place for is told as text. */
export function toContent(part: Part): ContentBlock {
  switch (part.type) {
    case 'image':
    case 'audio':
      if (part.data instanceof URL) return link(part, part.data)
      return { type: part.type, data: base64Of(part.data), mimeType: part.mediaType }
    case 'file':
      if (part.data instanceof URL) return link(part, part.data)
      return { type: 'resource', resource: toResourceContents(addressOf(part), part.mediaType, part.data) }
    case 'text':
    case 'reasoning':
    case 'data':
    case 'call':
      return { type: 'text', text: partAsText(part) }
  }
}

/** What is read at an address: text where it is text, else base64. */
export function toResourceContents(uri: string, mediaType: string | undefined, data: string | Uint8Array) {
  const type = mediaType === undefined ? {} : { mimeType: mediaType }
  if (typeof data === 'string') return { uri, ...type, text: data }
  if (mediaType !== undefined && isText(mediaType)) return { uri, ...type, text: Buffer.from(data).toString() }
  return { uri, ...type, blob: base64Of(data) }
}

function link({ name, mediaType }: Media, { href }: URL): ContentBlock {
  return { type: 'resource_link', uri: href, name: name ?? href, mimeType: mediaType }
}

/** An embedded resource needs an address: a file whose name is one keeps it. */
function addressOf({ name = 'file' }: Media): string {
  return URL.canParse(name) ? name : `attachment:///${encodeURIComponent(name)}`
}

function isText(mediaType: string): boolean {
  return /^(text\/|application\/(json|xml|javascript|yaml)\b|[^;]+\+(json|xml)\b)/i.test(mediaType)
}
