import { base64, imageType, mediaOfUrl } from '../../http/index.ts'
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
  if (typeof image !== 'string') return ofBytes(Uint8Array.from(image.data))
  if (image.startsWith('data:')) return { type: 'image', ...mediaOfUrl(image, at, 'image/*') }
  return ofBytes(base64(image, at))
}

function ofBytes(data: Uint8Array): Part {
  return { type: 'image', mediaType: imageType(data), data }
}
