import { messageOf, RuntimeError } from '../core/errors.ts'
import type { Host } from '../core/host.ts'
import { suggestion } from '../core/text.ts'
import type { Toolbox } from '../core/toolbox.ts'
import type { PluginProblem } from '../plugins/discover.ts'
import { inTurn } from '../plugins/in-turn.ts'
import type { PluginEntry } from '../plugins/manifest.ts'
import type { Registry } from '../plugins/registry.ts'
import { prepareToolbox, type ReadyTool } from './prepare.ts'

/** The tools of every toolbox, under names that are unique. */
export interface Toolkit {
  readonly tools: readonly ReadyTool[]
  /** Toolboxes that cannot be used, and tools that are called otherwise than in their toolbox. */
  readonly problems: readonly PluginProblem[]
  /** @throws RuntimeError `not-found` that says which tool may be meant */
  get(name: string): ReadyTool
  close(): Promise<void>
}

interface Box {
  entry: PluginEntry
  tools: readonly ReadyTool[]
  toolbox: Toolbox
}

/** Sets every toolbox up that was found. One that cannot be used is told, and costs nobody else anything. */
export async function loadToolkit(registry: Registry, host: Host): Promise<Toolkit> {
  const problems: PluginProblem[] = []
  const entries = registry.entries.filter(({ kind }) => kind === 'toolbox')
  const made = await inTurn(entries, async (entry) => {
    try {
      return [await open(entry, registry, host)]
    } catch (error) {
      problems.push({ id: entry.id, location: entry.location, message: messageOf(error) })
      return []
    }
  })
  const boxes = made.flat()
  const byName = nameTools(boxes, problems)
  return {
    tools: [...byName.values()],
    problems,
    get: (name) => byName.get(name) ?? unknown(name, byName),
    close: async () => {
      await Promise.all(boxes.map(async ({ toolbox }) => await toolbox.close?.()))
    },
  }
}

async function open(entry: PluginEntry, registry: Registry, host: Host): Promise<Box> {
  const { id, location } = entry
  const plugin = await registry.load(entry)
  const config = {}
  const [problem] = plugin.configure(config)
  if (problem) {
    const what = `needs settings, which no toolbox gets: ${problem.pointer} ${problem.message}`
    throw new RuntimeError('plugin-failed', `Plugin "${id}" (${location}) ${what}.`)
  }
  const toolbox = (await plugin.create(config, host)) as Toolbox // by its brand; `prepareToolbox` looks closer
  try {
    return { entry, toolbox, tools: prepareToolbox(entry, toolbox, { checkSchemas: entry.origin !== 'bundled' }) }
  } catch (error) {
    await toolbox?.close?.()
    throw error
  }
}

/** Tools by name. Where toolboxes share a name, none of them has it: theirs are put before it. */
function nameTools(boxes: readonly Box[], problems: PluginProblem[]): Map<string, ReadyTool> {
  const owners = new Map<string, string[]>()
  for (const { name, toolbox } of boxes.flatMap(({ tools }) => tools)) {
    owners.set(name, [...(owners.get(name) ?? []), toolbox])
  }
  const named = new Map<string, ReadyTool>()
  for (const { entry, tools } of boxes) {
    const tell = (message: string) => problems.push({ id: entry.id, location: entry.location, message })
    for (const tool of tools) {
      const others = (owners.get(tool.name) ?? []).filter((id) => id !== entry.id)
      const name = others.length === 0 ? tool.name : `${entry.id.replace(/[^A-Za-z0-9_-]+/g, '_')}__${tool.name}`
      if (named.has(name)) {
        tell(`Its tool "${tool.name}" is left out: another one is called "${name}" already; rename one of them.`)
        continue
      }
      named.set(name, name === tool.name ? tool : { ...tool, name })
      if (others.length > 0) {
        tell(`Its tool "${tool.name}" is called "${name}", since "${others.join('", "')}" has one of that name too.`)
      }
    }
  }
  return named
}

function unknown(name: string, byName: ReadonlyMap<string, ReadyTool>): never {
  const shared = [...byName.values()].filter(({ tool }) => tool.name === name).map((tool) => `"${tool.name}"`)
  const hint = shared.length > 0 ? `; did you mean ${shared.join(' or ')}?` : suggestion(name, byName.keys())
  throw new RuntimeError('not-found', `There is no tool "${name}"${hint || '; see "dramatis tools list".'}`)
}
