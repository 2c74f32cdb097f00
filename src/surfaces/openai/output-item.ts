/** The items of a response. Source: openai/openai-openapi, `OutputItem`. */

type Status = 'in_progress' | 'completed' | 'incomplete'

type TextPart = { type: 'output_text'; text: string; annotations: object[]; logprobs: [] }
type RefusalPart = { type: 'refusal'; refusal: string }

interface MessageItem {
  id: string
  type: 'message'
  role: 'assistant'
  status: Status
  content: [TextPart | RefusalPart]
}

export interface ReasoningItem {
  id: string
  type: 'reasoning'
  status: Status
  summary: { type: 'summary_text'; text: string }[]
  encrypted_content?: string
}

interface CallItem {
  id: string
  type: 'function_call'
  status: Status
  call_id: string
  namespace?: string
  name: string
  arguments: string
}

/** A call to a tool whose input is a text. It is known when it is complete. */
interface CustomCallItem {
  id: string
  type: 'custom_tool_call'
  status: Status
  call_id: string
  namespace?: string
  name: string
  input: string
}

export type OutputItem = MessageItem | ReasoningItem | CallItem | CustomCallItem

/** Whether it says no in words. */
export function isRefusal(item: OutputItem): boolean {
  return item.type === 'message' && item.content[0].type === 'refusal'
}
