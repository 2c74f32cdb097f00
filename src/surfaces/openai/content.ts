import { inlineFile } from '../../formats/openai/index.ts'
import { mediaOfUrl, missing, needed, refuse } from '../../http/index.ts'
import type { Part } from '../../index.ts'
import type { Content, ContentPart } from './item-wire.ts'

/** @throws RuntimeError `invalid-request` that names the field below `at`. */
export function decodeContent(content: Content, at: string): readonly Part[] {
  if (typeof content === 'string') return [{ type: 'text', text: content }]
  return content.map((part, index) => decodePart(part, `${at}/${index}`))
}

function decodePart(part: ContentPart, at: string): Part {
  switch (part.type) {
    case 'input_text':
    case 'output_text':
    case 'text':
    case 'summary_text':
    case 'reasoning_text':
      return { type: 'text', text: needed(part.text, `${at}/text`) }
    case 'refusal':
      return { type: 'text', text: needed(part.refusal, `${at}/refusal`) }
    case 'input_image':
      return { type: 'image', ...mediaOfUrl(imageUrl(part, at), `${at}/image_url`, 'image/*') }
    case 'input_file':
      return decodeFile(part, at)
  }
}

function imageUrl({ image_url, file_id }: ContentPart, at: string): string {
  if (image_url != null) return image_url
  if (file_id != null) refuse(`${at}/file_id`, 'An image is not taken by the id of a file: send it as image_url.')
  throw missing(`${at}/image_url`)
}

function decodeFile({ file_id, file_url, file_data, filename }: ContentPart, at: string): Part {
  if (file_url != null) {
    const media = mediaOfUrl(file_url, `${at}/file_url`, 'application/octet-stream')
    return { type: 'file', ...media, ...(filename == null ? {} : { name: filename }) }
  }
  if (file_data == null && file_id != null) {
    refuse(`${at}/file_id`, 'A file is not taken by its id: send it as file_data or file_url.')
  }
  return inlineFile(file_data, filename, `${at}/file_data`)
}
