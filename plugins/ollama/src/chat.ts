import { randomUUID } from 'node:crypto'
import {
  type ChatRequest,
  type Context,
  type FinishReason,
  SolverError,
  type SolverEvent,
  type ToolCall,
  type Usage,
} from 'dramatis'
import { bodyOf } from 'dramatis/upstream'
import { call } from './call.ts'
import { type Line, readLine, type WireCall } from './line.ts'
import { readLines } from './lines.ts'
import type { Model } from './model.ts'
import { encodeRequest } from './request.ts'

/** Asks by `/api/chat`, line by line. */
export async function* chat(
  model: Model,
  request: ChatRequest,
  { signal }: Context,
): AsyncGenerator<SolverEvent, void, undefined> {
  const { response } = await call(model, signal, (ollama) => ollama.chat(encodeRequest(model, request)))
  if (response?.body) yield* readAnswer(bodyOf(response))
}

/** @throws SolverError for an answer that breaks off, and for one that is none */
async function* readAnswer(body: AsyncIterable<Uint8Array>): AsyncGenerator<SolverEvent, void, undefined> {
  let said = false
  let called = false
  for await (const lines of readLines(body)) {
    for (const text of lines) {
      const line = readLine(text)
      const { thinking, content, tool_calls: calls } = line.message ?? {}
      said = true
      if (thinking) yield { type: 'reasoning-delta', text: thinking }
      if (content) yield { type: 'text-delta', text: content }
      for (const one of calls ?? []) {
        called = true
        yield { type: 'tool-call', call: decodeCall(one) }
      }
      if (!line.done) continue
      yield { type: 'finish', reason: reasonOf(line, called), ...usageOf(line) }
      return
    }
  }
  if (said) throw new SolverError('server-error', 'The upstream ended its answer in the middle.')
}

/** Results are found by the id, so one that the server leaves out must be one that nobody guesses. */
function decodeCall({ id, function: { name, arguments: input } }: WireCall): ToolCall {
  return { id: id || `call_${randomUUID().replaceAll('-', '')}`, name, input: parsed(input) }
}

/** An object; some who speak this protocol write it as text. What is no JSON, whoever is called refuses. */
function parsed(input: unknown): unknown {
  if (typeof input !== 'string') return input ?? {}
  try {
    return JSON.parse(input)
  } catch {
    return input
  }
}

function reasonOf({ done_reason: reason }: Line, called: boolean): FinishReason {
  if (reason === 'length') return 'length'
  return called ? 'tool-calls' : 'stop'
}

/** Older servers do not count a prompt that they have seen before, and then nothing is known. */
function usageOf({ prompt_eval_count: input, eval_count: output }: Line): { usage?: Usage } {
  if (typeof input !== 'number') return {}
  return { usage: { inputTokens: input, outputTokens: typeof output === 'number' ? output : 0 } }
}
