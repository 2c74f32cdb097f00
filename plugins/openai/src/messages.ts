import { addressOf, base64Of, type Message, type Part, type ToolCall, textOf } from 'dramatis'
import { partAsText } from 'dramatis/http'
import type OpenAI from 'openai'

type ChatMessage = OpenAI.Chat.ChatCompletionMessageParam
type ContentPart = OpenAI.Chat.ChatCompletionContentPart

/** A conversation as chat completions have it. Thoughts stay behind, but for those that a server wants back. */
export function encodeMessages(messages: readonly Message[]): ChatMessage[] {
  return messages.map(encodeMessage)
}

function encodeMessage(message: Message): ChatMessage {
  switch (message.role) {
    case 'system':
      return { role: 'system', content: textOf(message.parts) }
    case 'user':
      return { role: 'user', content: encodeContent(message.parts) }
    case 'assistant':
      return encodeAnswer(message.parts)
    case 'tool':
      return { role: 'tool', tool_call_id: message.callId, content: message.parts.map(partAsText).join('\n') }
  }
}

function encodeAnswer(parts: readonly Part[]): ChatMessage {
  const calls = parts.flatMap((part) => (part.type === 'call' ? [part.call] : []))
  const said = parts.filter(({ type }) => type !== 'call' && type !== 'reasoning')
  const text = said.map(partAsText).join('')
  if (calls.length === 0) return { role: 'assistant', content: text }
  return {
    ...handedBack(parts),
    role: 'assistant',
    content: text === '' ? null : text,
    tool_calls: calls.map(encodeCall),
  }
}

function encodeCall({ id, name, input, opaque }: ToolCall) {
  const call = { id, type: 'function' as const, function: { name, arguments: argumentsOf(input) } }
  const extra = fieldsOf(opaque, ['extra_content'])
  return extra ? { ...call, ...extra } : call
}

/** An input as JSON; one that never was JSON stays as the model wrote it. */
export function argumentsOf(input: unknown): string {
  return typeof input === 'string' ? input : JSON.stringify(input ?? {})
}

const thoughtFields = ['reasoning_content', 'reasoning', 'reasoning_details']

/** The thoughts that came with a mark that a server wants them back, under its name for them. */
function handedBack(parts: readonly Part[]): object | undefined {
  const marked = parts.flatMap((part) =>
    part.type === 'reasoning' ? (fieldsOf(part.opaque, thoughtFields) ?? []) : [],
  )
  return marked.at(-1)
}

function fieldsOf(opaque: unknown, names: readonly string[]): object | undefined {
  if (typeof opaque !== 'object' || opaque === null) return undefined
  const fields = Object.entries(opaque).filter(([name]) => names.includes(name))
  return fields.length > 0 ? Object.fromEntries(fields) : undefined
}

/** Text alone is a string: some servers know nothing else. */
function encodeContent(parts: readonly Part[]): string | ContentPart[] {
  if (parts.every(({ type }) => type === 'text' || type === 'data')) return textOf(parts)
  return parts.map(encodePart)
}

function encodePart(part: Part): ContentPart {
  switch (part.type) {
    case 'image':
      return { type: 'image_url', image_url: { url: addressOf(part) } }
    case 'audio':
      if (part.data instanceof URL) return { type: 'text', text: partAsText(part) }
      return { type: 'input_audio', input_audio: { data: base64Of(part.data), format: audioFormat(part.mediaType) } }
    case 'file':
      if (part.data instanceof URL) return { type: 'text', text: partAsText(part) }
      return { type: 'file', file: { file_data: addressOf(part), filename: part.name ?? 'file' } }
    case 'text':
    case 'reasoning':
    case 'data':
    case 'call':
      return { type: 'text', text: partAsText(part) }
  }
}

/** `audio/x-wav` is `wav`; the rest of what goes around as audio is MP3, or is refused by name. */
function audioFormat(mediaType: string): 'wav' | 'mp3' {
  const name = mediaType.replace(/^audio\/(x-)?/, '').replace(/^(mpeg|mpga|\*)$/, 'mp3')
  return name as 'wav' | 'mp3' // whatever the server understands
}
