import { decodeArguments, mediaOfUrl, missing, needed } from '../../http/index.ts'
import type { Message, Part } from '../../index.ts'
import { documentsMessage } from './documents.ts'
import type { V2ChatBody, V2ContentPart, V2Document, V2Message } from './v2-wire.ts'

/**
 * The conversation of a request. Documents stand before everything else, as instructions do.
 * @throws RuntimeError `invalid-request` that names the field.
 */
export function decodeV2Messages({ messages, documents }: V2ChatBody): readonly Message[] {
  const decoded = messages.map(decodeMessage)
  if (!documents?.length) return decoded
  const instructions = decoded.findIndex(({ role }) => role !== 'system')
  const at = instructions < 0 ? decoded.length : instructions
  return [...decoded.slice(0, at), documentsMessage(documents.map(dataOf)), ...decoded.slice(at)]
}

function decodeMessage(message: V2Message, index: number): Message {
  const at = `/messages/${index}`
  const parts = decodeContent(message.content, `${at}/content`)
  switch (message.role) {
    case 'system':
    case 'user':
      if (message.content == null) throw missing(`${at}/content`)
      return { role: message.role, parts }
    case 'assistant': {
      const plan: Part[] = message.tool_plan ? [{ type: 'text', text: message.tool_plan }] : []
      return { role: 'assistant', parts: [...parts, ...plan, ...decodeCalls(message, at)] }
    }
    case 'tool':
      if (!message.tool_call_id) throw missing(`${at}/tool_call_id`)
      return { role: 'tool', callId: message.tool_call_id, parts }
  }
}

function decodeContent(content: V2Message['content'], at: string): readonly Part[] {
  if (content == null) return []
  if (typeof content === 'string') return [{ type: 'text', text: content }]
  return content.map((part, index) => decodePart(part, `${at}/${index}`))
}

function decodePart(part: V2ContentPart, at: string): Part {
  switch (part.type) {
    case 'text':
      return { type: 'text', text: needed(part.text, `${at}/text`) }
    case 'thinking':
      return { type: 'reasoning', text: needed(part.thinking, `${at}/thinking`) }
    case 'image_url': {
      const { url } = needed(part.image_url, `${at}/image_url`)
      return { type: 'image', ...mediaOfUrl(url, `${at}/image_url/url`, 'image/*') }
    }
    case 'document': {
      const data = dataOf(needed(part.document, `${at}/document`))
      return typeof data === 'string' ? { type: 'text', text: data } : { type: 'data', data }
    }
  }
}

function decodeCalls({ tool_calls }: V2Message, at: string): readonly Part[] {
  return (tool_calls ?? []).map(({ id, function: { name, arguments: text } }, index) => {
    const input = decodeArguments(text ?? '', `${at}/tool_calls/${index}/function/arguments`)
    return { type: 'call', call: { id, name, input } }
  })
}

/** What of a document is for the model: its id is for citations. */
function dataOf(document: V2Document): unknown {
  return typeof document === 'string' ? document : (document.data ?? document)
}
