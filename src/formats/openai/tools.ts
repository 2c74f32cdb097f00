import { needed, refuse } from '../../http/index.ts'
import type { ChatRequest, JsonSchema, ToolSpec } from '../../index.ts'
import type { ChatBody } from './wire.ts'

type Tools = Pick<ChatRequest, 'tools' | 'toolChoice' | 'parallelToolCalls'>

/** @throws RuntimeError `invalid-request` that names the field. */
export function decodeTools({ tools, tool_choice, parallel_tool_calls }: ChatBody): Tools {
  const offered = (tools ?? []).map((tool, index) => toToolSpec(needed(tool.function, `/tools/${index}/function`)))
  const parallel = parallel_tool_calls == null ? {} : { parallelToolCalls: parallel_tool_calls }
  return { ...withTools(offered), ...decodeChoice(tool_choice, offered), ...parallel }
}

/** The older spelling of tools, of which one can be called at a time. */
export function decodeFunctions({ functions, function_call, tools }: ChatBody): Tools {
  if (tools?.length) refuse('/functions', 'Send either "tools" or "functions", not both.')
  const specs = (functions ?? []).map(toToolSpec)
  const offered = withTools(specs)
  if (function_call == null) return { ...offered, parallelToolCalls: false }
  if (typeof function_call === 'object') {
    const { name } = function_call
    onlyAllowed(specs, [name], '/function_call/name')
    return { ...offered, toolChoice: { name }, parallelToolCalls: false }
  }
  if (function_call !== 'none' && function_call !== 'auto') {
    refuse('/function_call', 'The function call must be "none", "auto" or a name.')
  }
  return { ...offered, toolChoice: function_call, parallelToolCalls: false }
}

function decodeChoice(choice: ChatBody['tool_choice'], offered: readonly ToolSpec[]): Tools {
  if (choice == null) return {}
  if (typeof choice === 'string') {
    if (choice === 'auto' || choice === 'none' || choice === 'required') return { toolChoice: choice }
  } else if (choice.function) {
    const { name } = choice.function
    onlyAllowed(offered, [name], '/tool_choice/function/name')
    return { toolChoice: { name } }
  } else if (choice.allowed_tools) {
    const { mode, tools } = choice.allowed_tools
    const names = tools.map((tool) => tool.function?.name)
    return { tools: onlyAllowed(offered, names, '/tool_choice/allowed_tools/tools'), toolChoice: mode }
  }
  refuse('/tool_choice', 'The tool choice must be "none", "auto", "required", a function or "allowed_tools".')
}

function withTools(tools: readonly ToolSpec[]): Pick<ChatRequest, 'tools'> {
  return tools.length > 0 ? { tools } : {}
}

/** A function as the vendor describes it. */
interface FunctionBody {
  readonly name: string
  readonly description?: string | null | undefined
  readonly parameters?: JsonSchema | null | undefined
}

export function toToolSpec({ name, description, parameters }: FunctionBody): ToolSpec {
  return { name, description: description ?? '', input: parameters ?? { type: 'object', properties: {} } }
}

/**
 * The tools that a choice leaves.
 * @throws RuntimeError `invalid-request` where it names one that is not offered.
 */
export function onlyAllowed(
  tools: readonly ToolSpec[],
  names: readonly (string | undefined)[],
  pointer: string,
): readonly ToolSpec[] {
  const offered = new Set<string | undefined>(tools.map((tool) => tool.name))
  for (const name of names) {
    if (!offered.has(name)) refuse(pointer, `The tool choice names ${name}, which is not among the tools.`)
  }
  const allowed = new Set(names)
  return tools.filter((tool) => allowed.has(tool.name))
}
