import { SolverError } from 'dramatis'
import { failureOfError, parseData } from 'dramatis/upstream'

/** A line of an answer, as far as it is read. Source: ollama/ollama, `ChatResponse` in `api/types.go`. */
export interface Line {
  message?: {
    content?: string
    thinking?: string
    tool_calls?: readonly WireCall[]
  }
  done?: boolean
  done_reason?: string
  prompt_eval_count?: number
  eval_count?: number
}

export interface WireCall {
  id?: string
  function: { name: string; arguments?: unknown }
}

/** @throws SolverError for an error in the stream, and for what is no line of an answer */
export function readLine(text: string): Line {
  const value = parseData(text)
  if (!isObject(value)) throw malformed(text)
  if (value['error']) throw failureOfError(value['error'])
  const { message } = value
  if (message != null && !(isObject(message) && isMessage(message))) throw malformed(text)
  if (message == null && value['done'] !== true) throw malformed(text)
  return value // its fields were looked at just now, but for numbers, which are looked at where they are used
}

function isMessage({ content, thinking, tool_calls: calls }: Record<string, unknown>): boolean {
  return isText(content) && isText(thinking) && (calls == null || (Array.isArray(calls) && calls.every(isCall)))
}

function isText(value: unknown): boolean {
  return value == null || typeof value === 'string'
}

function isCall(value: unknown): boolean {
  return isObject(value) && isObject(value['function']) && typeof value['function']['name'] === 'string'
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function malformed(text: string): SolverError {
  return new SolverError('server-error', `The upstream sent what is no line of an answer: ${text.slice(0, 200)}`)
}
