import { base64Of } from '../core/media.ts'
import type { MediaKind, Message, Part } from '../core/types.ts'

/** A message as it is kept: what a transcript shows of it, and its JSON. */
export interface EncodedMessage {
  readonly message: Message
  readonly body: string
}

/** A medium that is larger than `mediaBytes` is kept as a text that says what it was. */
export function encodeMessage(message: Message, mediaBytes: number): EncodedMessage {
  if (!message.parts.some((part) => 'mediaType' in part)) return { message, body: JSON.stringify(message) }
  const parts = message.parts.map((part) => encodePart(part, mediaBytes))
  const body = JSON.stringify({ ...message, parts })
  return { message: decodeMessage(body), body } // bytes that are kept must not hold on to the whole body they came in
}

/** The message that `encodeMessage` has written. */
export function decodeMessage(body: string): Message {
  const { parts, ...rest }: { role: Message['role']; parts: readonly EncodedPart[] } = JSON.parse(body)
  return { ...rest, parts: parts.map(decodePart) } as Message // what was a message before it became JSON
}

interface EncodedMedium {
  type: MediaKind
  mediaType: string
  name?: string
  base64?: string
  url?: string
}

type EncodedPart = Exclude<Part, { type: MediaKind }> | EncodedMedium

function encodePart(part: Part, mediaBytes: number): EncodedPart {
  if (!('mediaType' in part)) return part
  const { data, ...rest } = part
  if (data instanceof URL) return { ...rest, url: data.href }
  if (data.length <= mediaBytes) return { ...rest, base64: base64Of(data) }
  return { type: 'text', text: `[${part.mediaType}, ${data.length} bytes: too large to keep]` }
}

function decodePart(part: EncodedPart): Part {
  if (!('mediaType' in part)) return part
  const { base64 = '', url, ...rest } = part
  return { ...rest, data: url === undefined ? new Uint8Array(Buffer.from(base64, 'base64')) : new URL(url) }
}
