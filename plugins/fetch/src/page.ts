import { cutBytes } from 'dramatis'
import { htmlToText } from './html.ts'

export interface Fetched {
  url: string
  mediaType: string
  title?: string
  text: string
  truncated: boolean
}

const isHtml = /^(?:text\/html|application\/xhtml\+xml)$/
const isText = /^(?:text\/|application\/(?:json|xml|javascript|x-javascript|x-ndjson|yaml|toml|rtf)$|.*\+(?:json|xml)$)/

/** A page as text of at most `maxBytes` UTF-8 bytes. @throws Error where it is no text */
export function toPage(
  url: URL,
  contentType: string,
  bytes: Uint8Array,
  { whole, maxBytes }: { whole: boolean; maxBytes: number },
): Fetched {
  const mediaType = mediaTypeOf(contentType, bytes)
  if (!isText.test(mediaType)) throw new Error(`it is ${mediaType}, and only text can be read`)
  const source = decode(bytes, charsetOf(contentType, bytes))
  const { title, text } = isHtml.test(mediaType) ? htmlToText(source) : { title: undefined, text: source }
  const cut = cutBytes(text, maxBytes)
  return {
    url: url.href,
    mediaType,
    ...(title === undefined ? {} : { title }),
    text: cut,
    truncated: !whole || cut.length < text.length,
  }
}

function mediaTypeOf(contentType: string, bytes: Uint8Array): string {
  const [named = ''] = contentType.split(';')
  if (named.trim() !== '') return named.trim().toLowerCase()
  const start = Buffer.from(bytes.subarray(0, 1024)).toString('latin1')
  if (start.includes('\0')) return 'application/octet-stream'
  return /^\s*(?:<!doctype html|<html)/i.test(start) ? 'text/html' : 'text/plain'
}

/** What the server says, else what the page says of itself near its start. */
function charsetOf(contentType: string, bytes: Uint8Array): string {
  const start = Buffer.from(bytes.subarray(0, 2048)).toString('latin1')
  const [, told] = /;\s*charset\s*=\s*"?([\w:.-]+)/i.exec(contentType) ?? []
  const [, own] = /<meta[^>]{0,200}?charset\s*=\s*["']?([\w:.-]+)/i.exec(start) ?? []
  return told ?? own ?? 'utf-8'
}

function decode(bytes: Uint8Array, charset: string): string {
  try {
    return new TextDecoder(charset).decode(bytes)
  } catch {
    return new TextDecoder().decode(bytes) // an encoding that nobody knows
  }
}
