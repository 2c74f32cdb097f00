import { onlyAllowed, toToolSpec } from '../../formats/openai/index.ts'
import { missing, needed, refuse } from '../../http/index.ts'
import type { ChatRequest, ToolSpec } from '../../index.ts'
import { fullName, textInput } from './called.ts'
import type { InnerToolBody, ResponseBody, ToolBody } from './wire.ts'

/**
 * The tools that a client offers to run, and which of them may or must be called.
 * @throws RuntimeError `invalid-request` for tools that the vendor would run itself, or that nobody offers.
 */
export function decodeTools({ tools, tool_choice }: ResponseBody): Pick<ChatRequest, 'tools' | 'toolChoice'> {
  const offered = (tools ?? []).flatMap((tool, index) => decodeTool(tool, `/tools/${index}`))
  const { allowed, ...choice } = decodeChoice(tool_choice, offered)
  return { ...(allowed.length > 0 ? { tools: allowed } : {}), ...choice }
}

/** A tool, or all those of a namespace. */
function decodeTool(tool: ToolBody, at: string): readonly ToolSpec[] {
  if (tool.type !== 'namespace') return [decodeOne(tool, at)]
  const namespace = needed(tool.name, `${at}/name`)
  return needed(tool.tools, `${at}/tools`).map((inner, index) => {
    const spec = decodeOne(inner, `${at}/tools/${index}`)
    return { ...spec, name: fullName({ namespace, name: spec.name }) }
  })
}

function decodeOne(tool: InnerToolBody, at: string): ToolSpec {
  if (!isClients(tool.type)) refuseTool(tool.type, `${at}/type`)
  const name = needed(tool.name, `${at}/name`)
  if (tool.type === 'function') return toToolSpec({ ...tool, name })
  return { name, description: describeCustom(tool, at), input: textInput }
}

/** What the input has to be like is said in words: nobody here can hold a model to a grammar. */
function describeCustom({ description, format }: InnerToolBody, at: string): string {
  if (format?.type !== 'grammar') return description ?? ''
  const syntax = needed(format.syntax, `${at}/format/syntax`)
  const rules = needed(format.definition, `${at}/format/definition`)
  return `${description ?? ''}\n\nThe input must match this grammar (${syntax}):\n${rules}`.trim()
}

function isClients(type: string | undefined): boolean {
  return type === 'function' || type === 'custom'
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
    case 'function':
    case 'custom': {
      const { name } = choice
      if (name === undefined) throw missing('/tool_choice/name')
      onlyAllowed(offered, [name], '/tool_choice/name')
      return { allowed: offered, toolChoice: { name } }
    }
    case 'allowed_tools': {
      const names = (choice.tools ?? []).map((tool, index) => {
        if (!isClients(tool.type)) refuseTool(tool.type, `/tool_choice/tools/${index}/type`)
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
  refuse(pointer, `Tool '${type}' is not supported here: a client's tools are those that it runs itself.`)
}
