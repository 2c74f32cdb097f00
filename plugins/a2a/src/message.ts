import { randomUUID } from 'node:crypto'
import { type Message as A2AMessage, type Part as A2APart, Role } from '@a2a-js/sdk'
import type { ChatRequest, Part } from 'dramatis'
import { partAsText } from 'dramatis/http'
import type { Thread } from './thread.ts'

/**
 * The last message of the user, for an agent that takes such media types (any, where it names none): undefined where it
 * cannot take all of it, or where nothing is said.
 */
export function encodeMessage(
  { question, messageId, messages }: ChatRequest,
  inputModes: readonly string[],
  { contextId = '', task }: Thread,
): A2AMessage | undefined {
  const given: readonly Part[] = messages.findLast(({ role }) => role === 'user')?.parts ?? []
  const encoded = (given.length > 0 ? given : [textPart(question)]).map((part) => encodePart(part, inputModes))
  const parts = encoded.filter((part) => part !== undefined)
  if (parts.length < encoded.length || parts.every(isBlank)) return undefined
  return {
    messageId: messageId ?? randomUUID(),
    contextId,
    taskId: task?.id ?? '',
    role: Role.ROLE_USER,
    parts,
    metadata: undefined,
    extensions: [],
    referenceTaskIds: [],
  }
}

function encodePart(part: Part, inputModes: readonly string[]): A2APart | undefined {
  switch (part.type) {
    case 'text':
      return toPart({ $case: 'text', value: part.text })
    case 'data':
      if (!takes(inputModes, 'application/json')) return toPart({ $case: 'text', value: JSON.stringify(part.data) })
      return toPart({ $case: 'data', value: part.data }, 'application/json')
    case 'image':
    case 'audio':
    case 'file': {
      const { data, mediaType, name = '' } = part
      if (!takes(inputModes, mediaType)) return undefined
      if (data instanceof URL) return toPart({ $case: 'url', value: data.href }, mediaType, name)
      const value = Buffer.from(data.buffer, data.byteOffset, data.byteLength)
      return toPart({ $case: 'raw', value }, mediaType, name)
    }
    case 'reasoning':
    case 'call':
      return toPart({ $case: 'text', value: partAsText(part) })
  }
}

/** Cards name media types, as `image/png`, `image/*` or just `image`. */
function takes(modes: readonly string[], mediaType: string): boolean {
  const [type = ''] = mediaType.split('/', 1)
  const names = new Set([mediaType, `${type}/*`, type, '*/*', '*'])
  return modes.length === 0 || modes.some((mode) => names.has(mode.toLowerCase().split(';', 1)[0]?.trim() ?? ''))
}

function toPart(content: NonNullable<A2APart['content']>, mediaType = '', filename = ''): A2APart {
  return { content, mediaType, filename, metadata: undefined }
}

function textPart(text: string): Part {
  return { type: 'text', text }
}

function isBlank({ content }: A2APart): boolean {
  return content?.$case === 'text' && content.value.trim() === ''
}
