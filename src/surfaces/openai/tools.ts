import { onlyAllowed, toToolSpec } from '../../formats/openai/index.ts'
import { missing, refuse } from '../../http/index.ts'
import type { ChatRequest, ToolSpec } from '../../index.ts'
import type { ResponseBody, ToolBody } from './wire.ts'

/**
 * The functions that a client offers, and which of them may or must be called.
 * @throws RuntimeError `invalid-request` for tools that the vendor would run itself, or that nobody offers.
 */
export function decodeTools({ tools, tool_choice }: ResponseBody): Pick<ChatRequest, 'tools' | 'toolChoice'> {
  const offered = (tools ?? []).map((tool, index) => decodeTool(tool, `/tools/${index}`))
  const { allowed, ...choice } = decodeChoice(tool_choice, offered)
  return { ...(allowed.length > 0 ? { tools: allowed } : {}), ...choice }
}

function decodeTool(tool: ToolBody, at: string): ToolSpec {
  if (tool.type !== 'function') refuseTool(tool.type, `${at}/type`)
  if (tool.name === undefined) throw missing(`${at}/name`)
  return toToolSpec({ name: tool.name, description: tool.description, parameters: tool.parameters })
}

function decodeChoice(
  choice: ResponseBody['tool_choice'],
  offered: readonly ToolSpec[],
): Pick<ChatRequest, 'toolChoice'> & { allowed: readonly ToolSpec[] } {
  if (choice == null) return { allowed: offered }
  if (typeof choice === 'string') {
    if (choice === 'auto' || choice === 'none' || choice === 'required') return { allowed: offered, toolChoice: choice }
    refuse('/tool_choice', `The tool choice must be "none", "auto", "required" or an object, not "${choice}".`)
  }
  switch (choice.type) {
    case 'function': {
      const { name } = choice
      if (name === undefined) throw missing('/tool_choice/name')
      onlyAllowed(offered, [name], '/tool_choice/name')
      return { allowed: offered, toolChoice: { name } }
    }
    case 'allowed_tools': {
      const names = (choice.tools ?? []).map((tool, index) => {
        if (tool.type !== 'function') refuseTool(tool.type, `/tool_choice/tools/${index}/type`)
        return tool.name
      })
      return {
        allowed: onlyAllowed(offered, names, '/tool_choice/tools'),
        toolChoice: choice.mode ?? 'auto',
      }
    }
    default:
      refuseTool(choice.type, '/tool_choice/type')
  }
}

function refuseTool(type: string | undefined, pointer: string): never {
  refuse(
    pointer,
    `Hosted tool '${type}' is not supported here: a client's tools are functions, which the client runs itself.`,
  )
}
