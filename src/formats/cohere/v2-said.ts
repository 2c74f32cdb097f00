import type { Answering, BlockStep, Finish, WholeBlock } from '../../http/index.ts'
import type { FinishReason, Source, ToolCall } from '../../index.ts'
import { encodeUsage } from './usage.ts'

const finishReasons: Record<FinishReason, 'COMPLETE' | 'MAX_TOKENS' | 'TOOL_CALL'> = {
  stop: 'COMPLETE',
  length: 'MAX_TOKENS',
  'tool-calls': 'TOOL_CALL',
  refusal: 'COMPLETE',
  'input-required': 'COMPLETE',
  'auth-required': 'COMPLETE',
}

/** What an answer has said so far, in the words of `V2ChatResponse`. */
export class V2Said {
  readonly #content: object[] = []
  readonly #calls: object[] = []
  readonly #citations: object[] = []
  /** Where each text of the content begins in the text of the whole answer. */
  readonly #texts: { index: number; from: number }[] = []
  #text = ''
  /** The input of the call that is open, letter by letter: no number of it is rounded. */
  #input = ''

  take(step: BlockStep): void {
    switch (step.type) {
      case 'open':
        if (step.block.kind === 'text') this.#texts.push({ index: this.#content.length, from: this.#text.length })
        return
      case 'delta':
        if (step.block.kind === 'text') this.#text += step.text
        if (step.block.kind === 'call') this.#input += step.text
        return
      case 'close':
        return this.#close(step.whole)
      case 'source':
      case 'finish':
        return
    }
  }

  /** The place of the block that is open among the content, or among the calls. */
  indexOf(kind: WholeBlock['kind']): number {
    return kind === 'call' ? this.#calls.length : this.#content.length
  }

  /** A citation counts from the beginning of the text that it stands in. One without a place cites nothing there. */
  cite({ title, url, start = 0, end = start }: Source): { index: number; citation: object } {
    const { index, from } = this.#texts.findLast((text) => text.from <= start) ?? { index: 0, from: 0 }
    const position = this.#citations.length
    const id = `doc_${position}`
    const document = { id, title, text: title, ...(url === undefined ? {} : { url }) }
    const citation = {
      start: start - from,
      end: end - from,
      text: this.#text.slice(start, end),
      sources: [{ type: 'document', id, document }],
      content_index: index,
      type: 'TEXT_CONTENT',
    }
    this.#citations.push(citation)
    return { index: position, citation }
  }

  response(finish: Finish, { id }: Answering): object {
    const message = {
      role: 'assistant',
      ...(this.#calls.length === 0 ? {} : { tool_calls: this.#calls }),
      ...(this.#content.length === 0 && this.#calls.length > 0 ? {} : { content: this.#content }),
      ...(this.#citations.length === 0 ? {} : { citations: this.#citations }),
    }
    return { id, ...encodeFinish(finish), message, usage: encodeUsage(finish.usage) }
  }

  #close(block: WholeBlock): void {
    switch (block.kind) {
      case 'text':
        this.#content.push({ type: 'text', text: block.text })
        return
      case 'reasoning':
        this.#content.push({ type: 'thinking', thinking: block.text })
        return
      case 'call':
        this.#calls.push(encodeCall(block.call, this.#input))
        this.#input = ''
        return
    }
  }
}

export function encodeFinish({ reason, stopSequence }: Finish): { finish_reason: string } {
  return { finish_reason: stopSequence === undefined ? finishReasons[reason] : 'STOP_SEQUENCE' }
}

function encodeCall({ id, name }: ToolCall, input: string): object {
  return { id, type: 'function', function: { name, arguments: input } }
}
