import { dirname } from 'node:path'
import { isComment, step } from '../config/env.ts'
import { loadToolkit, policyOf, type Toolkit } from '../toolbox/toolkit.ts'
import type { PersonaSpec } from './file.ts'
import type { PersonaProblem } from './problem.ts'
import { describeMissing } from './stranger.ts'
import type { Workshop } from './workshop.ts'

export interface MadeTools {
  toolkit: Toolkit
  /** The keys of their settings in the file. */
  blocks: readonly string[]
  problems: readonly Omit<PersonaProblem, 'file'>[]
}

/** Sets the toolboxes of a persona up, with its own settings for them. One that cannot be used is told. Never throws. */
export async function makeTools(
  spec: PersonaSpec,
  { registry, log, toolRules, toolPolicies = {} }: Workshop,
): Promise<MadeTools> {
  const problems: Omit<PersonaProblem, 'file'>[] = []
  const blocks: string[] = []
  const wanted = spec.toolboxes.flatMap((name, index) => {
    const entry = registry.find('toolbox', name)
    if (!entry) {
      const message = `there is no toolbox "${name}"${describeMissing(name, registry.names('toolbox'))}`
      problems.push({ level: 'link', pointer: `/toolboxes/${index}`, message })
      return []
    }
    const policy = policyOf(entry, toolPolicies)
    if (policy?.enabled === false) {
      const message = `the toolbox "${name}" is switched off in the settings of the host`
      problems.push({ level: 'link', pointer: `/toolboxes/${index}`, message })
      return []
    }
    const block = [name, entry.id, ...entry.aliases].find((key) => spec.blocks.has(key))
    if (block === undefined) return { ...policy, entry }
    blocks.push(block)
    const given = spec.blocks.get(block)
    if (typeof given === 'object' && given !== null && !Array.isArray(given))
      return { ...policy, entry, config: own(given) }
    problems.push({ level: 'error', pointer: step('', block), message: 'must be an object: the settings of a toolbox' })
    return []
  })
  const toolkit = await loadToolkit(registry, { baseFolder: dirname(spec.file), log }, wanted, toolRules)
  for (const { message } of toolkit.problems) problems.push({ level: 'link', pointer: '/toolboxes', message })
  return { toolkit, blocks, problems }
}

function own(block: object): object {
  return Object.fromEntries(Object.entries(block).filter(([key]) => !isComment(key)))
}
