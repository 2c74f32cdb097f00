import type { Persona } from './persona.ts'

/** How long a persona that has been replaced is kept for calls that have found it and not begun yet, in milliseconds. */
const grace = 500

/** Who is being asked now, so that a persona that is replaced is not closed under those who still listen to it. */
export class Uses {
  readonly #open = new Map<Persona, number>()
  readonly #waiting = new Map<Persona, () => void>()

  count(persona: Persona, change: 1 | -1): void {
    const open = (this.#open.get(persona) ?? 0) + change
    if (open > 0) this.#open.set(persona, open)
    else {
      this.#open.delete(persona)
      this.#waiting.get(persona)?.()
    }
  }

  async during<T>(persona: Persona, work: () => Promise<T>): Promise<T> {
    this.count(persona, 1)
    try {
      return await work()
    } finally {
      this.count(persona, -1)
    }
  }

  /** Resolves when a persona that nobody can find any more is in nobody's use. */
  async idle(persona: Persona): Promise<void> {
    await new Promise<void>((resolve) => void setTimeout(resolve, grace).unref())
    if (!this.#open.has(persona)) return
    await new Promise<void>((resolve) => void this.#waiting.set(persona, resolve))
    this.#waiting.delete(persona)
  }
}
