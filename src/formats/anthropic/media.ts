import { base64, mediaOfUrl, needed } from '../../http/index.ts'
import type { Part } from '../../index.ts'
import { wrong } from './problems.ts'
import type { Block, InnerBlock, InnermostBlock, MediaSource } from './wire.ts'

/** What an image may come from. */
type ImageSource = Omit<MediaSource, 'content'>

/** @throws RuntimeError `invalid-request` that names the field. */
export function decodeImage(given: ImageSource | string | undefined, at: string): Part {
  const source = sourceOf(given, at)
  switch (source.type) {
    case 'base64': {
      const mediaType = needed(source.media_type, `${at}/media_type`)
      return { type: 'image', mediaType, data: base64(needed(source.data, `${at}/data`), `${at}/data`) }
    }
    case 'url':
      return { type: 'image', ...mediaOfUrl(needed(source.url, `${at}/url`), `${at}/url`, 'image/*') }
    default:
      throw unknownSource(source, at, "'base64', 'url'")
  }
}

/** A document is a file; one made of blocks is these blocks, and its `context` a text beside it. */
export function decodeDocument({ source: given, title, context }: Block | InnerBlock, at: string): readonly Part[] {
  const name = title ? { name: title } : {}
  const beside: readonly Part[] = context ? [{ type: 'text', text: context }] : []
  return [...decodeSource(sourceOf(given, `${at}/source`), `${at}/source`, name), ...beside]
}

function decodeSource(source: MediaSource, at: string, name: { name?: string }): readonly Part[] {
  switch (source.type) {
    case 'base64': {
      const mediaType = source.media_type ?? 'application/pdf'
      const data = base64(needed(source.data, `${at}/data`), `${at}/data`)
      return [{ type: 'file', mediaType, data, ...name }]
    }
    case 'text':
      return [plainText(needed(source.data, `${at}/data`), name)]
    case 'url': {
      const media = mediaOfUrl(needed(source.url, `${at}/url`), `${at}/url`, 'application/pdf')
      return [{ type: 'file', ...media, ...name }]
    }
    case 'content': {
      const content = needed(source.content, `${at}/content`)
      if (typeof content === 'string') return [plainText(content, name)]
      return content.map((block, index) => decodePiece(block, `${at}/content/${index}`))
    }
    default:
      throw unknownSource(source, at, "'base64', 'text', 'url', 'content'")
  }
}

function plainText(text: string, name: { name?: string }): Part {
  return { type: 'file', mediaType: 'text/plain', data: Buffer.from(text), ...name }
}

function decodePiece(block: InnermostBlock, at: string): Part {
  switch (block.type) {
    case 'text':
      return { type: 'text', text: needed(block.text, `${at}/text`) }
    case 'image':
      return decodeImage(block.source, `${at}/source`)
    default:
      throw wrong(at, `Input tag '${block.type.slice(0, 60)}' does not match any of the expected tags: 'text', 'image'`)
  }
}

function sourceOf<S extends object>(given: S | string | undefined, at: string): S {
  if (typeof given === 'string') throw wrong(at, 'Input should be a valid dictionary')
  return needed(given, at)
}

function unknownSource({ type, file_id }: Pick<MediaSource, 'type' | 'file_id'>, at: string, tags: string): Error {
  const given = needed(type, `${at}/type`).slice(0, 60)
  if (given === 'file')
    return wrong(`${at}/file_id`, `File not found: ${(file_id ?? '').slice(0, 100)}. Send it inline.`)
  return wrong(at, `Input tag '${given}' found using 'type' does not match any of the expected tags: ${tags}`)
}
