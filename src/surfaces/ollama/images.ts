import { base64, imageType, mediaOfUrl, missing } from '../../http/index.ts'
import type { Part } from '../../index.ts'
import type { ImageBody } from './wire.ts'

/**
 * The images of a message. The protocol does not say what kind they are; their first bytes do.
 * @throws RuntimeError `invalid-request` for text that is no base64.
 */
export function decodeImages(images: readonly ImageBody[] | null | undefined, at: string): readonly Part[] {
  return (images ?? []).map((image, index) => decodeImage(image, `${at}/${index}`))
}

function decodeImage(image: ImageBody, at: string): Part {
  if (typeof image !== 'string') return ofBytes(bytesOf(image, at))
  if (image.startsWith('data:')) return { type: 'image', ...mediaOfUrl(image, at, 'image/*') }
  return ofBytes(base64(image, at))
}

/** The keys of an array of bytes are its indexes, which an object has in their order. */
function bytesOf(image: Exclude<ImageBody, string>, at: string): Uint8Array {
  if (image.data) return Uint8Array.from(image.data)
  const bytes = Object.values(image).filter((value) => typeof value === 'number')
  if (bytes.length === 0) throw missing(`${at}/data`)
  return Uint8Array.from(bytes)
}

function ofBytes(data: Uint8Array): Part {
  return { type: 'image', mediaType: imageType(data), data }
}
