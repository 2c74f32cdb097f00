import type { HttpCall } from '../../http/index.ts'
import { lastQuestion, type ToolSpec } from '../../index.ts'
import { answerCodec } from './answer.ts'
import { decodeMessages } from './messages.ts'
import { type OllamaTurn, toTurn } from './turn.ts'
import { parseChat, type ToolBody } from './wire.ts'

/** `POST /api/chat`. Source: ollama/ollama, `ChatHandler`. */
export const chatCodec = answerCodec(decodeChat, (said) => ({ message: { role: 'assistant', ...said } }))

function decodeChat(call: HttpCall): OllamaTurn {
  const body = parseChat(call.body)
  if (!body.messages?.length) return toTurn(body, undefined)
  const messages = decodeMessages(body.messages)
  const tools = body.tools?.map(decodeTool)
  return toTurn(body, { question: lastQuestion(messages), messages, ...(tools?.length ? { tools } : {}) })
}

function decodeTool({ function: { name, description, parameters } }: ToolBody): ToolSpec {
  return { name, description: description ?? '', input: parameters ?? { type: 'object', properties: {} } }
}
