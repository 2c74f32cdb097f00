import { step } from '../config/env.ts'
import { suggestion } from '../core/text.ts'
import type { Ability, Log } from '../core/types.ts'
import { inTurn } from '../plugins/in-turn.ts'
import type { Registry } from '../plugins/registry.ts'
import type { Toolkit } from '../toolbox/toolset.ts'
import { type PersonaSpec, personaKeys, type ReadPersona, readPersona } from './file.ts'
import { foreignReason } from './foreign.ts'
import { makeLink } from './make-link.ts'
import { makeTools } from './make-tools.ts'
import type { Link, Persona, PersonaTraits } from './persona.ts'
import type { PersonaProblem } from './problem.ts'
import { type PersonaSource, readSource } from './source.ts'
import type { Workshop } from './workshop.ts'

export interface BuiltPersona {
  /** Undefined where a problem of level `error` keeps it from loading. */
  persona: Persona | undefined
  problems: readonly PersonaProblem[]
  /** The plugins that it names, whether they are there or not. */
  plugins: readonly PluginName[]
  /** Its file is not even a document: perhaps somebody is still writing it. */
  unreadable?: boolean
}

export interface PluginName {
  readonly kind: 'solver' | 'toolbox'
  readonly name: string
}

/** Reads a persona file and creates its solvers. A solver that is missing or broken costs its link, not the persona. */
export async function loadPersona(
  file: string,
  workshop: Workshop,
  env: NodeJS.ProcessEnv = process.env,
): Promise<BuiltPersona> {
  const source = await readSource(file)
  return 'problems' in source
    ? { persona: undefined, plugins: [], ...source }
    : await buildPersona(source, workshop, env)
}

/** The same for a file whose text is at hand, and that may not have been written yet. */
export async function buildPersona(
  source: PersonaSource,
  workshop: Workshop,
  env: NodeJS.ProcessEnv = process.env,
): Promise<BuiltPersona> {
  const { spec, ...read }: ReadPersona = await readPersona(source, env, workshop.defaultSolvers)
  if (!spec) return { persona: undefined, plugins: [], ...read }
  const { persona, problems } = await build(spec, workshop)
  const plugins: PluginName[] = [
    ...spec.chain.map(({ plugin }) => ({ kind: 'solver' as const, name: plugin })),
    ...spec.toolboxes.map((name) => ({ kind: 'toolbox' as const, name })),
  ]
  return { persona, plugins, problems: [...read.problems, ...problems] }
}

async function build(spec: PersonaSpec, workshop: Workshop): Promise<Pick<BuiltPersona, 'persona' | 'problems'>> {
  const { registry, log, promptStrategy } = workshop
  const { file, chain, blocks, toolboxes, mcpServers, modelKeys, ...described } = spec
  const voice = { ...spec.voice, strategy: spec.voice.strategy ?? promptStrategy }
  const made = await inTurn(chain, (place) => makeLink(place, spec, workshop))
  const links = made.flatMap(({ link }) => link ?? [])
  const tools = await makeTools(spec, workshop)
  const used = new Set([...made.map(({ block }) => block), ...tools.blocks])
  const told = [
    ...made.flatMap(({ problems }) => problems),
    ...tools.problems,
    ...idleKeys(spec, links),
    ...idleBlocks(spec, registry, used),
  ]
  const isWrong = told.some(({ level }) => level === 'error')
  if (links.length === 0 && !isWrong) {
    told.push({ level: 'error', pointer: '', message: 'no solver of its chain can be used' })
  }
  const problems = told.map((problem) => ({ ...problem, file }))
  const close = async (): Promise<void> => {
    await Promise.all([...links.map((link) => closeLink(link, log)), tools.toolkit.close()])
  }
  if (links.length > 0 && !isWrong)
    return { persona: personaOf({ ...described, voice }, links, tools.toolkit, close), problems }
  await close()
  return { persona: undefined, problems }
}

/** Its tools are looked up each time: a toolbox may change them while it is open. */
function personaOf(traits: PersonaTraits, links: readonly Link[], toolset: Toolkit, close: Persona['close']): Persona {
  return {
    ...traits,
    links,
    toolset,
    get tools() {
      return toolset.tools
    },
    close,
  }
}

/** One that cannot close keeps nothing else from closing. */
async function closeLink({ id, solver }: Link, log: Log): Promise<void> {
  try {
    await solver.close?.()
  } catch (error) {
    log.warn({ solver: id, err: error }, 'A solver did not close properly.')
  }
}

/** A character needs somebody who can play it, and tools need somebody who calls them. */
function idleKeys({ modelKeys }: PersonaSpec, links: readonly Link[]): Omit<PersonaProblem, 'file'>[] {
  const uses = (ability: Ability): boolean => links.some(({ solver }) => solver.uses?.includes(ability))
  if (links.length === 0 || uses('voice')) return []
  const message = 'has no effect: there is no language model in the chain'
  return modelKeys
    .filter((key) => (key !== 'toolboxes' && key !== 'mcpServers') || !uses('tools'))
    .map((key) => ({ level: 'warning', pointer: step('', key), message }))
}

/** What is wrong with the blocks that no link has taken its settings from. */
function idleBlocks({ blocks, chain }: PersonaSpec, registry: Registry, used: ReadonlySet<string | undefined>) {
  const inChain = new Set(chain.map(({ plugin }) => registry.find('solver', plugin)))
  return [...blocks].flatMap(([key, value]): Omit<PersonaProblem, 'file'>[] => {
    if (used.has(key)) return []
    const pointer = step('', key)
    const reason = idleReason(key, value)
    if (reason !== undefined) return [{ level: 'warning', pointer, message: `has no effect: ${reason}` }]
    const near = suggestion(key, [...personaKeys, ...chain.map(({ plugin }) => plugin)])
    return [{ level: 'error', pointer, message: `is not a known key${near}` }]
  })

  function idleReason(key: string, value: unknown): string | undefined {
    const entry = registry.find('solver', key)
    if (!entry) return foreignReason(key, value)
    return inChain.has(entry) ? `"${entry.id}" has its settings under another name` : 'it is not in the chain'
  }
}
