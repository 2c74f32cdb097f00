import type { Host } from '../core/host.ts'
import type { PluginProblem } from '../plugins/discover.ts'
import type { Registry } from '../plugins/registry.ts'
import type { ToolRules } from './rules.ts'
import { openBox, type WantedToolbox } from './toolkit.ts'
import type { Box, Toolkit } from './toolset.ts'

/** The version of each toolbox, by id. */
export type Stamps = Map<string, string>

export function stampsOf(wanted: readonly WantedToolbox[], registry: Registry): Stamps {
  return new Map(wanted.map(({ entry: { id } }) => [id, registry.stamp('toolbox', id)]))
}

/**
 * Sets those toolboxes up again whose plugins have changed since `stamps`, which is brought up to date, and puts away
 * those that are gone. One that cannot be set up any more stays as it was, and is told.
 */
export async function refreshToolkit(
  toolkit: Toolkit,
  stamps: Stamps,
  {
    registry,
    wanted,
    host,
    rules,
  }: { registry: Registry; wanted: readonly WantedToolbox[]; host: Host; rules: ToolRules },
): Promise<void> {
  const exchange = (id: string, box: Box | undefined, problems: readonly PluginProblem[]): void => {
    toolkit.exchange(id, box, problems).catch((error: unknown) => {
      host.log.warn({ toolbox: id, err: error }, 'A toolbox did not close properly.')
    })
  }
  const now = stampsOf(wanted, registry)
  for (const id of [...stamps.keys()].filter((known) => !now.has(known))) {
    stamps.delete(id)
    exchange(id, undefined, [])
  }
  for (const each of wanted) {
    const { id } = each.entry
    const stamp = now.get(id) ?? ''
    if (stamps.get(id) === stamp) continue
    stamps.set(id, stamp)
    const problems: PluginProblem[] = []
    try {
      const box = await openBox(each, registry, host, rules, problems)
      exchange(id, box, problems)
    } catch (error) {
      host.log.warn({ toolbox: id, err: error }, 'A toolbox has changed and cannot be used; the one before it stays.')
    }
  }
}
