import type { FinishReason, Source, ToolCall, TurnEvent, Usage } from '../core/types.ts'
import { partAsText } from './media.ts'

/** A run of an answer that many protocols put into a content block of its own. `refusal`: its words say no. */
export type Block =
  | { kind: 'text'; refusal?: true }
  | { kind: 'reasoning' }
  | { kind: 'call'; id: string; name: string }

/** A block that is complete. */
export type WholeBlock =
  | { kind: 'text'; text: string; sources: readonly Source[] }
  | { kind: 'reasoning'; text: string; opaque?: unknown }
  | { kind: 'call'; call: ToolCall }

export interface Finish {
  reason: FinishReason
  stopSequence?: string
  usage?: Usage
}

/** Blocks never overlap, and their indexes count from 0. A `delta` of a call is a piece of its input as JSON. */
export type BlockStep =
  | { type: 'open'; index: number; block: Block }
  | { type: 'delta'; index: number; block: Block; text: string; opaque?: unknown }
  | { type: 'source'; index: number; source: Source }
  | { type: 'close'; index: number; block: Block; whole: WholeBlock }
  | { type: 'finish'; finish: Finish }

/**
 * Cuts the events of one answer into blocks. Calls whose inputs arrive interleaved come out one after another, and a
 * part that is no text is rendered as text.
 */
export class Blocks {
  #index = -1
  #open: OpenBlock | undefined
  /** What arrived while the input of a call was still coming in. */
  #waiting: TurnEvent[] = []

  take(event: TurnEvent): readonly BlockStep[] {
    const steps: BlockStep[] = []
    this.#take(event, steps)
    return steps
  }

  #take(event: TurnEvent, steps: BlockStep[]): void {
    if (this.#mustWait(event)) {
      this.#waiting.push(event)
      return
    }
    switch (event.type) {
      case 'text-delta':
        return this.#words(event.refusal ? { kind: 'text', refusal: true } : { kind: 'text' }, event.text, steps)
      case 'part':
        return this.#words({ kind: 'text' }, partAsText(event.part), steps)
      case 'reasoning-delta':
        return this.#words({ kind: 'reasoning' }, event.text, steps, event.opaque)
      case 'source':
        return this.#source(event.source, steps)
      case 'tool-input-delta':
        return this.#input(event.id, event.name, event.text, steps)
      case 'tool-call':
        return this.#call(event.call, steps)
      case 'finish':
        return this.#finish(event, steps)
      case 'start':
      case 'status':
        return
    }
  }

  #mustWait(event: TurnEvent): boolean {
    const open = this.#open?.block
    if (open?.kind !== 'call') return false
    switch (event.type) {
      case 'tool-input-delta':
        return event.id !== open.id
      case 'tool-call':
        return event.call.id !== open.id
      case 'text-delta':
      case 'reasoning-delta':
      case 'part':
      case 'source':
        return true
      case 'start':
      case 'status':
      case 'finish':
        return false
    }
  }

  #words(block: Words, text: string, steps: BlockStep[], opaque?: unknown): void {
    if (text === '' && opaque === undefined) return
    const open = this.#opened(block, steps)
    open.text += text
    if (opaque !== undefined) open.opaque = opaque
    steps.push({
      type: 'delta',
      index: this.#index,
      block,
      text,
      ...(opaque === undefined ? {} : { opaque }),
    })
  }

  #source(source: Source, steps: BlockStep[]): void {
    this.#opened({ kind: 'text' }, steps).sources.push(source)
    steps.push({ type: 'source', index: this.#index, source })
  }

  #input(id: string, name: string, text: string, steps: BlockStep[]): void {
    const block: Block = { kind: 'call', id, name }
    this.#opened(block, steps).text += text
    if (text !== '') steps.push({ type: 'delta', index: this.#index, block, text })
  }

  #call(call: ToolCall, steps: BlockStep[]): void {
    const block: Block = { kind: 'call', id: call.id, name: call.name }
    const open = this.#opened(block, steps)
    open.call = call
    if (open.text === '') this.#input(call.id, call.name, JSON.stringify(call.input ?? {}), steps)
    this.#close(steps)
    this.#resume(steps)
  }

  #finish({ reason, stopSequence, usage }: Extract<TurnEvent, { type: 'finish' }>, steps: BlockStep[]): void {
    while (this.#open) {
      this.#close(steps) // a call that never became whole
      this.#resume(steps)
    }
    const finish: Finish = {
      reason,
      ...(stopSequence === undefined ? {} : { stopSequence }),
      ...(usage ? { usage } : {}),
    }
    steps.push({ type: 'finish', finish })
  }

  /** What had to wait, up to the next call that is still coming in. */
  #resume(steps: BlockStep[]): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const event of waiting) this.#take(event, steps)
  }

  #opened(block: Block, steps: BlockStep[]): OpenBlock {
    const open = this.#open
    // What a vendor wants back unread belongs to the words before it: a signature ends its block.
    if (open && isSame(open.block, block) && open.opaque === undefined) return open
    this.#close(steps)
    this.#index++
    this.#open = { block, text: '', sources: [] }
    steps.push({ type: 'open', index: this.#index, block })
    return this.#open
  }

  #close(steps: BlockStep[]): void {
    const open = this.#open
    if (!open) return
    this.#open = undefined
    steps.push({ type: 'close', index: this.#index, block: open.block, whole: wholeOf(open) })
  }
}

/** A whole answer as its blocks: what the same events streamed would have come to. */
export function blocksOf(events: readonly TurnEvent[]): { blocks: readonly WholeBlock[]; finish: Finish } {
  const cutter = new Blocks()
  const blocks: WholeBlock[] = []
  let finish: Finish = { reason: 'stop' }
  for (const event of events) {
    for (const step of cutter.take(event)) {
      if (step.type === 'close') blocks.push(step.whole)
      else if (step.type === 'finish') finish = step.finish
    }
  }
  return { blocks, finish }
}

function isSame(one: Block, other: Block): boolean {
  if (one.kind === 'call' && other.kind === 'call') return one.id === other.id
  if (one.kind === 'text' && other.kind === 'text') return one.refusal === other.refusal
  return one.kind === other.kind
}

type Words = Extract<Block, { kind: 'text' | 'reasoning' }>

interface OpenBlock {
  readonly block: Block
  text: string
  readonly sources: Source[]
  opaque?: unknown
  call?: ToolCall
}

function wholeOf({ block, text, sources, opaque, call }: OpenBlock): WholeBlock {
  switch (block.kind) {
    case 'text':
      return { kind: 'text', text, sources }
    case 'reasoning':
      return { kind: 'reasoning', text, ...(opaque === undefined ? {} : { opaque }) }
    case 'call':
      return { kind: 'call', call: call ?? { id: block.id, name: block.name, input: parsed(text) } }
  }
}

function parsed(text: string): unknown {
  if (text === '') return {}
  try {
    return JSON.parse(text)
  } catch {
    return text // a call that broke off in the middle of its input
  }
}
