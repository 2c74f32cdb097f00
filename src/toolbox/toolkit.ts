import { messageOf, RuntimeError } from '../core/errors.ts'
import type { Host } from '../core/host.ts'
import { suggestion } from '../core/text.ts'
import type { Toolbox } from '../core/toolbox.ts'
import type { PluginProblem } from '../plugins/discover.ts'
import { inTurn } from '../plugins/in-turn.ts'
import type { PluginEntry } from '../plugins/manifest.ts'
import type { Registry } from '../plugins/registry.ts'
import { permits } from './allow.ts'
import { prepareToolbox } from './prepare.ts'
import { defaultRules, type ToolRules } from './rules.ts'
import { type Box, joinToolboxes, type Toolkit } from './toolset.ts'

export type { Toolkit } from './toolset.ts'

/** A toolbox to set up, with its settings. */
export interface WantedToolbox extends ToolboxPolicy {
  entry: PluginEntry
  /** Nobody has asked for it: if it needs settings it is left out, and nothing is told. */
  unasked?: boolean
}

/** What the operator says of a toolbox. Names of tools may have the wildcards `*` and `?`. */
export interface ToolboxPolicy {
  /** The toolbox's own settings. */
  config?: object | undefined
  /** Tools that may be called; absent: all of them. */
  allow?: readonly string[] | undefined
  /** Tools that may not; this wins. */
  deny?: readonly string[] | undefined
  rules?: Partial<ToolRules> | undefined
  enabled?: boolean | undefined
}

export type ToolboxPolicies = Readonly<Record<string, ToolboxPolicy>>

/** What is said of a toolbox, by its id or an alias. */
export function policyOf({ id, aliases }: PluginEntry, policies: ToolboxPolicies): ToolboxPolicy | undefined {
  const key = [id, ...aliases].find((name) => Object.hasOwn(policies, name))
  return key === undefined ? undefined : policies[key]
}

/** Every toolbox that was found, with what the settings say of it by its id or an alias. */
export function wantedToolboxes(
  registry: Registry,
  policies: ToolboxPolicies = {},
): { wanted: readonly WantedToolbox[]; problems: readonly PluginProblem[] } {
  const entries = registry.entries.filter(({ kind }) => kind === 'toolbox')
  const wanted = entries.flatMap((entry) => {
    const policy = policyOf(entry, policies)
    if (policy?.enabled === false) return []
    return [{ entry, ...policy, unasked: policy === undefined && entry.origin === 'bundled' }]
  })
  const known = new Set(entries.flatMap(({ id, aliases }) => [id, ...aliases]))
  const problems = Object.keys(policies).flatMap((id) => {
    if (known.has(id)) return []
    const message = `There is no toolbox "${id}"${suggestion(id, known) || '.'}`
    return [{ id, location: `the setting "toolboxes"`, message }]
  })
  return { wanted, problems }
}

/**
 * Sets toolboxes up: those that are wanted, or every one that was found, beside the `others` that are set up already.
 * One that cannot be used is told, and costs nobody else anything.
 */
export async function loadToolkit(
  registry: Registry,
  host: Host,
  wanted: readonly WantedToolbox[] = wantedToolboxes(registry).wanted,
  rules: ToolRules = defaultRules,
  known: readonly PluginProblem[] = [],
  others: readonly Box[] = [],
): Promise<Toolkit> {
  const problems = [...known]
  const made = await inTurn(wanted, async (each) => {
    try {
      const box = await openBox(each, registry, host, rules, problems)
      return box ? [box] : []
    } catch (error) {
      problems.push({ id: each.entry.id, location: each.entry.location, message: messageOf(error) })
      return []
    }
  })
  return joinToolboxes([...made.flat(), ...others], problems, rules)
}

/**
 * Sets one toolbox up; undefined where nobody has asked for it and it needs settings.
 * @throws RuntimeError `plugin-failed`
 */
export async function openBox(
  { entry, config: given = {}, ...policy }: WantedToolbox,
  registry: Registry,
  host: Host,
  common: ToolRules,
  problems: PluginProblem[],
): Promise<Box | undefined> {
  const { id, location } = entry
  const plugin = await registry.load(entry)
  const config = structuredClone(given)
  const [problem] = plugin.configure(config)
  if (problem && policy.unasked) return undefined
  if (problem) {
    const what = `has wrong settings: ${problem.pointer} ${problem.message}`
    throw new RuntimeError('plugin-failed', `Plugin "${id}" (${location}) ${what}.`)
  }
  const toolbox = (await plugin.create(config, host)) as Toolbox // by its brand; `prepareToolbox` looks closer
  const rules = { ...common, ...policy.rules }
  const prepare = () => {
    const tools = prepareToolbox(entry, toolbox, { checkSchemas: entry.origin !== 'bundled', rules })
    return tools.filter(({ name }) => permits(policy, name))
  }
  try {
    const prepared = prepare()
    if (prepared.length === 0 && toolbox.tools.length > 0) {
      problems.push({ id, location, message: 'None of its tools is allowed by "allow" and "deny" in the settings.' })
    }
    let first: typeof prepared | undefined = prepared
    const once = () => {
      const tools = first ?? prepare()
      first = undefined
      return tools
    }
    return { id, location, toolbox, prepare: once }
  } catch (error) {
    await toolbox?.close?.()
    throw error
  }
}
