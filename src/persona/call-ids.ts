import { randomUUID } from 'node:crypto'

/** Ids of the calls of one turn: each has its own, also where a model gives several the same, or none. */
export class CallIds {
  readonly #shown = new Map<string, string>()
  readonly #taken = new Set([''])

  /** That of a call of the client's whose input comes in. Nobody can guess it: what the persona did is kept under it. */
  begun(id: string): string {
    const shown = this.#shown.get(id) ?? newId()
    this.#shown.set(id, shown)
    return shown
  }

  /** The same for a call that is complete. */
  whole(id: string): string {
    const shown = this.begun(id)
    this.#shown.delete(id)
    return shown
  }

  /** That of a call of the persona's. */
  own(id: string): string {
    const own = this.#taken.has(id) ? newId() : id
    this.#taken.add(own)
    return own
  }
}

function newId(): string {
  return `call_${randomUUID().replaceAll('-', '')}`
}
