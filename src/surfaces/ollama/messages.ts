import { OpenCalls, refuse } from '../../http/index.ts'
import type { Message, Part, ToolCall } from '../../index.ts'
import { decodeImages } from './images.ts'
import type { ChatBodyMessage } from './wire.ts'

/** @throws RuntimeError `invalid-request` that names the field. */
export function decodeMessages(messages: readonly ChatBodyMessage[]): readonly Message[] {
  const open = new OpenCalls()
  return messages.map((message, index) => decodeMessage(message, index, open))
}

function decodeMessage(message: ChatBodyMessage, index: number, open: OpenCalls): Message {
  const parts = decodeContent(message, index)
  const role = message.role.toLowerCase() // as Ollama reads it
  switch (role) {
    case 'system':
    case 'user':
      return { role, parts }
    case 'assistant': {
      const thinking: Part[] = message.thinking ? [{ type: 'reasoning', text: message.thinking }] : []
      const calls = decodeCalls(message, index)
      for (const call of calls) open.add(call)
      return { role: 'assistant', parts: [...thinking, ...parts, ...calls.map(toPart)] }
    }
    case 'tool': {
      const call = open.take(message.tool_call_id, message.tool_name)
      const name = message.tool_name || call?.name
      const callId = message.tool_call_id || call?.id || `call_${index}`
      return { role: 'tool', callId, parts, ...(name ? { name } : {}) }
    }
    default:
      return refuse(
        `/messages/${index}/role`,
        `"messages[${index}].role" must be one of "system", "user", "assistant", "tool".`,
      )
  }
}

function decodeContent({ content, images }: ChatBodyMessage, index: number): readonly Part[] {
  const text: Part[] = content ? [{ type: 'text', text: content }] : []
  return [...text, ...decodeImages(images, `/messages/${index}/images`)]
}

/** Calls without an id get one, so that their results can name them. */
function decodeCalls({ tool_calls }: ChatBodyMessage, index: number): readonly ToolCall[] {
  return (tool_calls ?? []).map((call, position) => ({
    id: call.id || `call_${index}_${position}`,
    name: call.function.name,
    input: call.function.arguments ?? {},
  }))
}

function toPart(call: ToolCall): Part {
  return { type: 'call', call }
}
