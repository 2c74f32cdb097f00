import { type Answering, type Block, type BlockStep, Blocks, type Finish } from '../../http/index.ts'
import type { TurnEvent } from '../../index.ts'
import { toRuntimeError } from '../../index.ts'
import { encodeCall, encodeSource, messageId } from './answer.ts'
import type { MessagesOptions, MessagesTurn } from './messages.ts'
import { encodeSignature, redactedData } from './thinking.ts'
import { encodeStop, encodeUsage, noBilling } from './usage.ts'

type Frame = string | Uint8Array

/** The events of a streamed message: `RawMessageStreamEvent`. */
export class MessageEvents {
  readonly #turn: MessagesTurn
  readonly #answering: Answering
  readonly #options: MessagesOptions
  readonly #blocks = new Blocks()
  /** A thought whose first piece will tell whether the vendor keeps it to itself. */
  #unopened = false

  constructor(turn: MessagesTurn, answering: Answering, options: MessagesOptions) {
    this.#turn = turn
    this.#answering = answering
    this.#options = options
  }

  async *frames(events: AsyncIterable<TurnEvent>): AsyncGenerator<Frame> {
    yield this.#begin()
    if (this.#options.ping) yield this.#frame('ping', '')
    try {
      for await (const event of events) {
        for (const step of this.#blocks.take(event)) yield* this.#encode(step)
      }
    } catch (error) {
      yield this.#options.framing.error(toRuntimeError(error), this.#turn.requestId)
      return
    }
    if (this.#options.framing.end !== undefined) yield this.#options.framing.end
  }

  #begin(): Frame {
    const { id, persona } = this.#answering
    const message = {
      id: messageId(id),
      type: 'message',
      role: 'assistant',
      model: this.#turn.model || persona.name,
      content: [],
      stop_reason: null,
      stop_sequence: null,
      stop_details: null,
      container: null,
      diagnostics: null,
      usage: { ...encodeUsage({ inputTokens: this.#turn.inputTokens, outputTokens: 0 }), ...noBilling },
    }
    return this.#frame('message_start', `,"message":${JSON.stringify(message)}`)
  }

  #encode(step: BlockStep): readonly Frame[] {
    switch (step.type) {
      case 'open':
        this.#unopened = step.block.kind === 'reasoning'
        return this.#unopened ? [] : [this.#start(step.index, emptyBlock(step.block))]
      case 'delta':
        return this.#delta(step)
      case 'source':
        return [
          this.#piece(step.index, `{"type":"citations_delta","citation":${JSON.stringify(encodeSource(step.source))}}`),
        ]
      case 'close':
        return [this.#frame('content_block_stop', `,"index":${step.index}`)]
      case 'finish':
        return this.#end(step.finish)
    }
  }

  #delta({ index, block, text, opaque }: Extract<BlockStep, { type: 'delta' }>): readonly Frame[] {
    switch (block.kind) {
      case 'text':
        return [this.#piece(index, `{"type":"text_delta","text":${JSON.stringify(text)}}`)]
      case 'call':
        return [this.#piece(index, `{"type":"input_json_delta","partial_json":${JSON.stringify(text)}}`)]
      case 'reasoning':
        return this.#thought(index, text, opaque)
    }
  }

  #thought(index: number, text: string, opaque: unknown): readonly Frame[] {
    const frames: Frame[] = []
    if (this.#unopened) {
      this.#unopened = false
      const data = redactedData(text, opaque)
      if (data !== undefined) return [this.#start(index, { type: 'redacted_thinking', data })]
      frames.push(this.#start(index, emptyBlock({ kind: 'reasoning' })))
    }
    if (text !== '') frames.push(this.#piece(index, `{"type":"thinking_delta","thinking":${JSON.stringify(text)}}`))
    if (opaque === undefined) return frames
    const signature = JSON.stringify(encodeSignature(opaque))
    return [...frames, this.#piece(index, `{"type":"signature_delta","signature":${signature}}`)]
  }

  #end(finish: Finish): readonly Frame[] {
    const delta = JSON.stringify(encodeStop(finish))
    const closing = JSON.stringify(this.#options.closing?.(finish, this.#answering) ?? {}).slice(1, -1)
    return [
      this.#frame('message_delta', `,"delta":${delta},"usage":${JSON.stringify(encodeUsage(finish.usage))}`),
      this.#frame('message_stop', closing === '' ? '' : `,${closing}`),
    ]
  }

  #start(index: number, block: object): Frame {
    return this.#frame('content_block_start', `,"index":${index},"content_block":${JSON.stringify(block)}`)
  }

  #piece(index: number, delta: string): Frame {
    return this.#frame('content_block_delta', `,"index":${index},"delta":${delta}`)
  }

  /** `fields` are JSON, each after a comma. */
  #frame(type: string, fields: string): Frame {
    return this.#options.framing.frame(`{"type":"${type}"${fields}}`, type)
  }
}

function emptyBlock(block: Block): object {
  switch (block.kind) {
    case 'text':
      return { type: 'text', text: '', citations: [] }
    case 'reasoning':
      return { type: 'thinking', thinking: '', signature: '' }
    case 'call':
      return encodeCall(block.id, block.name, {})
  }
}
