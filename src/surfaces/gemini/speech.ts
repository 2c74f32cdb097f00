import { objectArguments, partAsText } from '../../http/index.ts'
import { base64Of, type Part, type ToolCall, type TurnEvent } from '../../index.ts'
import { encodeSignature } from './signature.ts'

/** A `Part` of an answer. */
export interface WirePart {
  text?: string
  thought?: true
  functionCall?: object
  inlineData?: object
  fileData?: object
  thoughtSignature?: string
}

/** What the API has of an event, or undefined. `thinks` tells whether the client wants to see the reasoning. */
export function partOf(event: TurnEvent, thinks: boolean): WirePart | undefined {
  switch (event.type) {
    case 'text-delta':
      return event.text === '' ? undefined : { text: event.text }
    case 'reasoning-delta':
      return encodeThought(event.text, event.opaque, thinks)
    case 'part':
      return encodePart(event.part, thinks)
    case 'tool-call':
      return encodeCall(event.call)
    case 'start':
    case 'tool-input-delta':
    case 'source':
    case 'status':
    case 'finish':
      return undefined
  }
}

/** The parts of a whole answer: what its pieces come to when a client puts them together. */
export function join(pieces: readonly WirePart[]): readonly WirePart[] {
  const parts: WirePart[] = []
  for (const piece of pieces) {
    const last = parts.at(-1)
    if (last && goesOn(last, piece)) parts[parts.length - 1] = { ...piece, text: `${last.text}${piece.text}` }
    else parts.push(piece)
  }
  return parts
}

/** Text goes on where text of the same kind stood, until it is signed. */
function goesOn(last: WirePart, piece: WirePart): boolean {
  const areText = last.text !== undefined && piece.text !== undefined
  return areText && last.thought === piece.thought && last.thoughtSignature === undefined
}

/** A client that does not want to see the reasoning has to send what is opaque back all the same. */
function encodeThought(text: string, opaque: unknown, thinks: boolean): WirePart | undefined {
  const signature = opaque === undefined ? {} : { thoughtSignature: encodeSignature(opaque) }
  if (thinks && (text !== '' || opaque !== undefined)) return { text, thought: true, ...signature }
  return opaque === undefined ? undefined : { text: '', ...signature }
}

function encodePart(part: Part, thinks: boolean): WirePart | undefined {
  switch (part.type) {
    case 'image':
    case 'audio':
    case 'file': {
      const { mediaType: mimeType, data } = part
      if (data instanceof URL) return { fileData: { mimeType, fileUri: data.href } }
      return { inlineData: { mimeType, data: base64Of(data) } }
    }
    case 'reasoning':
      return encodeThought(part.text, part.opaque, thinks)
    case 'text':
    case 'data':
    case 'call':
      return { text: partAsText(part) }
  }
}

function encodeCall({ id, name, input, opaque }: ToolCall): WirePart {
  return {
    functionCall: { id, name, args: objectArguments(input) },
    ...(opaque === undefined ? {} : { thoughtSignature: encodeSignature(opaque) }),
  }
}
