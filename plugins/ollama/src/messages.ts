import { base64Of, type Message, type Part } from 'dramatis'
import { objectArguments, partAsText } from 'dramatis/http'
import type { ToolCall as SdkCall, Message as SdkMessage } from 'ollama/browser'

/** The SDK's types have no ids yet: newer servers match results to calls by them, older ones by name. */
type WireMessage = SdkMessage & { tool_calls?: (SdkCall & { id: string })[]; tool_call_id?: string }

/** A conversation as Ollama has it. */
export function encodeMessages(messages: readonly Message[]): WireMessage[] {
  const names = namesOfCalls(messages)
  return messages.map((message) => encodeMessage(message, names))
}

function encodeMessage(message: Message, names: ReadonlyMap<string, string>): WireMessage {
  const { parts } = message
  switch (message.role) {
    case 'system':
    case 'user':
      return { role: message.role, ...encodeContent(parts) }
    case 'assistant':
      return { role: 'assistant', ...encodeContent(parts), ...encodeThoughts(parts), ...encodeCalls(parts) }
    case 'tool': {
      const name = message.name ?? names.get(message.callId)
      return {
        role: 'tool',
        ...encodeContent(parts, '\n'),
        ...(name === undefined ? {} : { tool_name: name }),
        tool_call_id: message.callId,
      }
    }
  }
}

/** Models read images; what else is no text becomes some. */
function encodeContent(parts: readonly Part[], between = ''): Pick<WireMessage, 'content' | 'images'> {
  const images: string[] = []
  const texts: string[] = []
  for (const part of parts) {
    if (part.type === 'image' && !(part.data instanceof URL)) images.push(base64Of(part.data))
    else if (part.type !== 'call' && part.type !== 'reasoning') texts.push(partAsText(part))
  }
  return { content: texts.join(between), ...(images.length === 0 ? {} : { images }) }
}

function encodeThoughts(parts: readonly Part[]): Pick<WireMessage, 'thinking'> {
  const thinking = parts.map((part) => (part.type === 'reasoning' ? part.text : '')).join('')
  return thinking === '' ? {} : { thinking }
}

function encodeCalls(parts: readonly Part[]): Pick<WireMessage, 'tool_calls'> {
  const calls = parts.flatMap((part) => (part.type === 'call' ? [part.call] : []))
  if (calls.length === 0) return {}
  return {
    tool_calls: calls.map(({ id, name, input }) => ({
      id,
      function: { name, arguments: { ...objectArguments(input) } },
    })),
  }
}

/** Clients need not name the tool of a result. */
function namesOfCalls(messages: readonly Message[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  for (const { parts } of messages)
    for (const part of parts) if (part.type === 'call') names.set(part.call.id, part.call.name)
  return names
}
