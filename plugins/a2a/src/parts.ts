import type { Part as A2APart } from '@a2a-js/sdk'
import type { MediaKind, Part, SolverEvent } from 'dramatis'
import { mediaOfUrl } from 'dramatis/http'

/** A part of what an agent says; undefined for one without content. */
export function decodePart({ content, mediaType, filename }: A2APart): Part | undefined {
  const name = filename === '' ? {} : { name: filename }
  switch (content?.$case) {
    case 'text':
      return { type: 'text', text: content.value }
    case 'data':
      return { type: 'data', data: content.value }
    case 'raw': {
      const type = mediaType || unknownType
      return { type: kindOf(type), mediaType: type, data: content.value, ...name }
    }
    case 'url': {
      // What is neither here nor on the web is for people to read.
      if (!/^(data|https?):/i.test(content.value)) return { type: 'text', text: content.value }
      const media = mediaOfUrl(content.value, '', mediaType || unknownType)
      return { type: kindOf(media.mediaType), ...media, ...name }
    }
    case undefined:
      return undefined
  }
}

/** What a part of a message says. */
export function eventsOf(given: A2APart): SolverEvent[] {
  const part = decodePart(given)
  if (part === undefined) return []
  if (part.type !== 'text') return [{ type: 'part', part }]
  return part.text === '' ? [] : [{ type: 'text-delta', text: part.text }]
}

const unknownType = 'application/octet-stream'

function kindOf(mediaType: string): MediaKind {
  const [type] = mediaType.split('/', 1)
  return type === 'image' || type === 'audio' ? type : 'file'
}

/** The text of parts, without the others. */
export function textOfParts(parts: readonly A2APart[]): string {
  let text = ''
  for (const { content } of parts) if (content?.$case === 'text') text += content.value
  return text
}
