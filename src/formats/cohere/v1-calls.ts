import type { ToolCall } from '../../index.ts'
import type { V1Call } from './v1-wire.ts'

/** The calls of a conversation. Version 1 gives them no ids: a result repeats the call that it belongs to. */
export class V1Calls {
  #made = 0
  readonly #open = new Map<string, Set<ToolCall>>()

  /** A call that a result may follow. */
  add(call: V1Call): ToolCall {
    const made = this.#make(call)
    const same = this.#open.get(keyOf(call)) ?? new Set<ToolCall>()
    this.#open.set(keyOf(call), same.add(made))
    return made
  }

  /** The call that a result belongs to, and whether the conversation has not told of it before. */
  take(call: V1Call): { call: ToolCall; isNew: boolean } {
    const same = this.#open.get(keyOf(call))
    const known = same?.values().next().value
    if (!known) return { call: this.#make(call), isNew: true }
    same?.delete(known)
    return { call: known, isNew: false }
  }

  #make({ name, parameters }: V1Call): ToolCall {
    return { id: `call_${this.#made++}`, name, input: parameters ?? {} }
  }
}

function keyOf({ name, parameters }: V1Call): string {
  return `${name} ${JSON.stringify(parameters ?? {})}`
}
