import { type Answering, type Block, type BlockStep, Blocks } from '../../http/index.ts'
import type { Source, TurnEvent } from '../../index.ts'
import { type RuntimeError, toRuntimeError } from '../../index.ts'
import type { CohereFraming } from './framing.ts'
import { encodeUsage } from './usage.ts'
import type { V2Turn } from './v2-chat.ts'
import { encodeFinish, V2Said } from './v2-said.ts'

type Frame = string | Uint8Array

/** What clients add the rest of the answer to. */
const nothingSaid = { role: 'assistant', content: [], tool_plan: '', tool_calls: [], citations: [] }

/** What most events are made of: nothing but the words in the middle is encoded for each. */
const deltas = {
  text: { type: 'content-delta', head: '{"content":{"text":', tail: '}}' },
  reasoning: { type: 'content-delta', head: '{"content":{"thinking":', tail: '}}' },
  call: { type: 'tool-call-delta', head: '{"tool_calls":{"function":{"arguments":', tail: '}}}' },
} as const

/** The events of a streamed answer of version 2: `V2ChatStreamResponse`. */
export class V2Stream {
  readonly #turn: V2Turn
  readonly #answering: Answering
  readonly #framing: CohereFraming
  readonly #blocks = new Blocks()
  readonly #said = new V2Said()

  constructor(turn: V2Turn, answering: Answering, framing: CohereFraming) {
    this.#turn = turn
    this.#answering = answering
    this.#framing = framing
  }

  async *frames(events: AsyncIterable<TurnEvent>): AsyncGenerator<Frame> {
    yield this.#frame('message-start', { id: this.#answering.id, delta: { message: nothingSaid } })
    try {
      for await (const event of events) {
        if (isHidden(event, this.#turn)) continue
        for (const step of this.#blocks.take(event)) {
          for (const frame of this.#step(step)) yield frame
          this.#said.take(step)
        }
      }
    } catch (thrown) {
      const error = toRuntimeError(thrown)
      if (this.#framing.error) return yield this.#framing.error(error)
      yield this.#broken(error)
    }
    if (this.#framing.end !== undefined) yield this.#framing.end
  }

  #step(step: BlockStep): readonly Frame[] {
    switch (step.type) {
      case 'open':
        return [this.#open(step.block)]
      case 'delta':
        return [this.#delta(step.block, step.text)]
      case 'source':
        return this.#cite(step.source)
      case 'close': {
        const { kind } = step.block
        return [this.#frame(kind === 'call' ? 'tool-call-end' : 'content-end', { index: this.#said.indexOf(kind) })]
      }
      case 'finish': {
        const delta = { ...encodeFinish(step.finish), usage: encodeUsage(step.finish.usage) }
        return [this.#frame('message-end', { delta })]
      }
    }
  }

  #open(block: Block): Frame {
    const index = this.#said.indexOf(block.kind)
    switch (block.kind) {
      case 'text':
        return this.#frame('content-start', { index, delta: { message: { content: { type: 'text', text: '' } } } })
      case 'reasoning': {
        const content = { type: 'thinking', thinking: '' }
        return this.#frame('content-start', { index, delta: { message: { content } } })
      }
      case 'call': {
        const tool_calls = { id: block.id, type: 'function', function: { name: block.name, arguments: '' } }
        return this.#frame('tool-call-start', { index, delta: { message: { tool_calls } } })
      }
    }
  }

  #delta({ kind }: Block, text: string): Frame {
    const { type, head, tail } = deltas[kind]
    const index = this.#said.indexOf(kind)
    const json = `{"type":"${type}","index":${index},"delta":{"message":${head}${JSON.stringify(text)}${tail}}}`
    return this.#framing.frame(json, type)
  }

  #cite(source: Source): readonly Frame[] {
    const { index, citation } = this.#said.cite(source)
    return [
      this.#frame('citation-start', { index, delta: { message: { citations: citation } } }),
      this.#frame('citation-end', { index }),
    ]
  }

  #broken(error: RuntimeError): Frame {
    const finish_reason = error.code === 'timeout' ? 'TIMEOUT' : 'ERROR'
    return this.#frame('message-end', { delta: { finish_reason, error: error.message } })
  }

  #frame(type: string, fields: object): Frame {
    return this.#framing.frame(`{"type":"${type}",${JSON.stringify(fields).slice(1)}`, type)
  }
}

/** Whether the client does not want to see an event, whole or streamed. */
export function isHidden({ type }: TurnEvent, { cites, thinks }: V2Turn): boolean {
  return (type === 'source' && !cites) || (type === 'reasoning-delta' && !thinks)
}
