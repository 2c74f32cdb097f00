import { createHash } from 'node:crypto'
import { addressOf, base64Of, type MediaKind, type Message, type Part, type ToolCall, textOf } from 'dramatis'
import { partAsText } from 'dramatis/http'
import type OpenAI from 'openai'

type ChatMessage = OpenAI.Chat.ChatCompletionMessageParam
type ContentPart = OpenAI.Chat.ChatCompletionContentPart

type IdOf = (id: string) => string

export interface Dialect {
  /** What the model can read besides text. */
  reads: readonly MediaKind[]
  /** Makes ids of calls what the server takes. */
  idOf: IdOf
}

/**
 * A conversation as chat completions have it. Thoughts stay behind, but for those that a server wants back. What came of
 * calls is text there: its pictures and files are shown after it.
 */
export function encodeMessages(messages: readonly Message[], { reads, idOf }: Dialect): ChatMessage[] {
  const encoded: ChatMessage[] = []
  const shown: ContentPart[] = []
  const show = (): void => {
    if (shown.length > 0) encoded.push({ role: 'user', content: shown.splice(0) })
  }
  for (const message of messages) {
    if (message.role !== 'tool') show()
    encoded.push(encodeMessage(message, idOf))
    if (message.role !== 'tool') continue
    for (const part of message.parts) if (isBytes(part) && reads.includes(part.type)) shown.push(encodePart(part))
  }
  show()
  return encoded
}

/** Mistral takes ids of nine letters and digits, as its own models make them, and none else. */
export function nineCharacters(id: string): string {
  return /^[a-zA-Z0-9]{9}$/.test(id) ? id : createHash('sha256').update(id).digest('hex').slice(0, 9)
}

function encodeMessage(message: Message, idOf: IdOf): ChatMessage {
  switch (message.role) {
    case 'system':
      return { role: 'system', content: textOf(message.parts) }
    case 'user':
      return { role: 'user', content: encodeContent(message.parts) }
    case 'assistant':
      return encodeAnswer(message.parts, idOf)
    case 'tool':
      return { role: 'tool', tool_call_id: idOf(message.callId), content: message.parts.map(inWords).join('\n') }
  }
}

/** A part where there is place for text alone: bytes would fill the context of the model, and tell it nothing. */
export function inWords(part: Part): string {
  return isBytes(part) ? `[${part.name ?? part.type} (${part.mediaType})]` : partAsText(part)
}

function isBytes(part: Part): part is Extract<Part, { mediaType: string }> {
  return 'mediaType' in part && !(part.data instanceof URL)
}

function encodeAnswer(parts: readonly Part[], idOf: IdOf): ChatMessage {
  const calls = parts.flatMap((part) => (part.type === 'call' ? [part.call] : []))
  const said = parts.filter(({ type }) => type !== 'call' && type !== 'reasoning')
  const text = said.map(inWords).join('')
  if (calls.length === 0) return { role: 'assistant', content: text }
  return {
    ...handedBack(parts),
    role: 'assistant',
    content: text === '' ? null : text,
    tool_calls: calls.map((call) => encodeCall(call, idOf)),
  }
}

function encodeCall({ id, name, input, opaque }: ToolCall, idOf: IdOf) {
  const call = { id: idOf(id), type: 'function' as const, function: { name, arguments: argumentsOf(input) } }
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
