import { currentCaller, nobody } from '../core/caller.ts'
import { isRuntimeError, RuntimeError } from '../core/errors.ts'
import { suggestion } from '../core/text.ts'

interface Named {
  readonly id: string
  readonly name: string
}

interface Directory<Persona> {
  list(): readonly Persona[]
  find(name: string): Persona | undefined
  get(name: string): Persona
  resolve(model: string): Persona
}

/** A directory as the caller of now sees it: a persona that its key is not good for does not exist. */
export class VisiblePersonas<Persona extends Named> {
  readonly #directory: Directory<Persona>

  constructor(directory: Directory<Persona>) {
    this.#directory = directory
  }

  list(): readonly Persona[] {
    const caller = currentCaller()
    const all = this.#directory.list()
    return caller === nobody ? all : all.filter((persona) => caller.mayAsk(persona))
  }

  /** @throws RuntimeError `unknown-persona` */
  get(name: string): Persona {
    const caller = currentCaller()
    if (caller === nobody) return this.#directory.get(name)
    const persona = this.#directory.find(name)
    return persona && caller.mayAsk(persona) ? persona : this.#unknown(name)
  }

  /**
   * The persona that a model name means. Where the default one is not to be seen, the first of those that are stands in
   * for it; where there is only one, every name means it.
   * @throws RuntimeError `unknown-persona`
   */
  resolve(model: string): Persona {
    const caller = currentCaller()
    if (caller === nobody) return this.#directory.resolve(model)
    const persona = this.#resolved(model)
    if (persona && caller.mayAsk(persona)) return persona
    const [first, ...others] = this.list()
    return first && (model === '' || others.length === 0) ? first : this.#unknown(model)
  }

  #resolved(model: string): Persona | undefined {
    try {
      return this.#directory.resolve(model)
    } catch (error) {
      if (isRuntimeError(error) && error.code === 'unknown-persona') return undefined // it would name the others
      throw error
    }
  }

  #unknown(name: string): never {
    const near = suggestion(
      name,
      this.list().flatMap((other) => [other.id, other.name]),
    )
    throw new RuntimeError('unknown-persona', `There is no persona "${name.slice(0, 100)}"${near || '.'}`)
  }
}
