import { messageOf } from '../core/errors.ts'
import { suggestion } from '../core/text.ts'
import { resultText } from '../core/tool-result.ts'
import type { Context, Message, Part, ToolCall, ToolSpec } from '../core/types.ts'
import { callTool } from '../toolbox/call.ts'
import type { ReadyTool } from '../toolbox/prepare.ts'

type Result = Extract<Message, { role: 'tool' }>

/** The persona's own tools, as a solver calls them. */
export class OwnTools {
  readonly #tools: ReadonlyMap<string, ReadyTool>
  readonly #accepts: ReadonlySet<Part['type']>

  /** `accepts` is what the solver can read besides text. */
  constructor(tools: readonly ReadyTool[], accepts: ReadonlySet<Part['type']>) {
    this.#tools = new Map(tools.map((tool) => [tool.name, tool]))
    this.#accepts = accepts
  }

  /** Whether calling that may change something. */
  changes(name: string): boolean {
    const tool = this.#tools.get(name)
    return tool !== undefined && tool.tool.annotations?.readOnly !== true
  }

  /** What came of a call, in words for the solver, which was offered `specs`. @throws where nobody waits any more */
  async call({ id: callId, name, input }: ToolCall, specs: readonly ToolSpec[], context: Context): Promise<Result> {
    const failed = (text: string): Result => ({
      role: 'tool',
      callId,
      name,
      parts: [{ type: 'text', text }],
      failed: true,
    })
    const tool = this.#tools.get(name)
    if (!tool) {
      const names = specs.map((spec) => spec.name)
      return failed(`There is no tool "${name}"${suggestion(name, names) || `; there are: ${names.join(', ')}.`}`)
    }
    try {
      const { signal, log, memory } = context
      const called = await callTool(tool, input, { signal, log, memory, caller: 'persona' })
      if (called.kind === 'ask') return failed(`The tool "${name}" asks for something that nobody here can answer.`)
      const media = called.parts.filter((part) => 'mediaType' in part && this.#accepts.has(part.type))
      return { role: 'tool', callId, name, parts: [{ type: 'text', text: resultText(called) }, ...media] }
    } catch (error) {
      if (context.signal.aborted) throw error
      return failed(messageOf(error))
    }
  }
}
