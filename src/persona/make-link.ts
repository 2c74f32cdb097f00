import { dirname } from 'node:path'
import { isComment, step } from '../config/env.ts'
import { readable } from '../config/problems.ts'
import { messageOf } from '../core/errors.ts'
import type { Problem } from '../core/schema.ts'
import { suggestion } from '../core/text.ts'
import type { Log, Solver } from '../core/types.ts'
import type { Registry } from '../plugins/registry.ts'
import type { PersonaSpec } from './file.ts'
import { linkKeys, readLinkSettings, toLink } from './link.ts'
import type { Link } from './persona.ts'
import type { PersonaProblem } from './problem.ts'

export interface MadeLink {
  /** Undefined where it is switched off, missing or broken. */
  link: Link | undefined
  /** The key of its settings in the file; undefined where it has none. */
  block: string | undefined
  problems: readonly Omit<PersonaProblem, 'file'>[]
}

/** Makes one link of a chain: finds its plugin, checks its settings, creates its solver. Never throws. */
export async function makeLink(
  { plugin: name, pointer }: PersonaSpec['chain'][number],
  spec: PersonaSpec,
  registry: Registry,
  log: Log,
): Promise<MadeLink> {
  const entry = registry.find('solver', name)
  const block = [name, entry?.id ?? name, ...(entry?.aliases ?? [])].find((key) => spec.blocks.has(key))
  const failed = (...problems: MadeLink['problems']): MadeLink => ({ link: undefined, block, problems })
  const given = (block === undefined ? undefined : spec.blocks.get(block)) ?? {}
  const place = step('', block ?? name)
  if (typeof given !== 'object' || Array.isArray(given)) {
    return failed({ level: 'error', pointer: place, message: 'must be an object: the settings of a solver' })
  }
  const { settings, problems } = readLinkSettings(given)
  if (settings?.enabled === false) return failed()
  if (!entry) return failed(...problems.map(inBlock(place)), missing(name, pointer, registry))
  try {
    const plugin = await registry.load(entry)
    const config = ownSettings(given)
    const wrong = [...problems, ...readable(plugin.configure(config))]
    if (!settings || wrong.length > 0) return failed(...wrong.map(inBlock(place)))
    const solver = await plugin.create(config, { baseFolder: dirname(spec.file), log })
    if (isSolver(solver)) return { link: toLink(entry.id, solver, settings), block, problems: [] }
    const message = `plugin "${entry.id}" (${entry.location}) made something without a solve function`
    return failed({ level: 'link', pointer, message })
  } catch (error) {
    log.warn({ persona: spec.id, solver: entry.id, err: error }, 'A solver cannot be used.')
    return failed(...problems.map(inBlock(place)), { level: 'link', pointer, message: messageOf(error) })
  }
}

function inBlock(place: string) {
  return ({ pointer, message }: Problem) => ({ level: 'error' as const, pointer: place + pointer, message })
}

function missing(name: string, pointer: string, registry: Registry): MadeLink['problems'][number] {
  const broken = registry.problems.find(({ id }) => id === name)
  if (broken) return { level: 'link', pointer, message: `solver "${name}" cannot be used: ${broken.message}` }
  const next = suggestion(name, registry.names('solver')) || '; see "dramatis plugins" for those there are'
  return { level: 'link', pointer, message: `there is no solver "${name}"${next}` }
}

/** A copy of what is meant for the plugin itself. */
function ownSettings(block: object): object {
  const own = Object.entries(block).filter(([key]) => !linkKeys.includes(key) && !isComment(key))
  return structuredClone(Object.fromEntries(own))
}

function isSolver(value: unknown): value is Solver {
  return typeof value === 'object' && value !== null && 'solve' in value && typeof value.solve === 'function'
}
