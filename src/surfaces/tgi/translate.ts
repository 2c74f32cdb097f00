import { OpenCalls } from '../../http/index.ts'
import { decodeGrammar } from './grammar.ts'
import { isRecord } from './record.ts'

type Fields = { readonly [key: string]: unknown }

const choices = new Set(['', 'auto', 'none', 'required'])

/**
 * TGI's own spellings of a chat request as OpenAI's. What has the wrong type is left for the format to refuse.
 * @throws RuntimeError `invalid-request` for a grammar that cannot be asked for.
 */
export function translateChat(body: unknown): unknown {
  if (!isRecord(body)) return body
  const { messages, tools, tool_choice, response_format, logit_bias } = body
  return {
    ...body,
    ...(Array.isArray(messages) ? { messages: withCallIds(messages.map(translateMessage)) } : {}),
    ...(Array.isArray(logit_bias) ? { logit_bias: Object.fromEntries(logit_bias.entries()) } : {}),
    ...(Array.isArray(tools) ? { tools: tools.map(translateTool) } : {}),
    ...(typeof tool_choice === 'string' && !choices.has(tool_choice)
      ? { tool_choice: { type: 'function', function: { name: tool_choice } } }
      : {}),
    ...(isRecord(response_format) ? { response_format: translateFormat(response_format) } : {}),
  }
}

/** Fields that are null are absent, and the arguments of calls may be JSON values. */
function translateMessage(message: unknown): unknown {
  if (!isRecord(message)) return message
  const { content, tool_calls, ...rest } = withoutNulls(message)
  return {
    ...rest,
    ...(content === undefined ? {} : { content: Array.isArray(content) ? content.map(withoutNullsIn) : content }),
    ...(Array.isArray(tool_calls) ? { tool_calls: tool_calls.map(translateCall) } : {}),
  }
}

/** TGI's own results of tools do not say which call they belong to: the first one of that tool that has none yet. */
function withCallIds(messages: readonly unknown[]): readonly unknown[] {
  const open = new OpenCalls()
  return messages.map((message, index) => {
    if (!isRecord(message)) return message
    const { role, name, tool_calls, tool_call_id } = message
    for (const call of Array.isArray(tool_calls) ? tool_calls : []) {
      if (isRecord(call) && isRecord(call.function)) {
        open.add({ id: String(call.id), name: String(call.function.name), input: {} })
      }
    }
    if (role !== 'tool') return message
    const call = open.take(textOf(tool_call_id), textOf(name))
    return tool_call_id === undefined ? { ...message, tool_call_id: call?.id ?? `call_${index}` } : message
  })
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function translateCall(call: unknown): unknown {
  if (!isRecord(call) || !isRecord(call.function)) return call
  const { arguments: input } = call.function
  return typeof input === 'string' || input === undefined
    ? call
    : { ...call, function: { ...call.function, arguments: JSON.stringify(input) } }
}

/** The schema of a tool's input is called `arguments` in TGI's own description, and `parameters` by most clients. */
function translateTool(tool: unknown): unknown {
  if (!isRecord(tool) || !isRecord(tool.function)) return tool
  const { arguments: input, ...rest } = tool.function
  return input === undefined ? tool : { ...tool, function: { parameters: input, ...rest } }
}

/** `{ type, value }` is TGI's grammar; without a value the form is OpenAI's already. */
function translateFormat(format: Fields): Fields {
  if (format.type === 'json' && format.value == null) return { type: 'json_object' }
  if (format.type !== 'regex' && format.value == null) return format
  const schema = decodeGrammar(format, '/response_format')
  return { type: 'json_schema', json_schema: { name: 'grammar', schema } }
}

function withoutNullsIn(value: unknown): unknown {
  return isRecord(value) ? withoutNulls(value) : value
}

function withoutNulls(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null))
}
