import { messageOf } from '../core/errors.ts'
import type { Prompt, Toolbox, ToolboxChange } from '../core/toolbox.ts'
import type { Toolset } from '../core/toolset.ts'
import type { PluginProblem } from '../plugins/discover.ts'
import { callTool } from './call.ts'
import { nameTools, prefixed, unknownTool } from './names.ts'
import type { ReadyTool } from './prepare.ts'
import { defaultRules, type ToolRules } from './rules.ts'
import { attempt } from './run.ts'

/** An open toolbox with its tools. */
export interface Box {
  readonly id: string
  readonly location: string
  readonly toolbox: Toolbox
  /** Its tools as they are now, of those that are allowed. @throws RuntimeError where they cannot be used */
  prepare(): readonly ReadyTool[]
}

/** A toolset that has been opened, and is closed by whoever did it. */
export interface Toolkit extends Toolset {
  readonly tools: readonly ReadyTool[]
  /** Toolboxes that cannot be used, and tools that are called otherwise than in their toolbox. */
  readonly problems: readonly PluginProblem[]
  get(name: string): ReadyTool
  close(): Promise<void>
}

/**
 * The tools, resources and prompts of toolboxes together, under names that are unique. Where a toolbox tells of a
 * change its tools are read again; the old ones stay if the new ones cannot be used.
 */
export function joinToolboxes(
  given: readonly Box[],
  problems: readonly PluginProblem[] = [],
  rules: ToolRules = defaultRules,
): Toolkit {
  const boxes = given.map((box) => ({ ...box, tools: box.prepare() }))
  const listeners = new Set<(what: ToolboxChange) => void>()
  let naming: PluginProblem[] = []
  let byName = rename()
  let tools = [...byName.values()]
  let broken: PluginProblem[] = []

  function rename(): ReadonlyMap<string, ReadyTool> {
    naming = []
    const locations = new Map(boxes.map(({ id, location }) => [id, location]))
    return nameTools(boxes, (id, message) => naming.push({ id, location: locations.get(id) ?? '', message }))
  }

  function changed(box: (typeof boxes)[number], what: ToolboxChange): void {
    if (what === 'tools') {
      broken = broken.filter(({ id }) => id !== box.id)
      try {
        box.tools = box.prepare()
      } catch (error) {
        const message = `Its tools changed and cannot be used, the old ones stay: ${messageOf(error)}`
        broken.push({ id: box.id, location: box.location, message })
        return
      }
      byName = rename()
      tools = [...byName.values()]
    }
    for (const listener of listeners) listener(what)
  }
  const unwatch = boxes.map((box) => box.toolbox.watch?.((what) => changed(box, what)))

  const get = (name: string): ReadyTool => byName.get(name) ?? unknownTool(name, byName)
  return {
    get tools() {
      return tools
    },
    get resources() {
      return unique(
        boxes,
        ({ toolbox }) => toolbox.resources,
        ({ uri }) => uri,
      )
    },
    get templates() {
      return unique(
        boxes,
        ({ toolbox }) => toolbox.templates,
        ({ uriTemplate }) => uriTemplate,
      )
    },
    get prompts() {
      return namePrompts(boxes)
    },
    get problems() {
      return [...problems, ...naming, ...broken]
    },
    get,
    call: async (name, input, session, options) => await callTool(get(name), input, session, options),
    attempt: async (subject, session, run) => await attempt({ name: subject, input: undefined }, session, rules, run),
    onChange(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    async close() {
      for (const stop of unwatch) stop?.()
      listeners.clear()
      await Promise.all(boxes.map(async ({ toolbox }) => await toolbox.close?.()))
    },
  }
}

/** Of things with the same address the first one counts. */
function unique<T>(boxes: readonly Box[], list: (box: Box) => readonly T[] | undefined, key: (item: T) => string): T[] {
  const found = new Map<string, T>()
  for (const box of boxes) {
    for (const item of list(box) ?? []) if (!found.has(key(item))) found.set(key(item), item)
  }
  return [...found.values()].sort((one, other) => (key(one) < key(other) ? -1 : 1))
}

function namePrompts(boxes: readonly Box[]): readonly Prompt[] {
  const all = boxes.flatMap(({ id, toolbox }) => (toolbox.prompts ?? []).map((prompt) => ({ id, prompt })))
  const times = (name: string): number => all.filter(({ prompt }) => prompt.name === name).length
  return all
    .map(({ id, prompt }) =>
      times(prompt.name) === 1
        ? prompt
        : Object.create(prompt, { name: { value: prefixed(id, prompt.name), enumerable: true } }),
    )
    .sort((one, other) => (one.name < other.name ? -1 : 1))
}
