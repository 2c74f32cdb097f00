import { dirname } from 'node:path'
import { isComment, step } from '../config/env.ts'
import { readMcpServers } from '../config/mcp.ts'
import { openServers } from '../mcp-client/servers.ts'
import { loadToolkit, policyOf, type Toolkit } from '../toolbox/toolkit.ts'
import type { Box } from '../toolbox/toolset.ts'
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
  { registry, log, toolRules, toolPolicies = {}, servers = [], version = '' }: Workshop,
): Promise<MadeTools> {
  const problems: Omit<PersonaProblem, 'file'>[] = []
  const remote: Box[] = []
  const blocks: string[] = []
  const wanted = spec.toolboxes.flatMap((name, index) => {
    const entry = registry.find('toolbox', name)
    const server = entry ? undefined : servers.find(({ id }) => id === name)
    if (server) {
      remote.push(server)
      return []
    }
    if (!entry) {
      const known = [...registry.names('toolbox'), ...servers.map(({ id }) => id)]
      const message = `there is no toolbox "${name}"${describeMissing(name, known)}`
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
    const settings = spec.blocks.get(block)
    if (typeof settings === 'object' && settings !== null && !Array.isArray(settings)) {
      return { ...policy, entry, config: withoutComments(settings) }
    }
    problems.push({ level: 'error', pointer: step('', block), message: 'must be an object: the settings of a toolbox' })
    return []
  })
  const { given, missing } = spec.mcpServers
  const own = readMcpServers(given, { location: spec.file, pointer: '/mcpServers', missing })
  for (const { level, ...problem } of own.problems) {
    problems.push({ level: level === 'error' ? 'link' : level, ...problem })
  }
  remote.push(...openServers(own.servers, { version, log, rules: toolRules }))
  const host = { baseFolder: dirname(spec.file), log }
  const toolkit = await loadToolkit(registry, host, wanted, toolRules, [], remote)
  for (const { message } of toolkit.problems) problems.push({ level: 'link', pointer: '/toolboxes', message })
  return { toolkit, blocks, problems }
}

function withoutComments(block: object): object {
  return Object.fromEntries(Object.entries(block).filter(([key]) => !isComment(key)))
}
