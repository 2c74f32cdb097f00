import { addressOf, type Message, type Part, textOf } from 'dramatis'
import { partAsText } from 'dramatis/http'
import type OpenAI from 'openai'
import { argumentsOf, inWords } from './messages.ts'

type Item = OpenAI.Responses.ResponseInputItem
type Content =
  | OpenAI.Responses.ResponseInputText
  | OpenAI.Responses.ResponseInputImage
  | OpenAI.Responses.ResponseInputFile

/** A conversation as the items that the Responses API has for it. */
export function encodeItems(messages: readonly Message[]): Item[] {
  return messages.flatMap(encodeMessage)
}

function encodeMessage(message: Message): Item[] {
  switch (message.role) {
    case 'system':
      return [{ role: 'system', content: textOf(message.parts) }]
    case 'user':
      return [{ role: 'user', content: encodeContent(message.parts) }]
    case 'assistant':
      return encodeAnswer(message.parts)
    case 'tool':
      return [{ type: 'function_call_output', call_id: message.callId, output: encodeContent(message.parts) }]
  }
}

/** Its parts in their order: a model's thoughts must stand in front of what came of them. */
function encodeAnswer(parts: readonly Part[]): Item[] {
  const items: Item[] = []
  let text = ''
  const say = (): void => {
    if (text !== '') items.push({ role: 'assistant', content: text })
    text = ''
  }
  for (const part of parts) {
    if (part.type === 'reasoning') {
      say()
      if (isReasoningItem(part.opaque)) items.push(part.opaque)
    } else if (part.type === 'call') {
      say()
      const { id, name, input } = part.call
      items.push({ type: 'function_call', call_id: id, name, arguments: argumentsOf(input) })
    } else text += inWords(part)
  }
  say()
  return items
}

/** Whether it is what this API gave out, and can read again. */
export function isReasoningItem(opaque: unknown): opaque is OpenAI.Responses.ResponseReasoningItem {
  if (typeof opaque !== 'object' || opaque === null || !('type' in opaque)) return false
  return opaque.type === 'reasoning' && 'encrypted_content' in opaque && typeof opaque.encrypted_content === 'string'
}

function encodeContent(parts: readonly Part[]): string | Content[] {
  if (parts.every(({ type }) => type === 'text' || type === 'data')) return textOf(parts)
  return parts.map(encodePart)
}

function encodePart(part: Part): Content {
  switch (part.type) {
    case 'image':
      return { type: 'input_image', image_url: addressOf(part), detail: 'auto' }
    case 'file':
      if (part.data instanceof URL) return { type: 'input_file', file_url: part.data.href }
      return { type: 'input_file', file_data: addressOf(part), filename: part.name ?? 'file' }
    case 'audio':
    case 'text':
    case 'reasoning':
    case 'data':
    case 'call':
      return { type: 'input_text', text: partAsText(part) }
  }
}
