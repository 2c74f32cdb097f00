import { randomUUID } from 'node:crypto'
import { SolverError, type SolverEvent } from 'dramatis'
import type { CallDelta } from './chunk.ts'

interface Call {
  id: string
  /** The id that the server gave it. */
  given: string | undefined
  index: number | undefined
  name: string
  text: string
  extra: unknown
}

/** Calls whose inputs arrive in pieces. */
export class Calls {
  readonly #calls: Call[] = []

  get any(): boolean {
    return this.#calls.length > 0
  }

  add(delta: CallDelta): SolverEvent {
    const call = this.#known(delta) ?? this.#begin(delta)
    const piece = delta.function?.arguments ?? ''
    const text = typeof piece === 'string' ? piece : JSON.stringify(piece)
    call.text += text
    call.extra ??= delta.extra_content
    return { type: 'tool-input-delta', id: call.id, name: call.name, text }
  }

  /** The calls, whole: one that was cut off is none, and an input that is no JSON is for whoever is called to refuse. */
  end(cutOff: boolean): SolverEvent[] {
    return this.#calls.flatMap(({ id, name, text, extra }): SolverEvent[] => {
      const input = parsed(text)
      if (cutOff && input === undefined) return []
      const opaque = extra == null ? {} : { opaque: { extra_content: extra } }
      return [{ type: 'tool-call', call: { id, name, input: input ?? text, ...opaque } }]
    })
  }

  /** Some servers leave out the index or the id, and some give parallel calls the same of one of them. */
  #known({ index, id, function: called }: CallDelta): Call | undefined {
    const isHere = (call: Call): boolean => index == null || call.index === undefined || call.index === index
    const same = id ? this.#calls.find((call) => call.given === id && isHere(call)) : undefined
    if (same) return same
    const here = index == null ? this.#calls.at(-1) : this.#calls.findLast((call) => call.index === index)
    if (!here || !called?.name) return here
    return index == null || (id && here.given) ? undefined : here
  }

  #begin({ index, id, function: called }: CallDelta): Call {
    if (!called?.name) throw new SolverError('server-error', 'The upstream sent a call of a tool without a name.')
    const isNew = id && !this.#calls.some((call) => call.id === id)
    const call: Call = {
      id: isNew ? id : `call_${randomUUID().replaceAll('-', '')}`, // OpenAI takes 40 characters at most
      given: id || undefined,
      index: index ?? undefined,
      name: called.name,
      text: '',
      extra: undefined,
    }
    this.#calls.push(call)
    return call
  }
}

/** Undefined where it is no JSON; nothing, and null, are an input without arguments. */
export function parsed(text: string): unknown {
  if (text.trim() === '') return {}
  try {
    return JSON.parse(text) ?? {}
  } catch {
    return undefined
  }
}
