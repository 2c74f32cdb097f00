import { type Answering, oneLine, sse } from '../../http/index.ts'
import { type TurnEvent, toRuntimeError } from '../../index.ts'
import { type ItemStep, Output } from './output.ts'
import { isRefusal, type OutputItem } from './output-item.ts'
import type { ResponsesTurn } from './request.ts'
import { begun, encodeEnd, encodeFailure, encodeHead } from './response.ts'

/** Keeps a response that is complete: its JSON, and its output where it did not break off. */
export type Keep = (response: string, output: readonly OutputItem[] | undefined) => Promise<void>

/** The events of a streamed response: `ResponseStreamEvent`. */
export class ResponseEvents {
  /** What every state of the response begins with: encoded once. */
  readonly #head: string
  readonly #output: Output
  readonly #keep: Keep
  #sequence = 0
  #frames = ''
  /** What the deltas of the open item begin with. */
  #deltaType = ''
  #deltaHead = ''

  constructor(turn: ResponsesTurn, answering: Answering, keep: Keep) {
    this.#head = JSON.stringify(encodeHead(turn, answering)).slice(0, -1)
    this.#output = new Output(answering.id, turn.body.tools)
    this.#keep = keep
  }

  async *frames(events: AsyncIterable<TurnEvent>): AsyncGenerator<string> {
    const state = this.#state(begun)
    yield this.#lifecycle('response.created', state) + this.#lifecycle('response.in_progress', state)
    try {
      for await (const event of events) {
        this.#output.take(event, this.#tell)
        if (this.#frames !== '') yield this.#taken()
      }
      const end = encodeEnd(this.#output)
      const response = this.#state(end)
      await this.#keep(response, this.#output.items)
      yield this.#lifecycle(`response.${end.status}`, response)
    } catch (error) {
      this.#output.breakOff()
      const known = toRuntimeError(error)
      const response = this.#state(encodeFailure(this.#output, known))
      if (known.code !== 'state-failed') await this.#keep(response, undefined)
      yield this.#lifecycle('response.failed', response)
    }
  }

  #taken(): string {
    const frames = this.#frames
    this.#frames = ''
    return frames
  }

  #state(rest: object): string {
    return `${this.#head},${JSON.stringify(rest).slice(1)}`
  }

  #lifecycle(type: string, response: string): string {
    return frame(`{"type":"${type}","sequence_number":${this.#sequence++},"response":${response}}`, type)
  }

  #event(type: string, fields: object): void {
    this.#frames += frame(JSON.stringify({ type, sequence_number: this.#sequence++, ...fields }), type)
  }

  readonly #tell = (step: ItemStep, item: OutputItem): void => {
    const output_index = step.index
    const place = { item_id: item.id, output_index }
    switch (step.type) {
      case 'open':
        return this.#open(item, place)
      case 'delta':
        return this.#delta(item, place, step.text)
      case 'source':
        return this.#annotate(item, place)
      case 'close':
        this.#close(item, place)
        this.#event('response.output_item.done', { output_index, item })
    }
  }

  #open(item: OutputItem, place: { item_id: string; output_index: number }): void {
    const { output_index } = place
    const bare = item.type === 'message' ? { ...item, content: [] } : item // readers append the part that is added
    this.#event('response.output_item.added', { output_index, item: bare })
    switch (item.type) {
      case 'message':
        this.#event('response.content_part.added', { ...place, content_index: 0, part: item.content[0] })
        if (isRefusal(item)) return this.#prepareDeltas('response.refusal.delta', { ...place, content_index: 0 })
        return this.#prepareDeltas('response.output_text.delta', { ...place, content_index: 0, logprobs: [] })
      case 'reasoning':
        return this.#prepareDeltas('response.reasoning_summary_text.delta', { ...place, summary_index: 0 })
      case 'function_call':
        return this.#prepareDeltas('response.function_call_arguments.delta', place)
      case 'custom_tool_call': // its text is told when it is known
    }
  }

  #prepareDeltas(type: string, fields: object): void {
    this.#deltaType = type
    this.#deltaHead = JSON.stringify({ type, ...fields }).slice(0, -1)
  }

  #delta(item: OutputItem, place: object, text: string): void {
    if (text === '' || item.type === 'custom_tool_call') return
    const isFirst = item.type === 'reasoning' && item.summary[0]?.text === text
    if (isFirst) {
      const part = { type: 'summary_text', text: '' }
      this.#event('response.reasoning_summary_part.added', { ...place, summary_index: 0, part })
    }
    const json = `${this.#deltaHead},"sequence_number":${this.#sequence++},"delta":${JSON.stringify(text)}}`
    this.#frames += frame(json, this.#deltaType)
  }

  #annotate(item: OutputItem, place: object): void {
    const part = item.type === 'message' ? item.content[0] : undefined
    if (part?.type !== 'output_text') return
    const { annotations } = part
    const [annotation_index, annotation] = [annotations.length - 1, annotations.at(-1)]
    this.#event('response.output_text.annotation.added', { ...place, content_index: 0, annotation_index, annotation })
  }

  #close(item: OutputItem, place: object): void {
    switch (item.type) {
      case 'message': {
        const [part] = item.content
        const at = { ...place, content_index: 0 }
        if (part.type === 'refusal') this.#event('response.refusal.done', { ...at, refusal: part.refusal })
        else this.#event('response.output_text.done', { ...at, text: part.text, logprobs: [] })
        return this.#event('response.content_part.done', { ...at, part })
      }
      case 'reasoning': {
        const [part] = item.summary
        if (!part) return
        this.#event('response.reasoning_summary_text.done', { ...place, summary_index: 0, text: part.text })
        return this.#event('response.reasoning_summary_part.done', { ...place, summary_index: 0, part })
      }
      case 'function_call': {
        const { name, arguments: text } = item
        return this.#event('response.function_call_arguments.done', { ...place, name, arguments: text })
      }
      case 'custom_tool_call': {
        const { input } = item
        if (input !== '') this.#event('response.custom_tool_call_input.delta', { ...place, delta: input })
        return this.#event('response.custom_tool_call_input.done', { ...place, input })
      }
    }
  }
}

function frame(json: string, type: string): string {
  return sse(oneLine(json), type)
}
