import { recalledArguments } from '../../http/index.ts'
import type { Message, Part } from '../../index.ts'
import { fullName } from './called.ts'
import { decodeContent } from './content.ts'
import type { Item, MessageBody } from './item-wire.ts'
import { decodeOpaque } from './opaque.ts'

/**
 * The messages that items say. Items of the assistant that follow each other are one message: the vendor cuts what one
 * turn said into reasoning, words and calls.
 * @throws RuntimeError `invalid-request` that names the field.
 */
export function toMessages(items: readonly Item[]): readonly Message[] {
  const messages: Message[] = []
  let said: Part[] | undefined
  for (const [index, item] of items.entries()) {
    const message = toMessage(item, `/input/${index}`)
    if (message.role !== 'assistant') {
      said = undefined
      messages.push(message)
    } else if (said) {
      for (const part of message.parts) said.push(part)
    } else {
      said = [...message.parts]
      messages.push({ role: 'assistant', parts: said })
    }
  }
  return messages
}

function toMessage(item: Item, at: string): Message {
  switch (item.kind) {
    case 'message':
      return { role: roles[item.body.role], parts: decodeContent(item.body.content, `${at}/content`) }
    case 'reasoning': {
      const { summary, content, encrypted_content } = item.body
      const texts = summary?.length ? summary : (content ?? [])
      const text = texts.map((part) => part.text).join('\n\n')
      const opaque = encrypted_content == null ? {} : { opaque: decodeOpaque(encrypted_content) }
      return { role: 'assistant', parts: [{ type: 'reasoning', text, ...opaque }] }
    }
    case 'function_call': {
      const { call_id } = item.body
      const name = fullName(item.body)
      const input = recalledArguments(item.body.arguments, `${at}/arguments`)
      return { role: 'assistant', parts: [{ type: 'call', call: { id: call_id, name, input } }] }
    }
    case 'custom_tool_call': {
      const { call_id, input } = item.body
      const name = fullName(item.body)
      return { role: 'assistant', parts: [{ type: 'call', call: { id: call_id, name, input: { input } } }] }
    }
    case 'function_call_output':
    case 'custom_tool_call_output': {
      const { call_id, namespace, name, output } = item.body
      const parts = decodeContent(output, `${at}/output`)
      const named = name == null ? {} : { name: fullName({ namespace, name }) }
      return { role: 'tool', callId: call_id, parts, ...named }
    }
    case 'history':
      return { role: 'assistant', parts: [{ type: 'data', data: item.body }] }
    case 'item_reference':
      throw new Error(`the reference at ${at} has not been looked up`)
  }
}

const roles: Record<MessageBody['role'], 'system' | 'user' | 'assistant'> = {
  system: 'system',
  developer: 'system',
  user: 'user',
  assistant: 'assistant',
}
