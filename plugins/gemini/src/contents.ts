import { base64Of, type Message, type Part, textOf } from 'dramatis'
import { imageType, objectArguments, partAsText } from 'dramatis/http'
import { foreign, unseal } from './signature.ts'
import type { Content, Part as WirePart } from './wire.ts'

type ToolMessage = Extract<Message, { role: 'tool' }>
type MediaPart = Extract<Part, { mediaType: string }>

/**
 * A conversation as Gemini has it: instructions apart, and the results of one round of calls together. `signs` tells
 * whether the model refuses calls that nobody signed.
 */
export function encodeConversation(
  messages: readonly Message[],
  signs: boolean,
): { contents: readonly Content[]; systemInstruction?: Content } {
  const names = namesOfCalls(messages)
  const contents: Content[] = []
  const instructions: WirePart[] = []
  let results: WirePart[] | undefined
  for (const message of messages) {
    if (message.role !== 'tool') results = undefined
    switch (message.role) {
      case 'system':
        instructions.push({ text: textOf(message.parts) })
        break
      case 'user':
        contents.push({ role: 'user', parts: orEmpty(message.parts.map(encodePart)) })
        break
      case 'assistant': {
        const parts = encodeAnswer(message.parts, signs)
        if (parts.length > 0) contents.push({ role: 'model', parts })
        break
      }
      case 'tool':
        if (!results) {
          results = []
          contents.push({ role: 'user', parts: results })
        }
        results.push(...encodeResult(message, names))
    }
  }
  return { contents, ...(instructions.length === 0 ? {} : { systemInstruction: { parts: instructions } }) }
}

function orEmpty(parts: readonly WirePart[]): readonly WirePart[] {
  return parts.length === 0 ? [{ text: '' }] : parts
}

/** Thoughts go back with their signatures alone. One that stands by itself belongs to what comes after it. */
function encodeAnswer(parts: readonly Part[], signs: boolean): readonly WirePart[] {
  const encoded: WirePart[] = []
  let signature: string | undefined
  let isFirstCall = true
  for (const part of parts) {
    if (part.type === 'reasoning') {
      const own = unseal(part.opaque)
      if (own === undefined) continue
      if (part.text !== '') encoded.push({ text: part.text, thought: true, thoughtSignature: own })
      else signature = own
      continue
    }
    if (part.type === 'call') {
      signature = unseal(part.call.opaque) ?? signature ?? (signs && isFirstCall ? foreign : undefined)
      isFirstCall = false
    }
    encoded.push({ ...encodePart(part), ...(signature === undefined ? {} : { thoughtSignature: signature }) })
    signature = undefined
  }
  if (signature !== undefined) encoded.push({ text: '', thoughtSignature: signature })
  return encoded
}

function encodePart(part: Part): WirePart {
  switch (part.type) {
    case 'text':
    case 'data':
    case 'reasoning':
      return { text: partAsText(part) }
    case 'image':
    case 'audio':
    case 'file':
      return encodeMedia(part)
    case 'call': {
      const { id, name, input } = part.call
      return { functionCall: { id, name, args: objectArguments(input) } }
    }
  }
}

function encodeMedia({ type, mediaType, data }: MediaPart): WirePart {
  if (data instanceof URL) {
    const isKnown = !mediaType.includes('*') && mediaType !== 'application/octet-stream'
    return { fileData: { fileUri: data.href, ...(isKnown ? { mimeType: mediaType } : {}) } }
  }
  const mimeType = type === 'image' && mediaType === 'image/*' ? imageType(data) : mediaType
  return { inlineData: { mimeType, data: base64Of(data) } }
}

/** A result, and what media came with it. */
function encodeResult(message: ToolMessage, names: ReadonlyMap<string, string>): readonly WirePart[] {
  const { callId, parts, failed } = message
  const media = parts.filter((part) => 'mediaType' in part)
  const said = parts.filter((part) => part.type === 'text' || part.type === 'data')
  const [first, ...more] = said
  const value = first?.type === 'data' && more.length === 0 ? first.data : said.map(partAsText).join('\n')
  const name = message.name ?? names.get(callId) ?? callId
  const response = failed ? { error: value } : { output: value }
  return [{ functionResponse: { id: callId, name, response } }, ...media.map(encodeMedia)]
}

/** Clients need not name the function of a result. */
function namesOfCalls(messages: readonly Message[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  for (const { parts } of messages)
    for (const part of parts) if (part.type === 'call') names.set(part.call.id, part.call.name)
  return names
}
