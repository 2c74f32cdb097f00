import { dirname } from 'node:path'
import type { LinkSettings } from '../config/persona.gen.ts'
import { messageOf } from '../core/errors.ts'
import { suggestion } from '../core/text.ts'
import type { Log, Solver } from '../core/types.ts'
import type { Registry } from '../plugins/registry.ts'
import { type PersonaSpec, personaKeys, readPersona } from './file.ts'
import { foreignReason } from './foreign.ts'
import { linkKeys, readLinkSettings, toLink } from './link.ts'
import type { Link, Persona } from './persona.ts'
import type { PersonaProblem } from './problem.ts'

export interface BuiltPersona {
  /** Undefined where a problem of level `error` keeps it from loading. */
  persona: Persona | undefined
  problems: readonly PersonaProblem[]
}

/** Reads a persona file and creates its solvers. A solver that is missing or broken costs its link, not the persona. */
export async function loadPersona(
  file: string,
  registry: Registry,
  log: Log,
  env: NodeJS.ProcessEnv = process.env,
): Promise<BuiltPersona> {
  const { spec, problems } = await readPersona(file, env)
  return spec ? await new Builder(spec, registry, log).build() : { persona: undefined, problems }
}

class Builder {
  readonly #spec: PersonaSpec
  readonly #registry: Registry
  readonly #log: Log
  readonly #problems: PersonaProblem[] = []
  /** The blocks that belong to a solver of the chain. */
  readonly #used = new Set<string>()

  constructor(spec: PersonaSpec, registry: Registry, log: Log) {
    this.#spec = spec
    this.#registry = registry
    this.#log = log
  }

  async build(): Promise<BuiltPersona> {
    const links: Link[] = []
    for (const { plugin, pointer } of this.#spec.chain) {
      const link = await this.#link(plugin, pointer)
      if (link) links.push(link)
    }
    this.#checkBlocks()
    if (links.length === 0) this.#tell('error', '', 'no solver of its chain can be used')
    const close = async (): Promise<void> => {
      await Promise.all(links.map(({ solver }) => solver.close?.()))
    }
    if (this.#problems.some(({ level }) => level === 'error')) {
      await close()
      return { persona: undefined, problems: this.#problems }
    }
    const { id, name, description, aliases, lang, deadline, fallthroughOn, modifiedAt } = this.#spec
    const persona = { id, name, description, aliases, lang, deadline, fallthroughOn, modifiedAt, links, close }
    return { persona, problems: this.#problems }
  }

  async #link(plugin: string, pointer: string): Promise<Link | undefined> {
    const entry = this.#registry.find('solver', plugin)
    const block = this.#block([plugin, entry?.id, ...(entry?.aliases ?? [])])
    if (!entry) {
      const near = suggestion(plugin, this.#registry.names('solver'))
      this.#tell(
        'link',
        pointer,
        `there is no solver "${plugin}"${near || '; see "dramatis plugins" for those there are'}`,
      )
      return undefined
    }
    const settings = this.#settings(block)
    if (!settings?.enabled) return undefined
    const solver = await this.#solver(plugin, block, pointer)
    return solver && toLink(entry.id, solver, settings)
  }

  /** The block of a solver, under whichever of its names it stands. */
  #block(names: readonly (string | undefined)[]): { key: string; value: object } {
    const key = names.find((name) => name !== undefined && this.#spec.blocks.has(name)) ?? ''
    const value = this.#spec.blocks.get(key) ?? {}
    this.#used.add(key)
    if (typeof value === 'object' && !Array.isArray(value)) return { key, value }
    this.#tell('error', `/${key}`, 'must be an object: the settings of a solver')
    return { key, value: {} }
  }

  #settings({ key, value }: { key: string; value: object }): Required<LinkSettings> | undefined {
    const { settings, problems } = readLinkSettings(value)
    for (const { pointer, message } of problems) this.#tell('error', `/${key}${pointer}`, message)
    return settings
  }

  async #solver(name: string, block: { key: string; value: object }, pointer: string): Promise<Solver | undefined> {
    const entry = this.#registry.find('solver', name)
    if (!entry) return undefined
    try {
      const plugin = await this.#registry.load(entry)
      const config = Object.fromEntries(
        Object.entries(structuredClone(block.value)).filter(
          ([key]) => !linkKeys.includes(key) && !key.startsWith('//'),
        ),
      )
      const problems = plugin.configure(config)
      for (const problem of problems) this.#tell('error', `/${block.key || name}${problem.pointer}`, problem.message)
      if (problems.length > 0) return undefined
      const created = await plugin.create(config, { baseFolder: dirname(this.#spec.file), log: this.#log })
      if (isSolver(created)) return created
      this.#tell('link', pointer, `plugin "${entry.id}" (${entry.location}) made something without a solve function`)
    } catch (error) {
      this.#log.warn({ persona: this.#spec.id, solver: entry.id, err: error }, 'A solver cannot be used.')
      this.#tell('link', pointer, messageOf(error))
    }
    return undefined
  }

  #checkBlocks(): void {
    for (const [key, value] of this.#spec.blocks) {
      if (this.#used.has(key)) continue
      const reason = this.#registry.find('solver', key) ? 'it is not in the chain' : foreignReason(key, value)
      if (reason !== undefined) this.#tell('warning', `/${key}`, `has no effect: ${reason}`)
      else this.#tell('error', `/${key}`, `is not a known key${this.#nearest(key)}`)
    }
  }

  #nearest(key: string): string {
    return suggestion(key, [...personaKeys, ...this.#spec.chain.map(({ plugin }) => plugin)])
  }

  #tell(level: PersonaProblem['level'], pointer: string, message: string): void {
    this.#problems.push({ level, file: this.#spec.file, pointer, message })
  }
}

function isSolver(value: unknown): value is Solver {
  return typeof value === 'object' && value !== null && 'solve' in value && typeof value.solve === 'function'
}
