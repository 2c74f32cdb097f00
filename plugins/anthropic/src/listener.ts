import { SolverError, type SolverEvent } from 'dramatis'
import { finishReasonOf, sourceOf, usageOf } from './meaning.ts'
import { type Citation, malformed, type WireBlock, type WireDelta, type WireEvent, type WireUsage } from './wire.ts'

type Block =
  | { kind: 'text'; start: number; sources: Citation[] }
  | { kind: 'thinking'; signature: string }
  | { kind: 'call'; id: string; name: string; input: unknown; text: string }
  /** Of the vendor's own tools, which are never offered, or of a kind to come. */
  | { kind: 'other' }

const nothing: readonly SolverEvent[] = []

/** Makes sense of one answer, event by event. An event that comes again after its end changes nothing. */
export class Listener {
  /** Whether nothing is to come. */
  ended = false
  readonly #blocks = new Map<number, Block | 'closed'>()
  /** The last call, until something shows that it is whole: an answer may be cut in the middle of its input. */
  #lastCall: Extract<Block, { kind: 'call' }> | undefined
  #length = 0
  #called = false
  #usage: WireUsage = {}
  #stop: WireDelta | undefined

  /** @throws SolverError for what makes no sense */
  hear(event: WireEvent): readonly SolverEvent[] {
    switch (event.type) {
      case 'message_start':
        this.#count(event.message?.usage)
        return nothing
      case 'content_block_start':
        return this.#open(event)
      case 'content_block_delta':
        return this.#add(event)
      case 'content_block_stop':
        return this.#close(event)
      case 'message_delta':
        this.#count(event.usage)
        if (event.delta?.stop_reason != null) this.#stop ??= event.delta
        return nothing
      case 'message_stop':
        this.ended = true
        return nothing
      default:
        return nothing // `ping`, and what later versions add
    }
  }

  /** The last words. @throws SolverError for an answer that broke off */
  *finish(): Generator<SolverEvent> {
    const isCalling = [...this.#blocks.values()].some((block) => block !== 'closed' && block.kind === 'call')
    if (!this.ended || isCalling) throw new SolverError('server-error', 'The upstream ended its answer in the middle.')
    const { stop_reason, stop_sequence, stop_details } = this.#stop ?? {}
    const reason = finishReasonOf(stop_reason)
    const usage = usageOf(this.#usage)
    yield* this.#wholeCall(reason === 'length')
    if (reason === 'refusal' && this.#length === 0 && stop_details?.explanation) {
      yield { type: 'text-delta', text: stop_details.explanation }
    }
    yield {
      type: 'finish',
      reason: reason === 'stop' && this.#called ? 'tool-calls' : reason,
      ...(stop_sequence == null ? {} : { stopSequence: stop_sequence }),
      ...(usage ? { usage } : {}),
    }
  }

  #open(event: WireEvent): readonly SolverEvent[] {
    const { index, content_block: block } = event
    if (index === undefined || !block) throw malformed(event)
    if (this.#blocks.has(index)) return nothing
    const events = [...this.#wholeCall(false)]
    switch (block.type) {
      case 'text':
        this.#blocks.set(index, { kind: 'text', start: this.#length, sources: [...(block.citations ?? [])] })
        return [...events, ...this.#say(block.text)]
      case 'thinking':
        this.#blocks.set(index, { kind: 'thinking', signature: block.signature ?? '' })
        return block.thinking ? [...events, { type: 'reasoning-delta', text: block.thinking }] : events
      case 'redacted_thinking':
        this.#blocks.set(index, { kind: 'other' })
        return [...events, { type: 'reasoning-delta', text: '', opaque: { redacted: block.data ?? '' } }]
      case 'tool_use': {
        const call = callOf(block)
        this.#blocks.set(index, call)
        return [...events, { type: 'tool-input-delta', id: call.id, name: call.name, text: '' }]
      }
      default:
        this.#blocks.set(index, { kind: 'other' })
        return events
    }
  }

  #add(event: WireEvent): readonly SolverEvent[] {
    const { index = -1, delta } = event
    const block = this.#blocks.get(index)
    if (!delta || !block) throw malformed(event)
    if (block === 'closed') return nothing
    switch (block.kind) {
      case 'text':
        if (delta.citation) block.sources.push(delta.citation)
        return this.#say(delta.text)
      case 'thinking':
        if (delta.signature) block.signature = delta.signature
        return delta.thinking ? [{ type: 'reasoning-delta', text: delta.thinking }] : nothing
      case 'call':
        if (!delta.partial_json) return nothing
        block.text += delta.partial_json
        return [{ type: 'tool-input-delta', id: block.id, name: block.name, text: delta.partial_json }]
      case 'other':
        return nothing
    }
  }

  #close(event: WireEvent): readonly SolverEvent[] {
    const { index = -1 } = event
    const block = this.#blocks.get(index)
    if (!block) throw malformed(event)
    if (block === 'closed') return nothing
    this.#blocks.set(index, 'closed')
    switch (block.kind) {
      case 'text': {
        const place = block.start === this.#length ? {} : { start: block.start, end: this.#length }
        return block.sources.map((citation) => ({ type: 'source', source: { ...sourceOf(citation), ...place } }))
      }
      case 'thinking':
        return block.signature === '' ? nothing : [{ type: 'reasoning-delta', text: '', opaque: block.signature }]
      case 'call':
        this.#lastCall = block
        return nothing
      case 'other':
        return nothing
    }
  }

  /** An input that is no JSON is for whoever is called to refuse, but one that was cut off was never meant. */
  *#wholeCall(cutOff: boolean): Generator<SolverEvent> {
    const last = this.#lastCall
    if (!last) return
    this.#lastCall = undefined
    const { id, name, text } = last
    const input = text === '' ? last.input : parsed(text)
    if (cutOff && (text === '' ? isEmpty(last.input) : input === undefined)) return
    this.#called = true
    yield { type: 'tool-call', call: { id, name, input: input ?? text } }
  }

  #say(text: string | undefined): readonly SolverEvent[] {
    if (!text) return nothing
    this.#length += text.length
    return [{ type: 'text-delta', text }]
  }

  /** The later counts are those of everything so far. */
  #count(usage: WireUsage | null | undefined): void {
    const told = Object.entries(usage ?? {}).filter(([, count]) => count != null)
    this.#usage = { ...this.#usage, ...Object.fromEntries(told) }
  }
}

function callOf(block: WireBlock): Extract<Block, { kind: 'call' }> {
  const { id, name, input = {} } = block
  if (!id || !name) throw malformed(block)
  return { kind: 'call', id, name, input, text: '' }
}

function isEmpty(input: unknown): boolean {
  return typeof input === 'object' && input !== null && Object.keys(input).length === 0
}

/** Undefined where it is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
