import { refuseLogprobs } from '../../formats/openai/index.ts'
import { type HttpCall, missing, refuse, type Turn } from '../../http/index.ts'
import { type ChatRequest, type Limits, lastQuestion, type Message } from '../../index.ts'
import { type Item, parseItem } from './item-wire.ts'
import { toMessages } from './items.ts'
import { decodeTools } from './tools.ts'
import { parseResponse, type ResponseBody } from './wire.ts'

export interface ResponsesTurn extends Turn {
  /** What the client wrote; a response repeats much of it. */
  body: ResponseBody
  /** The input alone, without what went before it. */
  items: readonly Item[]
  conversation: string | undefined
}

/**
 * Reads a request. What it only points at, earlier responses and items, is still to be looked up.
 * @throws RuntimeError `invalid-request`
 */
export function decodeResponse(call: HttpCall): ResponsesTurn {
  const body = parseResponse(call.body)
  refuseResponse(body)
  const conversation = typeof body.conversation === 'string' ? body.conversation : body.conversation?.id
  if (conversation !== undefined && body.previous_response_id != null) {
    refuse('/previous_response_id', 'Send either "previous_response_id" or "conversation", not both.')
  }
  if (body.input == null && body.previous_response_id == null && conversation === undefined) throw missing('/input')
  return {
    model: body.model ?? '',
    requests: [],
    stream: body.stream ?? false,
    body,
    items: decodeInput(body.input),
    conversation,
  }
}

function decodeInput(input: ResponseBody['input']): readonly Item[] {
  if (input == null) return []
  if (typeof input === 'string') return [{ kind: 'message', body: { role: 'user', content: input } }]
  return input.map((item, index) => parseItem(item, `/input/${index}`))
}

/** What the API has and no persona can do. A request that asks for it is refused, not cut down. */
function refuseResponse(body: ResponseBody): void {
  if (body.background) refuse('/background', 'Responses are not made in the background here: wait for them, or stream.')
  if (body.prompt) refuse('/prompt', 'No such prompt: templates are not kept here. Send "instructions" and "input".')
  if (body.moderation) refuse('/moderation', 'Nothing is moderated here.')
  if (body.top_logprobs) refuseLogprobs('/top_logprobs')
  if (body.include?.includes('message.output_text.logprobs')) refuseLogprobs('/include')
}

/** The turn, when everything is known that goes before its input: `past`. */
export function withRequest(turn: ResponsesTurn, items: readonly Item[], past: readonly Item[]): ResponsesTurn {
  const { body, conversation } = turn
  const user = body.user ?? body.safety_identifier
  const effort = body.reasoning?.effort
  const messages = [...decodeInstructions(body), ...toMessages(past), ...toMessages(items)]
  const request: ChatRequest = {
    question: lastQuestion(messages),
    messages,
    limits: decodeLimits(body),
    ...decodeTools(body),
    ...(body.parallel_tool_calls == null ? {} : { parallelToolCalls: body.parallel_tool_calls }),
    ...decodeOutput(body.text?.format),
    ...(effort == null ? {} : { reasoning: { effort } }),
    ...(conversation === undefined ? {} : { conversation }),
    ...(user == null ? {} : { user }),
  }
  return { ...turn, items, requests: [request] }
}

function decodeInstructions({ instructions }: ResponseBody): readonly Message[] {
  return instructions ? [{ role: 'system', parts: [{ type: 'text', text: instructions }] }] : []
}

function decodeLimits({ max_output_tokens, temperature, top_p }: ResponseBody): Limits {
  return {
    ...(max_output_tokens == null ? {} : { maxTokens: max_output_tokens }),
    ...(temperature == null ? {} : { temperature }),
    ...(top_p == null ? {} : { topP: top_p }),
  }
}

function decodeOutput(format: NonNullable<ResponseBody['text']>['format']): Pick<ChatRequest, 'output'> {
  if (!format || format.type === 'text') return {}
  if (format.type === 'json_object') return { output: {} }
  if (format.name === undefined) throw missing('/text/format/name')
  if (format.schema === undefined) throw missing('/text/format/schema')
  return { output: { schema: format.schema } }
}
