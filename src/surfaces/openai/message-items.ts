import { addressOf, type Message, type Part, textOf } from '../../index.ts'
import { itemId } from './ids.ts'
import type { ItemResource } from './item-rows.ts'
import { encodeOpaque } from './opaque.ts'

type Role = Exclude<Message['role'], 'tool'>

/** What was said on another surface, as items of one turn. */
export function messageItems(messages: readonly Message[], turn: string): readonly ItemResource[] {
  return messages
    .flatMap(toItems)
    .map(({ prefix, ...item }, index) => ({ id: itemId(prefix, turn, 'input', index), ...item }))
}

interface Bare {
  readonly prefix: string
  readonly [field: string]: unknown
}

function toItems(message: Message): readonly Bare[] {
  if (message.role !== 'tool') return runs(message.parts).map((parts) => toItem(message.role as Role, parts)) // no tool's
  const { callId, parts } = message
  return [{ prefix: 'fco', type: 'function_call_output', call_id: callId, output: textOf(parts), status: 'completed' }]
}

/** Parts that one item can hold: thoughts and calls are items of their own. */
function runs(parts: readonly Part[]): readonly (readonly Part[])[] {
  const all: Part[][] = []
  for (const part of parts) {
    const run = all.at(-1)
    if (run && !isAlone(part) && !run.some(isAlone)) run.push(part)
    else all.push([part])
  }
  return all
}

function isAlone({ type }: Part): boolean {
  return type === 'reasoning' || type === 'call'
}

function toItem(role: Role, parts: readonly Part[]): Bare {
  const [first] = parts
  if (first?.type === 'reasoning') {
    const { text, opaque } = first
    const summary = text === '' ? [] : [{ type: 'summary_text', text }]
    const sealed = opaque === undefined ? {} : { encrypted_content: encodeOpaque(opaque) }
    return { prefix: 'rs', type: 'reasoning', summary, ...sealed, status: 'completed' }
  }
  if (first?.type === 'call') {
    const { id: call_id, name, input } = first.call
    const text = JSON.stringify(input)
    return { prefix: 'fc', type: 'function_call', call_id, name, arguments: text, status: 'completed' }
  }
  const content = parts.map((part) => toContent(part, role))
  return { prefix: 'msg', type: 'message', role, status: 'completed', content }
}

function toContent(part: Part, role: Role): object {
  switch (part.type) {
    case 'image':
      return { type: 'input_image', image_url: addressOf(part), detail: 'auto' }
    case 'audio':
    case 'file': {
      const { name, data } = part
      const where = data instanceof URL ? { file_url: data.href } : { file_data: addressOf(part) }
      return { type: 'input_file', ...where, ...(name === undefined ? {} : { filename: name }) }
    }
    case 'text':
    case 'data':
    case 'reasoning':
    case 'call': {
      const text = textOf([part])
      return role === 'assistant'
        ? { type: 'output_text', text, annotations: [], logprobs: [] }
        : { type: 'input_text', text }
    }
  }
}
