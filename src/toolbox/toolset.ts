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
  /** What keeps it, or some of its tools, from being used now. */
  problems?(): readonly string[]
  /** Undefined where its tools are known; else a promise that never rejects, after which it has told what changed. */
  ready?(): Promise<void> | undefined
}

/** A toolset that has been opened, and is closed by whoever did it. */
export interface Toolkit extends Toolset {
  readonly tools: readonly ReadyTool[]
  /** Toolboxes that cannot be used, and tools that are called otherwise than in their toolbox. */
  readonly problems: readonly PluginProblem[]
  get(name: string): ReadyTool
  /** As for every toolset; `patience` is how long to wait, in milliseconds. */
  ready(patience?: number): Promise<void> | undefined
  /**
   * Puts a box in the place of the one with that id, or takes that away, with what there is to tell of it. The old one
   * is closed when what is under way is over; the promise tells of that.
   * @throws what the box throws whose tools cannot be used; nothing has changed then
   */
  exchange(id: string, box: Box | undefined, told: readonly PluginProblem[]): Promise<void>
  /** Resolves when what is under way now is over. */
  settled(): Promise<void>
  close(): Promise<void>
}

/** Whoever asks first waits so long for toolboxes that are yet to be reached; their tools come when they come. */
const usualPatience = 5_000

/**
 * The tools, resources and prompts of toolboxes together, under names that are unique. Where a toolbox tells of a
 * change its tools are read again; the old ones stay if the new ones cannot be used.
 */
export function joinToolboxes(
  given: readonly Box[],
  known: readonly PluginProblem[] = [],
  rules: ToolRules = defaultRules,
): Toolkit {
  let problems = known
  const boxes = given.map((box) => ({ ...box, tools: box.prepare() }))
  const listeners = new Set<(what: ToolboxChange) => void>()
  let naming: PluginProblem[] = []
  let byName = rename()
  let tools = [...byName.values()]
  let broken: PluginProblem[] = []
  /** Somebody has waited for the tools that were to come: nobody else has to. */
  let waited = false

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
  const watching = new Map<(typeof boxes)[number], (() => void) | undefined>()
  const watch = (box: (typeof boxes)[number]): void =>
    void watching.set(
      box,
      box.toolbox.watch?.((what) => changed(box, what)),
    )
  for (const box of boxes) watch(box)

  const underWay = new Set<Promise<unknown>>()
  async function counted<T>(work: Promise<T>): Promise<T> {
    underWay.add(work)
    try {
      return await work
    } finally {
      underWay.delete(work)
    }
  }
  const settled = async (): Promise<void> => void (await Promise.allSettled([...underWay]))

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
      const told = boxes.flatMap(({ id, location, problems: tell }) =>
        (tell?.() ?? []).map((message) => ({ id, location, message })),
      )
      return [...problems, ...naming, ...broken, ...told]
    },
    ready(patience = usualPatience) {
      const coming = boxes.flatMap((box) => box.ready?.() ?? [])
      if (coming.length === 0 || (waited && Number.isFinite(patience))) return undefined
      return within(patience, Promise.all(coming)).then(() => {
        waited = true
      })
    },
    get,
    call: async (name, input, session, options) => await counted(callTool(get(name), input, session, options)),
    attempt: (subject, session, run) => counted(attempt({ name: subject, input: undefined }, session, rules, run)),
    onChange(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    exchange(id, next, told) {
      const box = next && { ...next, tools: next.prepare() }
      const at = boxes.findIndex((other) => other.id === id)
      const old = boxes[at]
      boxes.splice(at < 0 ? boxes.length : at, old ? 1 : 0, ...(box ? [box] : []))
      if (old) watching.get(old)?.()
      if (old) watching.delete(old)
      if (box) watch(box)
      problems = [...problems.filter((problem) => problem.id !== id), ...told]
      broken = broken.filter((problem) => problem.id !== id)
      byName = rename()
      tools = [...byName.values()]
      for (const what of ['tools', 'resources', 'prompts'] as const) for (const listener of listeners) listener(what)
      return settled().then(() => old?.toolbox.close?.())
    },
    settled,
    async close() {
      for (const stop of watching.values()) stop?.()
      listeners.clear()
      await Promise.all(boxes.map(async ({ toolbox }) => await toolbox.close?.()))
    },
  }
}

async function within(patience: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => {
    if (Number.isFinite(patience)) timer = setTimeout(resolve, patience)
  })
  try {
    await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
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
