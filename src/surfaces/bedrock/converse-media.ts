import { base64 } from '../../http/index.ts'
import type { Part } from '../../index.ts'
import { RuntimeError } from '../../index.ts'
import type { ContentBlock, DocumentBlock, MediaBlock, MediaSource } from './block-wire.ts'
import { audioTypes, documentTypes, imageTypes, videoTypes } from './media-types.ts'
import { refuse } from './refusals.ts'

/** The media of a block that can have several kinds of content. Undefined where it has none. */
export function decodeMedia(
  block: Pick<ContentBlock, 'image' | 'video' | 'audio' | 'document'>,
  at: string,
): readonly Part[] | undefined {
  if (block.image != null) return [decodeImage(block.image, `${at}/image`)]
  if (block.document != null) return decodeDocument(block.document, `${at}/document`)
  if (block.audio != null) {
    const { format } = block.audio
    return [{ type: 'audio', mediaType: audioTypes[format] ?? 'audio/*', data: bytesOf(block.audio, `${at}/audio`) }]
  }
  if (block.video != null) {
    const { format } = block.video
    return [{ type: 'file', mediaType: videoTypes[format] ?? 'video/*', data: bytesOf(block.video, `${at}/video`) }]
  }
  return undefined
}

export function decodeImage(image: MediaBlock, at: string): Part {
  return { type: 'image', mediaType: imageTypes[image.format] ?? 'image/*', data: bytesOf(image, at) }
}

/** A document is a file; one made of pieces is these pieces, and its `context` a text beside it. */
function decodeDocument(document: DocumentBlock, at: string): readonly Part[] {
  const { name, format, source, context } = document
  const beside: readonly Part[] = context ? [{ type: 'text', text: context }] : []
  if (source.text != null) {
    const mediaType = documentTypes[format ?? 'txt'] ?? 'text/plain'
    return [{ type: 'file', mediaType, data: Buffer.from(source.text), name }, ...beside]
  }
  if (source.content != null) {
    return [...source.content.map(({ text }): Part => ({ type: 'text', text: text ?? '' })), ...beside]
  }
  const mediaType = documentTypes[format ?? ''] ?? 'application/octet-stream'
  return [{ type: 'file', mediaType, data: bytesOf(document, at), name }, ...beside]
}

function bytesOf({ source }: { readonly source: MediaSource }, at: string): Uint8Array {
  if (source.bytes != null) return base64(source.bytes, `${at}/source/bytes`)
  if (source.s3Location != null) refuse(`${at}/source/s3Location`, 'S3 locations cannot be read: send the bytes.')
  throw new RuntimeError('invalid-request', 'The source needs bytes.', {
    pointer: `${at}/source/bytes`,
    problem: 'missing',
  })
}
