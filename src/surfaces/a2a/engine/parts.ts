import type { Part as WirePart } from '@a2a-js/sdk'
import { ContentTypeNotSupportedError, RequestMalformedError } from '@a2a-js/sdk/errors'
import type { MediaKind, Part } from '../../../index.ts'

/** What a client has sent, for a persona. @throws what the protocol says of parts that cannot be read */
export function readPart(part: WirePart, index: number, accepts: readonly MediaKind[]): Part {
  const { content, mediaType, filename } = part
  switch (content?.$case) {
    case 'text':
      if (mediaType !== '' && !isText(mediaType)) throw refused(mediaType, index)
      return { type: 'text', text: content.value }
    case 'data':
      return { type: 'data', data: content.value }
    case 'raw':
    case 'url': {
      const type = mediaType || 'application/octet-stream'
      const kind = kindOf(type)
      if (!accepts.includes(kind)) throw refused(type, index)
      const data = content.$case === 'raw' ? content.value : readUrl(content.value, index)
      return { type: kind, mediaType: type, data, ...(filename === '' ? {} : { name: filename }) }
    }
    case undefined:
      throw new RequestMalformedError(`message.parts[${index}] is empty: give it text, raw, url or data.`)
  }
}

/** What a persona shows, for a client. Undefined for what is no part of an answer. */
export function partOf(part: Part): WirePart | undefined {
  switch (part.type) {
    case 'text':
      return { ...empty, content: { $case: 'text', value: part.text }, mediaType: 'text/plain' }
    case 'data':
      return { ...empty, content: { $case: 'data', value: part.data }, mediaType: 'application/json' }
    case 'image':
    case 'audio':
    case 'file': {
      const content: WirePart['content'] =
        part.data instanceof URL
          ? { $case: 'url', value: part.data.href }
          : { $case: 'raw', value: Buffer.from(part.data.buffer, part.data.byteOffset, part.data.byteLength) }
      return { ...empty, content, mediaType: part.mediaType, filename: part.name ?? '' }
    }
    case 'reasoning':
    case 'call':
      return undefined
  }
}

const empty = { metadata: undefined, filename: '' }

/** Whether a client that accepts these media types can be given text. None named: it takes whatever comes. */
export function takesText(accepted: readonly string[]): boolean {
  return accepted.length === 0 || accepted.some((type) => type === '*/*' || isText(type))
}

/** Whether it wants nothing but JSON. */
export function wantsJson(accepted: readonly string[]): boolean {
  return accepted.length > 0 && accepted.every((type) => /^application\/(\w+\+)?json\b/.test(type))
}

function isText(mediaType: string): boolean {
  return /^(text\b|application\/([\w.-]+\+)?(json|xml|yaml)\b)/i.test(mediaType)
}

function kindOf(mediaType: string): MediaKind {
  if (mediaType.startsWith('image/')) return 'image'
  return mediaType.startsWith('audio/') ? 'audio' : 'file'
}

function readUrl(value: string, index: number): URL {
  const url = URL.canParse(value) ? new URL(value) : undefined
  if (url && ['http:', 'https:', 'data:'].includes(url.protocol)) return url
  throw new RequestMalformedError(`message.parts[${index}].url is not an address that can be fetched.`)
}

function refused(mediaType: string, index: number): ContentTypeNotSupportedError {
  return new ContentTypeNotSupportedError(`This agent cannot read ${mediaType} (message.parts[${index}]).`)
}
