import { dirname } from 'node:path'
import { isComment, step } from '../config/env.ts'
import { readable } from '../config/problems.ts'
import { messageOf } from '../core/errors.ts'
import type { SolverHost } from '../core/host.ts'
import type { Problem } from '../core/schema.ts'
import type { Solver } from '../core/types.ts'
import type { LoadedPlugin, Registry } from '../plugins/registry.ts'
import type { PersonaSpec } from './file.ts'
import { foreignSettingReason, isForeignId } from './foreign.ts'
import { inOurUnits, linkKeys, readLinkSettings, toLink } from './link.ts'
import type { Link } from './persona.ts'
import type { PersonaProblem } from './problem.ts'
import { describeMissing } from './stranger.ts'
import type { Workshop } from './workshop.ts'

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
  { registry, log, askPersona, llm }: Workshop,
): Promise<MadeLink> {
  const entry = registry.find('solver', name)
  const block = [name, entry?.id ?? name, ...(entry?.aliases ?? [])].find((key) => spec.blocks.has(key))
  const failed = (...problems: MadeLink['problems']): MadeLink => ({ link: undefined, block, problems })
  const written = (block === undefined ? undefined : spec.blocks.get(block)) ?? {}
  const filled = entry?.id === 'openai' && llm && typeof written === 'object' ? llm.fill(written) : written
  const place = step('', block ?? name)
  if (!entry && isForeignId(name)) return isOff(filled) ? failed() : failed(...foreign(name, pointer, block, registry))
  if (!isBlock(filled)) {
    return failed({ level: 'error', pointer: place, message: 'must be an object: the settings of a solver' })
  }
  const given = inOurUnits(filled, block)
  const { settings, problems } = readLinkSettings(given)
  if (settings?.enabled === false) return failed()
  if (!entry) return failed(...problems.map(inBlock(place)), missing(name, pointer, registry))
  let warnings: MadeLink['problems'] = []
  try {
    const plugin = await registry.load(entry)
    const config = ownSettings(given)
    const { idle, wrong } = configure(plugin, config)
    warnings = idle.map(inBlock(place, 'warning'))
    const errors = [...problems, ...wrong].map(inBlock(place))
    if (!settings || errors.length > 0) return failed(...warnings, ...errors)
    const host: SolverHost = { baseFolder: dirname(spec.file), log, askPersona }
    const solver = await plugin.create(config, host)
    if (isSolver(solver)) return { link: toLink(entry.id, solver, settings), block, problems: warnings }
    const message = `plugin "${entry.id}" (${entry.location}) made something without a solve function`
    return failed(...warnings, { level: 'link', pointer, message })
  } catch (error) {
    log.warn({ persona: spec.id, solver: entry.id, err: error }, 'A solver cannot be used.')
    const errors = problems.map(inBlock(place))
    return failed(...warnings, ...errors, { level: 'link', pointer, message: messageOf(error) })
  }
}

/** Checks settings and fills in defaults. What only another runtime knows is taken out of them, and idle. */
function configure(plugin: LoadedPlugin, config: Record<string, unknown>): { idle: Problem[]; wrong: Problem[] } {
  const idle: Problem[] = []
  const wrong: Problem[] = []
  for (const problem of readable(plugin.configure(config))) {
    const key = problem.pointer.slice(1)
    const isUnknown = problem.message.startsWith('is not a known key') // a key that the plugin knows is its own
    const reason = isUnknown ? foreignSettingReason(plugin.entry.id, key) : undefined
    if (reason === undefined) wrong.push(problem)
    else idle.push({ ...problem, message: `has no effect: ${reason}` })
    if (reason !== undefined) delete config[key]
  }
  return { idle, wrong }
}

/** A solver of another runtime: its settings are not ours to check. */
function foreign(name: string, pointer: string, block: string | undefined, registry: Registry): MadeLink['problems'] {
  const reason = 'has no effect: there is no solver of that name'
  const idle = block === undefined ? [] : [{ level: 'warning' as const, pointer: step('', block), message: reason }]
  return [missing(name, pointer, registry), ...idle]
}

function isBlock(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isOff(block: unknown): boolean {
  return typeof block === 'object' && block !== null && 'enabled' in block && block.enabled === false
}

function inBlock(place: string, level: 'error' | 'warning' = 'error') {
  return ({ pointer, message }: Problem) => ({ level, pointer: place + pointer, message })
}

function missing(name: string, pointer: string, registry: Registry): MadeLink['problems'][number] {
  const broken = registry.problems.find(({ id }) => id === name)
  if (broken) return { level: 'link', pointer, message: `solver "${name}" cannot be used: ${broken.message}` }
  const message = `there is no solver "${name}"${describeMissing(name, registry.names('solver'))}`
  return { level: 'link', pointer, message }
}

/** A copy of what is meant for the plugin itself. */
function ownSettings(block: object): Record<string, unknown> {
  const own = Object.entries(block).filter(([key]) => !linkKeys.includes(key) && !isComment(key))
  return structuredClone(Object.fromEntries(own))
}

function isSolver(value: unknown): value is Solver {
  return typeof value === 'object' && value !== null && 'solve' in value && typeof value.solve === 'function'
}
