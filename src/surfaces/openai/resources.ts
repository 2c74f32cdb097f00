import { itemId } from './ids.ts'
import type { ItemResource } from './item-rows.ts'
import type { Content, ContentPart, Item, MessageBody } from './item-wire.ts'

/** Items of an input as they are kept and listed: complete, and each with an id. Source: `ItemResource`. */
export function toResources(items: readonly Item[], turn: string): readonly object[] {
  return items.map((item, index) => {
    const id = item.body.id ?? itemId(prefixes[item.kind], turn, 'input', index)
    return toResource(item, id)
  })
}

/** The same under ids of our own: the client's may be taken already. */
export function toOwnResources(items: readonly Item[], turn: string): readonly ItemResource[] {
  return items.map((item, index) => ({
    ...toResource(item, ''),
    id: itemId(prefixes[item.kind], turn, 'input', index),
  }))
}

const prefixes: Record<Item['kind'], string> = {
  message: 'msg',
  reasoning: 'rs',
  function_call: 'fc',
  function_call_output: 'fco',
  custom_tool_call: 'ctc',
  custom_tool_call_output: 'ctco',
  item_reference: 'ref',
  history: 'item',
}

function toResource({ kind, body }: Item, id: string): object {
  switch (kind) {
    case 'message': {
      const { role, content } = body
      return { id, type: 'message', role, status: 'completed', content: toContent(content, role) }
    }
    case 'reasoning':
      return { ...body, id, type: 'reasoning', summary: body.summary ?? [] }
    case 'function_call':
    case 'function_call_output':
    case 'custom_tool_call':
    case 'custom_tool_call_output':
      return { ...body, id, type: kind, status: 'completed' }
    case 'history':
    case 'item_reference':
      return { ...body, id }
  }
}

function toContent(content: Content, role: MessageBody['role']): readonly object[] {
  const parts: readonly ContentPart[] = typeof content === 'string' ? [{ type: 'text', text: content }] : content
  return parts.map((part) => (role === 'assistant' ? toSaid(part) : toAsked(part)))
}

function toSaid(part: ContentPart): object {
  if (part.type === 'refusal') return { type: 'refusal', refusal: part.refusal }
  if (part.text === undefined) return part
  return { type: 'output_text', text: part.text, annotations: part.annotations ?? [], logprobs: [] }
}

function toAsked(part: ContentPart): object {
  const { type, text, refusal, image_url, detail, filename, file_data, file_url } = part
  switch (type) {
    case 'input_image':
      return { type, image_url, detail: detail ?? 'auto' }
    case 'input_file':
      return {
        type,
        ...(filename == null ? {} : { filename }),
        ...(file_data == null ? {} : { file_data }),
        ...(file_url == null ? {} : { file_url }),
      }
    case 'refusal':
    case 'input_text':
    case 'output_text':
    case 'text':
    case 'summary_text':
    case 'reasoning_text':
      return { type: 'input_text', text: text ?? refusal }
  }
}
