/** The calls of one answer, in order: their position is their index on the wire. */
export class BegunCalls {
  #count = 0
  /** Those that are not complete. */
  readonly #open = new Map<string, { position: number; isWritten: boolean }>()

  /** That of a call of that id which is begun, or would be. */
  positionOf(id: string): number {
    return this.#open.get(id)?.position ?? this.#count
  }

  /** Whether anything of its input is out. */
  isWritten(id: string): boolean {
    return this.#open.get(id)?.isWritten ?? false
  }

  add(id: string, text: string): { position: number; isNew: boolean } {
    const isNew = !this.#open.has(id)
    const position = this.positionOf(id)
    this.#open.set(id, { position, isWritten: this.isWritten(id) || text !== '' })
    if (isNew) this.#count++
    return { position, isNew }
  }

  end(id: string): void {
    this.#open.delete(id)
  }
}
