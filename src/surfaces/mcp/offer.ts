import type { Prompt, ServedTool, ToolOutcome, ToolSession, ToolSpec, Toolset } from '../../index.ts'

/** A tool of the host's own beside those of toolboxes. */
export interface OwnTool extends ServedTool {
  call(input: unknown, session: ToolSession): Promise<ToolOutcome>
}

/** What a server offers: the tools of a toolset, and what a persona adds to them. */
export interface Offer {
  readonly toolset: Toolset
  readonly ownTools: readonly OwnTool[]
  readonly ownPrompts: readonly Prompt[]
  /** What the server is about, for a model that reads it. */
  readonly instructions: string | undefined
}

/** What a session is offered, which lasts longer than what is offered now. */
export function lastingOffer(now: () => Offer): Offer {
  return {
    get toolset() {
      return now().toolset
    },
    get ownTools() {
      return now().ownTools
    },
    get ownPrompts() {
      return now().ownPrompts
    },
    get instructions() {
      return now().instructions
    },
  }
}

/** In a stable order; a tool of the host's own hides one of the same name. */
export function toolsOf({ toolset, ownTools }: Offer): readonly ServedTool[] {
  if (ownTools.length === 0) return toolset.tools
  const names = new Set(ownTools.map(({ name }) => name))
  return [...ownTools, ...toolset.tools.filter(({ name }) => !names.has(name))]
}

export function promptsOf({ toolset, ownPrompts }: Offer): readonly Prompt[] {
  if (ownPrompts.length === 0) return toolset.prompts
  const names = new Set(ownPrompts.map(({ name }) => name))
  return [...ownPrompts, ...toolset.prompts.filter(({ name }) => !names.has(name))]
}

/** @throws RuntimeError `not-found` that says which tool may be meant */
export function callTool(offer: Offer, name: string, input: unknown, session: ToolSession): Promise<ToolOutcome> {
  const own = offer.ownTools.find((tool) => tool.name === name)
  return own ? own.call(input, session) : offer.toolset.call(name, input, session)
}

/** What there is to tell of a tool, or nothing where there is none. */
export function specOf({ toolset, ownTools }: Offer, name: string): ToolSpec | undefined {
  const own = ownTools.find((tool) => tool.name === name)
  if (own) return own.spec
  try {
    return toolset.get(name).spec
  } catch {
    return undefined // whoever calls it is told
  }
}
