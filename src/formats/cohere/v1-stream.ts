import { type Answering, type BlockStep, Blocks } from '../../http/index.ts'
import type { TurnEvent } from '../../index.ts'
import { type RuntimeError, toRuntimeError } from '../../index.ts'
import type { CohereFraming } from './framing.ts'
import type { V1Turn } from './v1-chat.ts'
import { V1Said } from './v1-said.ts'

type Frame = string | Uint8Array

/** What most events begin with: nothing but the words after it is encoded for each. */
const textHead = '{"is_finished":false,"event_type":"text-generation","text":'

/** The events of a streamed answer of version 1: `StreamedChatResponse`. */
export class V1Stream {
  readonly #turn: V1Turn
  readonly #answering: Answering
  readonly #framing: CohereFraming
  readonly #blocks = new Blocks()
  readonly #said = new V1Said()

  constructor(turn: V1Turn, answering: Answering, framing: CohereFraming) {
    this.#turn = turn
    this.#answering = answering
    this.#framing = framing
  }

  async *frames(events: AsyncIterable<TurnEvent>): AsyncGenerator<Frame> {
    yield this.#frame('stream-start', { generation_id: this.#answering.id })
    try {
      for await (const event of events) {
        if (event.type === 'source' && !this.#turn.cites) continue
        for (const step of this.#blocks.take(event)) {
          this.#said.take(step)
          for (const frame of this.#step(step)) yield frame
        }
      }
    } catch (error) {
      yield this.#broken(toRuntimeError(error))
      return
    }
    if (this.#framing.end !== undefined) yield this.#framing.end
  }

  #step(step: BlockStep): readonly Frame[] {
    switch (step.type) {
      case 'open': {
        const { block } = step
        return block.kind === 'call' ? [this.#call({ name: block.name })] : []
      }
      case 'delta':
        return this.#delta(step)
      case 'source': {
        const { document, citation } = this.#said.cite(step.source)
        return [
          this.#frame('search-results', { documents: [document] }),
          ...(citation ? [this.#frame('citation-generation', { citations: [citation] })] : []),
        ]
      }
      case 'close':
        return []
      case 'finish':
        return this.#finish()
    }
  }

  #delta({ block, text }: Extract<BlockStep, { type: 'delta' }>): readonly Frame[] {
    switch (block.kind) {
      case 'text':
        return [this.#framing.frame(`${textHead}${JSON.stringify(text)}}`, 'text-generation')]
      case 'call':
        return [this.#call({ parameters: text })]
      case 'reasoning':
        return []
    }
  }

  /** A piece of the call that is being made: of all those before it, the whole ones count. */
  #call(piece: object): Frame {
    return this.#frame('tool-calls-chunk', { tool_call_delta: { index: this.#said.calls.length, ...piece } })
  }

  #finish(): readonly Frame[] {
    const { calls, finishReason } = this.#said
    const called = calls.length === 0 ? [] : [this.#frame('tool-calls-generation', { tool_calls: calls })]
    const response = this.#said.response(this.#turn.history, this.#answering)
    // The event knows fewer reasons than the response in it.
    const finish_reason = finishReason === 'STOP_SEQUENCE' ? 'COMPLETE' : finishReason
    return [...called, this.#frame('stream-end', { finish_reason, response }, true)]
  }

  #broken(error: RuntimeError): Frame {
    if (this.#framing.error) return this.#framing.error(error)
    const response = this.#said.broken(error.code === 'timeout' ? 'TIMEOUT' : 'ERROR', this.#answering)
    return this.#frame('stream-end', { finish_reason: 'ERROR', error: error.message, response }, true)
  }

  #frame(event: string, fields: object, isFinished = false): Frame {
    const json = `{"is_finished":${isFinished},"event_type":"${event}",${JSON.stringify(fields).slice(1)}`
    return this.#framing.frame(json, event)
  }
}
