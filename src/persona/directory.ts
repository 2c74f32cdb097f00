import { RuntimeError } from '../core/errors.ts'
import { matchesPattern, suggestion } from '../core/text.ts'
import type { Persona } from './persona.ts'

const latest = ':latest'

/** The personas that are being served, by id, name and alias. Letter case does not count. */
export class PersonaDirectory {
  #personas = new Map<string, Persona>()
  #names = new Map<string, Persona>()
  #patterns: readonly { pattern: string; persona: Persona }[] = []
  readonly #default: string | undefined

  /** `defaultPersona` is an id, name or alias; it is looked up when it is needed. */
  constructor(defaultPersona?: string) {
    this.#default = defaultPersona
  }

  list(): readonly Persona[] {
    return [...this.#personas.values()]
  }

  /** @throws RuntimeError `conflict` where its id, its name or one of its aliases belongs to another persona. */
  add(persona: Persona): void {
    const names = namesOf(persona)
    for (const name of names) {
      const other = this.#names.get(name)
      if (other) throw new RuntimeError('conflict', takenBy(other, name))
    }
    this.#personas.set(persona.id, persona)
    for (const name of names) this.#names.set(name, persona)
    const added = persona.aliases.filter(isPattern).map((pattern) => ({ pattern: pattern.toLowerCase(), persona }))
    this.#patterns = [...this.#patterns, ...added]
  }

  /** True where there was such a persona. Open turns of it go on; whoever removes it closes it when they are done. */
  remove(id: string): boolean {
    const persona = this.#personas.get(id)
    if (!persona) return false
    this.#personas.delete(id)
    for (const name of namesOf(persona)) this.#names.delete(name)
    this.#patterns = this.#patterns.filter((entry) => entry.persona !== persona)
    return true
  }

  /**
   * Puts these in the place of all that are there. Nobody ever sees a part of them.
   * @throws RuntimeError `conflict` where two of them have a name in common; nothing has changed then
   */
  replace(personas: readonly Persona[]): void {
    const next = new PersonaDirectory()
    for (const persona of personas) next.add(persona)
    this.#personas = next.#personas
    this.#names = next.#names
    this.#patterns = next.#patterns
  }

  /** The persona with that id, name or alias. Clients of Ollama add `:latest` to any name, whatever API they speak. */
  find(name: string): Persona | undefined {
    if (name.length > 256) return undefined
    return this.#named(name) ?? (name.endsWith(latest) ? this.#named(name.slice(0, -latest.length)) : undefined)
  }

  #named(name: string): Persona | undefined {
    const known = this.#names.get(name)
    if (known) return known
    const lower = name.toLowerCase()
    return this.#names.get(lower) ?? this.#patterns.find(({ pattern }) => matchesPattern(lower, pattern))?.persona
  }

  /** The one that was named as the default, or else the first. */
  get default(): Persona | undefined {
    return this.#default === undefined ? this.#personas.values().next().value : this.find(this.#default)
  }

  /** @throws RuntimeError `unknown-persona` */
  get(name: string): Persona {
    const persona = this.find(name)
    if (persona) return persona
    const near = suggestion(
      name,
      this.list().flatMap((other) => [other.id, other.name]),
    )
    throw new RuntimeError('unknown-persona', `There is no persona "${name.slice(0, 100)}"${near || '.'}`)
  }

  /**
   * The persona that a model name of a request means. An unknown name means the default persona where one was named or
   * there is only one.
   * @throws RuntimeError `unknown-persona`
   */
  resolve(model: string): Persona {
    const lenient = model === '' || this.#default !== undefined || this.#personas.size === 1
    return (model === '' ? undefined : this.find(model)) ?? (lenient ? this.default : undefined) ?? this.get(model)
  }
}

/** What no other persona may be called, in lower case. */
export function namesOf({ id, name, aliases }: Persona): Set<string> {
  return new Set([id, name, ...aliases].map((text) => text.toLowerCase()))
}

export function takenBy(other: Persona, name: string): string {
  return `"${name}" already names the persona "${other.id}"; choose another.`
}

function isPattern(alias: string): boolean {
  return /[*?]/.test(alias)
}
