import { type Block, type BlockStep, Blocks, type Finish } from '../../http/index.ts'
import type { FinishReason, Source, TurnEvent } from '../../index.ts'
import { type Called, calledIn, textOfInput } from './called.ts'
import { itemId } from './ids.ts'
import { encodeOpaque } from './opaque.ts'
import { isRefusal, type OutputItem, type ReasoningItem } from './output-item.ts'
import type { ResponseBody } from './wire.ts'

export type ItemStep = Exclude<BlockStep, { type: 'finish' }>

type IncompleteReason = 'max_output_tokens' | 'content_filter'

/** By how the answer ended; null where it is complete. */
const incompleteReasons: Record<FinishReason, IncompleteReason | null> = {
  stop: null,
  length: 'max_output_tokens',
  'tool-calls': null,
  refusal: 'content_filter',
  'input-required': null,
  'auth-required': null,
}

/** The output of a response, which grows with the events of an answer: an item for each block. */
export class Output {
  readonly items: OutputItem[] = []
  finish: Finish | undefined
  readonly #turn: string
  readonly #calledIn: (name: string) => Called
  readonly #blocks = new Blocks()
  /** Where the text of the latest message begins in the whole answer, which offsets of sources count from. */
  #begin = 0
  #written = 0

  constructor(turn: string, tools: ResponseBody['tools']) {
    this.#turn = turn
    this.#calledIn = calledIn(tools)
  }

  /** Tells of each step when its item has been changed. */
  take(event: TurnEvent, told: (step: ItemStep, item: OutputItem) => void = () => {}): void {
    if (event.type === 'source' && event.source.url === undefined) return // an annotation has an address
    for (const step of this.#blocks.take(event)) {
      if (step.type === 'finish') this.finish = step.finish
      else told(step, this.#apply(step, event))
    }
  }

  /** Why it is incomplete; null where it is complete, as a refusal is that says so itself. */
  get incomplete(): IncompleteReason | null {
    if (!this.finish || (this.finish.reason === 'refusal' && this.items.some(isRefusal))) return null
    return incompleteReasons[this.finish.reason]
  }

  /** The answer broke off: what was under way stays as it is. */
  breakOff(): void {
    const last = this.items.at(-1)
    if (last?.status === 'in_progress') last.status = 'incomplete'
  }

  #apply(step: ItemStep, event: TurnEvent): OutputItem {
    if (step.type === 'open') {
      const item = this.#open(step.block, step.index)
      this.items.push(item)
      return item
    }
    const item = this.items[step.index]
    if (!item) throw new Error(`a ${step.type} of block ${step.index}, which was never opened`)
    if (step.type === 'close') close(item, step, event)
    else this.#grow(item, step)
    return item
  }

  #open(block: Block, index: number): OutputItem {
    switch (block.kind) {
      case 'text':
        this.#begin = this.#written
        return {
          id: itemId('msg', this.#turn, 'output', index),
          type: 'message',
          role: 'assistant',
          status: 'in_progress',
          content: [
            block.refusal
              ? { type: 'refusal', refusal: '' }
              : { type: 'output_text', text: '', annotations: [], logprobs: [] },
          ],
        }
      case 'reasoning':
        return { id: itemId('rs', this.#turn, 'output', index), type: 'reasoning', status: 'in_progress', summary: [] }
      case 'call':
        return this.#openCall(block, index)
    }
  }

  #openCall({ id: call_id, name }: Extract<Block, { kind: 'call' }>, index: number): OutputItem {
    const { isCustom, ...called } = this.#calledIn(name)
    const begun = { status: 'in_progress', call_id, ...called } as const
    return isCustom
      ? { id: itemId('ctc', this.#turn, 'output', index), type: 'custom_tool_call', ...begun, input: '' }
      : { id: itemId('fc', this.#turn, 'output', index), type: 'function_call', ...begun, arguments: '' }
  }

  #grow(item: OutputItem, step: Extract<ItemStep, { type: 'delta' | 'source' }>): void {
    switch (item.type) {
      case 'message': {
        const [part] = item.content
        if (step.type === 'source') {
          if (part.type === 'output_text') part.annotations.push(encodeSource(step.source, this.#begin))
          return
        }
        if (part.type === 'refusal') part.refusal += step.text
        else part.text += step.text
        this.#written += step.text.length
        return
      }
      case 'reasoning':
        if (step.type === 'delta') reason(item, step)
        return
      case 'function_call':
        if (step.type === 'delta') item.arguments += step.text
        return
      case 'custom_tool_call':
    }
  }
}

function reason(item: ReasoningItem, { text, opaque }: Extract<ItemStep, { type: 'delta' }>): void {
  const [summary] = item.summary
  if (summary) summary.text += text
  else if (text !== '') item.summary.push({ type: 'summary_text', text })
  if (opaque !== undefined) item.encrypted_content = encodeOpaque(opaque)
}

/** What was still open when an answer was cut off is incomplete. Words that say no are never cut. */
function close(item: OutputItem, { whole }: Extract<ItemStep, { type: 'close' }>, event: TurnEvent): void {
  const cutOff = event.type === 'finish' && incompleteReasons[event.reason] !== null && !isRefusal(item)
  item.status = cutOff ? 'incomplete' : 'completed'
  if (whole.kind !== 'call') return
  if (item.type === 'custom_tool_call') item.input = textOfInput(whole.call.input)
  if (item.type === 'function_call' && item.arguments === '') item.arguments = JSON.stringify(whole.call.input)
}

function encodeSource({ url, title, start = 0, end = 0 }: Source, begin: number): object {
  const [start_index, end_index] = [Math.max(0, start - begin), Math.max(0, end - begin)]
  return { type: 'url_citation', url, title, start_index, end_index }
}
