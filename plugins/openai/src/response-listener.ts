import { type FinishReason, SolverError, type SolverEvent } from 'dramatis'
import { failureInStream, failureOfError } from 'dramatis/upstream'
import { parsed } from './calls.ts'
import { sourceOf } from './chunk.ts'
import type { Listener } from './hear.ts'
import { isReasoningItem } from './items.ts'
import {
  type Annotation,
  type FunctionCall,
  type MessagePart,
  type OutputItem,
  type ResponseEvent,
  usageOf,
  type WholeResponse,
} from './response-events.ts'

/** Reads a response of the Responses API. */
export class ResponseListener implements Listener {
  /** Calls whose inputs arrive, by their places. */
  readonly #calls = new Map<number | undefined, { id: string; name: string }>()
  #sequence = -1
  #silent = true
  #called = false
  #refused = false
  /** How many characters have been said, and how many of them before the part that is being said. */
  #length = 0
  #begin = 0
  #part = ''
  #paragraph: string | undefined
  #response: WholeResponse | undefined

  get ended(): boolean {
    return this.#response !== undefined
  }

  hear(value: unknown): readonly SolverEvent[] {
    if (typeof value !== 'object' || value === null) throw new TypeError('An event is an object.')
    const failure = failureInStream(value)
    if (failure) throw failure
    const event = value as ResponseEvent | WholeResponse // its fields are looked at where they are used
    if (!('type' in event)) {
      if (!Array.isArray(event.output)) throw new TypeError('A response has an output.')
      return this.#end(event) // of a server that does not stream
    }
    if (event.sequence_number !== undefined) {
      if (event.sequence_number <= this.#sequence) return [] // it came twice
      this.#sequence = event.sequence_number
    }
    const said = this.#read(event)
    if (said.length > 0) this.#silent = false
    return said
  }

  finish(): SolverEvent {
    const response = this.#response
    if (!response) throw new SolverError('server-error', 'The upstream ended its answer in the middle.')
    const usage = usageOf(response)
    return { type: 'finish', reason: this.#reasonFor(response), ...(usage ? { usage } : {}) }
  }

  #read(event: ResponseEvent): readonly SolverEvent[] {
    switch (event.type) {
      case 'response.output_text.delta':
        this.#enter(`${event.output_index}/${event.content_index}`)
        return this.#say(event.delta)
      case 'response.refusal.delta':
        return this.#refuse(event.delta)
      case 'response.reasoning_summary_text.delta':
      case 'response.reasoning_text.delta':
        return this.#think(event.delta, `${event.output_index}/${event.summary_index ?? event.content_index}`)
      case 'response.output_text.annotation.added':
        return this.#cite(event.annotation)
      case 'response.output_item.added':
        return event.item.type === 'function_call' ? this.#beginCall(event.item, event.output_index) : []
      case 'response.function_call_arguments.delta': {
        const call = this.#calls.get(event.output_index)
        return call ? [{ type: 'tool-input-delta', ...call, text: event.delta }] : []
      }
      case 'response.output_item.done':
        return this.#endItem(event.item)
      case 'response.completed':
      case 'response.incomplete':
      case 'response.failed':
        return this.#end(event.response)
      case 'error':
        throw failureOfError(event)
      default:
        return []
    }
  }

  /** Numbers of annotations count from where their part begins. */
  #enter(part: string): void {
    if (part === this.#part) return
    this.#part = part
    this.#begin = this.#length
  }

  #say(text: string): readonly (SolverEvent & { type: 'text-delta' })[] {
    if (typeof text !== 'string') throw new TypeError('A delta is a text.')
    this.#length += text.length
    return [{ type: 'text-delta', text }]
  }

  #refuse(words: string): readonly SolverEvent[] {
    this.#refused = true
    return this.#say(words).map((event) => ({ ...event, refusal: true }))
  }

  #think(text: string, paragraph: string): readonly SolverEvent[] {
    const isNew = this.#paragraph !== undefined && this.#paragraph !== paragraph
    this.#paragraph = paragraph
    return [{ type: 'reasoning-delta', text: isNew ? `\n\n${text}` : text }]
  }

  #cite(annotation: Annotation): readonly SolverEvent[] {
    return annotation.type === 'url_citation' ? [{ type: 'source', source: sourceOf(annotation, this.#begin) }] : []
  }

  #beginCall({ call_id, id, name }: FunctionCall, place: number | undefined): readonly SolverEvent[] {
    const call = { id: call_id ?? id ?? '', name }
    this.#calls.set(place, call)
    return [{ type: 'tool-input-delta', ...call, text: '' }]
  }

  /** What is known of an item when it is whole: its text has been said by then. */
  #endItem(item: OutputItem): readonly SolverEvent[] {
    switch (item.type) {
      case 'function_call': {
        if (item.status === 'incomplete') return [] // it was cut off, and never meant
        this.#called = true
        const text = item.arguments ?? ''
        const call = { id: item.call_id ?? item.id ?? '', name: item.name, input: parsed(text) ?? text }
        return [{ type: 'tool-call', call }]
      }
      case 'reasoning':
        return isReasoningItem(item) ? [{ type: 'reasoning-delta', text: '', opaque: item }] : []
      case 'image_generation_call': {
        if (!item.result) return []
        const data = Buffer.from(item.result, 'base64')
        return [{ type: 'part', part: { type: 'image', mediaType: `image/${item.output_format ?? 'png'}`, data } }]
      }
      default:
        return []
    }
  }

  #end(response: WholeResponse): readonly SolverEvent[] {
    const { error, status } = response
    if (error || status === 'failed' || status === 'cancelled') throw failureOfError(error ?? status)
    this.#response = response
    return this.#silent ? (response.output ?? []).flatMap((item) => this.#wholeItem(item)) : []
  }

  #wholeItem(item: OutputItem): readonly SolverEvent[] {
    if (item.type === 'message') return (item.content ?? []).flatMap((part) => this.#wholePart(part))
    const summary = item.type === 'reasoning' ? (item.summary ?? []) : []
    const thought = summary.map(({ text }) => text).join('\n\n')
    return [...(thought === '' ? [] : this.#think(thought, 'whole')), ...this.#endItem(item)]
  }

  #wholePart(part: MessagePart): readonly SolverEvent[] {
    this.#begin = this.#length
    if (part.type === 'output_text') {
      return [...this.#say(part.text), ...(part.annotations ?? []).flatMap((annotation) => this.#cite(annotation))]
    }
    return this.#refuse(part.refusal)
  }

  #reasonFor({ status, incomplete_details: incomplete }: WholeResponse): FinishReason {
    if (this.#refused || incomplete?.reason === 'content_filter') return 'refusal'
    if (status === 'incomplete') return 'length'
    return this.#called ? 'tool-calls' : 'stop'
  }
}
