import { RuntimeError } from '../core/errors.ts'
import { addressOf } from '../core/media.ts'
import type { ChatEvent, Part } from '../core/types.ts'

interface Media {
  mediaType: string
  data: Uint8Array | URL
}

/**
 * The media that a URL of a request means: the bytes of a `data:` URL, or the address of an http(s) one, unfetched.
 * @throws RuntimeError `invalid-request` at `pointer` for any other.
 */
export function mediaOfUrl(url: string, pointer: string, mediaType: string): Media {
  if (url.startsWith('data:') && url.includes(',')) {
    const comma = url.indexOf(',')
    const [type, ...parameters] = url.slice('data:'.length, comma).split(';', 20)
    const body = url.slice(comma + 1)
    const data = parameters.at(-1) === 'base64' ? base64(body, pointer) : percentDecoded(body, pointer)
    return { mediaType: type || mediaType, data }
  }
  if (/^https?:\/\//i.test(url) && URL.canParse(url)) return { mediaType, data: new URL(url) }
  throw new RuntimeError('invalid-request', 'The media must be a data: URL or an http(s) URL.', {
    pointer,
    problem: 'value',
  })
}

/** @throws RuntimeError `invalid-request` at `pointer` for text that is no base64. */
export function base64(text: string, pointer: string): Uint8Array {
  if (!/^[A-Za-z0-9+/_\-\s]*={0,2}$/.test(text.trimEnd())) {
    throw new RuntimeError('invalid-request', 'The data is not valid base64.', { pointer, problem: 'value' })
  }
  return Buffer.from(text, 'base64')
}

/** What kind of image bytes are, where a protocol does not say: their beginning does. */
export function imageType(data: Uint8Array): string {
  const head = Buffer.from(data.subarray(0, 12)).toString('latin1')
  if (head.startsWith('\x89PNG')) return 'image/png'
  if (head.startsWith('\xff\xd8\xff')) return 'image/jpeg'
  if (head.startsWith('GIF8')) return 'image/gif'
  if (head.startsWith('RIFF') && head.endsWith('WEBP')) return 'image/webp'
  return 'image/*'
}

function percentDecoded(text: string, pointer: string): Uint8Array {
  try {
    return Buffer.from(decodeURIComponent(text))
  } catch (error) {
    const message = 'The data is not valid percent-encoded text.'
    throw new RuntimeError('invalid-request', message, { pointer, problem: 'value', cause: error })
  }
}

/** A part of an answer for a protocol that has no place for it: rendered as Markdown, never dropped. */
export function partAsText(part: Part): string {
  switch (part.type) {
    case 'text':
    case 'reasoning':
      return part.text
    case 'data':
      return JSON.stringify(part.data, null, 2)
    case 'call':
      return `${part.call.name}(${JSON.stringify(part.call.input)})`
    case 'image':
      return `![${part.name ?? 'image'}](${addressOf(part)})`
    case 'audio':
    case 'file':
      return `[${part.name ?? part.type}](${addressOf(part)})`
  }
}

/** What a protocol without a place for anything but text has of an event. */
export function textOfEvent(event: ChatEvent): string {
  switch (event.type) {
    case 'text-delta':
      return event.text
    case 'part':
      return partAsText(event.part)
    case 'start':
    case 'reasoning-delta':
    case 'tool-input-delta':
    case 'tool-call':
    case 'source':
    case 'status':
    case 'finish':
      return ''
  }
}
