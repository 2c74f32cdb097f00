import { base64, mediaOfUrl, missing, needed, recalledArguments } from '../../http/index.ts'
import type { Message, Part } from '../../index.ts'
import { inlineFile } from './fields.ts'
import type { ChatBodyMessage, ContentPart } from './wire.ts'

/** @throws RuntimeError `invalid-request` that names the field. */
export function decodeMessages(messages: readonly ChatBodyMessage[]): readonly Message[] {
  const called = new Map<string, number>()
  return messages.map((message, index) => {
    if (message.function_call) called.set(message.function_call.name, index)
    return decodeMessage(message, index, called)
  })
}

/** `called` tells in which message a function was called the last time. */
function decodeMessage(message: ChatBodyMessage, index: number, called: ReadonlyMap<string, number>): Message {
  const at = `/messages/${index}`
  const parts = decodeContent(message.content ?? null, `${at}/content`)
  switch (message.role) {
    case 'system':
    case 'developer':
      return { role: 'system', parts }
    case 'user':
      if (message.content == null) throw missing(`${at}/content`)
      return { role: 'user', parts }
    case 'assistant': {
      const refusal: Part[] = message.refusal ? [{ type: 'text', text: message.refusal }] : []
      const calls = [...decodeCalls(message, at), ...decodeFunctionCall(message, index)]
      return { role: 'assistant', parts: [...parts, ...refusal, ...calls] }
    }
    case 'tool':
      return {
        role: 'tool',
        callId: needed(message.tool_call_id, `${at}/tool_call_id`),
        parts,
        ...(message.name ? { name: message.name } : {}),
      }
    case 'function': {
      const name = needed(message.name, `${at}/name`)
      return { role: 'tool', callId: functionId(called.get(name) ?? index), name, parts }
    }
  }
}

/** The older calls have no ids: they are told apart by where they stand. */
function functionId(index: number): string {
  return `function_${index}`
}

function decodeFunctionCall({ function_call }: ChatBodyMessage, index: number): readonly Part[] {
  if (!function_call) return []
  const pointer = `/messages/${index}/function_call/arguments`
  const input = recalledArguments(function_call.arguments ?? '', pointer)
  return [{ type: 'call', call: { id: functionId(index), name: function_call.name, input } }]
}

function decodeContent(content: ChatBodyMessage['content'], at: string): readonly Part[] {
  if (content == null) return []
  if (typeof content === 'string') return [{ type: 'text', text: content }]
  return content.map((part, index) => decodePart(part, `${at}/${index}`))
}

function decodePart(part: ContentPart, at: string): Part {
  switch (part.type) {
    case 'text':
      return { type: 'text', text: needed(part.text, `${at}/text`) }
    case 'refusal':
      return { type: 'text', text: needed(part.refusal, `${at}/refusal`) }
    case 'image_url': {
      const { url } = needed(part.image_url, `${at}/image_url`)
      return { type: 'image', ...mediaOfUrl(url, `${at}/image_url/url`, 'image/*') }
    }
    case 'input_audio': {
      const { data, format } = needed(part.input_audio, `${at}/input_audio`)
      return { type: 'audio', mediaType: `audio/${format}`, data: base64(data, `${at}/input_audio/data`) }
    }
    case 'file': {
      const file = needed(part.file, `${at}/file`)
      return inlineFile(file.file_data, file.filename, `${at}/file/file_data`)
    }
  }
}

function decodeCalls({ tool_calls }: ChatBodyMessage, at: string): readonly Part[] {
  return (tool_calls ?? []).map((call, index) => ({
    type: 'call',
    call: {
      id: call.id,
      name: call.function.name,
      input: recalledArguments(call.function.arguments ?? '', `${at}/tool_calls/${index}/function/arguments`),
    },
  }))
}
