import { type Answering, type BlockStep, Blocks, type Finish, type Framing } from '../../http/index.ts'
import { type Source, type TurnEvent, toRuntimeError } from '../../index.ts'
import { encodeCitation } from './citations.ts'
import { encodeOpaque, encodeUsage, latency, stopReason } from './converse-answer.ts'

type Frame = string | Uint8Array

interface EventOptions {
  /** Whether sources are cited among the content. */
  readonly cites: boolean
  /** What `messageStop` says besides the reason; `sources` are those that have not been cited. */
  closing(finish: Finish, sources: readonly Source[]): object
}

/** The events of a streamed answer: `ConverseStreamOutput`. */
export class ConverseEvents {
  readonly #framing: Framing
  readonly #answering: Answering
  readonly #options: EventOptions
  readonly #blocks = new Blocks()
  /** Those that are not cited among the content. */
  readonly #sources: Source[] = []

  constructor(framing: Framing, answering: Answering, options: EventOptions) {
    this.#framing = framing
    this.#answering = answering
    this.#options = options
  }

  async *frames(events: AsyncIterable<TurnEvent>): AsyncGenerator<Frame> {
    try {
      for await (const event of events) {
        if (event.type === 'start') yield this.#frame('messageStart', { role: 'assistant' })
        if (event.type === 'source' && !this.#options.cites) this.#sources.push(event.source)
        else for (const step of this.#blocks.take(event)) yield* this.#encode(step)
      }
    } catch (error) {
      yield this.#framing.error(toRuntimeError(error))
    }
  }

  #encode(step: BlockStep): readonly Frame[] {
    switch (step.type) {
      case 'open': {
        const { index: contentBlockIndex, block } = step
        if (block.kind !== 'call') return [] // the API has a start for calls alone
        const start = { toolUse: { toolUseId: block.id, name: block.name } }
        return [this.#frame('contentBlockStart', { contentBlockIndex, start })]
      }
      case 'delta':
        return step.text === '' ? [] : [this.#words(step)]
      case 'source':
        return [this.#delta(step.index, JSON.stringify({ citation: encodeCitation(step.source) }))]
      case 'close': {
        const { index: contentBlockIndex, whole } = step
        const opaque = whole.kind === 'reasoning' ? encodeOpaque(whole.text, whole.opaque) : undefined
        const ending = opaque ? [this.#delta(contentBlockIndex, JSON.stringify({ reasoningContent: opaque }))] : []
        return [...ending, this.#frame('contentBlockStop', { contentBlockIndex })]
      }
      case 'finish': {
        const { finish } = step
        const metrics = { latencyMs: latency(this.#answering) }
        return [
          this.#frame('messageStop', {
            stopReason: stopReason(finish),
            ...this.#options.closing(finish, this.#sources),
          }),
          this.#frame('metadata', { usage: encodeUsage(finish.usage), metrics }),
        ]
      }
    }
  }

  #words({ index, block, text }: Extract<BlockStep, { type: 'delta' }>): Frame {
    const json = JSON.stringify(text)
    switch (block.kind) {
      case 'text':
        return this.#delta(index, `{"text":${json}}`)
      case 'reasoning':
        return this.#delta(index, `{"reasoningContent":{"text":${json}}}`)
      case 'call':
        return this.#delta(index, `{"toolUse":{"input":${json}}}`)
    }
  }

  #delta(index: number, delta: string): Frame {
    return this.#framing.frame(`{"contentBlockIndex":${index},"delta":${delta}}`, 'contentBlockDelta')
  }

  #frame(event: string, value: object): Frame {
    return this.#framing.frame(JSON.stringify(value), event)
  }
}
