import { type Caller, currentCaller } from '../core/caller.ts'
import { RuntimeError } from '../core/errors.ts'
import { suggestion } from '../core/text.ts'
import type { ServedTool, Toolset } from '../core/toolset.ts'

const views = new WeakMap<Toolset, WeakMap<Caller, Toolset>>()

/** A toolset as the caller of now sees it: tools that its key is not good for do not exist. */
export function visibleTools(toolset: Toolset): Toolset {
  const caller = currentCaller()
  const { mayUse } = caller
  if (!mayUse) return toolset
  const ofToolset = views.get(toolset) ?? new WeakMap<Caller, Toolset>()
  views.set(toolset, ofToolset)
  const view = ofToolset.get(caller) ?? limited(toolset, mayUse)
  ofToolset.set(caller, view)
  return view
}

/** Resources and prompts have no names that a key could be good for: whoever has some of the tools has none of them. */
function limited(toolset: Toolset, mayUse: (tool: ServedTool) => boolean): Toolset {
  const get = (name: string): ServedTool => {
    const known = toolset.tools.find((tool) => tool.name === name)
    if (known && mayUse(known)) return known
    const names = toolset.tools.filter(mayUse).map((tool) => tool.name)
    const near = suggestion(name, names)
    throw new RuntimeError('not-found', `There is no tool "${name.slice(0, 100)}"${near || '.'}`)
  }
  return {
    get tools() {
      return toolset.tools.filter(mayUse)
    },
    resources: [],
    templates: [],
    prompts: [],
    get,
    async call(name, input, session, options) {
      return await toolset.call(get(name).name, input, session, options)
    },
    attempt: (subject, session, run) => toolset.attempt(subject, session, run),
    onChange: (listener) => toolset.onChange(listener),
  }
}
