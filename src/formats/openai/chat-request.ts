import { type HttpCall, needed } from '../../http/index.ts'
import type { ChatRequest } from '../../index.ts'
import { lastQuestion } from '../../index.ts'
import { decodeLimits } from './limits.ts'
import { decodeMessages } from './messages.ts'
import { refuseChat } from './refusals.ts'
import { decodeFunctions, decodeTools } from './tools.ts'
import type { OpenAiTurn } from './turn.ts'
import { type ChatBody, parseChat } from './wire.ts'

/** @throws RuntimeError `invalid-request` that names the field. */
export function decodeChat(call: HttpCall): OpenAiTurn {
  const body = parseChat(call.body)
  refuseChat(body)
  const messages = decodeMessages(body.messages)
  const functions = (body.functions ?? []).length > 0
  const effort = body.reasoning_effort
  const user = body.user ?? body.safety_identifier
  const request: ChatRequest = {
    question: lastQuestion(messages),
    messages,
    limits: decodeLimits(body),
    ...(functions ? decodeFunctions(body) : decodeTools(body)),
    ...decodeOutput(body.response_format),
    ...(effort == null ? {} : { reasoning: { effort } }),
    ...(user == null ? {} : { user }),
  }
  const alternatives = body.n ?? 1
  return {
    model: body.model ?? '',
    requests: Array.from({ length: alternatives }, () => request),
    stream: body.stream ?? false,
    includeUsage: body.stream_options?.include_usage ?? false,
    alternatives,
    functions,
  }
}

function decodeOutput(format: ChatBody['response_format']): Pick<ChatRequest, 'output'> {
  if (!format || format.type === 'text') return {}
  if (format.type === 'json_object') return { output: {} }
  const { schema } = needed(format.json_schema, '/response_format/json_schema')
  return { output: schema ? { schema } : {} }
}
