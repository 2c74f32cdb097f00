import { base64, mediaOfUrl } from '../../http/index.ts'
import type { Message, Part } from '../../index.ts'
import { RuntimeError } from '../../index.ts'
import type { ChatBodyMessage, ContentPart } from './wire.ts'

/** @throws RuntimeError `invalid-request` that names the field. */
export function decodeMessage(message: ChatBodyMessage, index: number): Message {
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
      return { role: 'assistant', parts: [...parts, ...refusal, ...decodeCalls(message, at)] }
    }
    case 'tool':
      if (message.tool_call_id === undefined) throw missing(`${at}/tool_call_id`)
      return { role: 'tool', callId: message.tool_call_id, parts, ...(message.name ? { name: message.name } : {}) }
  }
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
      if (file.file_data === undefined) {
        throw new RuntimeError('invalid-request', 'Files are taken inline, as file_data; there is no file storage.', {
          pointer: `${at}/file/file_data`,
          problem: 'missing',
        })
      }
      const inline = /^data:/.test(file.file_data)
        ? file.file_data
        : `data:application/octet-stream;base64,${file.file_data}`
      const media = mediaOfUrl(inline, `${at}/file/file_data`, 'application/octet-stream')
      return { type: 'file', ...media, ...(file.filename === undefined ? {} : { name: file.filename }) }
    }
  }
}

function decodeCalls({ tool_calls }: ChatBodyMessage, at: string): readonly Part[] {
  return (tool_calls ?? []).map((call, index) => ({
    type: 'call',
    call: {
      id: call.id,
      name: call.function.name,
      input: decodeArguments(call.function.arguments ?? '', `${at}/tool_calls/${index}/function/arguments`),
    },
  }))
}

function decodeArguments(text: string, pointer: string): unknown {
  if (text.trim() === '') return {}
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new RuntimeError('invalid-request', 'The arguments of a tool call must be JSON.', {
      pointer,
      problem: 'value',
      cause: error,
    })
  }
}

function needed<T>(value: T | undefined, pointer: string): T {
  if (value === undefined) throw missing(pointer)
  return value
}

function missing(pointer: string): RuntimeError {
  return new RuntimeError('invalid-request', 'A required field is missing.', { pointer, problem: 'missing' })
}
