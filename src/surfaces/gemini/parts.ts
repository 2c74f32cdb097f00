import { base64, mediaOfUrl } from '../../http/index.ts'
import type { MediaKind, Part } from '../../index.ts'
import { RuntimeError } from '../../index.ts'
import type { PartBody } from './content-wire.ts'
import { decodeSignature } from './signature.ts'

/** What a part may be: one of these. */
const dataFields = [
  'text',
  'inlineData',
  'fileData',
  'functionCall',
  'functionResponse',
  'executableCode',
  'codeExecutionResult',
  'toolCall',
  'toolResponse',
] as const

/** @throws RuntimeError `invalid-request` for a part that is two things at once, of which one would be lost. */
export function checkPart(part: PartBody, at: string): void {
  const [, second] = dataFields.filter((field) => part[field] !== undefined)
  if (second === undefined) return
  const message = `oneof field 'data' is already set. Cannot set '${second}'.`
  throw new RuntimeError('invalid-request', message, { pointer: at, problem: 'value' })
}

/**
 * The parts that a part of a content means; a call without an id gets `callId`.
 * @throws RuntimeError `invalid-request` that names the field.
 */
export function decodePart(part: PartBody, at: string, callId: string): readonly Part[] {
  checkPart(part, at)
  const opaque = part.thoughtSignature ? { opaque: decodeSignature(part.thoughtSignature) } : {}
  if (part.functionCall) {
    const { id, name, args } = part.functionCall
    return [{ type: 'call', call: { id: id || callId, name, input: args ?? {}, ...opaque } }]
  }
  if (part.thought && part.text !== undefined) return [{ type: 'reasoning', text: part.text, ...opaque }]
  // No other part has a place for a signature: it stands before what it signs.
  const signed: Part[] = part.thoughtSignature ? [{ type: 'reasoning', text: '', ...opaque }] : []
  return [...signed, ...decodeData(part, at, signed.length > 0)]
}

function decodeData(part: PartBody, at: string, mayBeEmpty: boolean): readonly Part[] {
  const { text, inlineData, fileData, executableCode, codeExecutionResult, toolCall, toolResponse } = part
  if (text !== undefined) return text === '' && mayBeEmpty ? [] : [{ type: 'text', text }]
  if (inlineData) return [decodeBlob(inlineData, `${at}/inlineData`)]
  if (fileData) return [decodeFile(fileData, `${at}/fileData`)]
  if (executableCode) return [{ type: 'data', data: { executableCode } }]
  if (codeExecutionResult) return [{ type: 'data', data: { codeExecutionResult } }]
  if (toolCall) return [{ type: 'data', data: { toolCall } }]
  if (toolResponse) return [{ type: 'data', data: { toolResponse } }]
  if (mayBeEmpty) return []
  throw new RuntimeError('invalid-request', "required oneof field 'data' must have one initialized field.", {
    pointer: `${at}/data`,
    problem: 'missing',
  })
}

/** @throws RuntimeError `invalid-request` for text that is no base64. */
export function decodeBlob({ mimeType, data, displayName }: NonNullable<PartBody['inlineData']>, at: string): Part {
  const media = { mediaType: mimeType, data: base64(data, `${at}/data`) }
  return { type: kindOf(mimeType), ...media, ...(displayName ? { name: displayName } : {}) }
}

/** @throws RuntimeError `invalid-request` for anything but a web address, such as a file of Google's. */
export function decodeFile({ fileUri, mimeType, displayName }: NonNullable<PartBody['fileData']>, at: string): Part {
  const pointer = `${at}/fileUri`
  if (/^(gs:|files\/|https?:\/\/generativelanguage\.googleapis\.com\/)/i.test(fileUri)) {
    const message = 'There is no file storage here: send the bytes as inline_data, or an http(s) URL.'
    throw new RuntimeError('invalid-request', message, { pointer, problem: 'value' })
  }
  const media = mediaOfUrl(fileUri, pointer, mimeType || 'application/octet-stream')
  return { type: kindOf(media.mediaType), ...media, ...(displayName ? { name: displayName } : {}) }
}

function kindOf(mediaType: string): MediaKind {
  if (/^image\//i.test(mediaType)) return 'image'
  return /^audio\//i.test(mediaType) ? 'audio' : 'file'
}
