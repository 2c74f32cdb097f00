import { currentCaller, nobody } from '../core/caller.ts'
import { RuntimeError } from '../core/errors.ts'
import { suggestion } from '../core/text.ts'
import { ifKnown } from '../http/if-known.ts'

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
    const persona = ifKnown(() => this.#directory.resolve(model)) // the error would name the others
    if (persona && caller.mayAsk(persona)) return persona
    const [first, ...others] = this.list()
    return first && (model === '' || others.length === 0) ? first : this.#unknown(model)
  }

  #unknown(name: string): never {
    const near = suggestion(
      name,
      this.list().flatMap((other) => [other.id, other.name]),
    )
    throw new RuntimeError('unknown-persona', `There is no persona "${name.slice(0, 100)}"${near || '.'}`)
  }
}
