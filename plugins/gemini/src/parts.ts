import { randomUUID } from 'node:crypto'
import type { Part as CanonicalPart, MediaKind, SolverEvent } from 'dramatis'
import { seal } from './signature.ts'
import type { Part } from './wire.ts'

/**
 * What a part of an answer says. The signature of what is neither a thought nor a call goes before it, as a thought
 * without words.
 */
export function eventsOf(part: Part): readonly SolverEvent[] {
  const { text = '', thought, thoughtSignature, functionCall } = part
  const opaque = thoughtSignature ? { opaque: seal(thoughtSignature) } : {}
  if (functionCall) {
    const { id, name, args } = functionCall
    return [{ type: 'tool-call', call: { id: id || newId(), name, input: args ?? {}, ...opaque } }]
  }
  const thoughts = thought ? text : ''
  const events: SolverEvent[] = []
  if (thoughts !== '' || thoughtSignature) events.push({ type: 'reasoning-delta', text: thoughts, ...opaque })
  if (thought) return events
  if (text !== '') events.push({ type: 'text-delta', text })
  const media = mediaOf(part)
  if (media) events.push({ type: 'part', part: media })
  return events
}

/** Results are found by the id, so one that the server leaves out must be one that nobody guesses. */
function newId(): string {
  return `call_${randomUUID().replaceAll('-', '')}`
}

function mediaOf({ inlineData, fileData }: Part): CanonicalPart | undefined {
  if (inlineData) {
    const { mimeType: mediaType = unknown, data } = inlineData
    return { type: kindOf(mediaType), mediaType, data: Buffer.from(data, 'base64') }
  }
  if (!fileData || !URL.canParse(fileData.fileUri)) return undefined
  const { mimeType: mediaType = unknown, fileUri } = fileData
  return { type: kindOf(mediaType), mediaType, data: new URL(fileUri) }
}

const unknown = 'application/octet-stream'

function kindOf(mediaType: string): MediaKind {
  if (mediaType.startsWith('image/')) return 'image'
  return mediaType.startsWith('audio/') ? 'audio' : 'file'
}
