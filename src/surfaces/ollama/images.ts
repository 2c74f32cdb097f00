import { base64, mediaOfUrl } from '../../http/index.ts'
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
  return { type: 'image', mediaType: mediaTypeOf(data), data }
}

function mediaTypeOf(data: Uint8Array): string {
  const head = Buffer.from(data.subarray(0, 12)).toString('latin1')
  if (head.startsWith('\x89PNG')) return 'image/png'
  if (head.startsWith('\xff\xd8\xff')) return 'image/jpeg'
  if (head.startsWith('GIF8')) return 'image/gif'
  if (head.startsWith('RIFF') && head.endsWith('WEBP')) return 'image/webp'
  return 'image/*'
}
