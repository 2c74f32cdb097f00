import type { Answering, Framing } from '../../http/index.ts'
import { partAsText } from '../../http/index.ts'
import type { ToolCall, TurnEvent } from '../../index.ts'
import { toRuntimeError } from '../../index.ts'
import { BegunCalls } from './begun-calls.ts'
import { argumentsOf, encodeSource } from './chat.ts'
import type { OpenAiTurn } from './turn.ts'
import { encodeUsage, finishReason } from './usage.ts'

/** The chunks of a streamed chat completion: `CreateChatCompletionStreamResponse`. */
export class ChatChunks {
  readonly #turn: OpenAiTurn
  readonly #framing: Framing
  /** What every chunk begins with, and ends with: encoded once. */
  readonly #head: string
  readonly #tail: string
  /** Those of each choice. */
  readonly #calls = new Map<number, BegunCalls>()
  /** Choices that say no in words, which tell it all: their end is like any other. */
  readonly #refusing = new Set<number>()
  readonly #finishes: TurnEvent[] = []

  constructor(turn: OpenAiTurn, { id, persona, startedAt }: Answering, framing: Framing) {
    this.#turn = turn
    this.#framing = framing
    const head = {
      id: `chatcmpl-${id}`,
      object: 'chat.completion.chunk',
      created: Math.floor(startedAt / 1000),
      model: turn.model || persona.name,
    }
    this.#head = `${JSON.stringify(head).slice(0, -1)},"choices":[`
    this.#tail = turn.includeUsage ? '],"usage":null}' : ']}'
  }

  async *frames(events: AsyncIterable<TurnEvent>): AsyncGenerator<string | Uint8Array> {
    try {
      for await (const event of events) {
        const chunk = this.#chunk(event)
        if (chunk !== '') yield chunk
      }
    } catch (error) {
      yield this.#framing.error(toRuntimeError(error))
      return
    }
    if (this.#turn.includeUsage) {
      const usage = encodeUsage(this.#finishes, this.#turn.alternatives)
      yield this.#frame(`${this.#head}],"usage":${JSON.stringify(usage)}}`)
    }
    if (this.#framing.end !== undefined) yield this.#framing.end
  }

  #chunk(event: TurnEvent): string | Uint8Array {
    const index = event.choice ?? 0
    switch (event.type) {
      case 'start':
        return this.#delta(index, { role: 'assistant', content: '' })
      case 'text-delta':
        return this.#delta(index, event.refusal ? this.#refuse(index, event.text) : { content: event.text })
      case 'reasoning-delta':
        return this.#delta(index, { reasoning_content: event.text })
      case 'part':
        return this.#delta(index, { content: partAsText(event.part) })
      case 'tool-input-delta':
        return this.#input(index, event)
      case 'tool-call':
        return this.#call(index, event.call)
      case 'source': {
        const annotations = encodeSource(event)
        return annotations.length === 0 ? '' : this.#delta(index, { annotations })
      }
      case 'status':
        return ''
      case 'finish':
        this.#finishes.push(event)
        return this.#delta(
          index,
          {},
          this.#refusing.has(index) ? 'stop' : finishReason(event.reason, this.#turn.functions),
        )
    }
  }

  #refuse(index: number, refusal: string): object {
    this.#refusing.add(index)
    return { refusal }
  }

  #input(index: number, { id, name, text }: { id: string; name: string; text: string }): string | Uint8Array {
    const { position, isNew } = this.#callsOf(index).add(id, text)
    const called = { ...(isNew ? { name } : {}), arguments: text }
    if (!this.#turn.functions) {
      const head = isNew ? { id, type: 'function' } : {}
      return this.#delta(index, { tool_calls: [{ index: position, ...head, function: called }] })
    }
    // An answer has one `function_call`; the pieces of others are left to their `tool-call`.
    return position > 0 ? '' : this.#delta(index, { function_call: called })
  }

  #call(index: number, call: ToolCall): string | Uint8Array {
    const { id, name, input } = call
    const calls = this.#callsOf(index)
    if (this.#turn.functions && calls.positionOf(id) > 0) {
      return this.#delta(index, { content: partAsText({ type: 'call', call }) })
    }
    const said = calls.isWritten(id) ? '' : this.#input(index, { id, name, text: argumentsOf(input) })
    calls.end(id)
    return said
  }

  #callsOf(index: number): BegunCalls {
    const known = this.#calls.get(index) ?? new BegunCalls()
    this.#calls.set(index, known)
    return known
  }

  #delta(index: number, delta: object, finish: string | null = null): string | Uint8Array {
    const choice = `{"index":${index},"delta":${JSON.stringify(delta)},"logprobs":null,"finish_reason":${JSON.stringify(finish)}}`
    return this.#frame(this.#head + choice + this.#tail)
  }

  #frame(json: string): string | Uint8Array {
    return this.#framing.frame(json, 'chunk')
  }
}
