import { RuntimeError } from '../core/errors.ts'
import { suggestion } from '../core/text.ts'
import type { ReadyTool } from './prepare.ts'

interface Box {
  readonly id: string
  readonly tools: readonly ReadyTool[]
}

/** Tools by name. Where toolboxes share a name, none of them has it: theirs are put before it. */
export function nameTools(
  boxes: readonly Box[],
  tell: (id: string, message: string) => void,
): ReadonlyMap<string, ReadyTool> {
  const owners = new Map<string, string[]>()
  for (const { name, toolbox } of boxes.flatMap(({ tools }) => tools)) {
    owners.set(name, [...(owners.get(name) ?? []), toolbox])
  }
  const named = new Map<string, ReadyTool>()
  for (const { id, tools } of boxes) {
    for (const tool of tools) {
      const others = (owners.get(tool.name) ?? []).filter((owner) => owner !== id)
      const name = others.length === 0 ? tool.name : prefixed(id, tool.name)
      if (named.has(name)) {
        tell(id, `Its tool "${tool.name}" is left out: another one is called "${name}" already; rename one of them.`)
        continue
      }
      named.set(name, name === tool.name ? tool : { ...tool, name, spec: { ...tool.spec, name } })
      if (others.length > 0) {
        tell(
          id,
          `Its tool "${tool.name}" is called "${name}", since "${others.join('", "')}" has one of that name too.`,
        )
      }
    }
  }
  return named
}

/** `box__tool`, in the letters that every vendor takes. */
export function prefixed(id: string, name: string): string {
  return `${id.replace(/[^A-Za-z0-9_-]+/g, '_')}__${name}`
}

/** @throws RuntimeError `not-found` that says which tool may be meant */
export function unknownTool(name: string, byName: ReadonlyMap<string, ReadyTool>): never {
  const shared = [...byName.values()].filter(({ tool }) => tool.name === name).map((tool) => `"${tool.name}"`)
  const hint = shared.length > 0 ? `; did you mean ${shared.join(' or ')}?` : suggestion(name, byName.keys())
  throw new RuntimeError(
    'not-found',
    `There is no tool "${name.slice(0, 100)}"${hint || '; see "dramatis tools list".'}`,
  )
}
