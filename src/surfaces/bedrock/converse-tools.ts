import type { ChatRequest, ToolChoice, ToolSpec } from '../../index.ts'
import type { BodyMessage } from './block-wire.ts'
import type { ToolConfig } from './converse-wire.ts'
import { refuse } from './refusals.ts'

/** The tools of a conversation. Its messages may take one away, and give it back. */
export function decodeTools(
  { tools, toolChoice }: ToolConfig,
  messages: readonly BodyMessage[],
): Pick<ChatRequest, 'tools' | 'toolChoice'> {
  const removed = removedTools(messages)
  const offered = tools
    .flatMap((tool, index) => decodeTool(tool, `/toolConfig/tools/${index}`))
    .filter(({ name }) => !removed.has(name))
  return {
    ...(offered.length > 0 ? { tools: offered } : {}),
    ...(toolChoice == null ? {} : { toolChoice: decodeChoice(toolChoice) }),
  }
}

function decodeTool(
  { toolSpec, systemTool, cachePoint }: ToolConfig['tools'][number],
  at: string,
): readonly ToolSpec[] {
  if (toolSpec != null) {
    const { name, description, inputSchema } = toolSpec
    return [{ name, description: description ?? '', input: inputSchema.json }]
  }
  if (systemTool != null) refuse(`${at}/systemTool`, 'System tools run at the vendor: there are none here.')
  return cachePoint != null ? [] : refuse(at, 'A tool must set toolSpec.')
}

function decodeChoice({ auto, any, tool }: NonNullable<ToolConfig['toolChoice']>): ToolChoice {
  if (tool != null) return { name: tool.name }
  if (any != null) return 'required'
  return auto != null ? 'auto' : refuse('/toolConfig/toolChoice', 'The tool choice must set auto, any or tool.')
}

function removedTools(messages: readonly BodyMessage[]): ReadonlySet<string> {
  const removed = new Set<string>()
  for (const { content } of messages) {
    for (const { toolAddition, toolRemoval } of content) {
      if (toolAddition?.tool.name) removed.delete(toolAddition.tool.name)
      if (toolRemoval?.tool.name) removed.add(toolRemoval.tool.name)
    }
  }
  return removed
}
