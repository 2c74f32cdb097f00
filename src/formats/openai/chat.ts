import type { Answering, Codec, Framing, HttpCall, Turn } from '../../http/index.ts'
import { partAsText } from '../../http/index.ts'
import type { ChatRequest, ToolCall, ToolChoice, ToolSpec, TurnEvent } from '../../index.ts'
import { lastQuestion, RuntimeError } from '../../index.ts'
import { ChatChunks } from './chat-chunks.ts'
import { decodeLimits } from './limits.ts'
import { decodeMessage } from './messages.ts'
import { refuseChat } from './refusals.ts'
import { encodeUsage, finishReasons } from './usage.ts'
import { type ChatBody, parseChat } from './wire.ts'

export interface OpenAiTurn extends Turn {
  includeUsage: boolean
  /** How many answers each prompt gets. */
  alternatives: number
  /** Texts that go before the answers, where the client wants its prompts echoed. */
  echo?: readonly string[]
}

/** Chat completions. Source: openai/openai-openapi, `createChatCompletion`. */
export function chatCodec(framing: Framing): Codec<OpenAiTurn> {
  return {
    contentType: framing.contentType,
    decode: decodeChat,
    body: encodeChat,
    frames: (events, turn, answering) => new ChatChunks(turn, answering, framing).frames(events),
  }
}

function decodeChat(call: HttpCall): OpenAiTurn {
  const body = parseChat(call.body)
  refuseChat(body)
  const messages = body.messages.map(decodeMessage)
  const tools = body.tools?.map(decodeTool)
  const effort = body.reasoning_effort
  const request: ChatRequest = {
    question: lastQuestion(messages),
    messages,
    limits: decodeLimits(body),
    ...(tools?.length ? { tools } : {}),
    ...(body.tool_choice == null ? {} : { toolChoice: decodeToolChoice(body.tool_choice) }),
    ...(body.parallel_tool_calls == null ? {} : { parallelToolCalls: body.parallel_tool_calls }),
    ...decodeOutput(body.response_format),
    ...(effort == null ? {} : { reasoning: { effort } }),
    ...(body.user == null ? {} : { user: body.user }),
  }
  const alternatives = body.n ?? 1
  return {
    model: body.model ?? '',
    requests: Array.from({ length: alternatives }, () => request),
    stream: body.stream ?? false,
    includeUsage: body.stream_options?.include_usage ?? false,
    alternatives,
  }
}

function decodeTool(tool: NonNullable<ChatBody['tools']>[number], index: number): ToolSpec {
  if (!tool.function) {
    throw new RuntimeError('invalid-request', 'A tool needs a function.', {
      pointer: `/tools/${index}/function`,
      problem: 'missing',
    })
  }
  const { name, description, parameters } = tool.function
  return { name, description: description ?? '', input: parameters ?? { type: 'object', properties: {} } }
}

function decodeToolChoice(choice: NonNullable<ChatBody['tool_choice']>): ToolChoice {
  if (typeof choice !== 'string') {
    if (choice.function) return { name: choice.function.name }
  } else if (choice === 'auto' || choice === 'none' || choice === 'required') {
    return choice
  }
  const message = 'The tool choice must be "none", "auto", "required" or a function.'
  throw new RuntimeError('invalid-request', message, { pointer: '/tool_choice', problem: 'value' })
}

function decodeOutput(format: ChatBody['response_format']): Pick<ChatRequest, 'output'> {
  if (!format || format.type === 'text') return {}
  const schema = format.type === 'json_schema' ? format.json_schema?.schema : undefined
  return { output: schema ? { schema } : {} }
}

function encodeChat(events: readonly TurnEvent[], turn: OpenAiTurn, { id, persona, startedAt }: Answering): object {
  const choices = turn.requests.map((_, index) => {
    const own = turn.requests.length === 1 ? events : events.filter(({ choice }) => choice === index)
    return encodeChoice(own, index)
  })
  return {
    id: `chatcmpl-${id}`,
    object: 'chat.completion',
    created: Math.floor(startedAt / 1000),
    model: turn.model || persona.name,
    choices,
    usage: encodeUsage(events, turn.alternatives),
  }
}

function encodeChoice(events: readonly TurnEvent[], index: number): object {
  let content = ''
  let reasoning = ''
  let finish: string = 'stop'
  const calls: object[] = []
  const annotations: object[] = []
  for (const event of events) {
    switch (event.type) {
      case 'text-delta':
        content += event.text
        break
      case 'reasoning-delta':
        reasoning += event.text
        break
      case 'part':
        content += partAsText(event.part)
        break
      case 'tool-call':
        calls.push(encodeCall(event.call))
        break
      case 'source':
        annotations.push(...encodeSource(event))
        break
      case 'finish':
        finish = finishReasons[event.reason]
        break
      case 'start':
      case 'tool-input-delta':
      case 'status':
        break
    }
  }
  const message = {
    role: 'assistant',
    content: content === '' && calls.length > 0 ? null : content,
    refusal: null,
    ...(reasoning === '' ? {} : { reasoning_content: reasoning }),
    ...(calls.length === 0 ? {} : { tool_calls: calls }),
    annotations,
  }
  return { index, message, logprobs: null, finish_reason: finish }
}

function encodeCall({ id, name, input }: ToolCall): object {
  return { id, type: 'function', function: { name, arguments: JSON.stringify(input ?? {}) } }
}

/** `url_citation` is the only kind of annotation that the format has for a source: one without an address has none. */
export function encodeSource({ source }: Extract<TurnEvent, { type: 'source' }>): object[] {
  const { url, title, start = 0, end = 0 } = source
  if (url === undefined) return []
  return [{ type: 'url_citation', url_citation: { url, title, start_index: start, end_index: end } }]
}
