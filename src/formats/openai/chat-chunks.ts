import type { Answering, Framing } from '../../http/index.ts'
import { partAsText } from '../../http/index.ts'
import type { TurnEvent } from '../../index.ts'
import { toRuntimeError } from '../../index.ts'
import { encodeSource } from './chat.ts'
import type { OpenAiTurn } from './turn.ts'
import { encodeUsage, finishReason } from './usage.ts'

/** The chunks of a streamed chat completion: `CreateChatCompletionStreamResponse`. */
export class ChatChunks {
  readonly #turn: OpenAiTurn
  readonly #framing: Framing
  /** What every chunk begins with, and ends with: encoded once. */
  readonly #head: string
  readonly #tail: string
  /** Calls begun by each choice, in order; their position is their index on the wire. */
  readonly #calls = new Map<number, string[]>()
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
        return this.#turn.functions
          ? this.#function(index, event.id, event.name, event.text)
          : this.#call(index, event.id, event.name, event.text)
      case 'tool-call': {
        const { id, name, input } = event.call
        const begun = this.#calls.get(index) ?? []
        if (begun.includes(id)) return ''
        if (!this.#turn.functions) return this.#call(index, id, name, JSON.stringify(input ?? {}))
        if (begun.length > 0) return this.#delta(index, { content: partAsText({ type: 'call', call: event.call }) })
        return this.#function(index, id, name, JSON.stringify(input ?? {}))
      }
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

  #call(index: number, id: string, name: string, text: string): string | Uint8Array {
    const begun = this.#calls.get(index) ?? []
    this.#calls.set(index, begun)
    const position = begun.indexOf(id)
    if (position >= 0) return this.#delta(index, { tool_calls: [{ index: position, function: { arguments: text } }] })
    begun.push(id)
    const call = { index: begun.length - 1, id, type: 'function', function: { name, arguments: text } }
    return this.#delta(index, { tool_calls: [call] })
  }

  /** An answer has one `function_call`; the pieces of others are left to their `tool-call`. */
  #function(index: number, id: string, name: string, text: string): string | Uint8Array {
    const [begun] = this.#calls.get(index) ?? []
    if (begun !== undefined && begun !== id) return ''
    if (begun === id) return this.#delta(index, { function_call: { arguments: text } })
    this.#calls.set(index, [id])
    return this.#delta(index, { function_call: { name, arguments: text } })
  }

  #delta(index: number, delta: object, finish: string | null = null): string | Uint8Array {
    const choice = `{"index":${index},"delta":${JSON.stringify(delta)},"logprobs":null,"finish_reason":${JSON.stringify(finish)}}`
    return this.#frame(this.#head + choice + this.#tail)
  }

  #frame(json: string): string | Uint8Array {
    return this.#framing.frame(json, 'chunk')
  }
}
