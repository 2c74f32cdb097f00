import { type ChatRequest, type Part, textOf } from 'dramatis'
import type { Result } from './fill.ts'

export type Outcome =
  | { readonly failed: true; readonly error: string }
  | { readonly failed: false; readonly result: Result }

/** What has come back since the question was asked, the last of each tool, by the tool's name. */
export function outcomesOf({ messages }: ChatRequest): Map<string, Outcome> {
  const outcomes = new Map<string, Outcome>()
  const names = new Map<string, string>()
  const asked = messages.findLastIndex(({ role }) => role === 'user')
  for (const message of messages.slice(asked + 1)) {
    if (message.role !== 'tool') {
      for (const part of message.parts) if (part.type === 'call') names.set(part.call.id, part.call.name)
      continue
    }
    const name = message.name ?? names.get(message.callId)
    if (name === undefined) continue
    const { parts, failed } = message
    outcomes.set(name, failed ? { failed, error: textOf(parts) } : { failed: false, result: resultOf(parts) })
  }
  return outcomes
}

function resultOf(parts: readonly Part[]): Result {
  const text = textOf(parts.filter(({ type }) => type === 'text'))
  const data = parts.find((part) => part.type === 'data')
  return data ? { text, json: data.data } : { text, json: jsonOf(text) }
}

/** What is no JSON is a text, and so are figures such as `12.50` that JSON would write in another way. */
function jsonOf(text: string): unknown {
  if (!/^\s*(?:[[{\d-]|true|false|null)/.test(text)) return text
  try {
    const json: unknown = JSON.parse(text)
    return typeof json === 'number' && String(json) !== text.trim() ? text : json
  } catch {
    return text
  }
}
