import type { LinkSettings } from '../config/persona.gen.ts'
import { readable } from '../config/problems.ts'
import { readSchema } from '../config/schemas.ts'
import { compileFilling, type Problem } from '../core/schema.ts'
import { milliseconds } from '../core/time.ts'
import type { Solver } from '../core/types.ts'
import { Breaker } from './breaker.ts'
import type { Link } from './persona.ts'

const { $defs = {} } = readSchema('persona')
const schema = $defs.linkSettings ?? {}
const check = compileFilling({ ...schema, $defs })

/** The keys of a solver's block that the host reads itself. */
export const linkKeys: readonly string[] = Object.keys(schema.properties ?? {})

export interface ReadLinkSettings {
  /** Undefined where there are problems. */
  settings: Required<LinkSettings> | undefined
  problems: readonly Problem[]
}

/** The host's own settings out of a solver's block, with their defaults. */
export function readLinkSettings(block: object): ReadLinkSettings {
  const own = Object.fromEntries(Object.entries(block).filter(([key]) => linkKeys.includes(key)))
  const problems = readable(check(own))
  return { settings: problems.length > 0 ? undefined : (own as Required<LinkSettings>), problems } // as the schema says
}

/** A solver in its place in a chain. */
export function toLink(id: string, solver: Solver, settings: Required<LinkSettings>): Link {
  const { failures = 5, coolDown = '30s' } = settings.breaker
  return {
    id,
    solver,
    accepts: new Set(solver.accepts),
    timeout: milliseconds(settings.timeout),
    idleTimeout: milliseconds(settings.idleTimeout),
    minConfidence: settings.minConfidence,
    breaker: new Breaker({ failures, coolDown: milliseconds(coolDown) }),
  }
}
