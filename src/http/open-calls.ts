import type { ToolCall } from '../core/types.ts'

/** Calls of a conversation that have no result yet. Not every client names its calls, or says what a result is of. */
export class OpenCalls {
  readonly #byId = new Map<string, ToolCall>()
  readonly #byName = new Map<string, Map<string, ToolCall>>()

  add(call: ToolCall): void {
    const namesakes = this.#byName.get(call.name) ?? new Map<string, ToolCall>()
    this.#byName.set(call.name, namesakes.set(call.id, call))
    this.#byId.set(call.id, call)
  }

  /** The call that a result belongs to: the one with that id, else the first of that tool, else the first of all. */
  take(id: string | null | undefined, name: string | null | undefined): ToolCall | undefined {
    const candidates = name ? this.#byName.get(name) : this.#byId
    const call = id ? this.#byId.get(id) : candidates?.values().next().value
    if (!call) return undefined
    this.#byId.delete(call.id)
    this.#byName.get(call.name)?.delete(call.id)
    return call
  }
}
