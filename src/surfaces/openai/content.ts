import { inlineFile, refuse } from '../../formats/openai/index.ts'
import { mediaOfUrl, missing, needed } from '../../http/index.ts'
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
  if (file_id != null) refuse(`${at}/file_id`, `No such File object: ${file_id}. Send the image as image_url.`)
  throw missing(`${at}/image_url`)
}

function decodeFile({ file_id, file_url, file_data, filename }: ContentPart, at: string): Part {
  if (file_url != null) {
    const media = mediaOfUrl(file_url, `${at}/file_url`, 'application/octet-stream')
    return { type: 'file', ...media, ...(filename == null ? {} : { name: filename }) }
  }
  if (file_data == null && file_id != null) {
    refuse(`${at}/file_id`, `No such File object: ${file_id}. Send the file as file_data or file_url.`)
  }
  return inlineFile(file_data, filename, `${at}/file_data`)
}
