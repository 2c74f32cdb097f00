import { needed } from '../../http/index.ts'
import type { ChatRequest, Limits, Message, ToolChoice, ToolSpec } from '../../index.ts'
import { lastQuestion } from '../../index.ts'
import { decodeMessage } from './content.ts'
import { threadNotFound, wrong } from './problems.ts'
import { type CountBody, type MessagesBody, parseCount } from './wire.ts'

/** The request of a body that may have neither limits nor a model. @throws RuntimeError `invalid-request` */
export function decodeQuestion(body: unknown): { model: string; request: ChatRequest } {
  const parsed = parseCount(body)
  const model = parsed.model ?? ''
  return { model, request: toRequest(parsed, model) }
}

/** @throws RuntimeError `invalid-request` that names the field. */
export function decodeRequest(body: MessagesBody, model: string): ChatRequest {
  const user = body.metadata?.user_id
  return { ...toRequest(body, model), limits: decodeLimits(body), ...(user == null ? {} : { user }) }
}

function toRequest(body: CountBody, model: string): ChatRequest {
  refuse(body)
  const messages = [...decodeSystem(body.system), ...body.messages.flatMap(decodeMessage)]
  const tools = body.tools?.map((tool, index) => decodeTool(tool, index, model))
  const format = body.output_config?.format ?? body.output_format
  return {
    question: lastQuestion(messages),
    messages,
    ...(tools?.length ? { tools } : {}),
    ...decodeToolChoice(body.tool_choice, tools ?? []),
    ...(format == null ? {} : { output: { schema: format.schema } }),
    ...decodeReasoning(body),
  }
}

/** What the API has and no persona can do: a request that asks for it is refused, not cut down. */
function refuse({ messages, mcp_servers, container, thread }: CountBody): void {
  if (thread?.type === 'continue') throw threadNotFound()
  if (messages.length === 0) throw wrong('/messages', 'at least one message is required')
  if (mcp_servers?.length) throw wrong('/mcp_servers', 'MCP servers cannot be called from here; send their tools.')
  if (container != null) throw wrong('/container', 'There are no containers here.')
}

function decodeSystem(system: CountBody['system']): readonly Message[] {
  if (system == null || system.length === 0) return []
  const texts = typeof system === 'string' ? [system] : system.map(({ text }) => text)
  return [{ role: 'system', parts: texts.map((text) => ({ type: 'text', text })) }]
}

/**
 * The vendor runs these itself, or they stand for tools that the request does not name. Others that it defines for the
 * client to run have no schema in the request.
 */
const serverTools = /^(web_search|web_fetch|code_execution|tool_search_tool|advisor|[a-z]+_toolset)/

function decodeTool(tool: NonNullable<CountBody['tools']>[number], index: number, model: string): ToolSpec {
  const at = `/tools/${index}`
  const { name, description, input_schema } = tool
  const type = tool.type ?? 'custom'
  if (serverTools.test(type)) {
    throw wrong(at, `'${model.slice(0, 100)}' does not support tool types: ${type.slice(0, 60)}.`)
  }
  return {
    name: needed(name, `${at}/name`),
    description: description ?? '',
    input: type === 'custom' ? needed(input_schema, `${at}/input_schema`) : { type: 'object' },
  }
}

const choices = { auto: 'auto', any: 'required', none: 'none' } as const

function decodeToolChoice(
  choice: CountBody['tool_choice'],
  tools: readonly ToolSpec[],
): Pick<ChatRequest, 'toolChoice' | 'parallelToolCalls'> {
  if (choice == null) return {}
  const { disable_parallel_tool_use: alone } = choice
  return { toolChoice: toolChoice(choice, tools), ...(alone == null ? {} : { parallelToolCalls: !alone }) }
}

function toolChoice(choice: NonNullable<CountBody['tool_choice']>, tools: readonly ToolSpec[]): ToolChoice {
  if (choice.type !== 'tool') return choices[choice.type]
  const name = needed(choice.name, '/tool_choice/name')
  if (tools.some((tool) => tool.name === name)) return { name }
  throw wrong('/tool_choice', `Tool '${name.slice(0, 100)}' not found in provided tools`)
}

function decodeReasoning({ thinking, output_config }: CountBody): Pick<ChatRequest, 'reasoning'> {
  const effort = thinking?.type === 'disabled' ? 'none' : output_config?.effort
  const budget = thinking?.type === 'enabled' ? needed(thinking.budget_tokens, '/thinking/budget_tokens') : undefined
  if (thinking == null && effort == null) return {}
  return { reasoning: { ...(effort == null ? {} : { effort }), ...(budget === undefined ? {} : { budget }) } }
}

function decodeLimits({ max_tokens, stop_sequences, temperature, top_p, top_k }: MessagesBody): Limits {
  return {
    maxTokens: max_tokens,
    ...(stop_sequences == null ? {} : { stop: stop_sequences }),
    ...(temperature == null ? {} : { temperature }),
    ...(top_p == null ? {} : { topP: top_p }),
    ...(top_k == null ? {} : { topK: top_k }),
  }
}
