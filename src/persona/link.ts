import type { LinkSettings } from '../config/persona.gen.ts'
import { readable } from '../config/problems.ts'
import { readSchema } from '../config/schemas.ts'
import { compileFilling, type Problem } from '../core/schema.ts'
import { milliseconds } from '../core/time.ts'
import type { Solver } from '../core/types.ts'
import { breakerOf } from './breaker.ts'
import { isForeignId } from './foreign.ts'
import type { Link } from './persona.ts'

const { $defs = {} } = readSchema('persona')
const schema = $defs.linkSettings ?? {}
const check = compileFilling({ ...schema, $defs })

/** The keys of a solver's block that the host reads itself. */
export const linkKeys: readonly string[] = Object.keys(schema.properties ?? {})

/** Link settings with their defaults; `hedge` has none. */
export interface CheckedLinkSettings
  extends Required<
    Pick<LinkSettings, 'enabled' | 'timeout' | 'idleTimeout' | 'minConfidence' | 'breaker' | 'retries' | 'retryDelay'>
  > {
  hedge?: string | number
}

/**
 * A solver's block with its time-out as we have it, where it is written as in another runtime: `request_timeout`, and
 * in a block under an id of that runtime a bare `timeout`, are seconds there.
 */
export function inOurUnits(block: Readonly<Record<string, unknown>>, key: string | undefined): Record<string, unknown> {
  const { request_timeout: foreign, timeout: given, ...own } = block
  const isTheirs = key !== undefined && isForeignId(key)
  const timeout = given === undefined ? inSeconds(foreign) : isTheirs ? inSeconds(given) : given
  // Null is no limit of their own there, and a mistake here.
  return timeout === undefined || (timeout === null && (isTheirs || given === undefined)) ? own : { ...own, timeout }
}

function inSeconds(value: unknown): unknown {
  return typeof value === 'number' ? `${value}s` : value
}

export interface ReadLinkSettings {
  /** Undefined where there are problems. */
  settings: CheckedLinkSettings | undefined
  problems: readonly Problem[]
}

/** The host's own settings out of a solver's block, with their defaults. */
export function readLinkSettings(block: object): ReadLinkSettings {
  const own = Object.fromEntries(Object.entries(block).filter(([key]) => linkKeys.includes(key)))
  const problems = readable(check(own))
  return { settings: problems.length > 0 ? undefined : (own as CheckedLinkSettings), problems } // as the schema says
}

/** A solver in its place in a chain. */
export function toLink(id: string, solver: Solver, settings: CheckedLinkSettings): Link {
  const { failures = 5, coolDown = '30s' } = settings.breaker
  return {
    id,
    solver,
    accepts: new Set(solver.accepts),
    timeout: milliseconds(settings.timeout),
    idleTimeout: milliseconds(settings.idleTimeout),
    minConfidence: settings.minConfidence,
    breaker: breakerOf(solver.upstream, { failures, coolDown: milliseconds(coolDown) }),
    hedge: settings.hedge === undefined ? undefined : milliseconds(settings.hedge),
    retries: settings.retries,
    retryDelay: milliseconds(settings.retryDelay),
  }
}
